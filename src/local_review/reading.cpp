// SPDX-License-Identifier: GPL-3.0-or-later
// How the review, its findings and its recommendations are read, and what rests on what.
#include "local_review/operations.hpp"

#include <algorithm>
#include <map>
#include <stdexcept>

namespace throughline::local_review {
namespace {

using Ids = std::vector<std::string>;

Date date_in(const db::Row& row, std::string_view column) {
    const auto date = calendar::read_date(row.text(column));
    if (!date) throw std::runtime_error("a stored date is not one");
    return *date;
}

std::vector<std::string> lines_of(std::string_view text) {
    std::vector<std::string> lines;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        lines.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

constexpr std::string_view find_sql = R"(
    SELECT r.*, a.name AS reviewer_name, a.post AS reviewer_post
      FROM local_review r
      LEFT JOIN account a ON a.id = r.reviewer
     WHERE r.case_id = :case_id)";
constexpr std::string_view latest_declaration_sql = R"(
    SELECT declared_on, text FROM local_review_declaration
     WHERE case_id = :case_id AND account_id = :account AND declared_on <= :appointed
     ORDER BY declared_on DESC, id DESC LIMIT 1)";

std::optional<Reviewer> reviewer_from(db::Transaction& tx, const CaseAccess& access, const db::Row& row) {
    const auto account = row.maybe_text("reviewer");
    if (!account) return {};
    const auto declaration = tx.row(
        latest_declaration_sql,
        {{"case_id", access.id()}, {"account", *account}, {"appointed", row.text("appointed_on")}});
    if (!declaration) throw std::runtime_error("a reviewer was appointed without a declaration");
    return Reviewer{
        *account,
        row.text("reviewer_name"),
        row.text("reviewer_post"),
        date_in(*declaration, "declared_on"),
        declaration->text("text"),
        date_in(row, "appointed_on")};
}

constexpr std::string_view findings_sql = R"(
    SELECT * FROM finding WHERE case_id = :case_id ORDER BY number)";
constexpr std::string_view finding_rows_sql = R"(
    SELECT l.finding_id, l.row_id, l.label
      FROM finding_row l JOIN finding f ON f.id = l.finding_id
     WHERE f.case_id = :case_id)";
constexpr std::string_view recommendations_sql = R"(
    SELECT * FROM recommendation WHERE case_id = :case_id ORDER BY number)";
constexpr std::string_view recommendation_findings_sql = R"(
    SELECT l.recommendation_id, l.finding_id
      FROM recommendation_finding l JOIN finding f ON f.id = l.finding_id
     WHERE f.case_id = :case_id ORDER BY f.number)";
constexpr std::string_view recommendation_organisations_sql = R"(
    SELECT l.recommendation_id, l.organisation_id
      FROM recommendation_organisation l
      JOIN recommendation r ON r.id = l.recommendation_id
      JOIN organisation o ON o.id = l.organisation_id
     WHERE r.case_id = :case_id ORDER BY o.name)";

/// MGH-2 before MGH-12: by the agency, then by the running number.
bool label_before(const CitedRow& one, const CitedRow& other) {
    const auto agency = [](const std::string& label) { return label.substr(0, label.rfind('-')); };
    const auto a = agency(one.label), b = agency(other.label);
    if (a != b) return a < b;
    if (one.label.size() != other.label.size()) return one.label.size() < other.label.size();
    return one.label < other.label;
}

Recommendation recommendation_from(const db::Row& row) {
    Recommendation recommendation;
    recommendation.id = row.text("id");
    recommendation.number = row.integer("number");
    recommendation.text_id = row.text("text");
    recommendation.by_when = date_in(row, "by_when");
    recommendation.outcome_text_id = row.maybe_text("outcome_text").value_or("");
    recommendation.measure_text_id = row.maybe_text("measure_text").value_or("");
    const auto response = read_response(row.text("response"));
    if (!response) throw std::runtime_error("an unknown response is stored");
    recommendation.response = *response;
    if (row.maybe_text("responded_on")) recommendation.responded_on = date_in(row, "responded_on");
    recommendation.reason_text_id = row.maybe_text("reason_text").value_or("");
    recommendation.version = row.integer("version");
    return recommendation;
}

} // namespace

std::optional<LocalReview> find(db::Transaction& tx, const CaseAccess& access) {
    const auto row = tx.row(find_sql, {{"case_id", access.id()}});
    if (!row) return {};
    LocalReview review;
    review.id = row->text("id");
    review.reference = row->text("reference");
    review.decided_on = date_in(*row, "decided_on");
    review.due = date_in(*row, "due");
    review.explanation = lines_of(row->text("explanation"));
    review.guidance = row->text("guidance");
    review.calendar_edition = row->text("calendar_edition");
    review.reviewer = reviewer_from(tx, access, *row);
    review.version = row->integer("version");
    return review;
}

std::vector<Finding> findings_of(db::Transaction& tx, const CaseAccess& access) {
    std::map<std::string, std::vector<CitedRow>> cited;
    for (const auto& row : tx.rows(finding_rows_sql, {{"case_id", access.id()}}))
        cited[row.text("finding_id")].push_back({row.text("row_id"), row.text("label")});

    std::vector<Finding> findings;
    for (const auto& row : tx.rows(findings_sql, {{"case_id", access.id()}})) {
        Finding finding{
            row.text("id"),
            row.integer("number"),
            row.text("title_text"),
            row.text("text"),
            row.flag("good_practice"),
            std::move(cited[row.text("id")]),
            row.integer("version")};
        std::ranges::sort(finding.rows, label_before);
        findings.push_back(std::move(finding));
    }
    return findings;
}

std::vector<Recommendation> recommendations_of(db::Transaction& tx, const CaseAccess& access) {
    std::map<std::string, Ids> findings, organisations;
    for (const auto& row : tx.rows(recommendation_findings_sql, {{"case_id", access.id()}}))
        findings[row.text("recommendation_id")].push_back(row.text("finding_id"));
    for (const auto& row : tx.rows(recommendation_organisations_sql, {{"case_id", access.id()}}))
        organisations[row.text("recommendation_id")].push_back(row.text("organisation_id"));

    std::vector<Recommendation> recommendations;
    for (const auto& row : tx.rows(recommendations_sql, {{"case_id", access.id()}})) {
        auto recommendation = recommendation_from(row);
        recommendation.finding_ids = std::move(findings[recommendation.id]);
        recommendation.organisations = std::move(organisations[recommendation.id]);
        recommendations.push_back(std::move(recommendation));
    }
    return recommendations;
}

std::vector<Finding> findings_citing(db::Transaction& tx, const CaseAccess& access, std::string_view row_id) {
    auto findings = findings_of(tx, access);
    std::erase_if(findings, [&](const Finding& finding) {
        return std::ranges::none_of(finding.rows, [&](const CitedRow& row) { return row.id == row_id; });
    });
    return findings;
}

std::vector<Recommendation>
recommendations_resting_on(db::Transaction& tx, const CaseAccess& access, std::string_view finding_id) {
    auto recommendations = recommendations_of(tx, access);
    std::erase_if(recommendations, [&](const Recommendation& recommendation) {
        return std::ranges::count(recommendation.finding_ids, finding_id) == 0;
    });
    return recommendations;
}

} // namespace throughline::local_review
