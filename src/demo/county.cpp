// SPDX-License-Identifier: GPL-3.0-or-later
// The partnership, its organisations, the people who sign in; and opening a case with its register.
#include "demo/demo.hpp"
#include "demo/teller.hpp"
#include "identity/operations.hpp"

namespace throughline::demo {
namespace {

using nlohmann::json;

constexpr auto office = "OFF";

std::string text_or_empty(const json& value) { return value.is_string() ? value.get<std::string>() : ""; }

identity::Registration registration_of(const json& person) {
    identity::Registration registration;
    registration.relation = person.at("relation_code");
    registration.person.first_names = text_or_empty(person.at("first_names"));
    registration.person.last_name = text_or_empty(person.at("last_name"));
    registration.person.aliases = person.at("other_names").get<std::vector<std::string>>();
    if (person.at("date_of_birth").is_string())
        registration.person.date_of_birth = date_of(person.at("date_of_birth"));
    registration.person.nhs_number = text_or_empty(person.at("nhs_number"));
    registration.person.pseudonym = text_or_empty(person.at("pseudonym"));
    return registration;
}

/// Those who read every case of the partnership: the scrutineer and the assurance lead.
void share_with_readers(Work& work, const CaseAccess& access) {
    for (const auto& account : people::all_accounts(work.tx))
        if (account.role == people::Role::scrutineer || account.role == people::Role::assurance_lead)
            case_file::grant(work, access, account.id, account.role);
}

} // namespace

void tell_county(Teller& teller) {
    const auto& house = teller.house();
    const auto& county = teller.content().county();
    // Long before the first case.
    const auto at = calendar::london_midnight(teller.content().today() - std::chrono::days(900));
    house.database.write([&](db::Transaction& tx) {
        const auto& told = county.at("partnership");
        const organisation::Partnership partnership{
            new_identifier(at, house.random), told.at("code"), told.at("name"), told.at("phone")};
        organisation::add(tx, partnership);
        organisation::add(
            tx,
            organisation::Organisation{
                new_identifier(at, house.random), partnership.id, office, "Partnership office", "other", {}});
        for (const auto& organisation : county.at("organisations"))
            organisation::add(
                tx,
                organisation::Organisation{
                    new_identifier(at, house.random),
                    partnership.id,
                    organisation.at("code"),
                    organisation.at("name"),
                    organisation.at("kind"),
                    organisation::read_partner_seat(text_or_empty(organisation.at("partner")))});
        for (const auto& person : county.at("accounts")) {
            const auto code =
                person.at("organisation").is_string() ? person.at("organisation").get<std::string>() : office;
            const auto place = organisation::find_by_code(tx, partnership.id, code);
            const auto role = people::read_role(person.at("role").get<std::string>());
            if (!place || !role) throw std::runtime_error("an account of Marlshire has no place or role");
            const auto added = people::add_account(
                tx,
                {new_identifier(at, house.random),
                 person.at("email"),
                 person.at("name"),
                 person.at("post"),
                 place->id,
                 *role},
                password,
                at);
            if (!added) throw std::runtime_error("an account of Marlshire: " + added.refusal().message());
        }
    });
}

CaseAccess open_case(Teller& teller, const json& story) {
    const std::string opener = story.at("opened_by");
    const auto at = instant_of(story.at("opened_on"));
    const auto partnership = teller.partnership();
    const auto opened = teller.as(opener, at, "opening a case", [&](Work& work) {
        auto outcome = case_file::open_case(work, partnership, story.at("code_name").get<std::string>());
        if (outcome) share_with_readers(work, CaseAccess::of_the_system(outcome->id, outcome->reference));
        return outcome;
    });
    auto access = CaseAccess::of_the_system(opened.id, opened.reference);
    for (const auto& person : story.at("people"))
        teller.as(opener, at, "registering a person", [&](Work& work) {
            return identity::register_person(work, access, registration_of(person));
        });
    return access;
}

void settle_words(Teller& teller, const CaseAccess& access, const json& story) {
    const std::string opener = story.at("opened_by");
    const auto at = instant_of(story.at("rapid_review").at("returns").front().at("due_on"));
    // A girl is called Summer: where the season may be meant, the word is left for a person to settle.
    const auto is_doubtful = [](const identity::Suggestion& suggestion) {
        return suggestion.word == "summer" ||
               (suggestion.word == "Summer" &&
                (suggestion.after.starts_with(" 20") || suggestion.after.starts_with(" hol")));
    };
    for (;;) {
        const auto open = teller.house().database.read([&](db::Transaction& tx) {
            auto all = identity::open_suggestions(tx, teller.house(), access, 400);
            std::erase_if(all, is_doubtful);
            return all;
        });
        if (open.empty()) return;
        const auto& suggestion = open.front();
        teller.as(opener, at, "settling a word", [&](Work& work) {
            const bool everywhere = suggestion.word != "Summer" && suggestion.codes.size() == 1;
            return identity::settle(
                work, access, suggestion.id, identity::Settled::person, everywhere, suggestion.codes.front());
        });
    }
}

} // namespace throughline::demo
