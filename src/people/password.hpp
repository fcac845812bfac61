// SPDX-License-Identifier: GPL-3.0-or-later
// What a password may be, and the checking of one. Length counts and guessing is measured; rules about kinds
// of characters and dates of expiry are left out on purpose (NCSC, “Password administration for system
// owners”).
#pragma once

#include "people/people.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace throughline::people {

/// In characters (code points). The longest bounds what one try may cost.
constexpr std::size_t shortest_password = 12;
constexpr std::size_t longest_password = 128;

/// Refuses, at `field`, what is too short, too long, or found in fewer than ten thousand million guesses:
/// words and passwords that are common, patterns of keys, and what stands in the account itself.
Outcome<Done> can_be_password(std::string_view field, std::string_view password, const Account& account);

/// What a password is checked against. Read first, so that the check itself, which takes a tenth of a second
/// and 64 MiB, is made outside any transaction: on SQLite a write keeps every other writer waiting.
struct Challenge {
    std::string account{};       ///< id; empty for an address that is not known or whose account is disabled
    std::string password_hash{}; ///< empty like it
    bool too_many{false};        ///< the tries were used up: no password passes (sign_in.hpp)
};

/// Whether the password is right. Takes as long for an address that is not known. Two are checked at a time
/// in this process; nothing when five seconds of waiting did not give it a turn. Not within a transaction.
std::optional<bool> passes(const Challenge& challenge, std::string_view password);
/// The hash to keep, made in the same turns and with the same patience.
std::optional<std::string> hash_in_turn(std::string_view password);
/// The hash to keep, made at once: for the command line.
std::string hash_of_password(std::string_view password);

} // namespace throughline::people
