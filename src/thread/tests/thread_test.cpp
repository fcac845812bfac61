// SPDX-License-Identifier: GPL-3.0-or-later
#include "thread/thread.hpp"

#include <gtest/gtest.h>

namespace throughline::thread {
namespace {

Date day(std::string_view iso) { return *calendar::read_date(iso); }
const Date today = day("2026-08-27");

local_review::Finding finding(std::int64_t number, bool good_practice = false) {
    local_review::Finding finding;
    finding.id = "finding-" + std::to_string(number);
    finding.number = number;
    finding.good_practice = good_practice;
    finding.rows = {{"row-1", "MGH-1"}, {"row-2", "MGH-2"}};
    return finding;
}

local_review::Recommendation recommendation(std::int64_t number, std::vector<std::string> findings) {
    local_review::Recommendation recommendation;
    recommendation.id = "recommendation-" + std::to_string(number);
    recommendation.number = number;
    recommendation.finding_ids = std::move(findings);
    recommendation.response = local_review::Response::accepted;
    return recommendation;
}

action::Action action_of(std::int64_t number) {
    action::Action action;
    action.recommendation_id = "recommendation-" + std::to_string(number);
    action.recommendation_number = number;
    action.number = std::to_string(number) + ".1";
    action.due = day("2026-12-01");
    action.delivery = action::Delivery::under_way;
    return action;
}

Story story() {
    Story story;
    story.findings = {finding(1), finding(2, true)};
    story.recommendations = {recommendation(1, {"finding-1"})};
    story.actions = {action_of(1)};
    return story;
}

TEST(ThreadTest, WhatHoldsTogetherHasNoLooseEnd) { EXPECT_TRUE(loose_ends(story(), today).empty()); }

TEST(ThreadTest, AFindingThatNothingRestsOnIsALooseEndUnlessItIsGoodPractice) {
    auto told = story();
    told.findings.push_back(finding(3));
    const auto ends = loose_ends(told, today);
    ASSERT_EQ(ends.size(), 1U);
    EXPECT_EQ(ends[0].kind, LooseEnd::Kind::finding_without_recommendation);
    EXPECT_EQ(ends[0].about, "3");
}

TEST(ThreadTest, Rule58_ARecommendationWithoutActionIsALooseEnd) {
    auto told = story();
    told.recommendations.push_back(recommendation(2, {"finding-1"}));
    const auto ends = loose_ends(told, today);
    ASSERT_EQ(ends.size(), 1U);
    EXPECT_EQ(ends[0].kind, LooseEnd::Kind::recommendation_without_action);
    EXPECT_TRUE(strands(told, today).at(1).is_loose);
}

TEST(ThreadTest, Rule58_ARecommendationThatWasNotAcceptedNeedsNoAction) {
    auto told = story();
    told.recommendations.push_back(recommendation(2, {"finding-1"}));
    told.recommendations.back().response = local_review::Response::not_accepted;
    EXPECT_TRUE(loose_ends(told, today).empty());
    EXPECT_FALSE(strands(told, today).at(1).is_loose);
}

TEST(ThreadTest, Rule59_DoneWithNothingThatShowsItIsALooseEnd) {
    auto told = story();
    told.actions[0].delivery = action::Delivery::done;
    told.actions[0].done_on = today;
    const auto ends = loose_ends(told, today);
    ASSERT_EQ(ends.size(), 1U);
    EXPECT_EQ(ends[0].kind, LooseEnd::Kind::done_without_evidence);
}

TEST(ThreadTest, ALateActionAndATestThatWasNotMadeSayByHowMuch) {
    auto told = story();
    told.actions[0].due = day("2026-08-20");
    action::Impact impact;
    impact.tested_on = day("2026-06-01");
    impact.next_test = day("2026-08-25");
    told.actions[0].impacts = {impact};
    const auto ends = loose_ends(told, today);
    ASSERT_EQ(ends.size(), 2U);
    EXPECT_EQ(ends[0].kind, LooseEnd::Kind::action_late);
    EXPECT_EQ(ends[0].days, 7);
    EXPECT_EQ(ends[1].kind, LooseEnd::Kind::test_due);
    EXPECT_EQ(ends[1].days, 2);
}

TEST(ThreadTest, AStrandCountsEachRowOnce) {
    auto told = story();
    told.recommendations[0].finding_ids = {"finding-1", "finding-2"};
    EXPECT_EQ(strands(told, today).at(0).cited_rows, 2U);
}

} // namespace
} // namespace throughline::thread
