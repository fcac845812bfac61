// SPDX-License-Identifier: GPL-3.0-or-later
// A client that sends exactly the bytes it is told to, so that tests can be as rude as the world is.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace throughline::http::testing {

struct Answer {
    int status{}; ///< 0: the connection ended without one
    std::map<std::string, std::string> headers{};
    std::string body{};
};

class RawClient {
public:
    explicit RawClient(std::uint16_t port) : m_socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        const int on = 1;
        ::setsockopt(m_socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        if (::connect(m_socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
            throw std::runtime_error("cannot connect");
    }
    RawClient(RawClient&& other) noexcept
        : m_socket(std::exchange(other.m_socket, -1)), m_received(std::move(other.m_received)) {}
    RawClient& operator=(RawClient&&) = delete;
    ~RawClient() { close(); }

    void close() {
        if (m_socket >= 0) ::close(std::exchange(m_socket, -1));
    }
    void end_sending() { ::shutdown(m_socket, SHUT_WR); }

    /// How much could be sent before the other side closed.
    std::size_t send(std::string_view bytes) {
        std::size_t sent = 0;
        while (sent < bytes.size()) {
            const auto n = ::send(m_socket, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
            if (n <= 0) break;
            sent += static_cast<std::size_t>(n);
        }
        return sent;
    }

    Answer ask(std::string_view bytes) {
        send(bytes);
        return read();
    }

    Answer read(bool head_only = false) {
        Answer answer;
        std::size_t end = 0;
        while ((end = m_received.find("\r\n\r\n")) == std::string::npos)
            if (!more()) return answer;
        answer.status = std::atoi(m_received.substr(9, 3).c_str());
        for (std::size_t at = m_received.find("\r\n") + 2; at < end + 2;) {
            const auto line_end = m_received.find("\r\n", at);
            const auto line = m_received.substr(at, line_end - at);
            const auto colon = line.find(": ");
            auto name = line.substr(0, colon);
            std::ranges::transform(name, name.begin(), [](unsigned char c) { return std::tolower(c); });
            answer.headers[name] = colon == std::string::npos ? "" : line.substr(colon + 2);
            at = line_end + 2;
        }
        m_received.erase(0, end + 4);
        if (head_only || answer.status == 100 || !answer.headers.contains("content-length")) return answer;
        const auto length = static_cast<std::size_t>(std::stoull(answer.headers["content-length"]));
        while (m_received.size() < length)
            if (!more()) throw std::runtime_error("the body was cut short");
        answer.body = m_received.substr(0, length);
        m_received.erase(0, length);
        return answer;
    }

    /// Whether the other side ends the connection, without another byte, within the time.
    bool ends_within(std::chrono::milliseconds time) {
        pollfd waiting{m_socket, POLLIN, 0};
        if (!m_received.empty() || ::poll(&waiting, 1, static_cast<int>(time.count())) != 1) return false;
        char byte{};
        return ::recv(m_socket, &byte, 1, 0) <= 0;
    }

private:
    bool more() {
        pollfd waiting{m_socket, POLLIN, 0};
        if (::poll(&waiting, 1, 8000) != 1) throw std::runtime_error("no answer within eight seconds");
        char bytes[65536];
        const auto n = ::recv(m_socket, bytes, sizeof bytes, 0);
        if (n <= 0) return false;
        m_received.append(bytes, static_cast<std::size_t>(n));
        return true;
    }

    int m_socket;
    std::string m_received{};
};

} // namespace throughline::http::testing
