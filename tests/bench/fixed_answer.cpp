// SPDX-License-Identifier: GPL-3.0-or-later
// The most that Beast gives on this machine: one answer, made once, sent to whoever asks.
//   bench_fixed_answer BYTES       prints the port on 127.0.0.1 it answers on; ends when its standard input
//   does
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <unistd.h>

#include <cstdlib>
#include <iostream>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using tcp = asio::ip::tcp;

using Answer = http::response<http::string_body>;

/// One connection: a request, the answer, and again. It lives as long as something waits on its socket.
class Connection : public std::enable_shared_from_this<Connection> {
public:
    Connection(tcp::socket socket, const Answer& answer) : m_stream(std::move(socket)), m_answer(answer) {}

    void read() {
        m_request = {};
        http::async_read(
            m_stream, m_buffer, m_request, [self = shared_from_this()](beast::error_code error, std::size_t) {
                if (!error) self->write();
            });
    }

private:
    void write() {
        http::async_write(
            m_stream, m_answer, [self = shared_from_this()](beast::error_code error, std::size_t) {
                if (!error) self->read();
            });
    }

    beast::tcp_stream m_stream;
    const Answer& m_answer;
    beast::flat_buffer m_buffer{};
    http::request<http::empty_body> m_request{};
};

void accept_on(
    tcp::acceptor& acceptor,
    std::vector<std::unique_ptr<asio::io_context>>& loops,
    std::size_t turn,
    const Answer& answer) {
    acceptor.async_accept(
        *loops[turn % loops.size()], [&, turn](beast::error_code error, tcp::socket socket) {
            if (!error) {
                beast::error_code ignored;
                socket.set_option(tcp::no_delay(true), ignored);
                std::make_shared<Connection>(std::move(socket), answer)->read();
            }
            accept_on(acceptor, loops, turn + 1, answer);
        });
}

} // namespace

int main(int count, char** arguments) {
    const long bytes = count == 2 ? std::strtol(arguments[1], nullptr, 10) : -1;
    if (bytes < 0) {
        std::cerr << "usage: bench_fixed_answer BYTES\n";
        return 2;
    }
    Answer answer{http::status::ok, 11};
    answer.set(http::field::content_type, "text/html; charset=utf-8");
    answer.body() = std::string(static_cast<std::size_t>(bytes), 'x');
    answer.prepare_payload();

    // As many threads for sockets as the server itself has, each with its connections.
    std::vector<std::unique_ptr<asio::io_context>> loops;
    for (int i = 0; i < 2; ++i) loops.push_back(std::make_unique<asio::io_context>(1));
    tcp::acceptor acceptor(*loops.front(), {asio::ip::make_address("127.0.0.1"), 0});
    accept_on(acceptor, loops, 0, answer);
    std::vector<std::jthread> threads;
    std::vector<asio::executor_work_guard<asio::io_context::executor_type>> open;
    for (auto& loop : loops) {
        open.push_back(asio::make_work_guard(*loop));
        threads.emplace_back([&context = *loop] { context.run(); });
    }
    std::cout << acceptor.local_endpoint().port() << std::endl;
    char byte{};
    while (::read(STDIN_FILENO, &byte, 1) > 0) {
    }
    for (auto& loop : loops) loop->stop();
    return 0;
}
