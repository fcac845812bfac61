// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/form/printed.hpp"
#include "platform/form/tests/garden_visit.hpp"

#include <gtest/gtest.h>

namespace throughline::form {
namespace {

Answers a_whole_visit() {
    auto answers = after("visit", a_good_visit());
    answers.values["tools"] = {"spade", "rake"};
    return after(
        "plants",
        {{"plants-count", "3"},
         {"plants-1-name", "Zoe\u0308’s rose"},
         {"plants-3-name", "Ivy"},
         {"plants-3-height", "40"},
         {"plants-3-bed", "not_known_yet"}},
        answers);
}

TEST(PrintedRecord, HasEachQuestionThatWasAskedWithItsAnswerInWords) {
    const auto parts = print(garden(), a_whole_visit());
    ASSERT_EQ(parts.size(), 5U); // three sections and two plants: the blank one between them is left out
    EXPECT_EQ(parts[0].title, "The visit");
    ASSERT_EQ(parts[0].lines.size(), 4U); // "Which soil?" was not asked
    EXPECT_EQ(parts[0].lines[0].value, "7 June 2026");
    EXPECT_EQ(parts[0].lines[1].value, "Not known yet");
    EXPECT_EQ(parts[0].lines[2].value, "Clay");
    EXPECT_EQ(parts[0].lines[3].value, "Spade; Rake");
    EXPECT_EQ(parts[2].title, "Plant 1");
    EXPECT_TRUE(parts[2].item);
    EXPECT_TRUE(parts[2].lines[0].sealed);
    EXPECT_EQ(parts[2].lines[1].value, "Not answered");
    EXPECT_FALSE(parts[2].lines[1].answered);
    EXPECT_EQ(parts[3].title, "Plant 3");
    EXPECT_EQ(parts[3].lines[3].value, "Not known yet");
    EXPECT_EQ(parts[4].lines[0].value, "Not answered");
}

TEST(PrintedRecord, ShowsWhatCannotBeReadAsItWasTyped) {
    const auto answers = after("visit", {{"seen-day", "31"}, {"seen-month", "Feb"}, {"seen-year", "2026"}});
    EXPECT_EQ(print(garden(), answers)[0].lines[0].value, "31 Feb 2026");
}

TEST(Canonical, IsOneTextForOneRecord) {
    EXPECT_EQ(
        canonical(garden(), a_whole_visit()),
        R"({"answers":{"plants":[{"name":"Zoë’s rose"},{"bed":null,"height":"40","name":"Ivy"}],)"
        R"("seen":"2026-06-07","soil":"clay","sown":null,"tools":["spade","rake"]},)"
        R"("edition":"2026-1","form":"garden_visit"})");
}

TEST(Canonical, DoesNotDependOnTheOrderOfChoosingNorOnSpellingInBytes) {
    auto other = a_whole_visit();
    other.values["tools"] = {"rake", "spade"};
    other.values["plants-1-name"] = {"Zoë’s rose"};
    other.values["seen-month"] = {"June"};
    other.values["soil_words"] = {"not asked any more"};
    EXPECT_EQ(canonical(garden(), other), canonical(garden(), a_whole_visit()));
    other.values["soil"] = {"sand"};
    EXPECT_NE(canonical(garden(), other), canonical(garden(), a_whole_visit()));
}

TEST(Canonical, SurvivesStorage) {
    EXPECT_EQ(
        canonical(garden(), answers_from_json(to_json(a_whole_visit()))),
        canonical(garden(), a_whole_visit()));
}

} // namespace
} // namespace throughline::form
