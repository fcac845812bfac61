// SPDX-License-Identifier: GPL-3.0-or-later
#include "people/session.hpp"

#include "platform/crypto/crypto.hpp"

#include <algorithm>

namespace throughline::people {
namespace {

constexpr auto idle = seconds(60 * 60);
constexpr auto longest = seconds(12 * 60 * 60);

std::string hash_of(std::string_view token) { return crypto::hex(crypto::sha256(token)); }

/// Half of the hash's bytes are enough to tell sessions apart, and too few to look one up by.
std::string handle_of(std::string_view token_hash) { return std::string(token_hash.substr(0, 16)); }

} // namespace

bool has_run_out(Instant began_at, Instant seen_at, Instant at) {
    return seen_at + idle < at || began_at + longest < at;
}

Challenge challenge_of(db::Transaction& tx, std::string_view account) {
    const auto row = tx.row(
        "SELECT id, password_hash FROM account WHERE id = :id AND disabled_at IS NULL", {{"id", account}});
    if (!row) return {};
    return {.account = row->text("id"), .password_hash = row->text("password_hash")};
}

Began begin_session(
    db::Transaction& tx, const Account& account, Instant at, const Random& random, std::string_view browser) {
    const auto token = crypto::base64url(crypto::random_bytes(32, random));
    tx.change(
        R"(INSERT INTO session (token_hash, account_id, csrf, began_at, seen_at, confirmed_at, browser)
           VALUES (:token, :account, :csrf, :at, :at, :at, :browser))",
        {{"token", hash_of(token)},
         {"account", account.id},
         {"csrf", crypto::base64url(crypto::random_bytes(32, random))},
         {"at", to_text(at)},
         {"browser", browser}});
    return {token, account};
}

std::optional<Session> find_session(db::Transaction& tx, std::string_view token, Instant at) {
    if (token.empty()) return {};
    const auto token_hash = hash_of(token);
    const auto row = tx.row(
        R"(SELECT account_id, csrf, began_at, seen_at, coalesce(nullif(confirmed_at, ''), began_at) AS confirmed_at,
                  ended_at
           FROM session WHERE token_hash = :token)",
        {{"token", token_hash}});
    if (!row) return {};
    auto account = find_account(tx, row->text("account_id"));
    if (!account || account->disabled) return {};

    Session session{
        .token_hash = token_hash,
        .csrf = row->text("csrf"),
        .account = std::move(*account),
        .began_at = *read_instant(row->text("began_at")),
        .seen_at = *read_instant(row->text("seen_at")),
        .confirmed_at = *read_instant(row->text("confirmed_at"))};
    session.expired = row->maybe_text("ended_at") || has_run_out(session.began_at, session.seen_at, at);
    return session;
}

void touch_session(db::Transaction& tx, std::string_view token_hash, Instant at) {
    tx.change(
        "UPDATE session SET seen_at = :at WHERE token_hash = :token AND seen_at < :at",
        {{"at", to_text(at)}, {"token", token_hash}});
}

void end_session(db::Transaction& tx, std::string_view token_hash, Instant at) {
    tx.change(
        "UPDATE session SET ended_at = :at WHERE token_hash = :token AND ended_at IS NULL",
        {{"at", to_text(at)}, {"token", token_hash}});
}

std::vector<OpenSession> open_sessions(db::Transaction& tx, const Session& session, Instant at) {
    std::vector<OpenSession> open;
    for (const auto& row : tx.rows(
             R"(SELECT token_hash, browser, began_at, seen_at FROM session
                WHERE account_id = :account AND ended_at IS NULL ORDER BY seen_at DESC, token_hash)",
             {{"account", session.account.id}})) {
        const auto began = *read_instant(row.text("began_at")), seen = *read_instant(row.text("seen_at"));
        if (has_run_out(began, seen, at)) continue;
        const auto hash = row.text("token_hash");
        open.push_back({handle_of(hash), row.text("browser"), began, seen, hash == session.token_hash});
    }
    return open;
}

Outcome<Done>
end_other_session(db::Transaction& tx, const Session& session, std::string_view handle, Instant at) {
    const auto open = open_sessions(tx, session, at);
    const auto found = std::ranges::find(open, handle, &OpenSession::handle);
    if (found == open.end() || found->is_this) return missing();
    tx.change(
        R"(UPDATE session SET ended_at = :at
           WHERE account_id = :account AND substr(token_hash, 1, 16) = :handle AND ended_at IS NULL)",
        {{"at", to_text(at)}, {"account", session.account.id}, {"handle", handle}});
    return Done{};
}

void end_sessions(db::Transaction& tx, std::string_view account, std::string_view but, Instant at) {
    tx.change(
        R"(UPDATE session SET ended_at = :at
           WHERE account_id = :account AND token_hash <> :but AND ended_at IS NULL)",
        {{"at", to_text(at)}, {"account", account}, {"but", but}});
}

std::string mask_csrf(std::string_view csrf, const Random& random) {
    const auto secret = crypto::from_base64url(csrf);
    auto mask = crypto::random_bytes(secret->size(), random);
    auto masked = mask;
    for (std::size_t i = 0; i < masked.size(); ++i) masked[i] = static_cast<char>(masked[i] ^ (*secret)[i]);
    return crypto::base64url(mask + masked);
}

bool is_csrf(std::string_view csrf, std::string_view masked) {
    const auto secret = crypto::from_base64url(csrf);
    const auto both = crypto::from_base64url(masked);
    if (!secret || !both || both->size() != 2 * secret->size()) return false;
    auto shown = both->substr(secret->size());
    for (std::size_t i = 0; i < shown.size(); ++i) shown[i] = static_cast<char>(shown[i] ^ (*both)[i]);
    return crypto::same(shown, *secret);
}

} // namespace throughline::people
