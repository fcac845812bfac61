// SPDX-License-Identifier: GPL-3.0-or-later
// What months and weekdays are called in English.
#pragma once

#include <array>
#include <string_view>

namespace throughline::calendar {

inline constexpr std::array<std::string_view, 12> month_names{
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December"};
/// Sunday first, as std::chrono::weekday counts them.
inline constexpr std::array<std::string_view, 7> weekday_names{
    "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"};

/// The same after text::fold, to compare with what people typed.
inline constexpr std::array<std::string_view, 12> folded_month_names{
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december"};
inline constexpr std::array<std::string_view, 7> folded_weekday_names{
    "sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"};

} // namespace throughline::calendar
