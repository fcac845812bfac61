// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/form/problems.hpp"
#include "platform/form/tests/garden_visit.hpp"

#include <gtest/gtest.h>

namespace throughline::form {
namespace {

using Problems = std::vector<Problem>;

Fields with(Fields changes) {
    auto fields = a_good_visit();
    for (auto& [name, value] : changes) {
        std::erase_if(fields, [&](const auto& field) { return field.first == name; });
        fields.emplace_back(name, value);
    }
    return fields;
}

Problems of(std::string_view section, const Fields& fields, Moment moment = Moment::submitting) {
    return problems(*garden().find(section), after(section, fields), moment, today);
}

TEST(Problems, AGoodAnswerHasNone) {
    EXPECT_EQ(of("visit", a_good_visit()), Problems{});
    EXPECT_EQ(of("plants", {{"plants-1-name", "Rose"}}), Problems{});
}

TEST(Problems, SavingAsksOnlyForWhatIsAlwaysNeeded) {
    EXPECT_EQ(of("visit", {}, Moment::saving), (Problems{{"seen-day", "Enter the day of the visit"}}));
    EXPECT_EQ(
        of("visit", {}),
        (Problems{
            {"seen-day", "Enter the day of the visit"},
            {"sown-day", "Enter the day of sowing, or choose “Not known yet”"},
            {"soil", "Choose the soil"}}));
}

TEST(Problems, ADateLinksToItsFirstWrongPart) {
    const auto field = [](const char* day, const char* month, const char* year) {
        const auto found = of("visit", with({{"seen-day", day}, {"seen-month", month}, {"seen-year", year}}));
        return found.size() == 1 ? found[0].field : std::to_string(found.size());
    };
    EXPECT_EQ(field("", "6", "2026"), "seen-day");
    EXPECT_EQ(field("7", "", "2026"), "seen-month");
    EXPECT_EQ(field("7", "6", ""), "seen-year");
    EXPECT_EQ(field("32", "6", "2026"), "seen-day");
    EXPECT_EQ(field("7", "13", "2026"), "seen-month");
    EXPECT_EQ(field("7", "6", "26"), "seen-year");
    EXPECT_EQ(field("31", "4", "2026"), "seen-day");
    EXPECT_EQ(field("7", "6", "2091"), "seen-year");
    EXPECT_EQ(field("11", "6", "2026"), "seen-day");
    EXPECT_EQ(field("10", "6", "2026"), "0");
}

TEST(Problems, WhatWasTypedIsQuoted) {
    EXPECT_EQ(
        of("visit", with({{"seen-day", "31"}, {"seen-month", "Feb"}})),
        (Problems{{"seen-day", "The day of the visit is not a real date. You typed 31 Feb 2026"}}));
    EXPECT_EQ(
        of("visit", with({{"seen-year", "2091"}})),
        (Problems{{"seen-year", "The day of the visit is in the future. You typed 7 June 2091"}}));
}

TEST(Problems, OneDateMayNotLieAfterAnother) {
    const auto sown = [](const char* day) {
        return of(
            "visit",
            with({{"sown-unknown", ""}, {"sown-day", day}, {"sown-month", "6"}, {"sown-year", "2026"}}));
    };
    EXPECT_EQ(sown("7"), Problems{});
    EXPECT_EQ(sown("8"), (Problems{{"sown-day", "It was sown after the visit. You typed 8 June 2026"}}));
}

TEST(Problems, ADateAndNotKnownYetContradictEachOther) {
    EXPECT_EQ(
        of("visit", with({{"sown-day", "7"}})),
        (Problems{{"sown-day", "Give the date or choose “Not known yet”, not both"}}));
}

TEST(Problems, AConditionalQuestionIsAskedOnlyAfterItsAnswer) {
    EXPECT_EQ(of("visit", with({{"soil", "other"}})), (Problems{{"soil_words", "Say which soil"}}));
    EXPECT_EQ(of("visit", with({{"soil", "clay"}, {"soil_words", "a text that is too long"}})), Problems{});
}

TEST(Problems, TextThatIsTooLongIsCountedInCharactersAndKept) {
    EXPECT_EQ(of("visit", with({{"soil", "other"}, {"soil_words", "éééééééééé"}})), Problems{});
    EXPECT_EQ(
        of("visit", with({{"soil", "other"}, {"soil_words", "elevenchars"}})),
        (Problems{
            {"soil_words",
             "“Which soil?” has room for 10 characters, and this has 11. Nothing was cut off"}}));
}

TEST(Problems, OnlyOfferedAnswersAreTaken) {
    EXPECT_EQ(
        of("visit", with({{"soil", "cheese"}})), (Problems{{"soil", "Choose one of the answers to “Soil”"}}));
    auto twice = with({});
    twice.emplace_back("soil", "sand");
    EXPECT_EQ(of("visit", twice), (Problems{{"soil", "Choose one answer only to “Soil”"}}));
}

TEST(Problems, AnExclusiveAnswerStandsAlone) {
    auto both = a_good_visit();
    both.emplace_back("tools", "rake");
    EXPECT_EQ(of("visit", both), Problems{});
    both.emplace_back("tools", "not_known_yet");
    EXPECT_EQ(of("visit", both), (Problems{{"tools", "Choose “Not known yet” alone, or take it away"}}));
}

TEST(Problems, InAGroupSayWhichItemTheyAreOf) {
    EXPECT_EQ(
        of("plants", {{"plants-count", "3"}, {"plants-1-name", "Rose"}, {"plants-3-height", "tall"}}),
        (Problems{
            {"plants-3-name", "Plant 3: enter the name of the plant"},
            {"plants-3-height", "Plant 3: enter the height as a number from 1 to 300. You typed tall"}}));
    EXPECT_EQ(
        of("plants", {{"plants-1-name", "Rose"}, {"plants-1-height", "301"}}),
        (Problems{
            {"plants-1-height", "Plant 1: enter the height as a number from 1 to 300. You typed 301"}}));
}

TEST(Problems, AGroupThatIsNeededNeedsOneItem) {
    EXPECT_EQ(of("plants", {{"plants-count", "2"}}), (Problems{{"plants-1-name", "Name one plant"}}));
    EXPECT_EQ(of("plants", {}, Moment::saving), Problems{});
}

TEST(Problems, OfTheWholeComeInTheOrderOfThePages) {
    const auto found = problems(garden(), no_answers(garden()), Moment::submitting, today);
    ASSERT_EQ(found.size(), 4U);
    EXPECT_EQ(found[0].field, "seen-day");
    EXPECT_EQ(found[3].field, "plants-1-name");
}

TEST(ProgressOfASection, GoesFromNotStartedToDone) {
    const auto& visit = *garden().find("visit");
    const auto& rest = *garden().find("rest");
    EXPECT_EQ(progress(visit, no_answers(garden()), today), Progress::not_started);
    EXPECT_EQ(progress(visit, after("visit", {{"soil", "clay"}}), today), Progress::under_way);
    EXPECT_EQ(progress(visit, after("visit", a_good_visit()), today), Progress::done);
    EXPECT_EQ(progress(rest, no_answers(garden()), today), Progress::optional);
    EXPECT_EQ(progress(rest, after("rest", {{"weather-unknown", "yes"}}), today), Progress::done);
}

TEST(Gaps, AreTheQuestionsNotKnownYet) {
    const auto of_visit = gaps(*garden().find("visit"), after("visit", a_good_visit()));
    ASSERT_EQ(of_visit.size(), 1U);
    EXPECT_EQ(of_visit[0].label, "Day of sowing");
    const auto plants = after(
        "plants", {{"plants-count", "2"}, {"plants-1-name", "Rose"}, {"plants-2-bed", "not_known_yet"}});
    const auto of_plants = gaps(*garden().find("plants"), plants);
    ASSERT_EQ(of_plants.size(), 1U);
    EXPECT_EQ(of_plants[0].item, "Plant 2");
    EXPECT_EQ(of_plants[0].name, "plants-2-bed");
}

} // namespace
} // namespace throughline::form
