// SPDX-License-Identifier: GPL-3.0-or-later
#include "notification/rules.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace throughline::notification {
namespace {

form::Answers answered(std::map<std::string, std::string> typed) {
    form::Answers answers{"notification", "2026-1", {}};
    answers.values["aware-day"] = {"30"};
    answers.values["aware-month"] = {"3"};
    answers.values["aware-year"] = {"2026"};
    answers.values["children-count"] = {"1"};
    for (auto& [name, value] : typed) answers.values[name] = {value};
    return answers;
}

bool stops_at(const form::Answers& answers, std::string_view field) {
    return std::ranges::any_of(rule_problems(answers), [&](const Problem& p) { return p.field == field; });
}

Date on(int year, unsigned month, unsigned day) { return calendar::make_date(year, month, day).value(); }

TEST(NotificationRulesTest, Rule3_WithoutAnAwarenessDateItCannotBeSent) {
    auto answers =
        answered({{"notification_type", "abuse_or_neglect_serious_harm"}, {"abuse_or_neglect", "known"}});
    EXPECT_FALSE(stops_at(answers, "aware-day"));
    answers.values["aware-day"] = {"31"};
    answers.values["aware-month"] = {"2"};
    EXPECT_TRUE(stops_at(answers, "aware-day"));
}

TEST(NotificationRulesTest, Rule4_OnlyALookedAfterDeathMayGoWithoutSuspicionOfAbuseOrNeglect) {
    for (const auto* const abuse : {"not_suspected", "not_known_yet"}) {
        EXPECT_TRUE(stops_at(
            answered({{"notification_type", "abuse_or_neglect_serious_harm"}, {"abuse_or_neglect", abuse}}),
            "abuse_or_neglect"));
        EXPECT_FALSE(stops_at(
            answered({{"notification_type", "looked_after_child_death"}, {"abuse_or_neglect", abuse}}),
            "abuse_or_neglect"));
    }
    EXPECT_FALSE(stops_at(
        answered({{"notification_type", "abuse_or_neglect_serious_harm"}, {"abuse_or_neglect", "suspected"}}),
        "abuse_or_neglect"));
}

TEST(NotificationRulesTest, Rule5_ALookedAfterDeathStartsARapidReviewOnlyWithAbuseOrNeglect) {
    EXPECT_FALSE(needs_rapid_review("looked_after_child_death", "not_suspected"));
    EXPECT_FALSE(needs_rapid_review("looked_after_child_death", "not_known_yet"));
    EXPECT_TRUE(needs_rapid_review("looked_after_child_death", "suspected"));
    EXPECT_TRUE(needs_rapid_review("abuse_or_neglect_death", "known"));
    EXPECT_TRUE(needs_rapid_review("other", "suspected"));
}

TEST(NotificationRulesTest, Rule6_ACareLeaversDeathStartsNoneAndUnder18AsksForTheCriteriaDecision) {
    EXPECT_FALSE(needs_rapid_review("care_leaver_death", "known"));
    auto answers = answered(
        {{"notification_type", "care_leaver_death"},
         {"children-1-part", "died"},
         {"children-1-age_known", "date_of_birth"},
         {"children-1-date_of_birth-day", "31"},
         {"children-1-date_of_birth-month", "3"},
         {"children-1-date_of_birth-year", "2008"}});
    EXPECT_TRUE(asks_for_criteria_decision(answers)) << "18 only tomorrow";
    answers.values["children-1-date_of_birth-day"] = {"30"};
    EXPECT_FALSE(asks_for_criteria_decision(answers)) << "18 today";
    EXPECT_FALSE(asks_for_criteria_decision(answered({{"notification_type", "looked_after_child_death"}})));
}

TEST(NotificationRulesTest, Rule7_ACareLeaverWhoHadTurned25IsNotNotified) {
    auto answers = answered(
        {{"notification_type", "care_leaver_death"},
         {"children-1-part", "died"},
         {"children-1-age_known", "date_of_birth"},
         {"children-1-date_of_birth-day", "30"},
         {"children-1-date_of_birth-month", "3"},
         {"children-1-date_of_birth-year", "2001"}});
    EXPECT_TRUE(stops_at(answers, "children-1-age_known")) << "on the birthday itself";
    answers.values["children-1-date_of_birth-day"] = {"31"};
    EXPECT_FALSE(stops_at(answers, "children-1-age_known")) << "the day before it";
    answers.values["children-1-age_known"] = {"age_only"};
    answers.values["children-1-age"] = {"25 years"};
    EXPECT_TRUE(stops_at(answers, "children-1-age_known"));
    answers.values["children-1-age"] = {"25 weeks"};
    EXPECT_FALSE(stops_at(answers, "children-1-age_known"));
}

TEST(NotificationRulesTest, ADeathNeedsAChildWhoDied) {
    auto answers = answered({{"notification_type", "abuse_or_neglect_death"}, {"abuse_or_neglect", "known"}});
    answers.values["children-1-part"] = {"there"};
    EXPECT_TRUE(stops_at(answers, "children-1-part"));
    answers.values["children-1-part"] = {"died"};
    EXPECT_FALSE(stops_at(answers, "children-1-part"));
}

TEST(NotificationRulesTest, Rule12_WhereTheChildWasDecidesTheSubsection) {
    EXPECT_EQ(duty_under(answered({{"abuse_or_neglect", "known"}, {"area", "in_area"}})), "a");
    EXPECT_EQ(duty_under(answered({{"abuse_or_neglect", "known"}, {"area", "outside_england"}})), "b");
    EXPECT_EQ(duty_under(answered({{"abuse_or_neglect", "known"}, {"area", "not_known_yet"}})), "");
    EXPECT_EQ(duty_under(answered({{"abuse_or_neglect", "not_suspected"}, {"area", "in_area"}})), "");
}

TEST(NotificationRulesTest, Rule14_AChildWhoHarmedIsNotifiedWhenThoughtToHaveBeenAbusedThemselves) {
    auto answers = answered({{"notification_type", "other"}, {"abuse_or_neglect", "not_suspected"}});
    EXPECT_TRUE(stops_at(answers, "abuse_or_neglect"));
    EXPECT_TRUE(stops_at(answers, "children-1-part"));
    answers.values["abuse_or_neglect"] = {"suspected"};
    answers.values["children-1-part"] = {"thought_to_have_harmed"};
    EXPECT_TRUE(rule_problems(answers).empty());
}

TEST(NotificationRulesTest, AgesAreWholeYearsAndALeapDaysBirthdayIsKept) {
    auto answers = answered(
        {{"children-1-age_known", "date_of_birth"},
         {"children-1-date_of_birth-day", "29"},
         {"children-1-date_of_birth-month", "2"},
         {"children-1-date_of_birth-year", "2008"}});
    EXPECT_EQ(age_in_years(answers, 1, on(2026, 2, 27)), 17);
    EXPECT_EQ(age_in_years(answers, 1, on(2026, 2, 28)), 18);
    EXPECT_EQ(age_in_years(answers, 1, on(2007, 1, 1)), std::nullopt);
    EXPECT_EQ(age_in_years(answers, 2, on(2026, 2, 28)), std::nullopt);
}

} // namespace
} // namespace throughline::notification
