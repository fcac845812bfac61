// SPDX-License-Identifier: GPL-3.0-or-later
#include "demo/operations.hpp"

#include "demo/teller.hpp"
#include "embedded_marlshire.hpp"

namespace throughline::demo {

people::Actor Teller::actor(const std::string& email) {
    return m_house.database.read([&](db::Transaction& tx) -> people::Actor {
        const auto account = people::find_account_by_email(tx, email);
        if (!account) throw std::runtime_error("Marlshire has nobody of the address " + email);
        return {account->id, account->name, account->organisation_id, account->role};
    });
}

std::string Teller::partnership() {
    return m_house.database.read(
        [](db::Transaction& tx) { return organisation::find_home_partnership(tx).value().id; });
}

std::string Teller::organisation(const std::string& code) {
    return m_house.database.read([&](db::Transaction& tx) -> std::string {
        const auto home = organisation::find_home_partnership(tx);
        const auto found = organisation::find_by_code(tx, home->id, code);
        if (!found) throw std::runtime_error("Marlshire has no organisation " + code);
        return found->id;
    });
}

std::string Teller::partner(const std::string& seat) {
    return m_house.database.read([&](db::Transaction& tx) -> std::string {
        const auto home = organisation::find_home_partnership(tx);
        for (const auto& partner : organisation::partners_of(tx, home->id))
            if (organisation::to_text(*partner.seat) == seat) return partner.id;
        throw std::runtime_error("Marlshire has nobody on the seat " + seat);
    });
}

void fill(const people::Environment& house, calendar::Date today) {
    const Content content(as_map<std::string_view>(embedded::marlshire()), today);
    Teller teller(house, content);
    tell_county(teller);
    for (const auto& entry : content.county().at("cases")) {
        const auto story = content.case_named(entry.at("case"));
        const auto access = open_case(teller, story);
        if (!tell_notification(teller, access, story)) continue; // still being written
        const auto rows = content.rows(entry.at("rows"));
        tell_rapid_review(teller, access, story, rows);
        settle_words(teller, access, story);
        tell_local_review(teller, access, story);
        tell_actions(teller, access, story);
        tell_publication(teller, access, story);
    }
}

std::vector<SignIn> sign_ins(db::Transaction& tx) {
    std::vector<SignIn> all;
    const auto accounts = people::all_accounts(tx);
    for (const auto role : people::all_roles)
        for (const auto& account : accounts)
            if (account.role == role && !account.disabled)
                all.push_back(
                    {std::string(people::to_text(role)),
                     account.name,
                     account.email,
                     organisation::load(tx, account.organisation_id).name});
    return all;
}

} // namespace throughline::demo
