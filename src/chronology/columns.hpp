// SPDX-License-Identifier: GPL-3.0-or-later
// What the columns of an agency's table mean, by their headings or, without headings, by what stands in them.
#pragma once

#include "chronology/dates.hpp"
#include "platform/documents/tables.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace throughline::chronology {

enum class Meaning {
    unknown, ///< kept in `what`, under its heading
    number,  ///< a sequence number of the row
    date,
    time,
    end_date,
    end_time,
    source,
    what,
    comment, ///< analysis, impact, the author's view
    detail,  ///< further fact: action, outcome, who was there
};

struct Column {
    Meaning meaning{};
    std::string heading{}; ///< as the agency wrote it; empty when there is none
    bool main{false};      ///< the one of its meaning that needs no heading before its text
};

using Columns = std::vector<Column>;

/// The columns that a row of headings names; nothing when the row is not one.
std::optional<Columns> columns_of_headings(const documents::Row& row);
/// After headings that name no column for what happened: the unnamed one with the most text.
void settle_what(Columns& columns, std::span<const documents::Row> rows);
/// The columns of a table without headings: the first that holds dates, the one with the longest text.
/// Nothing when it holds no dates, or is a form of labels and answers.
std::optional<Columns> guess_columns(std::span<const documents::Row> rows, const DateContext& context);

} // namespace throughline::chronology
