// SPDX-License-Identifier: GPL-3.0-or-later
#include "action/operations.hpp"

#include "case_file/operations.hpp"
#include "identity/operations.hpp"
#include "local_review/operations.hpp"
#include "organisation/organisation.hpp"
#include "platform/text/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace throughline::action {
namespace {

using people::Permission;

std::string keep(Work& work, const CaseAccess& access, std::string_view words) {
    return identity::keep(work, access, text_owner, words, identity::Typed::with_references);
}

std::optional<std::string> keep_unless_empty(Work& work, const CaseAccess& access, std::string_view words) {
    const auto tidied = text::tidy(words);
    if (tidied.empty()) return {};
    return keep(work, access, tidied);
}

/// The action, if whoever acts may report on it: an agency's lead on the agency's own, and those who plan.
std::optional<Action> find_to_report(Work& work, const CaseAccess& access, std::string_view number) {
    auto action = find(work.tx, access, number);
    if (!action) return {};
    const bool may = access.may(Permission::plan_action) || action->organisation_id == work.by.organisation;
    return may ? std::move(action) : std::nullopt;
}

std::string record_of(const CaseAccess& access, std::string_view number) {
    return fmt::format("{} action {}", access.reference(), number);
}

Refusal changed_meanwhile() {
    return conflict("Somebody changed this action while you were writing. Look at what it says now, then "
                    "save again");
}

/// Whether the version is still the one seen; moves it on if so.
bool claim(Work& work, const Action& action, std::int64_t seen_version) {
    return work.tx.change(
               "UPDATE action SET version = version + 1 WHERE id = :id AND version = :seen",
               {{"id", action.id}, {"seen", seen_version}}) == 1;
}

std::optional<local_review::Recommendation>
find_recommendation(Work& work, const CaseAccess& access, std::int64_t number) {
    for (auto& recommendation : local_review::recommendations_of(work.tx, access))
        if (recommendation.number == number) return recommendation;
    return {};
}

std::vector<Problem> problems_of(Work& work, const CaseAccess& access, const Plan& plan) {
    std::vector<Problem> problems;
    if (!find_recommendation(work, access, plan.recommendation))
        problems.push_back({"recommendation", "Choose the recommendation. An action has to belong to one"});
    if (text::tidy(plan.text).empty()) problems.push_back({"text", "Write what will be done"});
    const auto partnership = case_file::load(work.tx, access).partnership_id;
    const auto owner = people::find_account(work.tx, plan.owner);
    if (!owner || owner->disabled || !people::may(owner->role, Permission::report_action) ||
        owner->organisation_id != plan.organisation_id ||
        organisation::load(work.tx, owner->organisation_id).partnership_id != partnership)
        problems.push_back({"owner", "Choose one person who will answer for it"});
    if (!plan.due) problems.push_back({"due", "Enter the date on which it is due"});
    if (plan.due && *plan.due < plan.start.value_or(work.today()))
        problems.push_back({"due", "Enter a due date that is not before the start"});
    return problems;
}

} // namespace

Outcome<Action> plan(Work& work, const CaseAccess& access, const Plan& plan) {
    if (auto problems = problems_of(work, access, plan); !problems.empty())
        return invalid(std::move(problems));
    const auto recommendation = find_recommendation(work, access, plan.recommendation);
    const auto place = work.tx
                           .row(
                               R"(INSERT INTO action_number (recommendation_id, last) VALUES (:id, 1)
                                  ON CONFLICT (recommendation_id) DO UPDATE SET last = action_number.last + 1
                                  RETURNING last)",
                               {{"id", recommendation->id}})
                           ->integer("last");
    const auto number = fmt::format("{}.{}", recommendation->number, place);
    work.tx.change(
        R"(INSERT INTO action (id, case_id, recommendation_id, recommendation_number, place, number, text,
                               owner, organisation_id, start, due, delivery, version)
           VALUES (:id, :case_id, :recommendation, :recommendation_number, :place, :number, :text, :owner,
                   :organisation, :start, :due, 'not_started', 1))",
        {{"id", work.new_id()},
         {"case_id", access.id()},
         {"recommendation", recommendation->id},
         {"recommendation_number", recommendation->number},
         {"place", place},
         {"number", number},
         {"text", keep(work, access, text::tidy(plan.text))},
         {"owner", plan.owner},
         {"organisation", plan.organisation_id},
         {"start", calendar::to_text(plan.start.value_or(work.today()))},
         {"due", calendar::to_text(*plan.due)}});
    case_file::grant(work, access, plan.organisation_id, people::Role::agency_lead);
    work.note("action.planned", record_of(access, number), plan.organisation_id);
    return *find(work.tx, access, number);
}

Outcome<Done> report(Work& work, const CaseAccess& access, std::string_view number, const Report& report) {
    const auto action = find_to_report(work, access, number);
    if (!action) return missing();
    const auto on = report.on.value_or(work.today());
    if (on > work.today()) return invalid("on", "Enter a day that has come: today or earlier");
    if (!claim(work, *action, report.seen_version)) return changed_meanwhile();

    const bool done = report.delivery == Delivery::done;
    // Said again, the first day on which it was said to be done stays.
    const auto done_on = !done ? std::nullopt : action->done_on ? action->done_on : std::optional(on);
    work.tx.change(
        "UPDATE action SET delivery = :delivery, done_on = :done_on WHERE id = :id",
        {{"delivery", to_text(report.delivery)},
         {"done_on", done_on ? std::optional(calendar::to_text(*done_on)) : std::nullopt},
         {"id", action->id}});
    work.tx.change(
        R"(INSERT INTO action_progress (id, action_id, case_id, text, delivery, dated, reported_by, reported_at)
           VALUES (:id, :action, :case_id, :text, :delivery, :dated, :by, :at))",
        {{"id", work.new_id()},
         {"action", action->id},
         {"case_id", access.id()},
         {"text", keep_unless_empty(work, access, report.text)},
         {"delivery", to_text(report.delivery)},
         {"dated", calendar::to_text(on)},
         {"by", work.by.account},
         {"at", to_text(work.at)}});
    work.note("action.reported", record_of(access, number), to_text(report.delivery));
    return Done{};
}

Outcome<Done>
give_evidence(Work& work, const CaseAccess& access, std::string_view number, const GivenEvidence& given) {
    const auto action = find_to_report(work, access, number);
    if (!action) return missing();
    const auto words = text::tidy(given.text);
    const auto on = given.on.value_or(work.today());
    std::vector<Problem> problems;
    if (!given.type) problems.push_back({"type", "Choose what kind of evidence it is"});
    if (words.empty())
        problems.push_back({"evidence", "Write what it shows, with figures where there are any"});
    if (!given.strength || *given.strength < 0 || *given.strength > highest_strength)
        problems.push_back({"strength", "Choose how much it shows, from 0 to 6"});
    if (on > work.today())
        problems.push_back({"evidence_on", "Enter the day of the evidence: today or earlier"});
    if (!problems.empty()) return invalid(std::move(problems));

    work.tx.change(
        R"(INSERT INTO action_evidence (id, action_id, case_id, type, text, strength, dated, given_by, given_at)
           VALUES (:id, :action, :case_id, :type, :text, :strength, :dated, :by, :at))",
        {{"id", work.new_id()},
         {"action", action->id},
         {"case_id", access.id()},
         {"type", to_text(*given.type)},
         {"text", keep(work, access, words)},
         {"strength", *given.strength},
         {"dated", calendar::to_text(on)},
         {"by", work.by.account},
         {"at", to_text(work.at)}});
    // Whoever is judging this action now looks again at what it rests on.
    work.tx.change("UPDATE action SET version = version + 1 WHERE id = :id", {{"id", action->id}});
    work.note("action.evidence_given", record_of(access, number), to_text(*given.type));
    return Done{};
}

Outcome<Done>
assure(Work& work, const CaseAccess& access, std::string_view number, const Judgement& judgement) {
    const auto action = find(work.tx, access, number);
    if (!action) return missing();
    // Nobody judges what they answer for themselves (rule 61).
    if (action->owner == work.by.account)
        return conflict("You own this action. Somebody else has to look at it");
    const auto note = text::tidy(judgement.note);
    std::vector<Problem> problems;
    if (!judgement.accepted) problems.push_back({"accepted", "Choose whether it is done and shown"});
    if (judgement.accepted == true && action->delivery != Delivery::done)
        problems.push_back({"accepted", "Its owner has not said that it is done. Ask them first"});
    if (judgement.accepted == true && strength_of(*action).value_or(0) == 0)
        problems.push_back({"accepted", "Nothing shows it yet. Ask for evidence first"});
    if (note.empty()) problems.push_back({"note", "Write what you looked at and what you saw"});
    if (!problems.empty()) return invalid(std::move(problems));
    if (!claim(work, *action, judgement.seen_version)) return changed_meanwhile();

    work.tx.change(
        R"(INSERT INTO action_assurance (id, action_id, case_id, accepted, note_text, judged_by, judged_at)
           VALUES (:id, :action, :case_id, :accepted, :note, :by, :at))",
        {{"id", work.new_id()},
         {"action", action->id},
         {"case_id", access.id()},
         {"accepted", *judgement.accepted ? 1 : 0},
         {"note", keep(work, access, note)},
         {"by", work.by.account},
         {"at", to_text(work.at)}});
    work.note("action.assured", record_of(access, number), *judgement.accepted ? "accepted" : "not_yet");
    return Done{};
}

Outcome<Done> record_impact(Work& work, const CaseAccess& access, std::string_view number, const Test& test) {
    const auto action = find(work.tx, access, number);
    if (!action) return missing();
    const auto statement = text::tidy(test.statement);
    const auto how = text::tidy(test.how_tested);
    const auto on = test.tested_on.value_or(work.today());
    std::vector<Problem> problems;
    if (statement.empty())
        problems.push_back({"statement", "Write how life has improved for the child, or that it has not"});
    if (how.empty())
        problems.push_back({"how_tested", "Write how that was tested, and with how many children"});
    if (!test.result) problems.push_back({"result", "Choose what the test showed"});
    if (on > work.today()) problems.push_back({"tested_on", "Enter the day of the test: today or earlier"});
    if (test.next_test && *test.next_test <= on)
        problems.push_back({"next_test", "Enter a next test after this one"});
    if (!problems.empty()) return invalid(std::move(problems));

    work.tx.change(
        R"(INSERT INTO action_impact (id, action_id, case_id, statement_text, how_tested_text, baseline_text,
                                      figure_text, voice_text, result, tested_on, tested_by, next_test,
                                      recorded_at)
           VALUES (:id, :action, :case_id, :statement, :how, :baseline, :figure, :voice, :result, :tested_on,
                   :by, :next_test, :at))",
        {{"id", work.new_id()},
         {"action", action->id},
         {"case_id", access.id()},
         {"statement", keep(work, access, statement)},
         {"how", keep(work, access, how)},
         {"baseline", keep_unless_empty(work, access, test.baseline)},
         {"figure", keep_unless_empty(work, access, test.figure)},
         {"voice", keep_unless_empty(work, access, test.voice)},
         {"result", to_text(*test.result)},
         {"tested_on", calendar::to_text(on)},
         {"by", work.by.account},
         {"next_test", test.next_test ? std::optional(calendar::to_text(*test.next_test)) : std::nullopt},
         {"at", to_text(work.at)}});
    work.note("action.impact_recorded", record_of(access, number), to_text(*test.result));
    return Done{};
}

} // namespace throughline::action
