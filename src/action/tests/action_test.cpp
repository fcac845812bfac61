// SPDX-License-Identifier: GPL-3.0-or-later
#include "action/action.hpp"
#include "action/operations.hpp"

#include <gmock/gmock.h>

namespace throughline::action {
namespace {

Date day(int year, unsigned month, unsigned of_month) { return *calendar::make_date(year, month, of_month); }
const Date today = day(2026, 8, 27);

/// One row of the table of states. Left out of it: nothing. `strength` and `result` -1 and none: there is
/// none.
struct Standing {
    std::string_view name{};
    Delivery delivery{};
    Date due{};
    int strength{-1};
    std::optional<bool> assured{};
    std::optional<Result> result{};
    State state{};
};

Action action_of(const Standing& standing) {
    Action action;
    action.delivery = standing.delivery;
    action.due = standing.due;
    if (standing.delivery == Delivery::done) action.done_on = standing.due;
    if (standing.strength >= 0) {
        action.evidence.resize(2);
        action.evidence.front().strength = standing.strength; // the strongest counts, not the latest
    }
    if (standing.assured) {
        action.assurances.resize(2);
        action.assurances.front().accepted = !*standing.assured; // the latest counts
        action.assurances.back().accepted = *standing.assured;
    }
    if (standing.result) {
        action.impacts.resize(2);
        action.impacts.back().result = *standing.result;
    }
    return action;
}

class StateTest : public testing::TestWithParam<Standing> {};

TEST_P(StateTest, IsDerivedFromFourThingsThatStayApart) {
    EXPECT_EQ(state_of(action_of(GetParam()), today), GetParam().state) << GetParam().name;
}

const Date later = day(2026, 9, 30), earlier = day(2026, 6, 30);
using enum Delivery;
INSTANTIATE_TEST_SUITE_P(
    Every,
    StateTest,
    testing::Values(
        Standing{"nothing begun", not_started, later, -1, {}, {}, State::not_started},
        Standing{"due today is not late", not_started, today, -1, {}, {}, State::not_started},
        Standing{"never begun and past its date", not_started, earlier, -1, {}, {}, State::late},
        Standing{"begun", under_way, later, 1, {}, {}, State::under_way},
        Standing{"past its date, whatever shows it", under_way, earlier, 4, {}, {}, State::late},
        Standing{
            "past its date, even with a better result",
            under_way,
            earlier,
            5,
            true,
            Result::better,
            State::late},
        Standing{
            "a better result does not make it done",
            under_way,
            later,
            5,
            true,
            Result::better,
            State::under_way},
        Standing{"said, and nothing shows it", done, earlier, -1, {}, {}, State::loose_end},
        Standing{"said, and somebody says so again", done, earlier, 0, {}, {}, State::loose_end},
        Standing{
            "assured on nothing is loose still", done, earlier, 0, true, Result::better, State::loose_end},
        Standing{"said and shown", done, earlier, 1, {}, {}, State::done_with_evidence},
        Standing{"looked at: not yet", done, earlier, 4, false, {}, State::done_with_evidence},
        Standing{"better and not assured", done, earlier, 4, {}, Result::better, State::done_with_evidence},
        Standing{"somebody else agrees", done, earlier, 3, true, {}, State::assured},
        Standing{"strong and untested", done, earlier, 6, true, {}, State::assured},
        Standing{"tested on weak evidence", done, earlier, 3, true, Result::better, State::assured},
        Standing{"tested: no change", done, earlier, 5, true, Result::no_change, State::assured},
        Standing{"tested: worse", done, earlier, 5, true, Result::worse, State::assured},
        Standing{"tested: cannot tell", done, earlier, 5, true, Result::cannot_tell, State::assured},
        Standing{"strong, assured and better", done, earlier, 4, true, Result::better, State::proven}));

TEST(ActionTest, Rule59_DoneNeverMeansBetter) {
    EXPECT_FALSE(is_proven({}, {}));
    EXPECT_FALSE(is_proven(highest_strength, {}));
    EXPECT_FALSE(is_proven({}, Result::better));
    for (int strength = 0; strength <= highest_strength; ++strength)
        for (const auto result : all_results)
            EXPECT_EQ(is_proven(strength, result), strength >= proving_strength && result == Result::better);
}

TEST(ActionTest, LatenessIsWorkedOutAndStopsOnTheDayItWasDone) {
    Action action;
    action.due = earlier;
    action.delivery = under_way;
    EXPECT_EQ(days_late(action, earlier), 0);
    EXPECT_EQ(days_late(action, day(2026, 7, 1)), 1);
    EXPECT_EQ(days_late(action, today), 58);
    action.delivery = done;
    action.done_on = day(2026, 7, 12);
    EXPECT_EQ(days_late(action, today), 12);
    action.done_on = day(2026, 6, 1);
    EXPECT_EQ(days_late(action, today), 0);
}

TEST(ActionTest, CodesAreReadBackAsTheyAreStored) {
    for (const auto delivery : all_deliveries) EXPECT_EQ(read_delivery(to_text(delivery)), delivery);
    for (const auto type : all_evidence_types) EXPECT_EQ(read_evidence_type(to_text(type)), type);
    for (const auto result : all_results) EXPECT_EQ(read_result(to_text(result)), result);
    EXPECT_EQ(read_delivery("in_progress"), under_way);
    EXPECT_FALSE(read_delivery("late")); // never a status
    EXPECT_FALSE(read_evidence_type("email"));
}

TEST(ActionTest, TheLadderHasSevenSteps) {
    EXPECT_EQ(strength_in_words(0), "somebody says so");
    EXPECT_EQ(strength_in_words(6), "still so after a year");
    EXPECT_THROW(strength_in_words(7), std::logic_error);
    EXPECT_THROW(strength_in_words(-1), std::logic_error);
}

TEST(ActionTest, Rule58_ARecommendationWithoutActionOrRefusalIsNamed) {
    std::vector<local_review::Recommendation> recommendations(3);
    for (std::size_t i = 0; i < recommendations.size(); ++i) {
        recommendations[i].id = std::to_string(i + 1);
        recommendations[i].number = static_cast<std::int64_t>(i + 1);
    }
    recommendations[1].response = local_review::Response::not_accepted;
    Action action;
    action.recommendation_id = "1";
    EXPECT_THAT(without_action(recommendations, {action}), testing::ElementsAre(3));
    EXPECT_THAT(without_action(recommendations, {}), testing::ElementsAre(1, 3));
}

} // namespace
} // namespace throughline::action
