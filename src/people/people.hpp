// SPDX-License-Identifier: GPL-3.0-or-later
// Who signs in: accounts, each of one organisation with one role.
#pragma once

#include "people/permission.hpp"
#include "platform/base/identifier.hpp"
#include "platform/base/outcome.hpp"
#include "platform/db/db.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace throughline::people {

struct Account {
    std::string id{};
    std::string email{}; ///< lower case
    std::string name{};
    std::string post{};
    std::string organisation_id{};
    Role role{};
    bool disabled{false};
};

/// Who acts. The system acts for jobs.
struct Actor {
    std::string account{}; ///< id, or "system"
    std::string name{};
    std::string organisation{}; ///< id; empty for the system
    Role role{Role::system_operator};

    static Actor system() { return {"system", "Throughline", "", Role::system_operator}; }
    bool is_system() const { return account == "system"; }
};

/// Refuses an e-mail address that is taken or malformed, and what cannot be a password (people/password.hpp).
Outcome<Account>
add_account(db::Transaction& tx, const Account& account, std::string_view password, Instant at);
/// Ends every session of the account but `but_session` (a token's hash; empty: every one).
void set_password(
    db::Transaction& tx,
    std::string_view account,
    std::string_view password_hash,
    std::string_view but_session,
    Instant at);
/// When the password was last set.
Instant password_set_at(db::Transaction& tx, std::string_view account);
/// Ends every session of the account too. Refuses when there is no such account.
Outcome<Done> disable_account(db::Transaction& tx, std::string_view email, Instant at);
std::vector<Account> all_accounts(db::Transaction& tx);
std::optional<Account> find_account(db::Transaction& tx, std::string_view id);
std::optional<Account> find_account_by_email(db::Transaction& tx, std::string_view email);
/// Everybody of one organisation who is not disabled, by name.
std::vector<Account> accounts_of(db::Transaction& tx, std::string_view organisation_id);
/// The organisations of a partnership in which somebody holds a role: a grant on a new case goes to these.
std::vector<std::string> organisations_with(db::Transaction& tx, std::string_view partnership_id, Role role);

} // namespace throughline::people
