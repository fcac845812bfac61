// SPDX-License-Identifier: GPL-3.0-or-later
#include "people/session_cookie.hpp"

#include <fmt/format.h>

namespace throughline::people {
namespace {

std::string cookie(const Environment& house, std::string_view value, std::string_view more) {
    return fmt::format(
        "{}={}; Path=/; HttpOnly; SameSite=Lax{}{}",
        session_cookie,
        value,
        house.public_url.starts_with("https://") ? "; Secure" : "",
        more);
}

} // namespace

std::string cookie_of_session(const Environment& house, std::string_view token) {
    return cookie(house, token, "");
}

std::string cookie_of_no_session(const Environment& house) { return cookie(house, "", "; Max-Age=0"); }

} // namespace throughline::people
