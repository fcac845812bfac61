// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/calendar/calendar.hpp"

#include "platform/calendar/names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace throughline::calendar {
namespace {

using std::chrono::year_month_day;

std::string_view weekday_of(Date date) { return weekday_names.at(std::chrono::weekday(date).c_encoding()); }
std::string_view month_of(Date date) {
    return month_names.at(static_cast<unsigned>(year_month_day(date).month()) - 1);
}
unsigned day_of(Date date) { return static_cast<unsigned>(year_month_day(date).day()); }
int year_of(Date date) { return static_cast<int>(year_month_day(date).year()); }

bool all_digits(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

int number(std::string_view digits) {
    int value = 0;
    for (const char c : digits) value = value * 10 + (c - '0');
    return value;
}

} // namespace

std::string to_text(Date date) {
    const year_month_day ymd{date};
    return fmt::format(
        "{:04}-{:02}-{:02}",
        static_cast<int>(ymd.year()),
        static_cast<unsigned>(ymd.month()),
        static_cast<unsigned>(ymd.day()));
}

std::optional<Date> read_date(std::string_view iso) {
    if (iso.size() != 10 || iso[4] != '-' || iso[7] != '-') return {};
    const auto year = iso.substr(0, 4);
    const auto month = iso.substr(5, 2);
    const auto day = iso.substr(8, 2);
    if (!all_digits(year) || !all_digits(month) || !all_digits(day)) return {};
    return make_date(number(year), static_cast<unsigned>(number(month)), static_cast<unsigned>(number(day)));
}

std::optional<Date> make_date(int year, unsigned month, unsigned day) {
    // chrono keeps years in 16 bits and months and days in 8: what does not fit would wrap into a real date.
    if (year < 1 || year > 9999 || month > 12 || day > 31) return {};
    const year_month_day ymd{std::chrono::year{year}, std::chrono::month{month}, std::chrono::day{day}};
    if (!ymd.ok()) return {};
    return Date(ymd);
}

Date add_months(Date date, int count) {
    const auto moved = year_month_day(date) + std::chrono::months(count);
    if (moved.ok()) return moved;
    return std::chrono::year_month_day_last(moved.year(), std::chrono::month_day_last(moved.month()));
}

std::string in_full(Date date) { return fmt::format("{} {}", weekday_of(date), in_figures(date)); }

std::string in_short(Date date) {
    return fmt::format("{} {} {}", weekday_of(date).substr(0, 3), day_of(date), month_of(date).substr(0, 3));
}

std::string in_figures(Date date) {
    return fmt::format("{} {} {}", day_of(date), month_of(date), year_of(date));
}

std::string in_full(Instant at) {
    return fmt::format("{} at {} (London)", in_full(london_date(at)), london_clock(at));
}

} // namespace throughline::calendar
