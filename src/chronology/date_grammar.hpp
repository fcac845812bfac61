// SPDX-License-Identifier: GPL-3.0-or-later
// What the words and figures of a date say: a day, a month, a year, a part of one, or a span between two of
// these.
#pragma once

#include "chronology/date_words.hpp"
#include "chronology/dates.hpp"

#include <optional>
#include <span>
#include <string>

namespace throughline::chronology {

/// A date as far as it is written.
struct Written {
    enum class Part { whole, early, middle, late };
    std::optional<int> year{};
    std::optional<unsigned> month{};
    std::optional<unsigned> day{};
    std::optional<unsigned> weekday{};
    std::optional<unsigned> season{}; ///< 21 spring … 24 winter, as in EDTF
    bool term{false};                 ///< of a school year: autumn, spring, summer
    bool decade{false};               ///< 2010s
    std::optional<int> to_year{};     ///< 2018/19
    Part part{Part::whole};
    bool two_digit_year{false};
    bool impossible{false};
    bool doubtful{false}; ///< a slip was mended
    bool approximate{false};
};

/// The days it may be.
struct Span {
    std::string begins{}; ///< EDTF of its first end; the whole when it is one date
    std::string ends{};   ///< EDTF of its second end; empty when it is one date
    std::optional<calendar::Date> first{};
    std::optional<calendar::Date> last{};
    bool exact_day{false};
    bool weekday_mismatch{false};
    bool two_digit_year{false};
    bool impossible{false};
    bool doubtful{false};
    bool approximate{false};
};

/// Reads all of the tokens as one date that may lack its year or its month; nothing when they are something
/// else.
std::optional<Written> read_written(std::span<const Token> tokens, const DateContext& context);
/// The days of a written date; nothing when its year is missing and the context does not settle it.
std::optional<Span> span_of(Written written, const DateContext& context);
/// A date, or a span of two: "3-5 May 2019", "Mar to May 2019", "30/12/18 - 2/1/19".
std::optional<Span> read_span(std::span<const Token> tokens, const DateContext& context);

} // namespace throughline::chronology
