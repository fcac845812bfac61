// SPDX-License-Identifier: GPL-3.0-or-later
#include "chronology/operations.hpp"

#include "platform/text/text.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>

namespace throughline::chronology {
namespace {

using identity::Typed;

db::Value text_of(const std::optional<calendar::Date>& date) {
    return date ? db::Value(calendar::to_text(*date)) : db::Value();
}

std::string names_of(const std::vector<Doubt>& doubts) {
    std::string names;
    for (const auto doubt : doubts) {
        if (!names.empty()) names += ' ';
        names += name(doubt);
    }
    return names;
}

/// Keeps the texts of a return. Sources, dates and sheet names repeat from row to row: each is kept once.
class TextKeeper {
public:
    TextKeeper(Work& work, const CaseAccess& access) : m_keeper(work, access) {}

    std::string keep(std::string_view text) { return m_keeper.keep(text_owner, text, Typed::raw); }
    std::string keep_once(const std::string& text) {
        const auto found = m_kept.find(text);
        if (found != m_kept.end()) return found->second;
        return m_kept.emplace(text, keep(text)).first->second;
    }
    db::Value keep_unless_empty(const std::string& text) {
        return text.empty() ? db::Value() : db::Value(keep(text));
    }
    db::Value keep_once_unless_empty(const std::string& text) {
        return text.empty() ? db::Value() : db::Value(keep_once(text));
    }

private:
    identity::Keeper m_keeper;
    std::map<std::string, std::string> m_kept;
};

/// Reserves `count` running numbers of the agency; gives the first.
std::int64_t
next_numbers(Work& work, const CaseAccess& access, std::string_view organisation, std::int64_t count) {
    const auto row = work.tx.row(
        R"(INSERT INTO chronology_label (case_id, organisation_id, last) VALUES (:case_id, :organisation, :count)
           ON CONFLICT (case_id, organisation_id) DO UPDATE SET last = chronology_label.last + :count
           RETURNING last)",
        {{"case_id", access.id()}, {"organisation", organisation}, {"count", count}});
    return row->integer("last") - count + 1;
}

std::string label_for(const GivenRow& row, const std::string& agency_code, std::int64_t number) {
    if (row.label.empty()) return agency_code + "-" + std::to_string(number);
    // Without a dash it can never meet a label that the agency's counter gives.
    const bool well_formed = row.label.size() <= 20 && std::ranges::all_of(row.label, [](char c) {
                                 return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
                             });
    if (!well_formed) throw std::logic_error("a row was given a malformed label");
    return row.label;
}

constexpr std::string_view add_row_sql = R"(
    INSERT INTO chronology_row (id, case_id, organisation_id, return_id, label, place, order_key, start_edtf, earliest,
                                latest, start_time, doubts, scope_from, scope_to, start_text, source_text, what_text,
                                comment_text, part_text, line, repaired, replaced_by, cited, version)
    VALUES (:id, :case_id, :organisation, :return_id, :label, :place, :order_key, :start, :earliest,
            :latest, :time, :doubts, :scope_from, :scope_to, :start_text, :source_text, :what_text,
            :comment_text, :part_text, :line, 0, NULL, 0, 1))";

constexpr std::string_view repair_row_sql = R"(
    UPDATE chronology_row
       SET order_key = :order_key, start_edtf = :start, earliest = :earliest, latest = :latest, start_time = :time,
           doubts = :doubts, repaired = 1, version = version + 1
     WHERE id = :id AND case_id = :case_id AND version = :seen)";

} // namespace

std::vector<std::string> keep_rows(
    Work& work,
    const CaseAccess& access,
    const organisation::Organisation& agency,
    std::string_view return_id,
    const std::vector<GivenRow>& rows,
    const DateContext& scope) {
    std::vector<std::string> labels;
    if (rows.empty()) return labels;
    auto number = next_numbers(work, access, agency.id, static_cast<std::int64_t>(rows.size()));
    TextKeeper texts(work, access);
    for (const auto& row : rows) {
        labels.push_back(label_for(row, agency.code, number));
        work.tx.change(
            add_row_sql,
            {{"id", work.new_id()},
             {"case_id", access.id()},
             {"organisation", agency.id},
             {"return_id", return_id},
             {"label", labels.back()},
             {"place", number},
             {"order_key", order_key(row.date)},
             {"start", row.date.start},
             {"earliest", row.date.earliest},
             {"latest", row.date.latest},
             {"time", row.date.start_time},
             {"doubts", names_of(row.date.doubts)},
             {"scope_from", text_of(scope.scope_from)},
             {"scope_to", text_of(scope.scope_to)},
             {"start_text", texts.keep_once(row.date.start_text)},
             {"source_text", texts.keep_once(row.source)},
             {"what_text", texts.keep(row.what)},
             {"comment_text", texts.keep_unless_empty(row.comment)},
             {"part_text", texts.keep_once_unless_empty(row.part)},
             {"line", row.line}});
        ++number;
    }
    return labels;
}

std::int64_t replace_rows(
    Work& work, const CaseAccess& access, std::string_view organisation_id, std::string_view new_return_id) {
    return work.tx.change(
        R"(UPDATE chronology_row SET replaced_by = :new_return
            WHERE case_id = :case_id AND organisation_id = :organisation AND replaced_by IS NULL
              AND return_id <> :new_return)",
        {{"new_return", new_return_id}, {"case_id", access.id()}, {"organisation", organisation_id}});
}

Outcome<Done> cite(Work& work, const CaseAccess& access, std::string_view label) {
    const auto touched = work.tx.change(
        "UPDATE chronology_row SET cited = 1 WHERE case_id = :case_id AND label = :label",
        {{"case_id", access.id()}, {"label", label}});
    if (touched == 0) return missing();
    return Done{};
}

Outcome<ReadDate> read_again(const StoredRow& row, std::string_view text, calendar::Date today) {
    const auto typed = text::tidy(text);
    if (typed.empty())
        return invalid("date", "Enter the date as you understand it, for example 31 May 2020 or May 2020");
    if (typed.size() > 200) return invalid("date", "Enter only the date, for example 31 May 2020");
    auto reading = read_date(typed, DateContext{today, row.scope_from, row.scope_to, {}, false});
    if (std::ranges::count(reading.doubts, Doubt::impossible_date) != 0)
        return invalid(
            "date", "There is no such day. Enter one that there was, or the month alone, such as June 2020");
    if (!reading.start)
        return invalid(
            "date", "No date could be read from this. Write it like 31 May 2020, May 2020 or spring 2020");
    // A time from a column of its own stays true when only the day is mended.
    if (!reading.start_time) reading.start_time = row.time;
    return reading;
}

Outcome<Done> repair_date(
    Work& work,
    const CaseAccess& access,
    std::string_view label,
    std::string_view text,
    std::int64_t seen_version) {
    const auto row = find_row(work.tx, access, label);
    if (!row) return missing();
    const auto reading = read_again(*row, text, work.today());
    if (!reading) return reading.refusal();
    const auto touched = work.tx.change(
        repair_row_sql,
        {{"order_key", order_key(*reading)},
         {"start", reading->start},
         {"earliest", reading->earliest},
         {"latest", reading->latest},
         {"time", reading->start_time},
         {"doubts", names_of(reading->doubts)},
         {"id", row->id},
         {"case_id", access.id()},
         {"seen", seen_version}});
    if (touched == 0)
        return conflict(
            "Somebody gave this row a date while you were looking at it. Read what stands there now, then "
            "decide again");
    work.tx.change(
        R"(INSERT INTO chronology_repair (id, row_id, case_id, text, start_edtf, repaired_by, repaired_at)
           VALUES (:id, :row, :case_id, :text, :start, :by, :at))",
        {{"id", work.new_id()},
         {"row", row->id},
         {"case_id", access.id()},
         {"text", identity::keep(work, access, text_owner, text, Typed::raw)},
         {"start", *reading->start},
         {"by", work.by.account},
         {"at", to_text(work.at)}});
    work.note("chronology.repaired", access.reference(), row->label);
    return Done{};
}

} // namespace throughline::chronology
