// SPDX-License-Identifier: GPL-3.0-or-later
// An answer as it goes out: status line, the headers every answer carries, and the body.
#pragma once

#include "platform/http/http.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace throughline::http {

struct Wire {
    int status{};
    std::string head{};
    std::string body{};
    std::shared_ptr<const std::string> shared_body{};
    bool head_only{}; ///< the request was HEAD, or the status allows no body
    bool keep_alive{};

    std::string_view content() const {
        if (head_only) return {};
        return shared_body ? std::string_view(*shared_body) : std::string_view(body);
    }
};

/// Adds Date, Content-Length, Connection, X-Request-Id, the security headers and `Cache-Control: no-store`,
/// the last two unless they are set. Throws std::logic_error for a header that would break the line, or one
/// that is ours to write. `site`: how the world reaches us; over TLS it is told never to come without.
enum class Site { plain, over_tls };
Wire put_on_wire(
    Response response, Method method, std::string_view request_id, bool keep_alive, Site site = Site::plain);

} // namespace throughline::http
