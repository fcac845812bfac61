// SPDX-License-Identifier: GPL-3.0-or-later
// Times of day among the words of a date.
#pragma once

#include "chronology/date_words.hpp"

#include <optional>
#include <string>

namespace throughline::chronology {

struct Clock {
    std::optional<std::string> time{}; ///< the first that was found, 16:40
    bool said{false};                  ///< in words or with am or pm, not in figures alone
    bool approximate{false};           ///< about 4pm
    bool broken{false};                ///< something like 25:70 stood there
};

/// Takes the times out of the tokens ("16:40", "1640hrs", "4.40pm", "between 2 and 3pm", "noon").
Clock take_times(Tokens& tokens);
/// Takes a last "1640" or "16.40" that stands alone behind a date; nothing when there is none.
std::optional<std::string> take_last_figures(Tokens& tokens);
/// The part of the day in words alone ("am", "early hours", "late evening") says no time: takes it out.
void drop_parts_of_day(Tokens& tokens);

} // namespace throughline::chronology
