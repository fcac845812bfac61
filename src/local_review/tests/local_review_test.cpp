// SPDX-License-Identifier: GPL-3.0-or-later
#include "local_review/local_review.hpp"

#include <gmock/gmock.h>

namespace throughline::local_review {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(LocalReviewTest, Rule40_VagueVerbsAreFoundInAnyForm) {
    EXPECT_THAT(
        vague_verbs("Ensure that schools CONSIDER it, and ensure it again"),
        ElementsAre("ensure", "consider"));
    EXPECT_THAT(vague_verbs("Continuing to ring, once considered"), ElementsAre("continuing", "considered"));
}

TEST(LocalReviewTest, Rule40_PlainVerbsAndLongerWordsPass) {
    EXPECT_THAT(
        vague_verbs("One agency asks why by day 10. A discontinued, inconsiderate form goes"), IsEmpty());
    EXPECT_THAT(vague_verbs(""), IsEmpty());
}

TEST(LocalReviewTest, LabelsAreReadHoweverTheyAreSetApart) {
    EXPECT_THAT(
        read_labels(" mgh-12, POL-3;POL-3\n csc-101 and"), ElementsAre("MGH-12", "POL-3", "CSC-101", "AND"));
    EXPECT_THAT(read_labels(" ,; "), IsEmpty());
}

TEST(LocalReviewTest, ResponsesAreReadBackAsTheyAreStored) {
    for (const auto response : all_responses) EXPECT_EQ(read_response(to_text(response)), response);
    EXPECT_FALSE(read_response("declined"));
}

Recommendation complete(std::int64_t number) {
    Recommendation recommendation;
    recommendation.number = number;
    recommendation.outcome_text_id = "outcome";
    recommendation.measure_text_id = "measure";
    recommendation.response = Response::accepted;
    return recommendation;
}

TEST(LocalReviewTest, Rule39_AReviewLacksFindingsAndRecommendationsUntilThereAreSome) {
    EXPECT_EQ(still_lacking({}, {}, {}).size(), 3U);
    LocalReview led;
    led.reviewer.emplace();
    EXPECT_THAT(still_lacking(led, {Finding{}}, {complete(1)}), IsEmpty());
}

TEST(LocalReviewTest, Rule39_EachRecommendationNeedsItsOutcomeItsMeasureAndItsAnswer) {
    LocalReview led;
    led.reviewer.emplace();
    auto bare = complete(2);
    bare.outcome_text_id = bare.measure_text_id = "";
    bare.response = Response::awaited;
    EXPECT_THAT(
        still_lacking(led, {Finding{}}, {complete(1), bare}),
        ElementsAre(
            HasSubstr("Recommendation 2 does not say what will change"),
            HasSubstr("Recommendation 2 does not say how"),
            HasSubstr("Recommendation 2 waits")));
}

} // namespace
} // namespace throughline::local_review
