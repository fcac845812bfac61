// SPDX-License-Identifier: GPL-3.0-or-later
#include "thread/picture.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace throughline::thread {
namespace {

Date day(std::string_view iso) { return *calendar::read_date(iso); }
const Date today = day("2026-08-27");

local_review::Finding finding(std::int64_t number, std::vector<local_review::CitedRow> rows) {
    local_review::Finding finding;
    finding.id = "f" + std::to_string(number);
    finding.number = number;
    finding.rows = std::move(rows);
    return finding;
}

local_review::Recommendation recommendation(std::int64_t number, std::vector<std::string> findings) {
    local_review::Recommendation recommendation;
    recommendation.id = "r" + std::to_string(number);
    recommendation.number = number;
    recommendation.finding_ids = std::move(findings);
    recommendation.response = local_review::Response::accepted;
    return recommendation;
}

action::Action action_of(std::int64_t recommendation, std::string number) {
    action::Action action;
    action.recommendation_id = "r" + std::to_string(recommendation);
    action.recommendation_number = recommendation;
    action.number = std::move(number);
    action.due = day("2026-12-01");
    action.delivery = action::Delivery::under_way;
    return action;
}

/// Two findings share a row; recommendation 1 rests on finding 1 and has two actions, 2 rests on finding 2.
Story story() {
    Story story;
    story.findings = {finding(1, {{"row-1", "MGH-1"}, {"row-2", "MGH-2"}}), finding(2, {{"row-2", "MGH-2"}})};
    story.recommendations = {recommendation(1, {"f1"}), recommendation(2, {"f2"})};
    story.actions = {action_of(1, "1.1"), action_of(1, "1.2"), action_of(2, "2.1")};
    return story;
}

std::vector<std::string> ids(const Picture& picture, const std::vector<std::size_t>& nodes) {
    std::vector<std::string> found;
    for (const auto node : nodes) found.push_back(picture.nodes.at(node).id);
    std::ranges::sort(found);
    return found;
}

std::vector<std::string> back(const Story& told, std::string_view id) {
    const auto picture = picture_of(told, today);
    return ids(picture, follow(picture, id).value().back);
}

std::vector<std::string> on(const Story& told, std::string_view id) {
    const auto picture = picture_of(told, today);
    return ids(picture, follow(picture, id).value().on);
}

using Ids = std::vector<std::string>;

TEST(PictureTest, AnActionGoesBackToTheIncidentAndOnToItsImpactAndNotToItsNeighbours) {
    EXPECT_EQ(
        back(story(), "action-1.2"),
        (Ids{"finding-1", "incident", "recommendation-1", "rows-1", "rows-1-2"}));
    EXPECT_EQ(on(story(), "action-1.2"), (Ids{"evidence-1.2", "impact-1.2"}));
}

TEST(PictureTest, ARowThatTwoFindingsCiteLeadsToBoth) {
    const auto led = on(story(), "rows-1-2");
    EXPECT_EQ(std::ranges::count(led, "finding-1"), 1);
    EXPECT_EQ(std::ranges::count(led, "impact-2.1"), 1);
    EXPECT_EQ(std::ranges::count(on(story(), "rows-1"), "finding-2"), 0);
}

TEST(PictureTest, TheIncidentLeadsToEverything) {
    const auto told = story();
    EXPECT_EQ(on(told, "incident").size(), picture_of(told, today).nodes.size() - 1);
    EXPECT_TRUE(back(told, "incident").empty());
}

TEST(PictureTest, ALooseEndHasAPlaceOfItsOwnAndGoesBackToWhatLacksIt) {
    auto told = story();
    told.actions.pop_back();
    const auto picture = picture_of(told, today);
    const auto followed = follow(picture, "after-recommendation-2").value();
    const auto& node = picture.nodes.at(followed.chosen);
    EXPECT_TRUE(node.is_missing);
    ASSERT_TRUE(node.end.has_value());
    EXPECT_EQ(node.end->kind, LooseEnd::Kind::recommendation_without_action);
    EXPECT_EQ(ids(picture, followed.back), (Ids{"finding-2", "incident", "recommendation-2", "rows-1-2"}));
    EXPECT_TRUE(followed.on.empty());
}

TEST(PictureTest, DoneWithNothingThatShowsItIsACutBetweenActionAndEvidence) {
    auto told = story();
    told.actions[0].delivery = action::Delivery::done;
    told.actions[0].done_on = today;
    const auto picture = picture_of(told, today);
    const auto evidence = follow(picture, "evidence-1.1").value().chosen;
    EXPECT_TRUE(picture.nodes[evidence].end.has_value());
    const auto tie = std::ranges::find(picture.ties, evidence, &Tie::to);
    ASSERT_NE(tie, picture.ties.end());
    EXPECT_EQ(tie->kind, Tie::Kind::loose);
}

TEST(PictureTest, EveryLooseEndOfTheListHasItsPlaceInThePicture) {
    auto told = story();
    told.findings.push_back(finding(3, {{"row-3", "MGH-3"}}));
    told.recommendations.push_back(recommendation(3, {"f1"}));
    told.actions[0].due = day("2026-08-20");
    told.actions[1].delivery = action::Delivery::done;
    told.actions[1].done_on = today;
    action::Impact impact;
    impact.tested_on = day("2026-06-01");
    impact.next_test = day("2026-08-25");
    told.actions[2].impacts = {impact};
    const auto picture = picture_of(told, today);
    EXPECT_EQ(loose_ends(told, today).size(), 5U);
    EXPECT_EQ(std::ranges::count_if(picture.nodes, [](const Node& node) { return node.end.has_value(); }), 5);
}

TEST(PictureTest, AnUnknownIdFollowsNothing) {
    const auto picture = picture_of(story(), today);
    EXPECT_FALSE(follow(picture, "action-9.9").has_value());
    EXPECT_FALSE(follow(picture, "").has_value());
}

TEST(PictureTest, NoTwoThingsStandInOnePlaceAndEveryLineRunsToTheRight) {
    auto told = story();
    told.recommendations[1].finding_ids = {"f1", "f2"};
    const auto picture = picture_of(told, today);
    std::set<std::pair<std::size_t, Node::Kind>> places;
    for (const auto& node : picture.nodes) {
        EXPECT_TRUE(places.emplace(node.line, node.kind).second) << node.id;
        EXPECT_LT(node.line, picture.lines);
    }
    for (const auto& tie : picture.ties)
        EXPECT_LT(picture.nodes.at(tie.from).kind, picture.nodes.at(tie.to).kind);
}

TEST(PictureTest, WithoutFindingsThereIsNoPicture) { EXPECT_TRUE(picture_of({}, today).nodes.empty()); }

} // namespace
} // namespace throughline::thread
