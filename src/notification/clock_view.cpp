// SPDX-License-Identifier: GPL-3.0-or-later
#include "notification/clock_view.hpp"

#include "platform/html/clock.hpp"

#include <fmt/format.h>

namespace throughline::notification {
namespace {

std::string_view working_days(int count) { return count == 1 ? "working day" : "working days"; }

struct Left {
    int days{};
    bool late{};
};

Left left(const Counted& counted, const statutory::Statute& statute, Instant at) {
    if (!statutory::Statute::on_time(counted.due, at)) return {statute.days_late(counted.due, at), true};
    return {statute.working_days().between(calendar::london_date(at), counted.due), false};
}

bool is_weekend(Date date) {
    const std::chrono::weekday day{date};
    return day == std::chrono::Saturday || day == std::chrono::Sunday;
}

std::vector<govuk::Fact> how_counted(const Counted& counted) {
    std::vector<govuk::Fact> facts;
    if (!counted.explanation.empty()) facts.push_back({"Rule", counted.explanation.front()});
    for (const auto& step : counted.steps) {
        auto day = calendar::in_full(step.date);
        if (step.left_out.empty())
            facts.push_back({fmt::format("Day {}", step.number), day});
        else
            facts.push_back({"Left out", is_weekend(step.date) ? day : day + ", " + step.left_out});
    }
    facts.push_back({"Guidance", counted.guidance});
    facts.push_back({"Bank holidays", counted.calendar_edition});
    return facts;
}

} // namespace

std::string time_left(const Counted& counted, const statutory::Statute& statute, Instant at) {
    const auto [days, late] = left(counted, statute, at);
    if (days == 0) return late ? "Past its date" : "Send it today";
    if (late) return fmt::format("{} {} late", days, working_days(days));
    return fmt::format("{} {} left", days, working_days(days));
}

html::Object clock_card(const Counted& counted, const statutory::Statute& statute, Instant at) {
    const auto [days, late] = left(counted, statute, at);
    govuk::Clock card;
    card.title = "Time to notify the Panel";
    card.level = 2;
    if (days == 0) {
        card.state = govuk::state(
            late ? govuk::State::late : govuk::State::soon,
            time_left(counted, statute, at),
            govuk::Look::boxed);
    } else {
        card.number = std::to_string(days);
        card.unit = fmt::format("{} {}", working_days(days), late ? "late" : "left");
        card.late = late;
    }
    card.facts = {{"Send by", calendar::in_full(counted.due)}};
    if (!counted.steps.empty())
        card.facts.push_back({"Council became aware", calendar::in_full(counted.steps.front().date)});
    card.counted = how_counted(counted);
    return govuk::clock(card);
}

html::Object clock_ruler(const Counted& counted, Date today) {
    std::vector<govuk::Day> days;
    for (const auto& step : counted.steps) {
        govuk::Day day;
        day.label = calendar::in_short(step.date);
        if (!step.left_out.empty()) {
            day.kind = is_weekend(step.date) ? govuk::Day::Kind::weekend : govuk::Day::Kind::holiday;
            day.label = step.left_out;
        } else {
            day.number = std::to_string(step.number);
        }
        day.past = step.date < today;
        day.today = step.date == today;
        day.due = step.date == counted.due;
        days.push_back(std::move(day));
    }
    return govuk::ruler("The working days from awareness to the day to send by", days);
}

} // namespace throughline::notification
