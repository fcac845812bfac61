// SPDX-License-Identifier: GPL-3.0-or-later
#include "statutory/cli.hpp"
#include "statutory/statutory.hpp"

#include <gmock/gmock.h>

#include <fstream>
#include <sstream>

namespace throughline::statutory {
namespace {

using testing::HasSubstr;

Date day(std::string_view iso) { return calendar::read_date(iso).value(); }
Instant at(std::string_view text) { return read_instant(text).value(); }

const Texts& texts() {
    static const Texts read = read_texts(SOURCE_DIR "/forms");
    return read;
}

const Statute& statute() {
    static const Statute loaded(texts());
    return loaded;
}

std::string due(Clock clock, std::string_view trigger) {
    return calendar::to_text(statute().due(clock, day(trigger)).date);
}

struct Told {
    int status{};
    std::string out{};
    std::string err{};
};

Told tell(std::string_view clock, std::string_view date, Telling telling = Telling::date_alone) {
    std::ostringstream out;
    std::ostringstream err;
    const int status = clock_due(statute(), clock, date, telling, out, err);
    return {status, out.str(), err.str()};
}

TEST(Clocks, EveryVectorOfTheFactsComesOut) {
    std::ifstream in(SOURCE_DIR "/src/statutory/tests/statutory-clock-vectors.csv");
    int read = 0;
    std::string line;
    std::getline(in, line); // the heading
    while (std::getline(in, line)) {
        if (!line.empty() && line.back() == '\r') line.pop_back();
        const auto trigger = line.substr(line.size() - 21, 10);
        const auto expected = line.substr(line.size() - 10);
        const auto clock = line.substr(0, line.find(','));
        const auto told = tell(clock, trigger);
        EXPECT_EQ(told.status, 0) << line;
        EXPECT_EQ(told.out, expected + "\n") << line;
        ++read;
    }
    EXPECT_EQ(read, 27);
}

TEST(Clocks, Rule2_TheNotificationIsDueFiveWorkingDaysAfterTheAuthorityBecameAware) {
    EXPECT_EQ(due(Clock::notify_panel, "2026-03-30"), "2026-04-08"); // over Easter
    EXPECT_EQ(due(Clock::notify_panel, "2026-05-02"), "2026-05-11"); // a Saturday is day 0
}

TEST(Clocks, Rule19_TheRapidReviewIsDue15WorkingDaysAfterTheNotificationWasSent) {
    EXPECT_EQ(due(Clock::rapid_review, "2026-12-11"), "2027-01-06");
}

TEST(Clocks, Rule34_TheLocalReviewIsDueSixMonthsOnOrAtTheMonthsEnd) {
    EXPECT_EQ(due(Clock::lcspr_complete, "2026-03-16"), "2026-09-16");
    EXPECT_EQ(due(Clock::lcspr_complete, "2026-08-31"), "2027-02-28");
}

TEST(Clocks, Rule47_TheEarliestPublicationIsSevenWorkingDaysAfterTheCopiesWent) {
    EXPECT_EQ(statute().earliest_publication(day("2026-04-01")), day("2026-04-14"));
    EXPECT_EQ(statute().earliest_publication(day("2026-05-22")), day("2026-06-03"));
    EXPECT_EQ(statute().earliest_publication(day("2026-09-05")), day("2026-09-16")); // sent on a Saturday
}

TEST(Clocks, Rule47_TheEarliestPublicationIsNeverTooEarlyAndNeverLaterThanNeeded) {
    for (Date sent = day("2026-01-01"); sent <= day("2027-01-31"); sent += std::chrono::days(1)) {
        const Date publication = statute().earliest_publication(sent);
        EXPECT_TRUE(statute().working_days().is_working(publication));
        EXPECT_GE(statute().due(Clock::pre_publication_copy, publication).date, sent);
        const Date before = statute().working_days().count(publication, -1).due;
        EXPECT_LT(statute().due(Clock::pre_publication_copy, before).date, sent);
    }
}

TEST(Clocks, Rule21_TheDueDateLastsUntilMidnightInLondon) {
    const Date due_date = day("2026-06-22");
    EXPECT_TRUE(Statute::on_time(due_date, at("2026-06-22T22:59:59Z")));
    EXPECT_FALSE(Statute::on_time(due_date, at("2026-06-22T23:00:00Z"))); // midnight in summer time
    EXPECT_EQ(statute().days_late(due_date, at("2026-06-22T22:59:59Z")), 0);
    EXPECT_EQ(statute().days_late(due_date, at("2026-06-19T12:00:00Z")), 0);
    EXPECT_EQ(statute().days_late(due_date, at("2026-06-29T12:00:00Z")), 5);
}

TEST(Clocks, Rule73_ABankHolidayAnnouncedAfterTheDueDateDoesNotMoveIt) {
    const auto with = [](const std::string& line) {
        auto changed = texts();
        changed.bank_holidays += line;
        return Statute(changed);
    };
    const Date aware = day("2026-06-01");
    EXPECT_EQ(statute().due(Clock::notify_panel, aware).date, day("2026-06-08"));
    EXPECT_EQ(
        with("2026-06-03,A day of thanks,2026-06-09\n").due(Clock::notify_panel, aware).date,
        day("2026-06-08"));
    EXPECT_EQ(
        with("2026-06-03,A day of thanks,2026-06-02\n").due(Clock::notify_panel, aware).date,
        day("2026-06-09"));
    EXPECT_EQ(
        with("2026-06-03,A day of thanks,2026-06-08\n").due(Clock::notify_panel, aware).date,
        day("2026-06-09"));
}

TEST(Clocks, Rule73_TheRuleInForceOnTheTriggersDateIsTaken) {
    auto changed = texts();
    const std::string latest = R"({ "from": "2025-06-01", "unit": "working_days", "length": 15)";
    const auto where = changed.clocks.find(latest);
    ASSERT_NE(where, std::string::npos);
    changed.clocks.insert(
        where,
        R"({ "from": "2027-01-01", "unit": "working_days", "length": 10, "tag": "I", "guidance": "wt-2026",
            "source": "a rule to come" }, )");
    const Statute later(changed);
    EXPECT_EQ(later.due(Clock::rapid_review, day("2026-12-31")).date, day("2027-01-22"));
    EXPECT_EQ(later.due(Clock::rapid_review, day("2027-01-01")).date, day("2027-01-15"));
    EXPECT_EQ(later.due(Clock::rapid_review, day("2026-12-11")).date, day("2027-01-06"));
}

TEST(Clocks, ADueDateSaysWhereItComesFrom) {
    const auto now = statute().due(Clock::rapid_review, day("2026-06-01"));
    EXPECT_EQ(now.guidance, "panel-2025");
    EXPECT_EQ(now.calendar_edition, "england-2026-1");
    EXPECT_EQ(now.steps.size(), 22U);
    EXPECT_EQ(statute().due(Clock::notify_panel, day("2023-12-14")).guidance, "wt-2018");
    EXPECT_EQ(statute().due(Clock::notify_panel, day("2023-12-15")).guidance, "wt-2023");
}

TEST(ClockDue, ExplainsEachDayCountedOrLeftOut) {
    const auto told = tell("notify_panel", "2026-03-30", Telling::explained);
    EXPECT_EQ(told.status, 0);
    EXPECT_THAT(told.out, HasSubstr("Day 0    Mon 30 Mar 2026  the authority became aware\n"));
    EXPECT_THAT(told.out, HasSubstr("Day 3    Thu 2 Apr 2026\n"));
    EXPECT_THAT(told.out, HasSubstr("–        Fri 3 Apr 2026  not counted: Good Friday\n"));
    EXPECT_THAT(told.out, HasSubstr("–        Mon 6 Apr 2026  not counted: Easter Monday\n"));
    EXPECT_THAT(told.out, HasSubstr("Due Wednesday 8 April 2026: the notification is sent to the Panel\n"));
    EXPECT_THAT(told.out, HasSubstr("Source: Working Together 2026"));
}

TEST(ClockDue, ExplainsTheMonthsEnd) {
    const auto told = tell("lcspr_complete", "2026-08-31", Telling::explained);
    EXPECT_THAT(
        told.out, HasSubstr("6 months on there is no day 31, so the last day of that month is taken\n"));
    EXPECT_THAT(told.out, HasSubstr("Due Sunday 28 February 2027"));
}

TEST(ClockDue, SaysWhenAPublicationWouldFallOnARestDay) {
    EXPECT_THAT(
        tell("pre_publication_copy", "2026-04-05", Telling::explained).out,
        HasSubstr("a publication falls on a working day, and Sunday 5 April 2026 is not one (Sunday)"));
}

TEST(ClockDue, RefusesToGuessBeyondTheData) {
    for (const auto* date : {"2028-12-27", "2029-03-01", "2018-07-02", "1999-01-01"}) {
        const auto told = tell("notify_panel", date);
        EXPECT_EQ(told.status, 1) << date;
        EXPECT_EQ(told.out, "") << date;
        EXPECT_THAT(told.err, HasSubstr("Check the year")) << date;
    }
    EXPECT_EQ(tell("notify_panel", "2028-12-20").status, 0);
}

TEST(ClockDue, WrongUsageIsTwo) {
    EXPECT_EQ(tell("tea_time", "2026-03-30").status, 2);
    EXPECT_EQ(tell("notify_panel", "30/03/2026").status, 2);
    EXPECT_EQ(tell("notify_panel", "2026-02-30").status, 2);
    EXPECT_EQ(tell("notify_panel", "").status, 2);
    EXPECT_THAT(tell("tea_time", "2026-03-30").err, HasSubstr("lcspr_complete"));
}

} // namespace
} // namespace throughline::statutory
