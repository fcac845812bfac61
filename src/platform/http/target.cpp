// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/http/target.hpp"

#include <algorithm>
#include <cstddef>

namespace throughline::http {

namespace {

int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

bool has_dot_dot(std::string_view path) {
    for (std::size_t at = 0; at != std::string_view::npos;) {
        const auto end = path.find('/', at + 1);
        if (path.substr(at, end == std::string_view::npos ? end : end - at) == "/..") return true;
        at = end;
    }
    return false;
}

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

/// The length of the UTF-8 sequence at the front, 0 when there is no valid one (RFC 3629: no surrogates, no
/// overlong forms, nothing past U+10FFFF).
std::size_t sequence_length(std::string_view text) {
    const auto byte = [&](std::size_t i) {
        return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
    };
    const auto follows = [&](std::size_t i) { return (byte(i) & 0xC0U) == 0x80U; };
    const auto lead = byte(0);
    if (lead < 0x80) return 1;
    if (lead < 0xC2) return 0;
    if (lead < 0xE0) return follows(1) ? 2 : 0;
    if (lead < 0xF0) {
        if ((lead == 0xE0 && byte(1) < 0xA0) || (lead == 0xED && byte(1) > 0x9F)) return 0;
        return follows(1) && follows(2) ? 3 : 0;
    }
    if (lead > 0xF4 || (lead == 0xF0 && byte(1) < 0x90) || (lead == 0xF4 && byte(1) > 0x8F)) return 0;
    return follows(1) && follows(2) && follows(3) ? 4 : 0;
}

} // namespace

void read_target(Request& request) {
    std::string_view target = request.target;
    // The absolute form is for proxies, but a server must take it (RFC 9112, 3.2.2).
    if (target.starts_with("http://") || target.starts_with("https://")) {
        const auto slash = target.find_first_of("/?", target.find("//") + 2);
        target = slash == std::string_view::npos ? "/" : target.substr(slash);
    }
    const auto question = target.find('?');
    const auto path = percent_decode(target.substr(0, question), false);
    if (!path || !path->starts_with('/') || !is_text(*path)) throw Stop{400};
    if (std::ranges::any_of(*path, is_control) || has_dot_dot(*path)) throw Stop{400};
    request.path = *path;
    if (question != std::string_view::npos) request.query = read_urlencoded(target.substr(question + 1));
}

std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space) {
    std::string decoded;
    decoded.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%') {
            const auto high = i + 2 < text.size() ? hex_value(text[i + 1]) : -1;
            const auto low = high >= 0 ? hex_value(text[i + 2]) : -1;
            if (low < 0) return {};
            decoded += static_cast<char>(high * 16 + low);
            i += 2;
        } else {
            decoded += plus_is_space && text[i] == '+' ? ' ' : text[i];
        }
    }
    return decoded;
}

bool is_text(std::string_view bytes) {
    while (!bytes.empty()) {
        const auto length = bytes.front() == '\0' ? 0 : sequence_length(bytes);
        if (length == 0) return false;
        bytes.remove_prefix(length);
    }
    return true;
}

} // namespace throughline::http
