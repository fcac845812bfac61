// SPDX-License-Identifier: GPL-3.0-or-later
// What each subcommand does. Each gives its exit status and speaks on standard output and standard error.
#pragma once

#include "app/installation.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace throughline {

/// Writes down for operators that something was done now, where the database can be written.
void note_moment(Installation& installation, std::string_view fact);

int migrate(const Where& where);
int verify_ledger(const Where& where);
/// Sets whom to tell of a weakness; an empty contact takes security.txt away.
int set_security_contact(const Where& where, const std::string& contact);

int back_up_keys(const Where& where, const std::filesystem::path& file, const std::string& passphrase_file);
int restore_keys(const Where& where, const std::filesystem::path& file, const std::string& passphrase_file);

struct NewAccount {
    std::string email{};
    std::string name{};
    std::string post{};
    std::string role{};
    std::string organisation{}; ///< code
    bool reads_password{};      ///< from standard input; otherwise one is made and printed
};
int add_account(const Where& where, const NewAccount& account);
int list_accounts(const Where& where);
/// Ends every session of the account. The password is made and printed, or read from standard input.
int set_password(const Where& where, const std::string& email, bool reads_password);
int disable_account(const Where& where, const std::string& email);
/// For somebody who has lost phone and recovery codes.
int reset_second_factor(const Where& where, const std::string& email);

struct NewOrganisation {
    std::string code{};
    std::string name{};
    std::string kind{};
    std::string seat{};        ///< local_authority, health, police, or empty
    std::string partnership{}; ///< code; made when it is not there yet
    std::string partnership_name{};
    std::string partnership_phone{};
};
int add_organisation(const Where& where, const NewOrganisation& organisation);

/// The table of routes, a line each: method, pattern and who may ask, with tabs between. Needs no
/// installation.
int list_routes();

} // namespace throughline
