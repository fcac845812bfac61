// SPDX-License-Identifier: GPL-3.0-or-later
// Dates as people write them in chronologies, read the British way, never guessed, and always kept as
// written. docs/decisions/0007-dates-as-people-write-them.md says what is understood and why.
#pragma once

#include "platform/calendar/calendar.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace throughline::documents {
struct Cell;
}

namespace throughline::chronology {

/// What a person should look at. The names are part of the command line's answer and do not change.
enum class Doubt {
    unreadable_date,  ///< not understood, or there is none: the row waits in the undated tray
    impossible_date,  ///< a day that never was (31 June), or that only the American order would make a day
    uncertain,        ///< the writer put a question mark, or a slip or a missing part was mended
    approximate,      ///< the writer said about, early, late …
    weekday_mismatch, ///< the day of the week is another one
    two_digit_year,   ///< the century is ours
    future,           ///< begins after today
    out_of_scope,     ///< lies wholly outside the review's window
};

std::string_view name(Doubt doubt);
std::optional<Doubt> doubt_named(std::string_view name);

struct DateContext {
    calendar::Date today{};
    std::optional<calendar::Date> scope_from{}; ///< the review's window, both days included
    std::optional<calendar::Date> scope_to{};
    std::optional<int> year{};  ///< of a heading that the row stands under: for dates without a year
    bool days_from_1904{false}; ///< plain day numbers count from 1904
};

struct ReadDate {
    std::string start_text{};                ///< as a person saw it, untouched
    std::optional<std::string> start{};      ///< EDTF level 1 (ISO 8601-2): a date, or an interval for a span
    std::optional<std::string> earliest{};   ///< first possible day, ISO; nothing when open or unknown
    std::optional<std::string> latest{};     ///< last possible day, ISO; nothing when open or unknown
    std::optional<std::string> start_time{}; ///< 16:40
    std::vector<Doubt> doubts{};             ///< in the order of the enumeration, each once
};

ReadDate read_date(std::string_view original, const DateContext& context);
/// A spreadsheet's date cell is read by its day number; where the sheet shows less than the day, by what it
/// shows.
ReadDate read_date(const documents::Cell& cell, const DateContext& context);
/// The time alone, from a column of its own: `16:40`, `1640`, `4.40pm`, `9 am`, `noon`; nothing when it is
/// not one.
std::optional<std::string> read_time(std::string_view original);
std::optional<std::string> read_time(const documents::Cell& cell);

/// A span from the first date to the second: a row with its end in a column of its own. The first as it is
/// when the second is not understood; impossible when the end comes first.
ReadDate up_to(ReadDate first, const ReadDate& end, const DateContext& context);

/// The date as understood, in words: "3 May 2019", "About 3 March 2019", "Between 30 March and 12 April
/// 2026". `edtf` is what `read_date` gives; anything else comes back as it is.
std::string in_words(std::string_view edtf);

/// Text that puts rows in honest order when compared as bytes: first possible day, then the narrower before
/// the vaguer, then by time, a time that is not known last; rows without a date come after all others.
std::string order_key(const ReadDate& date);

} // namespace throughline::chronology
