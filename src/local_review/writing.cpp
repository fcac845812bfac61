// SPDX-License-Identifier: GPL-3.0-or-later
// Findings and recommendations, and the links between what rests on what.
#include "case_file/operations.hpp"
#include "chronology/operations.hpp"
#include "identity/operations.hpp"
#include "local_review/operations.hpp"
#include "organisation/organisation.hpp"
#include "platform/text/text.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>

namespace throughline::local_review {
namespace {

constexpr std::size_t longest_title = 160;
constexpr std::string_view changed_meanwhile =
    "Somebody changed this while you were writing. Their text is shown beside yours: bring the two together, "
    "then save";

std::string keep(Work& work, const CaseAccess& access, std::string_view words) {
    return identity::keep(work, access, text_owner, words, identity::Typed::with_references);
}

/// Writes an optional text: kept when it is new, written anew when it was there; nothing when it is empty.
std::optional<std::string>
keep_or_empty(Work& work, const CaseAccess& access, const std::string& text_id, std::string_view words) {
    if (!text_id.empty()) identity::rewrite(work, access, text_id, words, identity::Typed::with_references);
    if (words.empty()) return {};
    return text_id.empty() ? keep(work, access, words) : text_id;
}

std::string review_reference(Work& work, const CaseAccess& access) {
    const auto row =
        work.tx.row("SELECT reference FROM local_review WHERE case_id = :id", {{"id", access.id()}});
    return row ? row->text("reference") : std::string();
}

/// Takes the next number of a kind; nothing when no local review is open.
std::optional<std::int64_t> next_number(Work& work, const CaseAccess& access, std::string_view column) {
    const auto row = work.tx.row(
        fmt::format(
            "UPDATE local_review SET {0} = {0} + 1 WHERE case_id = :case_id RETURNING {0} AS number", column),
        {{"case_id", access.id()}});
    if (!row) return {};
    return row->integer("number");
}

/// What a finding's draft comes to: tidied words and the rows it cites.
struct CheckedFinding {
    std::string title{};
    std::string text{};
    std::vector<CitedRow> rows{};
};

Outcome<CheckedFinding> check(Work& work, const CaseAccess& access, const FindingDraft& draft) {
    CheckedFinding checked{text::tidy(draft.title), text::tidy(draft.text), {}};
    std::vector<Problem> problems;
    if (checked.title.empty()) problems.push_back({"title", "Give the finding a title of a few words"});
    if (text::characters(checked.title) > longest_title)
        problems.push_back(
            {"title", fmt::format("Shorten the title to {} characters or fewer", longest_title)});
    if (checked.text.empty()) problems.push_back({"text", "Write what the review found"});

    std::vector<std::string> unknown;
    for (const auto& label : draft.rows) {
        const auto row = chronology::find_row(work.tx, access, label);
        if (!row)
            unknown.push_back(text::shorten(label, 20));
        else if (std::ranges::none_of(
                     checked.rows, [&](const CitedRow& cited) { return cited.id == row->id; }))
            checked.rows.push_back({row->id, row->label});
    }
    if (!unknown.empty())
        problems.push_back(
            {"labels",
             fmt::format("This case has no row {}. Check the label", fmt::join(unknown, ", no row "))});
    else if (checked.rows.empty())
        problems.push_back(
            {"labels", "Choose at least one row of the chronology. A finding has to rest on what happened"});
    if (!problems.empty()) return invalid(std::move(problems));
    return checked;
}

void link_rows(
    Work& work, const CaseAccess& access, std::string_view finding_id, const std::vector<CitedRow>& rows) {
    work.tx.change("DELETE FROM finding_row WHERE finding_id = :id", {{"id", finding_id}});
    for (const auto& row : rows) {
        work.tx.change(
            "INSERT INTO finding_row (finding_id, row_id, label) VALUES (:finding, :row, :label)",
            {{"finding", finding_id}, {"row", row.id}, {"label", row.label}});
        if (!chronology::cite(work, access, row.label))
            throw std::logic_error("a row that was found cannot be cited");
    }
}

std::optional<Finding> find_finding(Work& work, const CaseAccess& access, std::int64_t number) {
    for (auto& finding : findings_of(work.tx, access))
        if (finding.number == number) return finding;
    return {};
}

std::optional<Recommendation> find_recommendation(Work& work, const CaseAccess& access, std::int64_t number) {
    for (auto& recommendation : recommendations_of(work.tx, access))
        if (recommendation.number == number) return recommendation;
    return {};
}

struct CheckedRecommendation {
    std::string text{};
    std::vector<std::string> finding_ids{};
    std::vector<std::string> organisations{};
    Date by_when{};
    std::string outcome{};
    std::string measure{};
};

std::vector<std::string>
finding_ids(Work& work, const CaseAccess& access, const std::vector<std::int64_t>& numbers) {
    std::vector<std::string> ids;
    for (const auto& finding : findings_of(work.tx, access))
        if (std::ranges::count(numbers, finding.number) != 0) ids.push_back(finding.id);
    return ids;
}

std::vector<std::string>
of_the_partnership(Work& work, const CaseAccess& access, const std::vector<std::string>& asked) {
    std::vector<std::string> ids;
    const auto partnership = case_file::load(work.tx, access).partnership_id;
    for (const auto& organisation : organisation::all_of(work.tx, partnership))
        if (std::ranges::count(asked, organisation.id) != 0) ids.push_back(organisation.id);
    return ids;
}

/// Who, what, by when, and what it rests on are required (rules 39 and 40; data dictionary 4.7).
Outcome<CheckedRecommendation> check(Work& work, const CaseAccess& access, const RecommendationDraft& draft) {
    CheckedRecommendation checked;
    checked.text = text::tidy(draft.text);
    checked.outcome = text::tidy(draft.outcome);
    checked.measure = text::tidy(draft.measure);
    checked.finding_ids = finding_ids(work, access, draft.findings);
    checked.organisations = of_the_partnership(work, access, draft.organisations);
    std::vector<Problem> problems;
    if (checked.text.empty()) problems.push_back({"text", "Write what is to be done"});
    if (checked.finding_ids.empty())
        problems.push_back(
            {"findings", "Choose at least one finding. A recommendation has to rest on what was found"});
    if (checked.organisations.empty())
        problems.push_back({"organisations", "Choose who is to do it: one organisation or more"});
    if (!draft.by_when) problems.push_back({"by_when", "Enter the date by which it is to be done"});
    if (!problems.empty()) return invalid(std::move(problems));
    checked.by_when = *draft.by_when;
    return checked;
}

void link_recommendation(Work& work, std::string_view id, const CheckedRecommendation& checked) {
    work.tx.change("DELETE FROM recommendation_finding WHERE recommendation_id = :id", {{"id", id}});
    work.tx.change("DELETE FROM recommendation_organisation WHERE recommendation_id = :id", {{"id", id}});
    for (const auto& finding : checked.finding_ids)
        work.tx.change(
            "INSERT INTO recommendation_finding (recommendation_id, finding_id) VALUES (:id, :finding)",
            {{"id", id}, {"finding", finding}});
    for (const auto& organisation : checked.organisations)
        work.tx.change(
            R"(INSERT INTO recommendation_organisation (recommendation_id, organisation_id)
               VALUES (:id, :organisation))",
            {{"id", id}, {"organisation", organisation}});
}

std::string record_of(Work& work, const CaseAccess& access, std::string_view kind, std::int64_t number) {
    return fmt::format("{} {} {}", review_reference(work, access), kind, number);
}

} // namespace

Outcome<Finding> add_finding(Work& work, const CaseAccess& access, const FindingDraft& draft) {
    const auto number = next_number(work, access, "last_finding");
    if (!number) return missing();
    const auto checked = check(work, access, draft);
    if (!checked) return checked.refusal();
    const auto id = work.new_id();
    work.tx.change(
        R"(INSERT INTO finding (id, case_id, number, title_text, text, good_practice, version)
           VALUES (:id, :case_id, :number, :title, :text, :good_practice, 1))",
        {{"id", id},
         {"case_id", access.id()},
         {"number", *number},
         {"title", keep(work, access, checked->title)},
         {"text", keep(work, access, checked->text)},
         {"good_practice", draft.good_practice ? 1 : 0}});
    link_rows(work, access, id, checked->rows);
    work.note("local_review.finding_added", record_of(work, access, "finding", *number));
    return *find_finding(work, access, *number);
}

Outcome<Done> change_finding(
    Work& work,
    const CaseAccess& access,
    std::int64_t number,
    const FindingDraft& draft,
    std::int64_t seen_version) {
    const auto finding = find_finding(work, access, number);
    if (!finding) return missing();
    const auto checked = check(work, access, draft);
    if (!checked) return checked.refusal();
    const auto changed = work.tx.change(
        R"(UPDATE finding SET good_practice = :good_practice, version = version + 1
            WHERE id = :id AND version = :seen)",
        {{"good_practice", draft.good_practice ? 1 : 0}, {"id", finding->id}, {"seen", seen_version}});
    if (changed == 0) return conflict(std::string(changed_meanwhile));
    using identity::Typed;
    identity::rewrite(work, access, finding->title_text_id, checked->title, Typed::with_references);
    identity::rewrite(work, access, finding->text_id, checked->text, Typed::with_references);
    link_rows(work, access, finding->id, checked->rows);
    work.note("local_review.finding_changed", record_of(work, access, "finding", number));
    return Done{};
}

Outcome<Recommendation>
add_recommendation(Work& work, const CaseAccess& access, const RecommendationDraft& draft) {
    const auto number = next_number(work, access, "last_recommendation");
    if (!number) return missing();
    const auto checked = check(work, access, draft);
    if (!checked) return checked.refusal();
    const auto id = work.new_id();
    work.tx.change(
        R"(INSERT INTO recommendation (id, case_id, number, text, by_when, outcome_text, measure_text,
                                       response, version)
           VALUES (:id, :case_id, :number, :text, :by_when, :outcome, :measure, 'awaited', 1))",
        {{"id", id},
         {"case_id", access.id()},
         {"number", *number},
         {"text", keep(work, access, checked->text)},
         {"by_when", calendar::to_text(checked->by_when)},
         {"outcome", keep_or_empty(work, access, {}, checked->outcome)},
         {"measure", keep_or_empty(work, access, {}, checked->measure)}});
    link_recommendation(work, id, *checked);
    work.note("local_review.recommendation_added", record_of(work, access, "recommendation", *number));
    return *find_recommendation(work, access, *number);
}

Outcome<Done> change_recommendation(
    Work& work,
    const CaseAccess& access,
    std::int64_t number,
    const RecommendationDraft& draft,
    std::int64_t seen_version) {
    const auto recommendation = find_recommendation(work, access, number);
    if (!recommendation) return missing();
    const auto checked = check(work, access, draft);
    if (!checked) return checked.refusal();
    // The partners answered other words: their answer lapses and is asked for again.
    const auto changed = work.tx.change(
        R"(UPDATE recommendation SET by_when = :by_when, response = 'awaited', responded_on = NULL,
                  reason_text = NULL, version = version + 1
            WHERE id = :id AND version = :seen)",
        {{"by_when", calendar::to_text(checked->by_when)},
         {"id", recommendation->id},
         {"seen", seen_version}});
    if (changed == 0) return conflict(std::string(changed_meanwhile));
    identity::rewrite(work, access, recommendation->text_id, checked->text, identity::Typed::with_references);
    work.tx.change(
        "UPDATE recommendation SET outcome_text = :outcome, measure_text = :measure WHERE id = :id",
        {{"outcome", keep_or_empty(work, access, recommendation->outcome_text_id, checked->outcome)},
         {"measure", keep_or_empty(work, access, recommendation->measure_text_id, checked->measure)},
         {"id", recommendation->id}});
    link_recommendation(work, recommendation->id, *checked);
    work.note("local_review.recommendation_changed", record_of(work, access, "recommendation", number));
    return Done{};
}

Outcome<Done> respond(Work& work, const CaseAccess& access, std::int64_t number, const Answer& answer) {
    const auto recommendation = find_recommendation(work, access, number);
    if (!recommendation) return missing();
    const auto reason = text::tidy(answer.reason);
    if (answer.response == Response::awaited) return invalid("response", "Choose what the partners answered");
    if (answer.response != Response::accepted && reason.empty())
        return invalid("reason", "Write why it is not accepted, or not in full");
    const auto changed = work.tx.change(
        R"(UPDATE recommendation SET response = :response, responded_on = :responded_on, version = version + 1
            WHERE id = :id AND version = :seen)",
        {{"response", to_text(answer.response)},
         {"responded_on", calendar::to_text(work.today())},
         {"id", recommendation->id},
         {"seen", answer.seen_version}});
    if (changed == 0)
        return conflict("Somebody changed this recommendation while you were reading it. Read it again, then "
                        "record the answer");
    work.tx.change(
        "UPDATE recommendation SET reason_text = :reason WHERE id = :id",
        {{"reason", keep_or_empty(work, access, recommendation->reason_text_id, reason)},
         {"id", recommendation->id}});
    work.note(
        "local_review.recommendation_answered",
        record_of(work, access, "recommendation", number),
        to_text(answer.response));
    return Done{};
}

} // namespace throughline::local_review
