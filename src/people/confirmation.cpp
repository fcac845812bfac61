// SPDX-License-Identifier: GPL-3.0-or-later
#include "people/confirmation.hpp"

namespace throughline::people {
namespace {

constexpr auto holds_for = seconds(15 * 60);
constexpr std::int64_t tries_allowed = 5;

/// Takes one of the session's tries; false when none is left.
bool take_try(db::Transaction& tx, const Session& session) {
    return tx.change(
               R"(UPDATE session SET wrong_confirmations = wrong_confirmations + 1
                  WHERE token_hash = :token AND ended_at IS NULL AND wrong_confirmations < :allowed)",
               {{"token", session.token_hash}, {"allowed", tries_allowed}}) == 1;
}

bool has_tries_left(db::Transaction& tx, const Session& session) {
    const auto row = tx.row(
        "SELECT wrong_confirmations FROM session WHERE token_hash = :token", {{"token", session.token_hash}});
    return row && row->integer("wrong_confirmations") < tries_allowed;
}

} // namespace

bool is_confirmed(const Session& session, Instant at) { return at <= session.confirmed_at + holds_for; }

Confirmation
confirm(const Environment& house, const Session& session, std::string_view password, Instant at) {
    const auto challenge = house.database.write([&](db::Transaction& tx) -> std::optional<Challenge> {
        if (!take_try(tx, session)) return {};
        return challenge_of(tx, session.account.id);
    });
    if (!challenge) return Confirmation::ended;
    const auto passed = passes(*challenge, password);
    return house.database.write([&](db::Transaction& tx) {
        if (!passed) {
            tx.change(
                "UPDATE session SET wrong_confirmations = wrong_confirmations - 1 WHERE token_hash = :token",
                {{"token", session.token_hash}});
            return Confirmation::busy;
        }
        const auto& account = session.account;
        const Actor actor{account.id, account.name, account.organisation_id, account.role};
        const Work work{tx, actor, at, house};
        if (*passed && challenge_of(tx, account.id).password_hash == challenge->password_hash) {
            tx.change(
                R"(UPDATE session SET confirmed_at = :at, wrong_confirmations = 0
                   WHERE token_hash = :token AND ended_at IS NULL)",
                {{"at", to_text(at)}, {"token", session.token_hash}});
            work.note("people.confirmed", account.id);
            return Confirmation::confirmed;
        }
        if (has_tries_left(tx, session)) return Confirmation::wrong;
        end_session(tx, session.token_hash, at);
        work.note("people.session_ended", account.id, "confirmation_failed");
        return Confirmation::ended;
    });
}

bool is_secret(std::string_view field) { return field.find("password") != field.npos; }

} // namespace throughline::people
