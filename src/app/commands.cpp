// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands.hpp"

#include "app/facts.hpp"
#include "app/routes.hpp"
#include "app/security_txt.hpp"
#include "organisation/organisation.hpp"
#include "people/password.hpp"
#include "people/second_factor.hpp"
#include "platform/crypto/crypto.hpp"

#include <fmt/format.h>

#include <fstream>
#include <iostream>

namespace throughline {
namespace {

int refused(const Refusal& refusal) {
    fmt::print(stderr, "{}\n", refusal.message());
    return 1;
}

std::string first_line(const std::string& file) {
    if (file.empty()) return {};
    std::ifstream in(file);
    std::string line;
    if (!std::getline(in, line) || line.empty())
        throw std::runtime_error(fmt::format("No passphrase could be read from {}.", file));
    return line;
}

/// 98 bits.
std::string new_password(const Random& random) { return crypto::random_letters(5, random); }

/// "everybody", "signed in", or the roles that hold the permission.
std::string who_holds(people::Permission permission) {
    if (permission == people::Permission::everybody) return "everybody";
    if (permission == people::Permission::signed_in) return "signed in";
    std::string roles;
    for (const auto role : people::roles_with(permission))
        roles += (roles.empty() ? "" : " ") + std::string(people::to_text(role));
    return roles;
}

void note(Installation& installation, db::Transaction& tx, std::string_view what, std::string_view record) {
    installation.ledger().append(
        tx, {installation.house().now(), "system", "operator", std::string(what), std::string(record), ""});
}

} // namespace

void note_moment(Installation& installation, std::string_view fact) {
    try {
        installation.set_fact(fact, to_text(installation.house().now()));
    } catch (const db::Fault&) {
        // On a disk that takes nothing the command has still done what it was asked for.
    }
}

int migrate(const Where& where) {
    Installation installation(where, Installation::Create::yes);
    fmt::print("The database has the schema of this release.\n");
    return 0;
}

int verify_ledger(const Where& where) {
    Installation installation(where, Installation::Create::no);
    const auto verdict = installation.ledger().verify(installation.database());
    for (const auto& fault : verdict.faults) fmt::print("{}\n", fault);
    if (!verdict.faults.empty()) return 1;
    note_moment(installation, ledger_verified_fact);
    fmt::print("The ledger is whole: {} entries.\n", verdict.entries);
    return 0;
}

int back_up_keys(const Where& where, const std::filesystem::path& file, const std::string& passphrase_file) {
    crypto::start();
    const auto passphrase = first_line(passphrase_file);
    crypto::KeyFolder::open(where.key_folder()).backup(file, passphrase, crypto::system_random());
    fmt::print("The keys are in {}. Keep it away from the database and its backups.\n", file.string());
    if (passphrase.empty())
        fmt::print(
            "It has no passphrase: whoever has the file has the keys. `--passphrase-file FILE` seals it.\n");
    return 0;
}

int restore_keys(const Where& where, const std::filesystem::path& file, const std::string& passphrase_file) {
    crypto::start();
    std::filesystem::create_directories(
        where.key_folder().parent_path().empty() ? "." : where.key_folder().parent_path());
    const auto names = crypto::KeyFolder::restore(file, where.key_folder(), first_line(passphrase_file));
    fmt::print("{} keys brought back.\n", names.size());
    return 0;
}

int add_account(const Where& where, const NewAccount& wanted) {
    Installation installation(where, Installation::Create::no);
    auto& house = installation.house();
    const auto role = people::read_role(wanted.role);
    if (!role) {
        fmt::print(stderr, "There is no role {}. Roles:", wanted.role);
        for (const auto known : people::all_roles) fmt::print(stderr, " {}", people::to_text(known));
        fmt::print(stderr, "\n");
        return 2;
    }
    std::string password;
    if (wanted.reads_password)
        std::getline(std::cin, password);
    else
        password = new_password(house.random);
    const auto added = house.database.attempt([&](db::Transaction& tx) -> Outcome<people::Account> {
        const auto home = organisation::find_home_partnership(tx);
        const auto organisation =
            home ? organisation::find_by_code(tx, home->id, wanted.organisation) : std::nullopt;
        if (!organisation)
            return invalid(
                "organisation", "There is no organisation of that code. Add it with `organisation add`.");
        const auto at = house.now();
        people::Account account{
            new_identifier(at, house.random),
            wanted.email,
            wanted.name,
            wanted.post,
            organisation->id,
            *role};
        auto outcome = people::add_account(tx, account, password, at);
        if (outcome) note(installation, tx, "people.account_added", outcome->id);
        return outcome;
    });
    if (!added) return refused(added.refusal());
    fmt::print("Added {}.\n", added->email);
    if (!wanted.reads_password) fmt::print("Password: {}\n", password);
    return 0;
}

int set_password(const Where& where, const std::string& email, bool reads_password) {
    Installation installation(where, Installation::Create::no);
    const auto& house = installation.house();
    std::string password;
    if (reads_password)
        std::getline(std::cin, password);
    else
        password = new_password(house.random);
    const auto done = house.database.attempt([&](db::Transaction& tx) -> Outcome<Done> {
        const auto account = people::find_account_by_email(tx, email);
        if (!account) return invalid("email", "There is no account for this e-mail address");
        if (const auto can = people::can_be_password("password", password, *account); !can)
            return can.refusal();
        people::set_password(tx, account->id, people::hash_of_password(password), {}, house.now());
        note(installation, tx, "people.password_reset", account->id);
        return Done{};
    });
    if (!done) return refused(done.refusal());
    fmt::print("Set. Every session of {} has ended.\n", email);
    if (!reads_password) fmt::print("Password: {}\n", password);
    return 0;
}

int list_accounts(const Where& where) {
    Installation installation(where, Installation::Create::no);
    installation.database().read([](db::Transaction& tx) {
        for (const auto& account : people::all_accounts(tx))
            fmt::print(
                "{}\t{}\t{}\t{}\n",
                account.email,
                people::to_text(account.role),
                account.name,
                account.disabled ? "disabled" : "active");
    });
    return 0;
}

int disable_account(const Where& where, const std::string& email) {
    Installation installation(where, Installation::Create::no);
    const auto at = installation.house().now();
    const auto done = installation.database().attempt([&](db::Transaction& tx) {
        const auto account = people::find_account_by_email(tx, email);
        auto outcome = people::disable_account(tx, email, at);
        if (outcome) note(installation, tx, "people.account_disabled", account->id);
        return outcome;
    });
    if (!done) return refused(done.refusal());
    fmt::print("Disabled. Every session of {} has ended.\n", email);
    return 0;
}

int reset_second_factor(const Where& where, const std::string& email) {
    Installation installation(where, Installation::Create::no);
    const auto at = installation.house().now();
    const auto done = installation.database().attempt([&](db::Transaction& tx) -> Outcome<Done> {
        const auto account = people::find_account_by_email(tx, email);
        if (!account) return invalid("email", "There is no account for this e-mail address");
        if (!people::reset_second_factor(tx, account->id, at))
            return invalid("email", "This account has no second factor");
        note(installation, tx, "people.second_factor_reset", account->id);
        return Done{};
    });
    if (!done) return refused(done.refusal());
    fmt::print(
        "Taken away. Every session of {} has ended, and the password alone signs in. Make sure that whoever "
        "asked was really them.\n",
        email);
    return 0;
}

int set_security_contact(const Where& where, const std::string& contact) {
    if (const auto can = can_be_security_contact(contact); !can && !contact.empty())
        return refused(can.refusal());
    Installation installation(where, Installation::Create::no);
    installation.set_fact(security_contact_fact, contact);
    installation.database().write(
        [&](db::Transaction& tx) { note(installation, tx, "app.security_contact_set", "security.txt"); });
    if (contact.empty())
        fmt::print("Taken away: /.well-known/security.txt is no longer there.\n");
    else
        fmt::print("Set. It stands in /.well-known/security.txt.\n");
    return 0;
}

int add_organisation(const Where& where, const NewOrganisation& wanted) {
    Installation installation(where, Installation::Create::no);
    auto& house = installation.house();
    if (!wanted.seat.empty() && !organisation::read_partner_seat(wanted.seat)) {
        fmt::print(stderr, "A partner seat is local_authority, health or police.\n");
        return 2;
    }
    const auto done = house.database.attempt([&](db::Transaction& tx) -> Outcome<Done> {
        const auto at = house.now();
        auto home = organisation::find_home_partnership(tx);
        if (!home) {
            if (wanted.partnership.size() != 3 || wanted.partnership_name.empty())
                return invalid(
                    "partnership",
                    "Say whose it is: --partnership MAR (three letters) and --partnership-name NAME.");
            home = organisation::Partnership{
                new_identifier(at, house.random),
                wanted.partnership,
                wanted.partnership_name,
                wanted.partnership_phone};
            organisation::add(tx, *home);
        }
        if (organisation::find_by_code(tx, home->id, wanted.code))
            return conflict("There is already an organisation of that code.");
        const auto seat = wanted.seat.empty() ? std::nullopt : organisation::read_partner_seat(wanted.seat);
        organisation::add(
            tx,
            organisation::Organisation{
                new_identifier(at, house.random), home->id, wanted.code, wanted.name, wanted.kind, seat});
        note(installation, tx, "organisation.added", wanted.code);
        return Done{};
    });
    if (!done) return refused(done.refusal());
    fmt::print("Added {}.\n", wanted.name);
    return 0;
}

int list_routes() {
    const auto table = all_routes();
    for (const auto& route : table.routes())
        fmt::print(
            "{}\t{}\t{}\n",
            route.method == http::Method::get ? "GET" : "POST",
            route.pattern,
            who_holds(route.permission));
    return 0;
}

} // namespace throughline
