// SPDX-License-Identifier: GPL-3.0-or-later
#include "statutory/cli.hpp"

#include <ostream>

namespace throughline::statutory {

int clock_due(
    const Statute& statute,
    std::string_view clock,
    std::string_view date,
    Telling telling,
    std::ostream& out,
    std::ostream& err) {
    const auto which = read_clock(clock);
    if (!which) {
        err << "There is no clock “" << clock
            << "”. The clocks are notify_panel, rapid_review, pre_publication_copy and lcspr_complete.\n";
        return 2;
    }
    const auto trigger = calendar::read_date(date);
    if (!trigger) {
        err << "“" << date << "” is not a date. Write it as year, month and day, such as 2026-03-30.\n";
        return 2;
    }
    try {
        const auto due = statute.due(*which, *trigger);
        if (telling == Telling::date_alone)
            out << calendar::to_text(due.date) << '\n';
        else
            for (const auto& line : due.explanation) out << line << '\n';
        return 0;
    } catch (const calendar::BeyondCalendar& e) {
        err << e.what() << ".\n"; // its words are written for the person who asked
        return 1;
    }
}

} // namespace throughline::statutory
