// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/calendar/calendar.hpp"

#include <algorithm>
#include <cstdlib>

namespace throughline::calendar {

WorkingDays::WorkingDays(std::vector<Holiday> holidays, Date first, Date last)
    : m_holidays(std::move(holidays)), m_first(first), m_last(last) {
    if (last < first) throw std::invalid_argument("the calendar ends before it begins");
    std::ranges::sort(m_holidays, {}, &Holiday::date);
    const auto twice = std::ranges::adjacent_find(m_holidays, {}, &Holiday::date);
    if (twice != m_holidays.end())
        throw std::invalid_argument("two bank holidays on " + to_text(twice->date));
    if (!m_holidays.empty() && (m_holidays.front().date < first || m_holidays.back().date > last))
        throw std::invalid_argument("a bank holiday lies outside the years of the calendar");
}

bool WorkingDays::is_working(Date date) const { return why_not(date).empty(); }

std::string WorkingDays::why_not(Date date) const {
    if (date < m_first || date > m_last)
        throw BeyondCalendar(
            "The bank holidays held here run from " + in_figures(m_first) + " to " + in_figures(m_last) +
            ", and " + in_figures(date) +
            " is outside them, so any date would be a guess. Check the year; if it is right, the bank "
            "holidays "
            "of that year must be added first");
    const std::chrono::weekday weekday(date);
    // A bank holiday is named even when it falls on a weekend: the more telling reason.
    const auto holiday = std::ranges::lower_bound(m_holidays, date, {}, &Holiday::date);
    if (holiday != m_holidays.end() && holiday->date == date) return holiday->name;
    if (weekday == std::chrono::Saturday) return "Saturday";
    if (weekday == std::chrono::Sunday) return "Sunday";
    return {};
}

Counted WorkingDays::count(Date from, int count) const {
    Counted counted{from, {{from, 0, {}}}};
    const std::chrono::days step(count < 0 ? -1 : 1);
    for (int number = 0; number < std::abs(count);) {
        counted.due += step;
        auto left_out = why_not(counted.due);
        if (left_out.empty()) ++number;
        counted.steps.push_back({counted.due, number, std::move(left_out)});
    }
    return counted;
}

int WorkingDays::between(Date from, Date to) const {
    if (to < from) return -between(to, from);
    int count = 0;
    for (Date date = from + std::chrono::days(1); date <= to; date += std::chrono::days(1))
        if (is_working(date)) ++count;
    return count;
}

} // namespace throughline::calendar
