// SPDX-License-Identifier: GPL-3.0-or-later
#include "chronology/dates.hpp"
#include "platform/documents/tables.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <sstream>

namespace throughline::chronology {
namespace {

DateContext context() {
    DateContext made;
    made.today = *calendar::read_date("2026-11-23");
    return made;
}

DateContext scoped(const char* from, const char* to) {
    auto made = context();
    made.scope_from = calendar::read_date(from);
    made.scope_to = calendar::read_date(to);
    return made;
}

std::string or_dash(const std::optional<std::string>& text) { return text.value_or("-"); }

std::string doubts(const ReadDate& date) {
    std::string all;
    for (const auto doubt : date.doubts) all += (all.empty() ? "" : ",") + std::string(name(doubt));
    return all.empty() ? "-" : all;
}

ReadDate read(std::string_view text, const DateContext& in = context()) { return read_date(text, in); }

std::string unescape(std::string text) {
    for (const auto& [from, to] : {std::pair{"\\n", "\n"}, {"\\_", " "}})
        for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at))
            text.replace(at, 2, to);
    return text;
}

TEST(Dates, EveryLineOfTheTableReadsAsItSays) {
    std::ifstream file(SOURCE_DIR "/src/chronology/tests/dates.tsv");
    std::string line;
    int number = 0, checked = 0;
    while (std::getline(file, line)) {
        ++number;
        if (line.empty() || line.front() == '#') continue;
        std::istringstream cells(line);
        std::vector<std::string> row;
        for (std::string cell; std::getline(cells, cell, '\t');) row.push_back(cell);
        ASSERT_EQ(row.size(), 6u) << "line " << number;
        const auto written = unescape(row[0]);
        const auto date = read(written);
        const auto found = or_dash(date.start) + " " + or_dash(date.earliest) + " " + or_dash(date.latest) +
                           " " + or_dash(date.start_time) + " " + doubts(date);
        EXPECT_EQ(found, row[1] + " " + row[2] + " " + row[3] + " " + row[4] + " " + row[5])
            << "line " << number << ": " << written;
        EXPECT_EQ(date.start_text, written);
        ++checked;
    }
    EXPECT_GE(checked, 200);
}

TEST(Dates, ATwoDigitYearFallsInsideTheWindowOfTheReview) {
    EXPECT_EQ(or_dash(read("22/05/16").start), "2016-05-22");
    EXPECT_EQ(or_dash(read("22/05/98").start), "1998-05-22");
    EXPECT_EQ(or_dash(read("22/05/27").start), "1927-05-22");
    EXPECT_EQ(or_dash(read("22/05/27", scoped("2026-01-01", "2027-12-31")).start), "2027-05-22");
    EXPECT_EQ(or_dash(read("22/05/16", scoped("1910-01-01", "1920-12-31")).start), "1916-05-22");
}

TEST(Dates, TheWindowMarksWhatLiesWhollyOutsideIt) {
    const auto window = scoped("2018-01-01", "2019-12-31");
    EXPECT_EQ(doubts(read("31 December 2017", window)), "out_of_scope");
    EXPECT_EQ(doubts(read("1 January 2020", window)), "out_of_scope");
    EXPECT_EQ(doubts(read("1 January 2018", window)), "-");
    EXPECT_EQ(doubts(read("Dec 2017 - Jan 2018", window)), "-");
    EXPECT_EQ(doubts(read("before 3 May 2017", window)), "out_of_scope");
    EXPECT_EQ(doubts(read("after 3 May 2017", window)), "-");
}

TEST(Dates, AYearIsTakenFromTheWindowOnlyWhenOneFits) {
    EXPECT_EQ(
        or_dash(read("early Mar", scoped("2025-09-01", "2026-08-31")).start), "2026-03-01%/2026-03-10%");
    EXPECT_EQ(or_dash(read("14 March", scoped("2025-09-01", "2026-08-31")).start), "2026-03-14?");
    EXPECT_EQ(doubts(read("14 March", scoped("2025-03-01", "2026-08-31"))), "unreadable_date");
    EXPECT_EQ(doubts(read("14 March")), "unreadable_date");
}

TEST(Dates, AYearIsTakenFromTheHeadingTheRowStandsUnder) {
    auto under = context();
    under.year = 2019;
    EXPECT_EQ(or_dash(read("14 March", under).start), "2019-03-14?");
    EXPECT_EQ(or_dash(read("14/3", under).start), "2019-03-14?");
    EXPECT_EQ(or_dash(read("14 March 2018", under).start), "2018-03-14");
}

TEST(Dates, ASheetsDateIsReadByItsNumber) {
    EXPECT_EQ(or_dash(read_date({"03/14/2019", 43538.0, false}, context()).start), "2019-03-14");
    const auto moment = read_date({"14/03/19 16:40", 43538.0 + 16.0 / 24 + 40.0 / 1440, false}, context());
    EXPECT_EQ(or_dash(moment.start_time), "16:40");
    EXPECT_EQ(moment.start_text, "14/03/19 16:40");
    EXPECT_EQ(doubts(moment), "-");
}

TEST(Dates, ASheetThatShowsAMonthSaysAMonth) {
    const auto date = read_date({"Mar-19", 43525.0, false}, context());
    EXPECT_EQ(or_dash(date.start), "2019-03");
    EXPECT_EQ(or_dash(date.latest), "2019-03-31");
    EXPECT_EQ(doubts(date), "-");
    EXPECT_EQ(or_dash(read_date({"2019", 43525.0, false}, context()).start), "2019");
}

TEST(Dates, AYearThatTheSheetDoesNotShowIsUncertain) {
    const auto date = read_date({"16-Mar", 46097.0, false}, context());
    EXPECT_EQ(or_dash(date.start), "2026-03-16?");
    EXPECT_EQ(doubts(date), "uncertain");
}

TEST(Dates, PlainNumbersOfAWorkbookFrom1904AreMoved) {
    auto mac = context();
    mac.days_from_1904 = true;
    EXPECT_EQ(or_dash(read("42076", mac).start), "2019-03-14");
}

TEST(Times, ThoseOfAColumnOfTheirOwn) {
    for (const auto& [written, time] : {std::pair{"16:40", "16:40"}, {"1640", "16:40"},
                                        {"0905hrs", "09:05"},        {"905", "09:05"},
                                        {"16.40", "16:40"},          {"4.40pm", "16:40"},
                                        {"4:40 p.m.", "16:40"},      {"9am", "09:00"},
                                        {"12am", "00:00"},           {"12pm", "12:00"},
                                        {"noon", "12:00"},           {"midnight", "00:00"},
                                        {"16:40:30", "16:40"},       {"approx 16:40", "16:40"},
                                        {"14:00-15:30", "14:00"},    {"2-3pm", "14:00"},
                                        {"11-1pm", "11:00"},         {"between 2 and 3pm", "14:00"},
                                        {"16h40", "16:40"},          {"1O:30", "10:30"},
                                        {"16：40", "16:40"}})
        EXPECT_EQ(or_dash(read_time(std::string_view(written))), time) << written;
    for (const auto* written :
         {"", "am", "pm", "9", "16", "25:70", "2460", "morning", "not known", "n/a", "1.5", "after school"})
        EXPECT_FALSE(read_time(std::string_view(written))) << written;
    EXPECT_EQ(or_dash(read_time(documents::Cell{"16:40:00", 0.69444444444, false})), "16:40");
}

TEST(UpTo, AnEndOfItsOwnMakesASpan) {
    const auto span = up_to(read("3/5/2019"), read("7/5/2019"), context());
    EXPECT_EQ(or_dash(span.start), "2019-05-03/2019-05-07");
    EXPECT_EQ(or_dash(span.latest), "2019-05-07");
    EXPECT_EQ(span.start_text, "3/5/2019");
    EXPECT_EQ(or_dash(up_to(read("3/5/2019"), read("3/5/2019"), context()).start), "2019-05-03");
    EXPECT_EQ(doubts(up_to(read("7/5/2019"), read("3/5/2019"), context())), "impossible_date");
    EXPECT_EQ(or_dash(up_to(read("3/5/2019"), read("ongoing"), context()).start), "2019-05-03");
}

TEST(InWords, SaysADateAsAPersonWould) {
    for (const auto& [edtf, words] :
         {std::pair{"2019-05-03", "3 May 2019"},
          {"2019-02", "February 2019"},
          {"2019", "2019"},
          {"201X", "2010s"},
          {"2019-03-03~", "About 3 March 2019"},
          {"2019-03-03?", "Possibly 3 March 2019"},
          {"2019-03~", "About March 2019"},
          {"2019-03-03%", "Possibly about 3 March 2019"},
          {"2026-03-30/2026-04-12", "Between 30 March and 12 April 2026"},
          {"2026-08-01/2026-08-07", "Between 1 and 7 August 2026"},
          {"2018-12/2019-01", "Between December 2018 and January 2019"},
          {"2019-02-01~/2019-02-10~", "Early February 2019"},
          {"2019-02-21~/2019-02-28~", "Late February 2019"},
          {"2018-05~/2018-08~", "Mid 2018"},
          {"2019-21", "Spring 2019"},
          {"../2019-05-03", "On or before 3 May 2019"},
          {"2019-05-03/..", "On or after 3 May 2019"},
          {"2018/2019", "Between 2018 and 2019"},
          {"not a date", "not a date"}})
        EXPECT_EQ(in_words(edtf), words);
}

TEST(InWords, EveryDateOfTheTableHasWords) {
    std::ifstream file(SOURCE_DIR "/src/chronology/tests/dates.tsv");
    for (std::string line; std::getline(file, line);) {
        const auto cell = line.substr(0, line.find('\t'));
        if (line.empty() || line.front() == '#') continue;
        const auto date = read(unescape(cell));
        if (!date.start || date.start->size() == 4) continue;
        EXPECT_NE(in_words(*date.start), *date.start) << cell;
    }
}

TEST(OrderKey, AnExactDayThenVaguerSpansThenOpenOnesThenNoDate) {
    const std::vector<std::string> in_order{
        "2 May 2019",
        "before 3 May 2019",
        "3 May 2019 09:00",
        "3 May 2019 16:40",
        "3 May 2019",
        "3-5 May 2019",
        "after 3 May 2019",
        "4 May 2019",
        "unknown"};
    std::vector<std::string> keys;
    for (const auto& text : in_order) keys.push_back(order_key(read(text)));
    EXPECT_TRUE(std::is_sorted(keys.begin(), keys.end()));
    EXPECT_EQ(std::adjacent_find(keys.begin(), keys.end()), keys.end());
    EXPECT_LT(order_key(read("1 May 2019")), order_key(read("May 2019")));
    EXPECT_LT(order_key(read("May 2019")), order_key(read("2 May 2019")));
}

TEST(Dates, NoTextAtAllDoesHarm) {
    for (const std::string_view text :
         {"",
          " ",
          "?",
          "??",
          "/",
          "//",
          "-",
          "...",
          "~",
          "'",
          "w/c",
          "w/e",
          "between",
          "before",
          "from",
          "to",
          "(",
          ")",
          "0",
          "00",
          "0/0/0",
          "00/00/0000",
          "99999999999999999999",
          "1/1/1/1/1/1/1/1",
          "\xFF\xFE",
          "\xC3",
          "early",
          "mid",
          "late",
          "c.",
          "onwards",
          "between and",
          "3 to",
          "to 3",
          "12:",
          ":12",
          "am",
          "24:00",
          "xx",
          "xx/",
          "?"
          "?/?"
          "?/?"
          "?"
          "??",
          "Term",
          "'19"}) {
        const auto date = read(text);
        EXPECT_FALSE(date.start) << text;
        EXPECT_FALSE(date.doubts.empty()) << text;
    }
}

TEST(Dates, RandomTextIsEitherUnderstoodWholeOrNot) {
    std::uint32_t seed = 7;
    const auto next = [&] { return seed = seed * 1664525 + 1013904223, seed >> 16; };
    const std::string letters = "0123456789//..--?"
                                "?  ampmMarMaytoandw/c~'OlT:,()";
    for (int i = 0; i < 20'000; ++i) {
        std::string text;
        for (std::uint32_t length = next() % 24; length > 0; --length)
            text += letters[next() % letters.size()];
        const auto date = read(text);
        EXPECT_EQ(date.start.has_value(), date.earliest || date.latest) << text;
        if (date.earliest && date.latest) {
            EXPECT_LE(*date.earliest, *date.latest) << text;
        }
        const auto has = [&](Doubt doubt) {
            return std::count(date.doubts.begin(), date.doubts.end(), doubt) > 0;
        };
        EXPECT_EQ(!date.start, has(Doubt::unreadable_date) || has(Doubt::impossible_date)) << text;
    }
}

TEST(Doubts, NamesComeBack) {
    for (const auto* own :
         {"unreadable_date",
          "impossible_date",
          "uncertain",
          "approximate",
          "weekday_mismatch",
          "two_digit_year",
          "future",
          "out_of_scope"})
        EXPECT_EQ(name(doubt_named(own).value()), own);
    EXPECT_FALSE(doubt_named("other"));
}

} // namespace
} // namespace throughline::chronology
