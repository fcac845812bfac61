// SPDX-License-Identifier: GPL-3.0-or-later
// The HTTP server. Sockets are read and written by a few I/O threads; requests are decided and answered by a bounded
// pool of workers, which may block. Everything is bounded: connections, queue, header, body, time.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <variant>

#include "platform/http/http.hpp"

namespace throughline::http {

/// What follows a header that was let in: how large a body may be, and who answers.
struct Admitted {
    std::uint64_t body_limit{64 * 1024};
    bool uploads{false}; ///< multipart/form-data is read, its files streamed to unlinked temporary files
    std::function<Response(Request&)> answer{};
};

/// Decides on the header alone, before any body is read, on a worker: an answer, or what may be read. May throw Stop.
using Admit = std::function<std::variant<Response, Admitted>(Request& head)>;

/// Makes the page for an error status. `request` is null when not even a header could be read. Must not throw.
using ErrorPage = std::function<Response(const Request* request, int status, const std::string& message)>;

/// Called once for each answer, after it was made: for the log. Must not throw.
using Observe =
    std::function<void(const Request& request, int status, std::chrono::microseconds took, const std::string& fault)>;

struct Options {
    std::string host{"127.0.0.1"};
    std::uint16_t port{8080}; ///< 0: any free one
    std::filesystem::path temporary{}; ///< folder for uploads
    std::size_t io_threads{2};
    std::size_t workers{8};
    std::size_t queue{256};        ///< requests waiting for a worker; beyond it 503 with Retry-After
    std::size_t connections{2048}; ///< beyond it new ones get 503
    std::size_t header_bytes{16 * 1024}; ///< beyond it 431; a target over 8 KiB is 414
    std::chrono::seconds header_time{10};
    std::chrono::seconds body_time{120};
    std::chrono::seconds idle_time{60};
};

class Server {
public:
    /// Binds and starts; throws std::runtime_error when the address is taken.
    Server(Options options, Admit admit, ErrorPage error_page, Observe observe);
    ~Server(); ///< stops
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    std::uint16_t port() const;
    /// Takes no new connection, lets what is in flight finish (at most `patience`), then returns.
    void stop(std::chrono::seconds patience = std::chrono::seconds{10});

private:
    struct Inside;
    std::unique_ptr<Inside> m_inside;
};

} // namespace throughline::http
