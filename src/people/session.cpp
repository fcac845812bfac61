// SPDX-License-Identifier: GPL-3.0-or-later
#include "people/session.hpp"

#include "people/sign_in_tries.hpp"
#include "platform/crypto/crypto.hpp"
#include "platform/text/text.hpp"

#include <chrono>
#include <semaphore>

namespace throughline::people {
namespace {

constexpr auto idle = seconds(60 * 60);
constexpr auto longest = seconds(12 * 60 * 60);
constexpr std::ptrdiff_t checked_at_once = 2;
constexpr std::chrono::seconds turn_patience{5};

std::string hash_of(std::string_view token) { return crypto::hex(crypto::sha256(token)); }

/// Takes as long as checking a real password, so that time does not tell whether an address is known.
void spend_the_time_of_a_check(std::string_view password) {
    static const auto some_hash = crypto::hash_password("nobody has this password");
    (void)crypto::verify_password(some_hash, password);
}

} // namespace

bool has_run_out(Instant began_at, Instant seen_at, Instant at) {
    return seen_at + idle < at || began_at + longest < at;
}

Challenge challenge_for(db::Transaction& tx, std::string_view email, Instant at) {
    const auto address = text::fold(text::tidy(email));
    const auto tries = tx.row(
        "SELECT count(*) AS tries FROM sign_in_attempt WHERE email_hash = :email AND at > :since",
        {{"email", hash_of(address)}, {"since", to_text(at + -attempt_window)}});
    Challenge challenge;
    challenge.too_many = tries->integer("tries") >= attempts_allowed;
    const auto row = tx.row(
        "SELECT id, password_hash FROM account WHERE email = :email AND disabled_at IS NULL",
        {{"email", address}});
    if (row) {
        challenge.account = row->text("id");
        challenge.password_hash = row->text("password_hash");
    }
    return challenge;
}

Challenge challenge_of(db::Transaction& tx, std::string_view account) {
    const auto row = tx.row(
        "SELECT id, password_hash FROM account WHERE id = :id AND disabled_at IS NULL", {{"id", account}});
    if (!row) return {};
    return {.account = row->text("id"), .password_hash = row->text("password_hash")};
}

std::optional<bool> passes(const Challenge& challenge, std::string_view password) {
    static std::counting_semaphore<checked_at_once> turns{checked_at_once};
    if (challenge.too_many) return false;
    if (!turns.try_acquire_for(turn_patience)) return {};
    const struct Turn {
        std::counting_semaphore<checked_at_once>& turns;
        ~Turn() { turns.release(); }
    } turn{turns};
    if (!challenge.account.empty()) return crypto::verify_password(challenge.password_hash, password);
    spend_the_time_of_a_check(password);
    return false;
}

Outcome<Began> sign_in(
    db::Transaction& tx,
    std::string_view email,
    const Challenge& challenge,
    bool passed,
    Instant at,
    const Random& random) {
    if (challenge.too_many)
        return invalid("password", "There were many tries for this address. Wait 15 minutes, then try again");
    // Asked again: the account may have been disabled, or its password changed, while it was checked.
    const auto now = challenge_for(tx, email, at);
    if (!passed || now.account.empty() || now.password_hash != challenge.password_hash)
        return invalid("password", "Check your e-mail address and password. One of them is not right");
    tx.change(
        "DELETE FROM sign_in_attempt WHERE email_hash = :email",
        {{"email", hash_of(text::fold(text::tidy(email)))}});
    return begin_session(tx, *find_account(tx, now.account), at, random);
}

Began begin_session(db::Transaction& tx, const Account& account, Instant at, const Random& random) {
    const auto token = crypto::base64url(crypto::random_bytes(32, random));
    tx.change(
        R"(INSERT INTO session (token_hash, account_id, csrf, began_at, seen_at, confirmed_at)
           VALUES (:token, :account, :csrf, :at, :at, :at))",
        {{"token", hash_of(token)},
         {"account", account.id},
         {"csrf", crypto::base64url(crypto::random_bytes(32, random))},
         {"at", to_text(at)}});
    return {token, account};
}

void note_failed_sign_in(db::Transaction& tx, std::string_view email, Instant at) {
    tx.change(
        "INSERT INTO sign_in_attempt (email_hash, at) VALUES (:email, :at)",
        {{"email", hash_of(text::fold(text::tidy(email)))}, {"at", to_text(at)}});
}

std::optional<Session> find_session(db::Transaction& tx, std::string_view token, Instant at) {
    if (token.empty()) return {};
    const auto token_hash = hash_of(token);
    const auto row = tx.row(
        R"(SELECT account_id, csrf, began_at, seen_at, confirmed_at, ended_at FROM session
           WHERE token_hash = :token)",
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
