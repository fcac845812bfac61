// SPDX-License-Identifier: GPL-3.0-or-later
// The report of a case, and for one of them the way out to everybody.
#include "demo/teller.hpp"
#include "publication/operations.hpp"

namespace throughline::demo {
namespace {

using nlohmann::json;

publication::Details details_of(const json& story) {
    const auto& told = story.at("publication");
    publication::Details details;
    details.title = story.at("report").at("title");
    details.content_note = told.at("content_note");
    details.summary = told.at("summary");
    details.slug = story.at("key");
    details.reviewer = told.at("reviewer_named_as");
    details.family_told = date_of(told.at("family_read_on"));
    return details;
}

/// Two people look at each word that could be somebody's name.
void release_words(Teller& teller, const CaseAccess& access, const std::string& first, Instant at) {
    const auto check = teller.house().database.read(
        [&](db::Transaction& tx) { return publication::look(tx, teller.house(), access); });
    const auto& accounts = teller.content().county().at("accounts");
    std::string second;
    for (const auto& account : accounts)
        if (account.at("role") == "business_unit" && account.at("email") != first)
            second = account.at("email");
    for (const auto& found : check.words)
        for (const auto& person : {first, second})
            teller.as(person, at, "releasing a word", [&](Work& work) {
                return publication::release_word(
                    work,
                    access,
                    found.passage.found,
                    found.passage.match.code,
                    "An ordinary word here: it names nobody in this sentence.");
            });
}

void publish(Teller& teller, const CaseAccess& access, const json& story) {
    const auto& told = story.at("publication");
    const std::string unit = told.at("published_by");
    const auto noon = instant_of(told.at("copies").front().at("sent_on"));
    for (const auto& agreed : told.at("agreed_by")) {
        const auto partner = teller.partner(agreed.at("partner"));
        teller.as(unit, noon, "a partner's acceptance", [&](Work& work) {
            return publication::record_acceptance(work, access, partner, date_of(agreed.at("on")));
        });
    }
    for (const auto& copy : told.at("copies"))
        teller.as(unit, instant_of(copy.at("sent_on")), "logging a copy", [&](Work& work) {
            return publication::log_copy(
                work,
                access,
                publication::read_recipient(copy.at("to").get<std::string>()).value(),
                date_of(copy.at("sent_on")));
        });
    release_words(teller, access, unit, noon);
    teller.as(
        unit, noon, "passing the check", [&](Work& work) { return publication::pass_check(work, access); });

    const auto sent = date_of(told.at("copies").front().at("sent_on"));
    const auto on =
        std::max(date_of(told.at("published_on")), teller.house().statute.earliest_publication(sent));
    const auto prepared = publication::prepare(teller.house(), access, on, noon);
    if (!prepared) {
        // Where no PDF can be made, the county is still worth seeing: the report waits, ready to be
        // published.
        fmt::print(stderr, "The demo's report is not published: {}\n", prepared.refusal().message());
        return;
    }
    teller.as(unit, noon, "setting the date", [&](Work& work) {
        return publication::schedule(work, access, *prepared);
    });
    teller.follow(calendar::london_midnight(on) + seconds(9 * 3600), access, publication::publish_when_due);
}

} // namespace

void tell_publication(Teller& teller, const CaseAccess& access, const json& story) {
    const auto& report = story.at("report");
    if (report.is_null()) return;
    const std::string author = story.at("local_review").at("reviewer");
    const auto text = teller.content().markdown(report.at("file"));
    const auto saved = instant_of(report.at("saved_on"));
    teller.as(author, saved, "writing the report", [&](Work& work) {
        return publication::write_report(work, access, text, 0);
    });
    if (story.at("publication").is_null()) return;
    teller.as(story.at("opened_by"), saved, "the publication's details", [&](Work& work) {
        return publication::save_details(work, access, details_of(story), 0);
    });
    publish(teller, access, story);
}

} // namespace throughline::demo
