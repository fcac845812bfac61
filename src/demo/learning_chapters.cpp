// SPDX-License-Identifier: GPL-3.0-or-later
// Findings, recommendations, actions and their proof.
#include "action/operations.hpp"
#include "demo/teller.hpp"
#include "local_review/operations.hpp"

namespace throughline::demo {
namespace {

using nlohmann::json;

std::string text_or_empty(const json& value) { return value.is_string() ? value.get<std::string>() : ""; }

std::int64_t review_version(Teller& teller, const CaseAccess& access) {
    return teller.house().database.read(
        [&](db::Transaction& tx) { return local_review::find(tx, access).value().version; });
}

action::Action load_action(Teller& teller, const CaseAccess& access, const std::string& number) {
    return teller.house().database.read(
        [&](db::Transaction& tx) { return action::find(tx, access, number).value(); });
}

void appoint_reviewer(Teller& teller, const CaseAccess& access, const json& review, const std::string& unit) {
    const auto account = teller.actor(review.at("reviewer")).account;
    const std::string declared = review.at("conflict_declared_on"),
                      appointed = review.at("reviewer_appointed_on");
    teller.as(unit, instant_of(declared), "declaring conflicts", [&](Work& work) {
        return local_review::declare_conflict(
            work, access, {account, date_of(declared), review.at("conflict_note")});
    });
    const auto seen = review_version(teller, access);
    teller.as(unit, instant_of(appointed), "appointing the reviewer", [&](Work& work) {
        return local_review::appoint(work, access, {account, date_of(appointed), seen});
    });
}

void tell_recommendation(
    Teller& teller,
    const CaseAccess& access,
    const json& told,
    const std::string& author,
    const std::string& unit,
    Instant at) {
    local_review::RecommendationDraft draft;
    draft.text = told.at("text");
    draft.findings = told.at("findings").get<std::vector<std::int64_t>>();
    for (const auto& code : told.at("addressed_to")) draft.organisations.push_back(teller.organisation(code));
    draft.by_when = date_of(told.at("by"));
    draft.outcome = told.at("outcome");
    draft.measure = told.at("measure");
    const auto added = teller.as(author, at, "a recommendation", [&](Work& work) {
        return local_review::add_recommendation(work, access, draft);
    });
    const auto response = local_review::read_response(text_or_empty(told.at("accepted")));
    if (!response || *response == local_review::Response::awaited) return;
    teller.as(unit, at + seconds(3600), "answering a recommendation", [&](Work& work) {
        return local_review::respond(
            work,
            access,
            added.number,
            {*response, text_or_empty(told.at("not_accepted_reason")), added.version});
    });
}

void tell_progress(Teller& teller, const CaseAccess& access, const json& told, const std::string& number) {
    const auto delivery = action::read_delivery(told.at("status").get<std::string>()).value();
    const auto& updates = told.at("updates");
    for (std::size_t i = 0; i < updates.size(); ++i) {
        const bool is_last = i + 1 == updates.size();
        const std::string on = updates[i].at("on");
        const auto seen = load_action(teller, access, number).version;
        teller.as(told.at("owner"), instant_of(on), "reporting on an action", [&](Work& work) {
            return action::report(
                work,
                access,
                number,
                {is_last ? delivery : action::Delivery::under_way, updates[i].at("text"), date_of(on), seen});
        });
    }
    for (const auto& evidence : told.at("evidence")) {
        const std::string on = evidence.at("on");
        teller.as(told.at("owner"), instant_of(on), "evidence", [&](Work& work) {
            return action::give_evidence(
                work,
                access,
                number,
                {action::read_evidence_type(evidence.at("type").get<std::string>()),
                 evidence.at("text"),
                 evidence.at("strength").get<int>(),
                 date_of(on)});
        });
    }
}

void tell_proof(Teller& teller, const CaseAccess& access, const json& told, const std::string& number) {
    if (const auto& assurance = told.at("assurance"); !assurance.is_null()) {
        const auto seen = load_action(teller, access, number).version;
        teller.as(assurance.at("by"), instant_of(assurance.at("on")), "assuring an action", [&](Work& work) {
            return action::assure(
                work, access, number, {assurance.at("decision") == "assured", assurance.at("note"), seen});
        });
    }
    const auto& impact = told.at("impact");
    if (impact.is_null()) return;
    const std::string on = impact.at("tested_on");
    const auto next = text_or_empty(impact.at("next_test"));
    teller.as(impact.at("tested_by"), instant_of(on), "impact", [&](Work& work) {
        action::Test test;
        test.statement = impact.at("statement");
        test.how_tested = impact.at("how_tested");
        test.baseline = text_or_empty(impact.at("baseline"));
        test.figure = text_or_empty(impact.at("result_figure"));
        test.voice = text_or_empty(impact.at("voice"));
        test.result = action::read_result(impact.at("result").get<std::string>());
        test.tested_on = date_of(on);
        if (!next.empty()) test.next_test = date_of(next);
        return action::record_impact(work, access, number, test);
    });
}

} // namespace

void tell_local_review(Teller& teller, const CaseAccess& access, const json& story) {
    const auto& review = story.at("local_review");
    if (review.is_null()) return;
    const std::string unit = story.at("opened_by"), author = review.at("reviewer");
    const auto decided = instant_of(review.at("decided_on"));
    teller.follow(decided, access, local_review::open_after_decision);
    appoint_reviewer(teller, access, review, unit);

    // Written over the weeks before the report was last saved.
    const auto at = instant_of(story.at("report").at("saved_on")) + -seconds(14 * 24 * 3600);
    for (const auto& told : story.at("findings"))
        teller.as(author, at, "a finding", [&](Work& work) {
            return local_review::add_finding(
                work,
                access,
                {told.at("title"),
                 told.at("text"),
                 told.at("good_practice"),
                 told.at("rows").get<std::vector<std::string>>()});
        });
    for (const auto& told : story.at("recommendations"))
        tell_recommendation(teller, access, told, author, unit, at);
}

void tell_actions(Teller& teller, const CaseAccess& access, const json& story) {
    const std::string unit = story.at("opened_by");
    for (const auto& told : story.at("actions")) {
        const std::string start = told.at("start");
        const auto owner = teller.actor(told.at("owner")).account;
        const auto agency = teller.organisation(told.at("agency"));
        const auto planned = teller.as(unit, instant_of(start), "planning an action", [&](Work& work) {
            return action::plan(
                work,
                access,
                {told.at("recommendation").get<std::int64_t>(),
                 told.at("text"),
                 owner,
                 agency,
                 date_of(start),
                 date_of(told.at("due"))});
        });
        tell_progress(teller, access, told, planned.number);
        tell_proof(teller, access, told, planned.number);
    }
}

} // namespace throughline::demo
