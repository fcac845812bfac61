// SPDX-License-Identifier: GPL-3.0-or-later
#include "people/half_signed_in.hpp"

#include "platform/crypto/crypto.hpp"

namespace throughline::people {
namespace {

std::string hash_of(std::string_view text) { return crypto::hex(crypto::sha256(text)); }

/// Tells one password of an account from the next without holding either.
std::string password_mark(db::Transaction& tx, std::string_view account) {
    const auto row = tx.row("SELECT password_hash FROM account WHERE id = :id", {{"id", account}});
    return hash_of(row->text("password_hash"));
}

} // namespace

std::string
begin_half_signed_in(db::Transaction& tx, std::string_view account, Instant at, const Random& random) {
    auto token = crypto::base64url(crypto::random_bytes(32, random));
    tx.change(
        R"(INSERT INTO half_signed_in (token_hash, account_id, password_mark, began_at)
           VALUES (:token, :account, :mark, :at))",
        {{"token", hash_of(token)},
         {"account", account},
         {"mark", password_mark(tx, account)},
         {"at", to_text(at)}});
    return token;
}

std::optional<Account> find_half_signed_in(db::Transaction& tx, std::string_view token, Instant at) {
    if (token.empty()) return {};
    const auto row = tx.row(
        R"(SELECT account_id, password_mark FROM half_signed_in
           WHERE token_hash = :token AND began_at > :since)",
        {{"token", hash_of(token)}, {"since", to_text(at + -seconds(half_signed_in_seconds))}});
    if (!row) return {};
    auto account = find_account(tx, row->text("account_id"));
    if (!account || account->disabled || password_mark(tx, account->id) != row->text("password_mark"))
        return {};
    return account;
}

bool end_half_signed_in(db::Transaction& tx, std::string_view token) {
    return tx.change("DELETE FROM half_signed_in WHERE token_hash = :token", {{"token", hash_of(token)}}) ==
           1;
}

} // namespace throughline::people
