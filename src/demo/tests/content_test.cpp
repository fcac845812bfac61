// SPDX-License-Identifier: GPL-3.0-or-later
#include "demo/content.hpp"

#include <gtest/gtest.h>

namespace throughline::demo {
namespace {

Date day(std::string_view iso) { return *calendar::read_date(iso); }

TEST(ShiftTest, EverythingMovesByWholeWeeksSoWeekdaysStayTrue) {
    const Shift shift(day("2026-08-27"), day("2026-09-16"));
    EXPECT_EQ(shift.weeks(), 2);
    EXPECT_EQ(calendar::to_text(shift.date(day("2026-08-27"))), "2026-09-10");
}

TEST(ShiftTest, ATokenIsWrittenTheWayItAsks) {
    const Shift still(day("2026-08-27"), day("2026-08-27"));
    EXPECT_EQ(still.text("on {2026-05-09|d MMMM} and {2026-05-09|dd.MM.yy}"), "on 9 May and 09.05.26");
    EXPECT_EQ(still.text("{2026-09-09|MMM yyyy}"), "Sep 2026");
    EXPECT_THROW((void)still.text("{2026-05-09 d}"), std::runtime_error);
}

TEST(ShiftTest, ReferencesToPeopleAreNotTokens) {
    const Shift shift(day("2026-08-27"), day("2026-09-16"));
    EXPECT_EQ(shift.text("{{person:CHILD-1}} came"), "{{person:CHILD-1}} came");
}

TEST(ShiftTest, ADateCellMovesOnlyWhenItIsPlain) {
    const Shift shift(day("2026-08-27"), day("2026-09-03"));
    EXPECT_EQ(shift.cell("27/08/2026"), "03/09/2026");
    EXPECT_EQ(shift.cell("31/6/25"), "31/6/25");
    EXPECT_EQ(shift.cell("Spring 2025"), "Spring 2025");
}

TEST(ShiftTest, AnInstantKeepsItsClockTime) {
    const Shift shift(day("2026-08-27"), day("2026-09-03"));
    EXPECT_EQ(shift.value("2026-08-14T15:42:00+01:00"), "2026-08-21T15:42:00+01:00");
    EXPECT_EQ(to_text(instant_of("2026-08-21T15:42:00+01:00")), "2026-08-21T14:42:00.000000Z");
    EXPECT_EQ(to_text(instant_of("2026-12-01")), "2026-12-01T12:00:00.000000Z");
}

} // namespace
} // namespace throughline::demo
