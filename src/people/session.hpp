// SPDX-License-Identifier: GPL-3.0-or-later
// Signing in and staying signed in. The cookie holds 32 random bytes; the database holds their hash.
#pragma once

#include "people/people.hpp"
#include "platform/base/identifier.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace throughline::people {

constexpr std::string_view session_cookie = "throughline_session";

struct Session {
    std::string token_hash{};
    std::string csrf{}; ///< 32 random bytes in base64url; shown masked
    Account account{};
    bool expired{
        false}; ///< ended, idle for an hour, or twelve hours old: good only for giving back what was typed
    Instant began_at{};
    Instant seen_at{};
    Instant confirmed_at{}; ///< when the person last showed who they are: signing in, or asked again
};

struct Began {
    std::string token{};
    Account account{};
};

/// What an address is checked against. Read first, so that the check itself, which takes a tenth of a second
/// and 64 MiB, is made outside any transaction: on SQLite a write keeps every other writer waiting.
struct Challenge {
    std::string account{};       ///< id; empty for an address that is not known or whose account is disabled
    std::string password_hash{}; ///< empty like it
    bool too_many{false};        ///< ten wrong tries for this address within a quarter of an hour
};
Challenge challenge_for(db::Transaction& tx, std::string_view email, Instant at);
/// The same for somebody who is signed in and shows again who they are: tries by others do not count.
Challenge challenge_of(db::Transaction& tx, std::string_view account);

/// Whether the password is right. Takes as long for an address that is not known. Two are checked at a time
/// in this process; nothing when five seconds of waiting did not give it a turn. Not within a transaction.
std::optional<bool> passes(const Challenge& challenge, std::string_view password);

/// Begins a session when it passed. After too many wrong tries the answer is advice to wait, the same for an
/// address that does not exist. A refused try is noted by the caller in a transaction of its own with
/// `note_failed_sign_in`, because a refused act leaves nothing behind.
Outcome<Began> sign_in(
    db::Transaction& tx,
    std::string_view email,
    const Challenge& challenge,
    bool passed,
    Instant at,
    const Random& random);

/// A new session for somebody who has shown who they are.
Began begin_session(db::Transaction& tx, const Account& account, Instant at, const Random& random);

void note_failed_sign_in(db::Transaction& tx, std::string_view email, Instant at);

/// Unused for an hour, or begun twelve hours ago.
bool has_run_out(Instant began_at, Instant seen_at, Instant at);
/// The session of a cookie, expired or not; nothing when there is none or its account is disabled.
std::optional<Session> find_session(db::Transaction& tx, std::string_view token, Instant at);
/// Notes that the session was used; called at most every five minutes, because reads must not write.
void touch_session(db::Transaction& tx, std::string_view token_hash, Instant at);
void end_session(db::Transaction& tx, std::string_view token_hash, Instant at);

/// The session's csrf token under a fresh mask, so that no two pages show the same bytes; and the check.
std::string mask_csrf(std::string_view csrf, const Random& random);
bool is_csrf(std::string_view csrf, std::string_view masked);

} // namespace throughline::people
