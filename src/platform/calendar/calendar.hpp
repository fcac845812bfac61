// SPDX-License-Identifier: GPL-3.0-or-later
// Civil dates, the civil time of London, and working days: Monday to Friday less bank holidays.
#pragma once

#include "platform/base/instant.hpp"

#include <chrono>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace throughline::calendar {

/// A civil date; arithmetic in whole days.
using Date = std::chrono::sys_days;

std::string to_text(Date date); ///< 2026-09-07
std::optional<Date> read_date(std::string_view iso);
std::optional<Date> make_date(int year, unsigned month, unsigned day);
/// The same day `months` later, or the last day of that month when it has no such day.
Date add_months(Date date, int months);

/// The civil date and clock of Europe/London at an instant, and back.
Date london_date(Instant at);
std::string london_clock(Instant at); ///< 16:20
Instant london_midnight(Date date);   ///< when that date begins
std::string in_full(Date date);       ///< Monday 7 September 2026
std::string in_short(Date date);      ///< Mon 7 Sep
std::string in_figures(Date date);    ///< 7 September 2026
std::string in_full(Instant at);      ///< Thursday 3 September 2026 at 16:20 (London)

struct Holiday {
    Date date{};
    std::string name{};
};

/// A counted day on the way from a trigger to a due date.
struct Step {
    Date date{};
    int number{}; ///< 0 for the trigger, 1, 2 … for working days; the last number again for a day left out
    std::string left_out{}; ///< why it was not counted: "Saturday", "Good Friday"; empty when counted
};

struct Counted {
    Date due{};
    std::vector<Step> steps{}; ///< in the order of counting, the trigger first
};

/// The data ends before the count does: the program refuses to guess.
class BeyondCalendar : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

class WorkingDays {
public:
    /// `first` and `last` bound the years the data speaks for.
    WorkingDays(std::vector<Holiday> holidays, Date first, Date last);

    bool is_working(Date date) const;     ///< throws BeyondCalendar
    std::string why_not(Date date) const; ///< "Sunday", "Boxing Day", or empty
    /// Counts `count` working days from the day after `from` (before it, when negative). The trigger is day
    /// 0.
    Counted count(Date from, int count) const; ///< throws BeyondCalendar
    /// How many working days lie after `from` up to and including `to`; negative when `to` is earlier.
    int between(Date from, Date to) const; ///< throws BeyondCalendar
    Date last() const { return m_last; }

private:
    std::vector<Holiday> m_holidays;
    Date m_first;
    Date m_last;
};

} // namespace throughline::calendar
