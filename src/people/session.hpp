// SPDX-License-Identifier: GPL-3.0-or-later
// Staying signed in. The cookie holds 32 random bytes; the database holds their hash.
#pragma once

#include "people/password.hpp"
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

/// What somebody who is signed in is checked against when they show again who they are.
Challenge challenge_of(db::Transaction& tx, std::string_view account);

/// A new session for somebody who has shown who they are.
/// `browser` is shown to its owner beside the others (`browser_in_words`).
Began begin_session(
    db::Transaction& tx,
    const Account& account,
    Instant at,
    const Random& random,
    std::string_view browser = {});

/// Unused for an hour, or begun twelve hours ago.
bool has_run_out(Instant began_at, Instant seen_at, Instant at);
/// The session of a cookie, expired or not; nothing when there is none or its account is disabled.
std::optional<Session> find_session(db::Transaction& tx, std::string_view token, Instant at);
/// Notes that the session was used; called at most every five minutes, because reads must not write.
void touch_session(db::Transaction& tx, std::string_view token_hash, Instant at);
void end_session(db::Transaction& tx, std::string_view token_hash, Instant at);

/// One of somebody's own sessions as they see it.
struct OpenSession {
    std::string handle{}; ///< names it among the sessions of its account; says nothing of its token
    std::string browser{};
    Instant began_at{};
    Instant seen_at{};
    bool is_this{};
};
/// Those that can still be used, the last used first.
std::vector<OpenSession> open_sessions(db::Transaction& tx, const Session& session, Instant at);
/// Refuses (missing) a handle that is none of this account's open sessions, and this very session: that is
/// signing out.
Outcome<Done>
end_other_session(db::Transaction& tx, const Session& session, std::string_view handle, Instant at);
/// Ends all sessions of the account but one; all when `but` is empty.
void end_sessions(db::Transaction& tx, std::string_view account, std::string_view but, Instant at);

/// The session's csrf token under a fresh mask, so that no two pages show the same bytes; and the check.
std::string mask_csrf(std::string_view csrf, const Random& random);
bool is_csrf(std::string_view csrf, std::string_view masked);

} // namespace throughline::people
