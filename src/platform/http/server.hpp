// SPDX-License-Identifier: GPL-3.0-or-later
// The HTTP server. Sockets are read and written by a few I/O threads; requests are decided and answered by a
// bounded pool of workers, which may block. Everything is bounded: connections, queue, header, body, time.
#pragma once

#include "platform/http/http.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace throughline::http {

/// Ends the request with a 503 and Retry-After: something that the service needs is away for a while. The
/// message is for the user and may be empty; what() goes to the log, as that of a fault does.
class Away : public Stop {
public:
    Away(std::string message, std::string cause) : Stop(503, std::move(message)), m_cause(std::move(cause)) {}
    const char* what() const noexcept override { return m_cause.c_str(); }

private:
    std::string m_cause;
};

/// What a page says when there is no room to write.
inline constexpr std::string_view no_room =
    "There is no room to save anything just now, and nothing was half done. Tell the people who run "
    "Throughline. A little later, reload this page: what you sent is then sent again.";

/// What follows a header that was let in: how large a body may be, and who answers.
struct Admitted {
    std::uint64_t body_limit{64 * 1024};
    bool uploads{false}; ///< multipart/form-data is read, its files streamed to unlinked temporary files
    std::function<Response(Request&)> answer{};
};

/// Decides on the header alone, before any body is read, on a worker: an answer, or what may be read. May
/// throw Stop.
using Admit = std::function<std::variant<Response, Admitted>(Request& head)>;

/// Makes the page for an error status. `request` is null when not even a header could be read. Called on
/// workers and on I/O threads; must be quick and must not throw.
using ErrorPage = std::function<Response(const Request* request, int status, const std::string& message)>;

/// What became of one request. It is empty but for its id when no header could be read.
struct Answered {
    const Request& request;
    int status{};
    std::chrono::microseconds took{};
    std::string fault_kind{};  ///< type of the exception other than Stop that was caught; else empty
    std::string fault_words{}; ///< what it says, when the words are our own (platform/base/fault.hpp)
};
/// Called once for each answer, after it was made: for the log. Must not throw.
using Observe = std::function<void(const Answered&)>;

struct Options {
    std::string host{"127.0.0.1"};
    std::uint16_t port{8080}; ///< 0: any free one
    bool over_tls{
        false}; ///< the world reaches us by https, through a proxy: browsers are told to insist on it
    std::filesystem::path temporary{}; ///< folder for uploads, made 0700 when missing; empty: the system's
    std::size_t io_threads{2};
    std::size_t workers{8};
    std::size_t queue{256};              ///< requests waiting for a worker; beyond it 503 with Retry-After
    std::size_t connections{2048};       ///< beyond it new ones get 503
    std::size_t header_bytes{16 * 1024}; ///< beyond it 431; a target over 8 KiB is 414
    std::chrono::milliseconds header_time{10'000};
    /// Without a byte this long a body is given up (408); a whole body has this and a second for each 64 KiB.
    std::chrono::milliseconds body_time{120'000};
    std::chrono::milliseconds write_time{60'000}; ///< the same for an answer being sent
    std::chrono::milliseconds idle_time{60'000};
    /// How long what a refused client is still sending is read and thrown away, so that it can read the
    /// answer.
    std::chrono::milliseconds drain_time{20'000};
};

/// How the server stands at one moment, and what it has counted since it began.
struct Standing {
    std::size_t connections{};    ///< open now
    std::uint64_t accepted{};     ///< connections since it began, those turned away included
    std::uint64_t turned_away{};  ///< connections beyond the cap, since it began
    std::size_t waiting{};        ///< requests in the queue for a worker
    std::size_t in_hand{};        ///< requests that a worker is deciding or answering
    std::uint64_t without_room{}; ///< requests answered 503 because the queue was full, since it began
};

class Server {
public:
    /// Binds and starts; throws std::runtime_error when the address is taken.
    Server(Options options, Admit admit, ErrorPage error_page, Observe observe);
    ~Server(); ///< stops
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    std::uint16_t port() const;
    Standing standing() const;
    /// Takes no new connection, lets what is in flight finish (at most `patience`), cuts what remains, then
    /// returns. An answer being made is waited for even then: a thread cannot be taken back.
    void stop(std::chrono::seconds patience = std::chrono::seconds{10});

private:
    struct Inside;
    std::unique_ptr<Inside> m_inside;
};

} // namespace throughline::http
