// SPDX-License-Identifier: GPL-3.0-or-later
// The cookies of signing in. Where the world reaches us by https (--public-url; no header of a proxy is
// believed) they are Secure and their names begin with `__Host-`, so that neither another name of the same
// machine nor plain HTTP can set one. No script can read any.
#pragma once

#include "people/operations.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace throughline::people {

/// The name as browsers know it.
std::string cookie_name(const Environment& house, std::string_view name);
std::string cookie_in(const http::Request& request, const Environment& house, std::string_view name);

/// A Set-Cookie header's value. Without a life in seconds it goes when the browser is closed.
std::string set_cookie(
    const Environment& house,
    std::string_view name,
    std::string_view value,
    std::optional<std::int64_t> seconds_to_live = {});
std::string take_cookie_away(const Environment& house, std::string_view name);

} // namespace throughline::people
