// SPDX-License-Identifier: GPL-3.0-or-later
// The only file that knows Beast and Asio. Each I/O thread has an io_context of its own and a connection
// never leaves its thread, so a session needs no lock. Beast parses; sockets, time limits and answers are
// handled here, because its own composed reads close the socket at a time-out and the client then never sees
// why.
#include "platform/http/server.hpp"

#include "platform/base/fault.hpp"
#include "platform/http/body.hpp"
#include "platform/http/limits.hpp"
#include "platform/http/target.hpp"
#include "platform/http/wire.hpp"
#include "platform/http/workers.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cctype>
#include <cerrno>
#include <condition_variable>
#include <csignal>
#include <exception>
#include <limits>
#include <mutex>
#include <optional>
#include <random>
#include <stdexcept>
#include <system_error>
#include <thread>
#include <unordered_set>
#include <utility>

namespace throughline::http {

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
using tcp = asio::ip::tcp;
using boost::system::error_code;
using Clock = std::chrono::steady_clock;

constexpr auto no_exceptions = asio::as_tuple(asio::use_awaitable);
constexpr auto sweep_interval = std::chrono::milliseconds{50};

class Session;

/// One I/O thread and the connections that live on it. What the context still holds when it goes takes its
/// sessions out of the set, so the set is declared before it.
struct Loop {
    std::unordered_set<Session*> sessions{};
    asio::io_context context{1};
    asio::steady_timer timer{context};
};

/// What all threads share.
struct Floor {
    Options options{};
    Admit admit{};
    ErrorPage error_page{};
    Observe observe{};
    Workers workers{options.workers, options.queue};
    std::atomic<bool> stopping{};
    std::mutex mutex{};
    std::condition_variable all_gone{};
    std::size_t connections{}; ///< under the mutex
    std::atomic<std::uint64_t> accepted{};
    std::atomic<std::uint64_t> turned_away{};
    std::atomic<std::uint64_t> without_room{};

    Site site() const { return options.over_tls ? Site::over_tls : Site::plain; }
};

/// Counts a connection for as long as it lives, wherever it dies.
class Place {
public:
    explicit Place(Floor& floor) : m_floor(&floor) {
        const std::lock_guard lock(floor.mutex);
        m_number = ++floor.connections;
    }
    Place(Place&& other) noexcept
        : m_floor(std::exchange(other.m_floor, nullptr)), m_number(other.m_number) {}
    Place& operator=(Place&&) = delete;
    ~Place() {
        if (!m_floor) return;
        const std::lock_guard lock(m_floor->mutex);
        if (--m_floor->connections == 0) m_floor->all_gone.notify_all();
    }
    std::size_t number() const { return m_number; } ///< how many there were, this one included

private:
    Floor* m_floor;
    std::size_t m_number{};
};

std::string new_request_id() {
    thread_local std::mt19937_64 random{
        (static_cast<std::uint64_t>(std::random_device{}()) << 32U) ^ std::random_device{}()};
    return fmt::format("{:016x}", random());
}

/// What may be written down of a fault, put into the answer's record.
void note_fault(Answered& answered, const std::exception& fault) {
    answered.fault_kind = fault_kind(fault);
    answered.fault_words = fault_words(fault);
}

/// An upload had nowhere to go: the disk is full, or takes nothing.
bool is_no_room(const std::error_code& code) {
    return code == std::errc::no_space_on_device || code == std::errc::read_only_file_system ||
           code.value() == EDQUOT;
}

bool same_word(std::string_view a, std::string_view b) {
    return std::ranges::equal(
        a,
        b,
        {},
        [](unsigned char c) { return std::tolower(c); },
        [](unsigned char c) { return std::tolower(c); });
}

/// Fills a Request from the wire and hands its body on.
class Parser : public beast::http::basic_parser<true> {
public:
    explicit Parser(Request& request) : m_request(request) {
        // Beast's own limit does not count what it has consumed, so a header sent in well-cut pieces may grow
        // for ever; Session counts the whole.
        header_limit((std::numeric_limits<std::uint32_t>::max)());
        body_limit(boost::none);
    }

    bool has_request_line() const { return m_has_request_line; }
    bool known_method() const { return m_known_method; }
    int version() const { return m_version; }
    bool has_body() const { return chunked() || (content_length() && *content_length() > 0); }
    std::optional<std::uint64_t> announced() const {
        if (const auto length = content_length()) return *length;
        return {};
    }
    void body_goes_to(Body& body) { m_body = &body; }

private:
    using View = boost::beast::string_view;
    using Verb = beast::http::verb;

    void on_request_impl(Verb verb, View, View target, int version, error_code&) override {
        m_has_request_line = true;
        m_known_method = verb != Verb::unknown;
        m_version = version;
        m_request.method = verb == Verb::get    ? Method::get
                           : verb == Verb::head ? Method::head
                           : verb == Verb::post ? Method::post
                                                : Method::other;
        m_request.target.assign(target.data(), target.size());
    }
    void on_response_impl(int, View, int, error_code&) override {}
    void on_field_impl(beast::http::field, View name, View value, error_code&) override {
        if (m_header_done) return; // a trailer must not pass for a header
        std::string lowered(name.data(), name.size());
        for (auto& c : lowered) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        m_request.headers.emplace_back(std::move(lowered), std::string(value.data(), value.size()));
    }
    void on_header_impl(error_code&) override { m_header_done = true; }
    void on_body_init_impl(const boost::optional<std::uint64_t>&, error_code&) override {}
    std::size_t on_body_impl(View bytes, error_code&) override {
        m_body->feed({bytes.data(), bytes.size()});
        return bytes.size();
    }
    void on_chunk_header_impl(std::uint64_t, View, error_code&) override {}
    std::size_t on_chunk_body_impl(std::uint64_t, View bytes, error_code&) override {
        m_body->feed({bytes.data(), bytes.size()});
        return bytes.size();
    }
    void on_finish_impl(error_code&) override {}

    Request& m_request;
    Body* m_body{};
    bool m_has_request_line{};
    bool m_known_method{};
    bool m_header_done{};
    int m_version{};
};

int status_of(const error_code& error) { return error == beast::http::error::bad_version ? 505 : 400; }

/// What is wrong with a header on its own, whatever it asks for: a status, or 0.
int fault_in(const Parser& parser, const Request& request) {
    const auto count = [&](std::string_view name) {
        return std::ranges::count_if(
            request.headers, [&](const auto& header) { return header.first == name; });
    };
    if (const auto hosts = count("host"); hosts > 1 || (hosts == 0 && parser.version() == 11)) return 400;
    if (!parser.known_method()) return 501;
    if (request.method == Method::other) return 405;
    if (count("transfer-encoding") > 0) {
        // Anything but plain chunked is where proxies and servers disagree on where a request ends.
        if (parser.version() == 10) return 400;
        if (!parser.chunked() || !same_word(request.header("transfer-encoding"), "chunked")) return 501;
    }
    if (parser.has_body() && request.method != Method::post) return 400;
    if (count("expect") > 0 && !same_word(request.header("expect"), "100-continue")) return 417;
    return 0;
}

/// One connection: reads requests one after the other and answers each.
class Session {
public:
    Session(Floor& floor, Loop& loop, tcp::socket socket)
        : m_floor(floor)
        , m_loop(loop)
        , m_socket(std::move(socket))
        , m_buffer(floor.options.header_bytes + 1024) {
        m_loop.sessions.insert(this);
    }
    ~Session() { m_loop.sessions.erase(this); }
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    asio::awaitable<void> run() {
        auto next = Next::request;
        while (next == Next::request) next = co_await serve();
        if (next == Next::drain) co_await drain(m_floor.options.drain_time);
        close();
    }

    /// Beyond the cap on connections: a page, and no more.
    asio::awaitable<void> turn_away() {
        Request nobody;
        nobody.id = new_request_id();
        m_began = Clock::now();
        co_await send(stop_page(nobody, nullptr, 503));
        co_await drain(std::min(m_floor.options.drain_time, std::chrono::milliseconds{500}));
        close();
    }

    /// Ends a wait that has lasted too long. It may come just between two waits, so it is repeated while it
    /// is due.
    void sweep(Clock::time_point now) {
        if (now < m_deadline && !(m_idle && m_floor.stopping)) return;
        m_expired = true;
        error_code ignored;
        m_socket.cancel(ignored);
    }

private:
    enum class Next { request, drain, close };
    enum class Arrived { whole, gone, too_slow };

    asio::awaitable<Next> serve();
    asio::awaitable<Next> serve_body(Request& request, Parser& parser, Admitted& admitted);
    asio::awaitable<int> read_header(Request& request, Parser& parser);
    asio::awaitable<Arrived> read_body(const Request& request, Parser& parser, Body& body);
    asio::awaitable<bool> on_worker(Workers::Line line, std::function<void()> task);
    asio::awaitable<std::size_t> receive();
    asio::awaitable<Next> send(Wire wire);
    asio::awaitable<bool> write(std::string_view head, std::string_view body);
    asio::awaitable<void> drain(std::chrono::milliseconds time);

    using Act = std::function<std::optional<Response>()>;
    std::optional<Wire> make(const Request& request, const Request* head, const Act& act) const;
    Wire stop_page(const Request& request, const Request* head, int status) const;
    Wire
    error_page(const Request& request, const Request* head, int status, const std::string& message) const;

    std::string_view received() const { return {m_buffer.data() + m_begin, m_end - m_begin}; }
    void wait_until(Clock::time_point deadline) {
        m_deadline = deadline;
        m_expired = false;
    }
    void close() {
        error_code ignored;
        m_socket.close(ignored);
    }

    Floor& m_floor;
    Loop& m_loop;
    tcp::socket m_socket;
    std::vector<char> m_buffer;
    std::size_t m_begin{};
    std::size_t m_end{};
    Clock::time_point m_deadline{Clock::time_point::max()};
    Clock::time_point m_began{}; ///< when the first byte of this request was seen
    bool m_expired{};
    bool m_idle{};       ///< between two requests
    bool m_used{};       ///< has had an answer
    bool m_keep_alive{}; ///< the client wants it and nothing unread stands in the way
};

constexpr int nobody_there = -1;

asio::awaitable<Session::Next> Session::serve() {
    Request request;
    request.id = new_request_id();
    Parser parser(request);
    m_keep_alive = false;

    const auto unreadable = co_await read_header(request, parser);
    if (unreadable == nobody_there) co_return Next::close;
    if (unreadable != 0) {
        co_await send(stop_page(request, nullptr, unreadable));
        co_return Next::drain;
    }
    if (const auto status = fault_in(parser, request); status != 0) {
        co_await send(stop_page(request, &request, status));
        co_return Next::drain;
    }

    const bool has_body = parser.has_body();
    m_keep_alive = parser.keep_alive() && !has_body;
    std::optional<Admitted> admitted;
    std::optional<Wire> wire;
    const auto decide = [&] {
        wire = make(request, &request, [&]() -> std::optional<Response> {
            read_target(request);
            auto decision = m_floor.admit(request);
            if (auto* answer = std::get_if<Response>(&decision)) return std::move(*answer);
            admitted = std::move(std::get<Admitted>(decision));
            if (has_body) return {};
            return admitted->answer(request);
        });
    };
    const bool had_room = co_await on_worker(Workers::Line::new_request, decide);
    if (!had_room) {
        m_keep_alive = false;
        ++m_floor.without_room;
        wire = stop_page(request, &request, 503);
    }
    if (!wire) co_return co_await serve_body(request, parser, *admitted);
    const auto next = co_await send(std::move(*wire));
    co_return has_body ? Next::drain : next;
}

asio::awaitable<Session::Next> Session::serve_body(Request& request, Parser& parser, Admitted& admitted) {
    std::optional<Body> body;
    auto arrived = Arrived::whole;
    std::exception_ptr trouble;
    try {
        body.emplace(request, admitted, parser.announced(), m_floor.options.temporary);
        arrived = co_await read_body(request, parser, *body);
    } catch (...) { // a Stop or a fault: `make` knows what to do with each
        trouble = std::current_exception();
    }
    if (arrived == Arrived::gone) co_return Next::close;
    if (arrived == Arrived::too_slow) trouble = std::make_exception_ptr(Stop{408});
    if (trouble) {
        auto refusal =
            make(request, &request, [&]() -> std::optional<Response> { std::rethrow_exception(trouble); });
        co_await send(std::move(*refusal));
        co_return Next::drain;
    }

    m_keep_alive = parser.keep_alive();
    std::optional<Wire> wire;
    const auto answer = [&] {
        wire = make(request, &request, [&]() -> std::optional<Response> {
            request.form = body->finish();
            return admitted.answer(request);
        });
        // The files go now, not when a slow client has read the answer.
        request.form = {};
        body.reset();
    };
    const bool had_room = co_await on_worker(Workers::Line::let_in, answer);
    if (!had_room) wire = stop_page(request, &request, 503);
    co_return co_await send(std::move(*wire));
}

/// 0 when the header is whole, `nobody_there`, or the status that says what is wrong with it.
asio::awaitable<int> Session::read_header(Request& request, Parser& parser) {
    const auto& options = m_floor.options;
    m_idle = true;
    wait_until(Clock::now() + (m_used ? options.idle_time : options.header_time));
    std::size_t size = 0;
    for (;;) {
        // A line end left over from the request before is no malformed request (RFC 9112, 2.2).
        while (m_idle && m_begin < m_end && (m_buffer[m_begin] == '\r' || m_buffer[m_begin] == '\n'))
            ++m_begin;
        if (!received().empty()) {
            if (m_idle) {
                m_idle = false;
                m_began = Clock::now();
                wait_until(m_began + options.header_time);
            }
            error_code error;
            const auto used = parser.put(asio::buffer(received()), error);
            m_begin += used;
            size += used;
            if (error && error != beast::http::error::need_more) co_return status_of(error);
            const auto seen = size + (parser.is_header_done() ? 0 : received().size());
            if (!parser.has_request_line() && seen > limits::target_bytes + limits::around_target)
                co_return 414;
            if (request.target.size() > limits::target_bytes) co_return 414;
            if (seen > options.header_bytes) co_return parser.has_request_line() ? 431 : 414;
            if (parser.is_header_done()) co_return 0;
        }
        const auto got = co_await receive();
        if (got == 0) co_return m_expired && !m_idle ? 408 : nobody_there;
    }
}

asio::awaitable<Session::Arrived> Session::read_body(const Request& request, Parser& parser, Body& body) {
    const auto length = parser.announced().value_or(body.limit());
    const auto last_moment =
        Clock::now() + m_floor.options.body_time + std::chrono::seconds(length / limits::slowest_rate);
    parser.body_goes_to(body);
    parser.eager(true);
    if (parser.version() == 11 && received().empty() && !request.header("expect").empty()) {
        const bool asked = co_await write("HTTP/1.1 100 Continue\r\n\r\n", {});
        if (!asked) co_return Arrived::gone;
    }
    for (;;) {
        if (!received().empty()) {
            error_code error;
            m_begin += parser.put(asio::buffer(received()), error);
            if (error && error != beast::http::error::need_more) throw Stop{400};
            if (parser.is_done()) co_return Arrived::whole;
            if (received().size() == m_buffer.size()) throw Stop{400}; // the size of a chunk that never ends
        }
        wait_until(std::min(last_moment, Clock::now() + m_floor.options.body_time));
        const auto got = co_await receive();
        if (got == 0) co_return m_expired ? Arrived::too_slow : Arrived::gone;
    }
}

/// Runs the task on a worker and comes back to this thread; false when the queue was full.
asio::awaitable<bool> Session::on_worker(Workers::Line line, std::function<void()> task) {
    wait_until(Clock::time_point::max());
    const auto start = [this, line, &task](auto handler) {
        auto resume = std::make_shared<decltype(handler)>(std::move(handler));
        const auto executor = m_socket.get_executor();
        const auto run = [resume, executor, &task]() mutable {
            task();
            // The last hold on the coroutine goes with the post: it must not end on this thread.
            asio::post(executor, [resume = std::move(resume)] { std::move (*resume)(true); });
        };
        if (!m_floor.workers.offer(line, run))
            asio::post(executor, [resume = std::move(resume)] { std::move (*resume)(false); });
    };
    const bool ran =
        co_await asio::async_initiate<const asio::use_awaitable_t<>&, void(bool)>(start, asio::use_awaitable);
    co_return ran;
}

/// How many bytes came; 0 at the end, at an error and at a time-out.
asio::awaitable<std::size_t> Session::receive() {
    if (m_begin > 0) {
        std::copy(m_buffer.data() + m_begin, m_buffer.data() + m_end, m_buffer.data());
        m_end -= m_begin;
        m_begin = 0;
    }
    if (m_expired || m_end == m_buffer.size()) co_return 0;
    const auto room = asio::buffer(m_buffer.data() + m_end, m_buffer.size() - m_end);
    const auto [error, n] = co_await m_socket.async_read_some(room, no_exceptions);
    if (error) co_return 0;
    m_end += n;
    co_return n;
}

asio::awaitable<Session::Next> Session::send(Wire wire) {
    const bool sent = co_await write(wire.head, wire.content());
    m_used = true;
    co_return sent&& wire.keep_alive ? Next::request : Next::close;
}

asio::awaitable<bool> Session::write(std::string_view head, std::string_view body) {
    const auto patience = m_floor.options.write_time;
    const auto last_moment =
        Clock::now() + patience + std::chrono::seconds((head.size() + body.size()) / limits::slowest_rate);
    while (!head.empty() || !body.empty()) {
        wait_until(std::min(last_moment, Clock::now() + patience));
        const std::array<asio::const_buffer, 2> left{asio::buffer(head), asio::buffer(body)};
        const auto [error, n] = co_await m_socket.async_write_some(left, no_exceptions);
        if (error) {
            // What the kernel still holds for a reader who stalled goes at once, with the socket.
            error_code ignored;
            m_socket.set_option(tcp::socket::linger(true, 0), ignored);
            co_return false;
        }
        const auto of_head = std::min(n, head.size());
        head.remove_prefix(of_head);
        body.remove_prefix(n - of_head);
    }
    co_return true;
}

/// Reads and forgets what the client is still sending. Closing with bytes unread would reset the connection,
/// and the client would lose the answer.
asio::awaitable<void> Session::drain(std::chrono::milliseconds time) {
    error_code ignored;
    m_socket.shutdown(tcp::socket::shutdown_send, ignored);
    wait_until(Clock::now() + time);
    std::uint64_t forgotten = 0;
    while (forgotten < limits::drain_bytes) {
        m_begin = m_end = 0;
        const auto got = co_await receive();
        if (got == 0) break;
        forgotten += got;
    }
}

/// The one place where exceptions end. Nothing comes back when `act` gave nothing.
std::optional<Wire> Session::make(const Request& request, const Request* head, const Act& act) const {
    Answered answered{request};
    Wire wire;
    try {
        auto response = act();
        if (!response) return {};
        wire = put_on_wire(
            std::move(*response),
            request.method,
            request.id,
            m_keep_alive && !m_floor.stopping,
            m_floor.site());
    } catch (const Away& away) {
        note_fault(answered, away);
        wire = error_page(request, head, 503, away.message());
    } catch (const Stop& stop) {
        wire = error_page(request, head, stop.status(), stop.message());
    } catch (const std::system_error& error) {
        note_fault(answered, error);
        const bool full = is_no_room(error.code());
        wire = error_page(request, head, full ? 503 : 500, full ? std::string(no_room) : std::string());
    } catch (const std::exception& error) {
        note_fault(answered, error);
        wire = error_page(request, head, 500, {});
    } catch (...) {
        answered.fault_kind = "an exception of no known type";
        wire = error_page(request, head, 500, {});
    }
    answered.status = wire.status;
    answered.took = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - m_began);
    m_floor.observe(answered);
    return wire;
}

Wire Session::stop_page(const Request& request, const Request* head, int status) const {
    auto wire = make(request, head, [status]() -> std::optional<Response> { throw Stop{status}; });
    return std::move(*wire);
}

Wire Session::error_page(
    const Request& request, const Request* head, int status, const std::string& message) const {
    const bool keep_alive = m_keep_alive && !m_floor.stopping;
    try {
        auto page = m_floor.error_page(head, status, message);
        if (status == 503) page.with("Retry-After", "5");
        if (status == 405) {
            // Paths know GET and POST: what was not meant is what there is (RFC 9110, 15.5.6).
            page.with(
                "Allow",
                request.method == Method::other  ? "GET, HEAD, POST"
                : request.method == Method::post ? "GET, HEAD"
                                                 : "POST");
        }
        return put_on_wire(std::move(page), request.method, request.id, keep_alive, m_floor.site());
    } catch (const std::exception&) { // a page that cannot be sent must not cost the client its answer
        return put_on_wire(
            plain("Sorry, there is a problem with the service.\n", 500),
            request.method,
            request.id,
            keep_alive,
            m_floor.site());
    }
}

asio::awaitable<void> live(Floor& floor, Loop& loop, tcp::socket socket, Place place) {
    Session session(floor, loop, std::move(socket));
    if (place.number() > floor.options.connections)
        co_await session.turn_away();
    else
        co_await session.run();
}

/// Beyond those that are given a page: a few words, handed to the kernel at once, so that nothing is held for
/// whoever does not read them. They are in no log: the pages before them are, and say the same.
void turn_away_at_once(const Floor& floor, tcp::socket socket) {
    const auto wire = put_on_wire(
        plain("Too many people are using this service just now. Try again in a few seconds.\n", 503)
            .with("Retry-After", "5"),
        Method::get,
        new_request_id(),
        false,
        floor.site());
    const std::array<asio::const_buffer, 2> words{asio::buffer(wire.head), asio::buffer(wire.content())};
    std::array<char, 4096> request{};
    error_code ignored;
    socket.non_blocking(true, ignored);
    socket.write_some(words, ignored);
    socket.shutdown(tcp::socket::shutdown_send, ignored);
    socket.read_some(asio::buffer(request), ignored); // what has come must not turn the end into a reset
}

void start_connection(Floor& floor, Loop& loop, tcp::socket socket) {
    Place place(floor);
    ++floor.accepted;
    if (place.number() > floor.options.connections) ++floor.turned_away;
    if (place.number() > floor.options.connections + limits::turned_away)
        return turn_away_at_once(floor, std::move(socket));
    error_code ignored;
    socket.set_option(tcp::no_delay(true), ignored);
    // Only running out of memory ends here: everything else has an answer.
    const auto ended = [&floor](const std::exception_ptr& error) {
        if (!error) return;
        try {
            std::rethrow_exception(error);
        } catch (const std::exception& fault) {
            const Request nobody;
            Answered answered{nobody, 500};
            note_fault(answered, fault);
            floor.observe(answered);
        }
    };
    asio::co_spawn(loop.context, live(floor, loop, std::move(socket), std::move(place)), ended);
}

asio::awaitable<void>
accept_all(Floor& floor, std::vector<std::unique_ptr<Loop>>& loops, tcp::acceptor& acceptor) {
    for (std::size_t turn = 0; !floor.stopping; ++turn) {
        auto& loop = *loops[turn % loops.size()];
        auto [error, socket] = co_await acceptor.async_accept(loop.context, no_exceptions);
        if (!error) {
            start_connection(floor, loop, std::move(socket));
        } else if (!floor.stopping) { // out of descriptors: some will come back
            asio::steady_timer pause(acceptor.get_executor(), sweep_interval);
            co_await pause.async_wait(no_exceptions);
        }
    }
}

void keep_sweeping(Loop& loop) {
    for (auto* session : loop.sessions) session->sweep(Clock::now());
    loop.timer.expires_after(sweep_interval);
    loop.timer.async_wait([&loop](const error_code& error) {
        if (!error) keep_sweeping(loop);
    });
}

tcp::acceptor listen_on(asio::io_context& context, const std::string& host, std::uint16_t port) {
    try {
        const tcp::endpoint where(asio::ip::make_address(host), port);
        tcp::acceptor acceptor(context);
        acceptor.open(where.protocol());
        acceptor.set_option(tcp::acceptor::reuse_address(true));
        if (where.address().is_v6() && where.address().is_unspecified())
            acceptor.set_option(asio::ip::v6_only(false));
        acceptor.bind(where);
        acceptor.listen();
        return acceptor;
    } catch (const boost::system::system_error& error) {
        throw std::runtime_error(
            fmt::format("cannot listen on {} port {}: {}", host, port, error.code().message()));
    }
}

} // namespace

struct Server::Inside {
    Inside(Options options, Admit admit, ErrorPage error_page, Observe observe)
        : floor{std::move(options), std::move(admit), std::move(error_page), std::move(observe)} {
        for (std::size_t i = 0; i < std::max<std::size_t>(floor.options.io_threads, 1); ++i)
            loops.push_back(std::make_unique<Loop>());
        acceptor.emplace(listen_on(loops.front()->context, floor.options.host, floor.options.port));
        port = acceptor->local_endpoint().port();
        asio::co_spawn(loops.front()->context, accept_all(floor, loops, *acceptor), asio::detached);
        for (auto& loop : loops) {
            keep_sweeping(*loop);
            threads.emplace_back([&context = loop->context] { context.run(); });
        }
    }

    void stop(std::chrono::seconds patience) {
        if (floor.stopping.exchange(true)) return;
        asio::post(loops.front()->context, [this] {
            error_code ignored;
            acceptor->close(ignored);
        });
        {
            std::unique_lock lock(floor.mutex);
            floor.all_gone.wait_for(lock, patience, [this] { return floor.connections == 0; });
        }
        floor.workers.stop();
        for (auto& loop : loops) loop->context.stop();
        for (auto& thread : threads) thread.join();
        floor.workers.forget();
        acceptor.reset();
        loops.clear(); // cuts the connections that are left
    }

    Floor floor;
    std::vector<std::unique_ptr<Loop>> loops{};
    std::optional<tcp::acceptor> acceptor{};
    std::vector<std::thread> threads{};
    std::uint16_t port{};
};

Server::Server(Options options, Admit admit, ErrorPage error_page, Observe observe) {
    if (!options.temporary.empty() && std::filesystem::create_directories(options.temporary))
        std::filesystem::permissions(options.temporary, std::filesystem::perms::owner_all);
    m_inside = std::make_unique<Inside>(
        std::move(options), std::move(admit), std::move(error_page), std::move(observe));
}

Server::~Server() { stop(); }

std::uint16_t Server::port() const { return m_inside->port; }

Standing Server::standing() const {
    auto& floor = m_inside->floor;
    Standing now;
    {
        const std::lock_guard lock(floor.mutex);
        now.connections = floor.connections;
    }
    now.accepted = floor.accepted;
    now.turned_away = floor.turned_away;
    now.without_room = floor.without_room;
    now.waiting = floor.workers.waiting();
    now.in_hand = floor.workers.in_hand();
    return now;
}

void Server::stop(std::chrono::seconds patience) { m_inside->stop(patience); }

} // namespace throughline::http
