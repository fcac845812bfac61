// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/calendar/calendar.hpp"

#include <gtest/gtest.h>

namespace throughline::calendar {
namespace {

Date day(std::string_view iso) { return read_date(iso).value(); }

WorkingDays spring() {
    return {
        {{day("2026-04-06"), "Easter Monday"},
         {day("2026-04-03"), "Good Friday"},
         {day("2026-05-04"), "Early May bank holiday"},
         {day("2026-12-26"), "Boxing Day"}},
        day("2026-01-01"),
        day("2026-12-31")};
}

TEST(WorkingDays, AreMondayToFridayLessBankHolidays) {
    EXPECT_TRUE(spring().is_working(day("2026-04-02")));
    EXPECT_EQ(spring().why_not(day("2026-04-02")), "");
    EXPECT_EQ(spring().why_not(day("2026-04-03")), "Good Friday");
    EXPECT_EQ(spring().why_not(day("2026-04-04")), "Saturday");
    EXPECT_EQ(spring().why_not(day("2026-04-05")), "Sunday");
    EXPECT_EQ(spring().why_not(day("2026-12-26")), "Boxing Day"); // a Saturday too
}

TEST(WorkingDays, AreCountedFromTheDayAfterTheTrigger) {
    const auto counted = spring().count(day("2026-03-30"), 5);
    EXPECT_EQ(counted.due, day("2026-04-08"));
    ASSERT_EQ(counted.steps.size(), 10U);
    EXPECT_EQ(counted.steps[0].number, 0);
    EXPECT_EQ(counted.steps[1].number, 1);
    EXPECT_EQ(counted.steps[4].left_out, "Good Friday");
    EXPECT_EQ(counted.steps[4].number, 3);
    EXPECT_EQ(counted.steps[7].left_out, "Easter Monday");
    EXPECT_EQ(counted.steps[9].number, 5);
    EXPECT_EQ(counted.steps[9].date, counted.due);
}

TEST(WorkingDays, ATriggerOnARestDayIsDayNought) {
    EXPECT_EQ(spring().count(day("2026-05-02"), 5).due, day("2026-05-11"));
    EXPECT_EQ(spring().count(day("2026-05-02"), 0).due, day("2026-05-02"));
}

TEST(WorkingDays, AreCountedBackwardsToo) {
    const auto counted = spring().count(day("2026-04-14"), -7);
    EXPECT_EQ(counted.due, day("2026-04-01"));
    EXPECT_EQ(counted.steps[1].date, day("2026-04-13"));
    EXPECT_EQ(counted.steps.back().number, 7);
}

TEST(WorkingDays, BetweenUndoesTheCount) {
    const auto calendar = spring();
    for (int n = 0; n <= 30; ++n) {
        const Date from = day("2026-03-23");
        EXPECT_EQ(calendar.between(from, calendar.count(from, n).due), n);
    }
    EXPECT_EQ(calendar.between(day("2026-04-08"), day("2026-03-30")), -5);
    EXPECT_EQ(calendar.between(day("2026-04-03"), day("2026-04-06")), 0);
}

TEST(WorkingDays, TheProgramRefusesToGuessBeyondItsData) {
    const auto calendar = spring();
    EXPECT_THROW(calendar.is_working(day("2027-01-01")), BeyondCalendar);
    EXPECT_THROW(calendar.count(day("2026-12-30"), 5), BeyondCalendar);
    EXPECT_THROW(calendar.count(day("2026-01-02"), -5), BeyondCalendar);
    EXPECT_THROW(calendar.between(day("2026-12-30"), day("2027-01-02")), BeyondCalendar);
    EXPECT_EQ(calendar.count(day("2026-12-30"), 1).due, day("2026-12-31"));
}

TEST(WorkingDays, FaultyDataIsRefusedWhenItIsLoaded) {
    const Date first = day("2026-01-01");
    const Date last = day("2026-12-31");
    EXPECT_THROW(
        WorkingDays({{first, "New Year's Day"}, {first, "Again"}}, first, last), std::invalid_argument);
    EXPECT_THROW(WorkingDays({{day("2027-01-01"), "Later"}}, first, last), std::invalid_argument);
    EXPECT_THROW(WorkingDays({}, last, first), std::invalid_argument);
}

} // namespace
} // namespace throughline::calendar
