// SPDX-License-Identifier: GPL-3.0-or-later
// Whoever has shown the password of an account with a second factor, and not yet the code. It is no session:
// it has a table and a cookie of its own, and opens nothing but the page that asks for the code.
#pragma once

#include "people/people.hpp"
#include "platform/base/identifier.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace throughline::people {

constexpr std::string_view half_signed_in_cookie = "throughline_code";
constexpr std::int64_t half_signed_in_seconds = 5 * 60;

/// Gives the cookie's token; the database holds its hash.
std::string
begin_half_signed_in(db::Transaction& tx, std::string_view account, Instant at, const Random& random);
/// Whose it is. Nothing after five minutes, for a disabled account, and when the password has changed since.
std::optional<Account> find_half_signed_in(db::Transaction& tx, std::string_view token, Instant at);
/// False when it had ended already: of two that come at once, one goes on.
bool end_half_signed_in(db::Transaction& tx, std::string_view token);

} // namespace throughline::people
