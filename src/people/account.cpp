// SPDX-License-Identifier: GPL-3.0-or-later
#include "people/password.hpp"
#include "people/people.hpp"
#include "people/session.hpp"
#include "platform/text/text.hpp"

#include <algorithm>
#include <stdexcept>

namespace throughline::people {
namespace {

constexpr std::string_view select_account =
    "SELECT id, email, name, post, organisation_id, role, disabled_at FROM account ";

Account account_from(const db::Row& row) {
    const auto role = read_role(row.text("role"));
    if (!role) throw std::runtime_error("an account has an unknown role");
    return {
        row.text("id"),
        row.text("email"),
        row.text("name"),
        row.text("post"),
        row.text("organisation_id"),
        *role,
        row.maybe_text("disabled_at").has_value()};
}

std::optional<Account> one_account(const std::optional<db::Row>& row) {
    if (!row) return {};
    return account_from(*row);
}

std::vector<Account> accounts(db::Transaction& tx, std::string_view where, const db::Parameters& parameters) {
    std::vector<Account> all;
    for (const auto& row : tx.rows(std::string(select_account) + std::string(where), parameters))
        all.push_back(account_from(row));
    return all;
}

bool is_email(std::string_view text) {
    const auto at = text.find('@');
    return at != std::string_view::npos && at > 0 && at + 1 < text.size() &&
           text.find('@', at + 1) == text.npos &&
           std::ranges::none_of(text, [](char c) { return static_cast<unsigned char>(c) <= ' '; });
}

} // namespace

Outcome<Account>
add_account(db::Transaction& tx, const Account& account, std::string_view password, Instant at) {
    auto kept = account;
    kept.email = text::fold(text::tidy(account.email));
    if (!is_email(kept.email)) return invalid("email", "Enter an e-mail address, like name@example.org");
    if (const auto can = can_be_password("password", password, kept); !can) return can.refusal();
    if (find_account_by_email(tx, kept.email))
        return conflict("There is already an account for this e-mail address");

    tx.change(
        R"(INSERT INTO account
           (id, email, name, post, organisation_id, role, password_hash, password_set_at, created_at)
           VALUES (:id, :email, :name, :post, :organisation, :role, :hash, :at, :at))",
        {{"id", kept.id},
         {"email", kept.email},
         {"name", kept.name},
         {"post", kept.post},
         {"organisation", kept.organisation_id},
         {"role", to_text(kept.role)},
         {"hash", hash_of_password(password)},
         {"at", to_text(at)}});
    return kept;
}

Outcome<Done> disable_account(db::Transaction& tx, std::string_view email, Instant at) {
    const auto account = find_account_by_email(tx, email);
    if (!account) return invalid("email", "There is no account for this e-mail address");
    tx.change(
        "UPDATE account SET disabled_at = :at WHERE id = :id AND disabled_at IS NULL",
        {{"at", to_text(at)}, {"id", account->id}});
    end_sessions(tx, account->id, {}, at);
    return Done{};
}

void set_password(
    db::Transaction& tx,
    std::string_view account,
    std::string_view password_hash,
    std::string_view but_session,
    Instant at) {
    tx.change(
        "UPDATE account SET password_hash = :hash, password_set_at = :at WHERE id = :id",
        {{"hash", password_hash}, {"at", to_text(at)}, {"id", account}});
    end_sessions(tx, account, but_session, at);
}

Instant password_set_at(db::Transaction& tx, std::string_view account) {
    const auto row = tx.row(
        "SELECT coalesce(nullif(password_set_at, ''), created_at) AS at FROM account WHERE id = :id",
        {{"id", account}});
    return *read_instant(row->text("at"));
}

std::vector<Account> all_accounts(db::Transaction& tx) { return accounts(tx, "ORDER BY email", {}); }

std::optional<Account> find_account(db::Transaction& tx, std::string_view id) {
    return one_account(tx.row(std::string(select_account) + "WHERE id = :id", {{"id", id}}));
}

std::optional<Account> find_account_by_email(db::Transaction& tx, std::string_view email) {
    return one_account(tx.row(
        std::string(select_account) + "WHERE email = :email", {{"email", text::fold(text::tidy(email))}}));
}

std::vector<Account> accounts_of(db::Transaction& tx, std::string_view organisation_id) {
    return accounts(
        tx,
        "WHERE organisation_id = :organisation AND disabled_at IS NULL ORDER BY name, id",
        {{"organisation", organisation_id}});
}

std::vector<std::string> organisations_with(db::Transaction& tx, std::string_view partnership_id, Role role) {
    std::vector<std::string> ids;
    for (
        const auto& row : tx.rows(
            R"(SELECT DISTINCT a.organisation_id AS id FROM account a JOIN organisation o ON o.id = a.organisation_id
                 WHERE o.partnership_id = :partnership AND a.role = :role AND a.disabled_at IS NULL ORDER BY 1)",
            {{"partnership", partnership_id}, {"role", to_text(role)}}))
        ids.push_back(row.text("id"));
    return ids;
}

} // namespace throughline::people
