// SPDX-License-Identifier: GPL-3.0-or-later
// The chronology: what each agency knew and did, row by row, merged into one honest order.
#pragma once

#include "chronology/dates.hpp"
#include "platform/documents/tables.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace throughline::chronology {

/// One event as an agency wrote it, and where it stood in what the agency sent.
struct Row {
    std::string agency{};
    std::string source{}; ///< the record it was taken from; may be empty
    ReadDate date{};
    std::string what{};                   ///< what happened, with every further column of the row by name
    std::optional<std::string> comment{}; ///< analysis and the author's view, kept apart from fact
    std::string file{};
    std::string part{}; ///< sheet or table; empty for a CSV file
    int line{};
};

/// A row of the file that is no event (a title, a heading, a blank row), or one that could not be taken.
struct LeftOut {
    std::string file{};
    std::string part{};
    std::optional<int> line{}; ///< nothing when it is the whole file or part
    std::string reason{};      ///< a sentence of ours; holds nothing of the file
    std::string text{};        ///< what stood there
};

struct Reading {
    std::vector<Row> rows{}; ///< in the order of the file
    std::vector<LeftOut> skipped{};
    std::vector<LeftOut> refused{};
};

/// Reads the rows of an agency's file: finds the column headings by their usual names, or guesses the columns
/// where there are none, and puts what stands in other columns into `what` or `comment` under the column's
/// name. Every cell that is not empty is found again in a row, in `skipped` or in `refused`.
Reading read_rows(
    const std::vector<documents::Table>& tables,
    std::string_view agency,
    std::string_view file,
    const DateContext& context);

/// The rows of all agencies in one order: by `order_key` of their dates, then by agency, then as each agency
/// had them; the undated last. The same rows give the same order.
std::vector<Row> merge(std::vector<Row> rows);

} // namespace throughline::chronology
