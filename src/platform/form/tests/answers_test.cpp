// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/form/answers.hpp"
#include "platform/form/tests/garden_visit.hpp"

#include <gtest/gtest.h>

namespace throughline::form {
namespace {

TEST(Answers, KeepWhatWasTypedWhateverItIs) {
    const auto answers = after(
        "visit",
        {{"seen-day", "thirty"},
         {"seen-month", "13"},
         {"soil", "cheese"},
         {"tools", "rake"},
         {"tools", "spade"}});
    EXPECT_EQ(answers.text("seen-day"), "thirty");
    EXPECT_EQ(answers.text("seen-month"), "13");
    EXPECT_EQ(answers.text("soil"), "cheese");
    EXPECT_EQ(answers.all("tools"), (std::vector<std::string>{"rake", "spade"}));
    EXPECT_FALSE(answers.date("seen"));
}

TEST(Answers, AreTidiedAndEmptyOnesAreAbsent) {
    const auto answers = after("plants", {{"plants-1-name", "  Rose\x07 "}, {"notes", " \r\n "}});
    EXPECT_EQ(answers.text("plants-1-name"), "Rose");
    EXPECT_FALSE(answers.values.contains("notes"));
}

TEST(Answers, TakeOnlyTheInputsOfTheirSection) {
    auto answers = after("visit", a_good_visit());
    answers = after("rest", {{"weather", "Rain"}, {"soil", "sand"}, {"intruder", "x"}}, answers);
    EXPECT_EQ(answers.text("soil"), "clay");
    EXPECT_EQ(answers.text("weather"), "Rain");
    EXPECT_FALSE(answers.values.contains("intruder"));
    answers = after("rest", {}, answers);
    EXPECT_FALSE(answers.values.contains("weather"));
    EXPECT_EQ(answers.date("seen"), day("2026-06-07"));
}

TEST(Answers, MonthsMayBeWrittenAsWords) {
    EXPECT_EQ(read_month("6"), 6U);
    EXPECT_EQ(read_month("06"), 6U);
    EXPECT_EQ(read_month("JUN"), 6U);
    EXPECT_EQ(read_month("June"), 6U);
    EXPECT_EQ(read_month("Sept"), 9U);
    for (const auto* wrong : {"", "0", "13", "ju", "Junio", "6th", "-6", "99999999999"})
        EXPECT_FALSE(read_month(wrong)) << wrong;
}

TEST(Answers, DatesNeedAYearInFull) {
    const auto typed = [](const char* day, const char* month, const char* year) {
        return after("visit", {{"seen-day", day}, {"seen-month", month}, {"seen-year", year}}).date("seen");
    };
    EXPECT_EQ(typed("29", "feb", "2028"), day("2028-02-29"));
    EXPECT_FALSE(typed("29", "2", "2027"));
    EXPECT_FALSE(typed("7", "6", "26"));
    EXPECT_FALSE(typed("0", "6", "2026"));
    EXPECT_FALSE(typed("-7", "6", "2026"));
}

TEST(Answers, NotKnownYetIsAnAnswerOfEveryKind) {
    const auto answers = after("visit", {{"sown-unknown", "yes"}, {"soil", "not_known_yet"}});
    EXPECT_TRUE(answers.not_known("sown"));
    EXPECT_TRUE(answers.not_known("soil"));
    EXPECT_FALSE(answers.not_known("seen"));
}

TEST(Answers, AnItemIsAddedUntilThereIsNoRoom) {
    Answers answers = no_answers(garden());
    for (const int expected : {2, 3, 3}) {
        const auto count = std::to_string(std::max(1, answers.count("plants")));
        answers =
            after("plants", {{"plants-1-name", "Rose"}, {"plants-count", count}, {"add", "plants"}}, answers);
        EXPECT_EQ(answers.count("plants"), expected);
    }
    EXPECT_TRUE(changes_items(posted({{"add", "plants"}})));
    EXPECT_TRUE(changes_items(posted({{"remove", "plants-1"}})));
    EXPECT_FALSE(changes_items(posted({{"plants-1-name", "Rose"}})));
}

TEST(Answers, RemovingAnItemMovesTheLaterOnesUp) {
    const auto answers = after(
        "plants",
        {{"plants-count", "3"},
         {"plants-1-name", "Rose"},
         {"plants-2-name", "Fern"},
         {"plants-2-height", "40"},
         {"plants-3-name", "Ivy"},
         {"plants-3-bought-day", "5"},
         {"remove", "plants-2"}});
    EXPECT_EQ(answers.count("plants"), 2);
    EXPECT_EQ(answers.text("plants-1-name"), "Rose");
    EXPECT_EQ(answers.text("plants-2-name"), "Ivy");
    EXPECT_EQ(answers.text("plants-2-height"), "");
    EXPECT_EQ(answers.text("plants-2-bought-day"), "5");
    EXPECT_FALSE(answers.item_answered("plants", 3));
}

TEST(Answers, AWrongCountHidesNothingAndMakesNoRoom) {
    EXPECT_EQ(after("plants", {{"plants-count", "1"}, {"plants-3-name", "Ivy"}}).count("plants"), 3);
    EXPECT_EQ(after("plants", {{"plants-count", "1000000"}}).count("plants"), 3);
    EXPECT_EQ(after("plants", {{"plants-count", "-2"}}).count("plants"), 0);
    EXPECT_EQ(after("plants", {{"plants-count", "many"}}).count("plants"), 1);
    EXPECT_EQ(after("plants", {{"plants-count", "2"}, {"remove", "plants-9"}}).count("plants"), 2);
    EXPECT_EQ(after("plants", {{"plants-count", "2"}, {"remove", "plants-x"}}).count("plants"), 2);
}

TEST(Answers, GoToJsonAndBack) {
    auto answers = after("visit", a_good_visit());
    answers = after("plants", {{"plants-1-name", "Zoë’s \"rose\""}}, answers);
    EXPECT_EQ(answers_from_json(to_json(answers)), answers);
    EXPECT_EQ(answers_from_json(to_json(answers)).edition, "2026-1");
}

TEST(Answers, ThatWereDamagedAreAFaultWhichQuotesNothing) {
    for (const auto* damaged :
         {"", "{", "[]", R"({"form":"Orla"})", R"({"form":"Orla","edition":"1","values":{"a":"b"}})"}) {
        try {
            answers_from_json(damaged);
            ADD_FAILURE() << damaged;
        } catch (const std::invalid_argument& e) {
            EXPECT_EQ(std::string(e.what()).find("Orla"), std::string::npos);
        }
    }
}

TEST(Answers, OfAnotherEditionAreNotReadOver) {
    auto old = no_answers(garden());
    old.edition = "2019-1";
    EXPECT_THROW(after("rest", {{"weather", "Rain"}}, old), std::logic_error);
}

} // namespace
} // namespace throughline::form
