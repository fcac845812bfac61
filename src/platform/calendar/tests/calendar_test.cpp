// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/calendar/calendar.hpp"

#include <gtest/gtest.h>

namespace throughline::calendar {
namespace {

Date day(std::string_view iso) { return read_date(iso).value(); }
Instant at(std::string_view text) { return read_instant(text).value(); }

TEST(Dates, AreReadAndWrittenAsIso) {
    EXPECT_EQ(to_text(day("2026-09-07")), "2026-09-07");
    EXPECT_EQ(to_text(day("2028-02-29")), "2028-02-29");
    EXPECT_EQ(to_text(day("0987-01-02")), "0987-01-02");
}

TEST(Dates, OfNoRealDayAreNotRead) {
    for (const auto* wrong :
         {"2026-02-29",
          "2026-13-01",
          "2026-00-10",
          "2026-04-31",
          "2026-1-1",
          "2026-09-07 ",
          "2026/09/07",
          "+026-09-07",
          "20260907",
          "0000-01-01",
          ""})
        EXPECT_FALSE(read_date(wrong)) << wrong;
}

TEST(Dates, NumbersThatWouldWrapAreNotDates) {
    EXPECT_FALSE(make_date(2026, 257, 1));
    EXPECT_FALSE(make_date(2026, 1, 257));
    EXPECT_FALSE(make_date(67562, 1, 1)); // 2026 + 65536
    EXPECT_FALSE(make_date(-5, 1, 1));
    EXPECT_EQ(make_date(2026, 9, 7), day("2026-09-07"));
}

TEST(Dates, MonthsAreAddedAndHeldAtTheMonthsEnd) {
    EXPECT_EQ(add_months(day("2026-03-16"), 6), day("2026-09-16"));
    EXPECT_EQ(add_months(day("2026-08-31"), 6), day("2027-02-28"));
    EXPECT_EQ(add_months(day("2027-08-30"), 6), day("2028-02-29"));
    EXPECT_EQ(add_months(day("2026-12-31"), 2), day("2027-02-28"));
    EXPECT_EQ(add_months(day("2026-03-31"), -1), day("2026-02-28"));
}

TEST(Dates, AreWrittenInWords) {
    EXPECT_EQ(in_full(day("2026-09-07")), "Monday 7 September 2026");
    EXPECT_EQ(in_short(day("2026-09-07")), "Mon 7 Sep");
    EXPECT_EQ(in_figures(day("2026-09-07")), "7 September 2026");
}

TEST(London, IsAnHourAheadOfUtcInSummerAndLevelInWinter) {
    EXPECT_EQ(in_full(at("2026-09-03T15:20:00Z")), "Thursday 3 September 2026 at 16:20 (London)");
    EXPECT_EQ(in_full(at("2026-12-03T15:20:00Z")), "Thursday 3 December 2026 at 15:20 (London)");
}

TEST(London, TheCivilDateDecidesLateInTheEvening) {
    EXPECT_EQ(london_date(at("2026-07-01T22:59:59.999999Z")), day("2026-07-01"));
    EXPECT_EQ(london_date(at("2026-07-01T23:00:00Z")), day("2026-07-02"));
    EXPECT_EQ(london_date(at("2026-01-01T23:59:59Z")), day("2026-01-01"));
    EXPECT_EQ(
        london_date(at("1969-12-31T23:30:00Z")), day("1970-01-01")); // London kept summer time all winter
}

TEST(London, ClocksGoForwardOverTheMissingHour) { // Sunday 29 March 2026, 01:00 becomes 02:00
    EXPECT_EQ(london_clock(at("2026-03-29T00:59:00Z")), "00:59");
    EXPECT_EQ(london_clock(at("2026-03-29T01:00:00Z")), "02:00");
    EXPECT_EQ(to_text(london_midnight(day("2026-03-29"))), "2026-03-29T00:00:00.000000Z");
    EXPECT_EQ(to_text(london_midnight(day("2026-03-30"))), "2026-03-29T23:00:00.000000Z");
}

TEST(London, ClocksGoBackOverTheRepeatedHour) { // Sunday 25 October 2026, 02:00 becomes 01:00
    EXPECT_EQ(london_clock(at("2026-10-25T00:30:00Z")), "01:30");
    EXPECT_EQ(london_clock(at("2026-10-25T01:30:00Z")), "01:30");
    EXPECT_EQ(to_text(london_midnight(day("2026-10-25"))), "2026-10-24T23:00:00.000000Z");
    EXPECT_EQ(to_text(london_midnight(day("2026-10-26"))), "2026-10-26T00:00:00.000000Z");
}

TEST(London, MidnightBeginsItsOwnDateOnEveryDayOfAYear) {
    for (Date date = day("2026-01-01"); date <= day("2026-12-31"); date += std::chrono::days(1)) {
        const auto midnight = london_midnight(date);
        EXPECT_EQ(london_date(midnight), date);
        EXPECT_EQ(london_clock(midnight), "00:00");
        EXPECT_EQ(london_date(midnight + -1), date - std::chrono::days(1));
    }
}

} // namespace
} // namespace throughline::calendar
