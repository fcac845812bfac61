// SPDX-License-Identifier: GPL-3.0-or-later
// How actions are read with what stands beside them.
#include "action/operations.hpp"

#include <algorithm>
#include <map>
#include <stdexcept>

namespace throughline::action {
namespace {

Date date_in(const db::Row& row, std::string_view column) {
    const auto date = calendar::read_date(row.text(column));
    if (!date) throw std::runtime_error("a stored date is not one");
    return *date;
}

std::optional<Date> maybe_date(const db::Row& row, std::string_view column) {
    if (!row.maybe_text(column)) return {};
    return date_in(row, column);
}

/// A code of one of our own lists.
template <class Code>
Code stored(std::optional<Code> code) {
    if (!code) throw std::runtime_error("an action with an unknown code is stored");
    return *code;
}

constexpr std::string_view actions_sql = R"(
    SELECT a.*, p.name AS owner_name, o.name AS agency
      FROM action a
      JOIN account p ON p.id = a.owner
      JOIN organisation o ON o.id = a.organisation_id
     WHERE a.case_id = :case_id
     ORDER BY a.recommendation_number, a.place)";
constexpr std::string_view progress_sql = R"(
    SELECT * FROM action_progress WHERE case_id = :case_id ORDER BY reported_at, id)";
constexpr std::string_view evidence_sql = R"(
    SELECT * FROM action_evidence WHERE case_id = :case_id ORDER BY dated, given_at, id)";
constexpr std::string_view assurance_sql = R"(
    SELECT s.*, p.name AS by_name FROM action_assurance s JOIN account p ON p.id = s.judged_by
     WHERE s.case_id = :case_id ORDER BY s.judged_at, s.id)";
constexpr std::string_view impact_sql = R"(
    SELECT * FROM action_impact WHERE case_id = :case_id ORDER BY tested_on, recorded_at, id)";

Action action_from(const db::Row& row) {
    Action action;
    action.id = row.text("id");
    action.recommendation_id = row.text("recommendation_id");
    action.recommendation_number = row.integer("recommendation_number");
    action.number = row.text("number");
    action.text_id = row.text("text");
    action.owner = row.text("owner");
    action.owner_name = row.text("owner_name");
    action.organisation_id = row.text("organisation_id");
    action.agency = row.text("agency");
    action.start = date_in(row, "start");
    action.due = date_in(row, "due");
    action.delivery = stored(read_delivery(row.text("delivery")));
    action.done_on = maybe_date(row, "done_on");
    action.version = row.integer("version");
    return action;
}

Evidence evidence_from(const db::Row& row) {
    return {
        row.text("id"),
        stored(read_evidence_type(row.text("type"))),
        row.text("text"),
        static_cast<int>(row.integer("strength")),
        date_in(row, "dated"),
        row.text("given_by"),
        stored(read_instant(row.text("given_at")))};
}

Assurance assurance_from(const db::Row& row) {
    return {
        row.text("id"),
        row.flag("accepted"),
        row.text("note_text"),
        row.text("judged_by"),
        row.text("by_name"),
        calendar::london_date(stored(read_instant(row.text("judged_at"))))};
}

Impact impact_from(const db::Row& row) {
    return {
        row.text("id"),
        row.text("statement_text"),
        row.text("how_tested_text"),
        row.maybe_text("baseline_text").value_or(""),
        row.maybe_text("figure_text").value_or(""),
        row.maybe_text("voice_text").value_or(""),
        stored(read_result(row.text("result"))),
        date_in(row, "tested_on"),
        row.text("tested_by"),
        maybe_date(row, "next_test")};
}

} // namespace

std::vector<Action> actions_of(db::Transaction& tx, const CaseAccess& access) {
    const db::Parameters of_case{{"case_id", access.id()}};
    std::vector<Action> actions;
    for (const auto& row : tx.rows(actions_sql, of_case)) actions.push_back(action_from(row));

    std::map<std::string, Action*> by_id;
    for (auto& action : actions) by_id[action.id] = &action;
    for (const auto& row : tx.rows(progress_sql, of_case))
        by_id.at(row.text("action_id"))
            ->progress.push_back(
                {row.maybe_text("text").value_or(""),
                 stored(read_delivery(row.text("delivery"))),
                 date_in(row, "dated"),
                 row.text("reported_by")});
    for (const auto& row : tx.rows(evidence_sql, of_case))
        by_id.at(row.text("action_id"))->evidence.push_back(evidence_from(row));
    for (const auto& row : tx.rows(assurance_sql, of_case))
        by_id.at(row.text("action_id"))->assurances.push_back(assurance_from(row));
    for (const auto& row : tx.rows(impact_sql, of_case))
        by_id.at(row.text("action_id"))->impacts.push_back(impact_from(row));
    return actions;
}

std::vector<Action> actions_for(db::Transaction& tx, const CaseAccess& access, const people::Actor& reader) {
    return visible_to(actions_of(tx, access), reader.organisation, access.may(people::Permission::view_case));
}

std::optional<Action> find(db::Transaction& tx, const CaseAccess& access, std::string_view number) {
    for (auto& action : actions_of(tx, access))
        if (action.number == number) return std::move(action);
    return {};
}

std::vector<std::int64_t> without_action(
    const std::vector<local_review::Recommendation>& recommendations, const std::vector<Action>& actions) {
    std::vector<std::int64_t> numbers;
    for (const auto& recommendation : recommendations)
        if (recommendation.response != local_review::Response::not_accepted &&
            std::ranges::none_of(
                actions, [&](const Action& action) { return action.recommendation_id == recommendation.id; }))
            numbers.push_back(recommendation.number);
    return numbers;
}

} // namespace throughline::action
