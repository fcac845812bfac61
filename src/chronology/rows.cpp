// SPDX-License-Identifier: GPL-3.0-or-later
// How kept rows are read, and what they say of themselves.
#include "chronology/operations.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>

namespace throughline::chronology {
namespace {

std::vector<Doubt> read_doubts(std::string_view names) {
    std::vector<Doubt> doubts;
    while (!names.empty()) {
        const auto end = std::min(names.find(' '), names.size());
        const auto doubt = doubt_named(names.substr(0, end));
        if (!doubt) throw std::runtime_error("a row with an unknown doubt is stored");
        doubts.push_back(*doubt);
        names.remove_prefix(std::min(end + 1, names.size()));
    }
    return doubts;
}

std::optional<calendar::Date> date_in(const db::Row& row, std::string_view column) {
    const auto text = row.maybe_text(column);
    return text ? calendar::read_date(*text) : std::nullopt;
}

StoredRow row_from(const db::Row& row) {
    StoredRow stored;
    stored.id = row.text("id");
    stored.label = row.text("label");
    stored.organisation_id = row.text("organisation_id");
    stored.agency = row.text("agency");
    stored.agency_code = row.text("agency_code");
    stored.return_id = row.text("return_id");
    stored.start = row.maybe_text("start_edtf");
    stored.earliest = row.maybe_text("earliest");
    stored.latest = row.maybe_text("latest");
    stored.time = row.maybe_text("start_time");
    stored.doubts = read_doubts(row.text("doubts"));
    stored.start_text_id = row.text("start_text");
    stored.source_text_id = row.text("source_text");
    stored.what_text_id = row.text("what_text");
    stored.comment_text_id = row.maybe_text("comment_text").value_or("");
    stored.part_text_id = row.maybe_text("part_text").value_or("");
    stored.line = row.integer("line");
    stored.repaired = row.flag("repaired");
    stored.superseded = row.maybe_text("replaced_by").has_value();
    stored.scope_from = date_in(row, "scope_from");
    stored.scope_to = date_in(row, "scope_to");
    stored.version = row.integer("version");
    return stored;
}

constexpr std::string_view rows_of_sql = R"(
    SELECT r.*, o.name AS agency, o.code AS agency_code
      FROM chronology_row r
      JOIN organisation o ON o.id = r.organisation_id
     WHERE r.case_id = :case_id AND (r.replaced_by IS NULL OR r.cited = 1)
     ORDER BY r.order_key, o.name, r.place, r.id)";

constexpr std::string_view find_row_sql = R"(
    SELECT r.*, o.name AS agency, o.code AS agency_code
      FROM chronology_row r
      JOIN organisation o ON o.id = r.organisation_id
     WHERE r.case_id = :case_id AND r.label = :label)";

constexpr std::string_view count_sql = R"(
    SELECT organisation_id, count(*) AS given, count(start_edtf) AS dated
      FROM chronology_row
     WHERE case_id = :case_id AND replaced_by IS NULL
     GROUP BY organisation_id)";

constexpr std::string_view repairs_sql = R"(
    SELECT text, repaired_by, repaired_at
      FROM chronology_repair
     WHERE case_id = :case_id AND row_id = :row
     ORDER BY repaired_at, id)";

} // namespace

std::vector<StoredRow> rows_of(db::Transaction& tx, const Environment&, const CaseAccess& access) {
    std::vector<StoredRow> rows;
    for (const auto& row : tx.rows(rows_of_sql, {{"case_id", access.id()}})) {
        rows.push_back(row_from(row));
        rows.back().number = static_cast<std::int64_t>(rows.size());
    }
    return rows;
}

std::optional<StoredRow> find_row(db::Transaction& tx, const CaseAccess& access, std::string_view label) {
    const auto row = tx.row(find_row_sql, {{"case_id", access.id()}, {"label", label}});
    if (!row) return {};
    return row_from(*row);
}

std::map<std::string, Count, std::less<>> count_by_agency(db::Transaction& tx, const CaseAccess& access) {
    std::map<std::string, Count, std::less<>> counts;
    for (const auto& row : tx.rows(count_sql, {{"case_id", access.id()}})) {
        const auto given = row.integer("given");
        counts[row.text("organisation_id")] = {given, given - row.integer("dated")};
    }
    return counts;
}

std::vector<Repair> repairs_of(db::Transaction& tx, const CaseAccess& access, std::string_view row_id) {
    std::vector<Repair> repairs;
    for (const auto& row : tx.rows(repairs_sql, {{"case_id", access.id()}, {"row", row_id}}))
        repairs.push_back(
            {row.text("text"),
             row.text("repaired_by"),
             read_instant(row.text("repaired_at")).value_or(Instant{})});
    return repairs;
}

std::string when_in_words(const StoredRow& row) {
    if (!row.start) return "No date understood";
    if (row.start == row.earliest && row.earliest == row.latest)
        if (const auto date = calendar::read_date(*row.start))
            return calendar::in_short(*date) + " " + row.start->substr(0, 4);
    return in_words(*row.start);
}

std::string in_words(Doubt doubt) {
    switch (doubt) {
    case Doubt::unreadable_date: return "no date could be read from this";
    case Doubt::impossible_date: return "there is no such day";
    case Doubt::uncertain: return "the writer was not sure, or a slip was mended";
    case Doubt::approximate: return "about this time, not exactly";
    case Doubt::weekday_mismatch: return "the weekday does not fit the date";
    case Doubt::two_digit_year: return "the century was not written";
    case Doubt::future: return "lies in the future";
    case Doubt::out_of_scope: return "outside the period the review looks at";
    }
    throw std::logic_error("a doubt outside its list");
}

} // namespace throughline::chronology
