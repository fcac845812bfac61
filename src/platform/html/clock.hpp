// SPDX-License-Identifier: GPL-3.0-or-later
// Clocks as they are shown: one big number with its due date and how it was counted, and the ruler of working
// days. The counting itself is platform/calendar's; here are only its words and its picture.
#pragma once

#include "platform/html/parts.hpp"

#include <optional>
#include <string>
#include <vector>

namespace throughline::govuk {

struct Clock {
    std::string title{};
    int level{3};         ///< of its heading: 2 where no section's heading stands above it
    std::string number{}; ///< "1"; empty when a state says it all
    std::string unit{};   ///< "working day left", "days, Grandmother 1"
    bool late{};
    std::optional<Object> state{}; ///< made by `state`
    std::vector<Fact> facts{};     ///< Due, Today, Turn
    std::vector<Fact> counted{};   ///< how it was counted: Starts, Rule, Left out
};
/// The card of the closed area, partial `clock`.
Object clock(const Clock& clock);

struct Day {
    enum class Kind { counted, weekend, holiday } kind{Kind::counted};
    std::string number{}; ///< "0" is the day it starts
    std::string label{};  ///< "Fri 14 Aug"; of a weekend or holiday, what it is
    std::string words{};  ///< band only: "today", "day 3", "send by"
    bool past{};
    bool today{};
    bool due{};
};
/// A step on the ruler, under the day it happened or is meant to happen.
struct Pin {
    std::size_t day{}; ///< index into the days
    std::string name{};
    std::string when{};
    bool later{};
};
/// Partial `ruler`. At most 22 counted days or so (96 columns): a longer clock has no ruler;
/// std::logic_error.
Object ruler(
    std::string label,
    const std::vector<Day>& days,
    std::string pins_label = {},
    const std::vector<Pin>& pins = {});

struct Band {
    std::string label{}; ///< "Time left for this notification"
    std::string number{};
    std::string unit{};
    std::string due{}; ///< "Send by Tuesday 17 March 2026"
    std::vector<Day> days{};
    std::string why{}; ///< from when it is counted
};
/// The wide clock of contributors' and notifiers' pages, partial `clock_band`.
Object clock_band(const Band& band);

} // namespace throughline::govuk
