// SPDX-License-Identifier: GPL-3.0-or-later
#include "people/cookie.hpp"

#include <fmt/format.h>

namespace throughline::people {
namespace {

bool is_over_tls(const Environment& house) { return house.public_url.starts_with("https://"); }

} // namespace

std::string cookie_name(const Environment& house, std::string_view name) {
    return (is_over_tls(house) ? "__Host-" : "") + std::string(name);
}

std::string cookie_in(const http::Request& request, const Environment& house, std::string_view name) {
    return request.cookie(cookie_name(house, name));
}

std::string set_cookie(
    const Environment& house,
    std::string_view name,
    std::string_view value,
    std::optional<std::int64_t> seconds_to_live) {
    return fmt::format(
        "{}={}; Path=/; HttpOnly; SameSite=Lax{}{}",
        cookie_name(house, name),
        value,
        is_over_tls(house) ? "; Secure" : "",
        seconds_to_live ? fmt::format("; Max-Age={}", *seconds_to_live) : "");
}

std::string take_cookie_away(const Environment& house, std::string_view name) {
    return set_cookie(house, name, "", 0);
}

} // namespace throughline::people
