// SPDX-License-Identifier: GPL-3.0-or-later
#include "agency_return/reading.hpp"

#include "agency_return/operations.hpp"
#include "chronology/chronology.hpp"

namespace throughline::agency_return {
namespace {

std::vector<LeftOut> left_out(const std::vector<chronology::LeftOut>& lines) {
    std::vector<LeftOut> kept;
    for (const auto& line : lines) kept.push_back({line.part, line.line, line.reason, line.text});
    return kept;
}

} // namespace

chronology::GivenRow read_raw(const RawRow& row, const chronology::DateContext& context) {
    chronology::GivenRow given;
    given.date = chronology::read_date(row.date, context);
    if (!row.time.empty()) {
        if (const auto time = chronology::read_time(row.time)) given.date.start_time = time;
        // What was written stays whole, a time that was not understood too.
        given.date.start_text += (given.date.start_text.empty() ? "" : " ") + row.time;
    }
    given.source = row.source;
    given.what = row.what;
    given.comment = row.comment;
    given.label = row.label;
    return given;
}

Outcome<Understood> understand(
    std::string_view bytes,
    std::string_view file_name,
    const chronology::DateContext& context,
    const TableReader& tables) {
    const auto found = tables(bytes, file_name);
    if (!found) return found.refusal();
    auto reading = chronology::read_rows(*found, "", file_name, context);
    Understood understood;
    for (auto& row : reading.rows)
        understood.rows.push_back(
            {std::move(row.date),
             std::move(row.source),
             std::move(row.what),
             row.comment.value_or(""),
             std::move(row.part),
             row.line,
             ""});
    understood.skipped = left_out(reading.skipped);
    understood.refused = left_out(reading.refused);
    if (understood.rows.empty())
        return invalid(
            "file",
            "No rows could be found in this file. A chronology needs a table with a date and what happened "
            "in each "
            "row. Nothing has been kept: choose another file, or ring us and we will look at it with you");
    return understood;
}

} // namespace throughline::agency_return
