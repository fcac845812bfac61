// SPDX-License-Identifier: GPL-3.0-or-later
// How a due date is counted, and how the counting is told.
#include "statutory/statutory.hpp"

#include <fmt/format.h>

#include <cstdlib>

namespace throughline::statutory {
namespace {

/// Mon 30 Mar 2026
std::string in_line(Date date) {
    return calendar::in_short(date) + " " + calendar::to_text(date).substr(0, 4);
}

std::string in_words(int count, std::string_view one) {
    return fmt::format("{} {}{}", std::abs(count), one, std::abs(count) == 1 ? "" : "s");
}

std::string_view in_words(Tag tag) {
    switch (tag) {
    case Tag::seen: return "seen in the source";
    case Tag::known: return "to be checked against the source before it is relied on";
    case Tag::inferred: return "our reading of the source";
    }
    return {};
}

std::string source_line(const Rule& rule) {
    return fmt::format(
        "Source: {}; rule in force from {}, {}",
        rule.source,
        calendar::in_figures(rule.from),
        in_words(rule.tag));
}

} // namespace

calendar::Counted Statute::count(Date trigger, int days) const {
    // Rule 73: what was announced after the due date had passed does not move it.
    auto counted = m_calendars.front().days.count(trigger, days);
    for (auto known = m_calendars.begin() + 1; known != m_calendars.end() && known->from <= counted.due;
         ++known)
        counted = known->days.count(trigger, days);
    return counted;
}

Due Statute::counted_in_days(Clock clock, const Rule& rule, Date trigger) const {
    auto counted = count(trigger, rule.length);
    const auto& words = rules(clock);
    const bool back = rule.length < 0;
    std::vector<std::string> lines{
        fmt::format(
            "{}: {} {} {}",
            words.name,
            in_words(rule.length, "working day"),
            back ? "before" : "after",
            words.trigger),
        fmt::format("Day 0    {}  {}", in_line(trigger), words.trigger)};
    for (std::size_t i = 1; i < counted.steps.size(); ++i) {
        const auto& step = counted.steps[i];
        if (step.left_out.empty())
            lines.push_back(fmt::format("{:<8} {}", fmt::format("Day {}", step.number), in_line(step.date)));
        else
            lines.push_back(fmt::format("–        {}  not counted: {}", in_line(step.date), step.left_out));
    }
    if (back && !working_days().is_working(trigger))
        lines.push_back(fmt::format(
            "Please note: a publication falls on a working day, and {} is not one ({})",
            calendar::in_full(trigger),
            working_days().why_not(trigger)));
    lines.push_back(fmt::format("Due {}: {}", calendar::in_full(counted.due), words.ends));
    lines.push_back(fmt::format(
        "Working days are Monday to Friday without the bank holidays of England; counting {}",
        back ? "goes back from the day before" : "starts on the day after"));
    lines.push_back(source_line(rule));
    lines.push_back("Bank holidays: edition " + m_calendar_edition);
    return {
        clock,
        trigger,
        counted.due,
        std::move(counted.steps),
        std::move(lines),
        rule.guidance,
        rule.source,
        m_calendar_edition};
}

Due Statute::counted_in_months(Clock clock, const Rule& rule, Date trigger) const {
    const auto& words = rules(clock);
    const Date date = calendar::add_months(trigger, rule.length);
    std::vector<std::string> lines{
        fmt::format("{}: {} after {}", words.name, in_words(rule.length, "calendar month"), words.trigger),
        fmt::format("Day 0    {}  {}", in_line(trigger), words.trigger)};
    const auto day_of = [](Date d) { return std::chrono::year_month_day(d).day(); };
    if (day_of(date) != day_of(trigger))
        lines.push_back(fmt::format(
            "{} months on there is no day {}, so the last day of that month is taken",
            rule.length,
            static_cast<unsigned>(day_of(trigger))));
    lines.push_back(fmt::format("Due {}: {}", calendar::in_full(date), words.ends));
    lines.push_back("Calendar months: weekends and bank holidays do not move the date");
    lines.push_back(source_line(rule));
    return {clock, trigger, date, {}, std::move(lines), rule.guidance, rule.source, m_calendar_edition};
}

} // namespace throughline::statutory
