// SPDX-License-Identifier: GPL-3.0-or-later
#include "rapid_review/changes.hpp"
#include "rapid_review/forms.hpp"
#include "rapid_review/rapid_review.hpp"
#include "rapid_review/testing.hpp"

#include <gtest/gtest.h>

namespace throughline::rapid_review {
namespace {

using testing::finished_draft;

std::vector<std::string> fields_wrong_with(const Draft& draft) {
    const auto may = can_fix(draft);
    std::vector<std::string> fields;
    if (!may)
        for (const auto& problem : may.refusal().problems) fields.push_back(problem.field);
    return fields;
}
using Fields = std::vector<std::string>;

TEST(RapidReviewTest, AFinishedDraftMayBecomeAVersion) {
    EXPECT_EQ(fields_wrong_with(finished_draft()), Fields{});
}

TEST(RapidReviewTest, AnEmptyDraftIsToldEverythingThatIsMissingAtOnce) {
    EXPECT_EQ(
        fields_wrong_with({}),
        (Fields{
            "summary",
            "immediate_safety",
            "race_and_inequality",
            "family_told",
            "family_asked",
            "learning",
            "improvements",
            "recurrent_themes",
            "working_together",
            "panel_view",
            "circumstances"}));
}

TEST(RapidReviewTest, Rule23_ThereAreThreeOutcomesAndNoOther) {
    for (const auto outcome : all_outcomes) EXPECT_EQ(read_outcome(to_text(outcome)), outcome);
    EXPECT_FALSE(read_outcome("single_agency_learning"));
    EXPECT_FALSE(read_outcome(""));
    EXPECT_FALSE(read_outcome("Local_Review"));
}

TEST(RapidReviewTest, Rule26_NotApplicableAloneIsNoStatementOnRaceAndInequality) {
    for (const auto* empty :
         {"",
          "Not applicable",
          "not applicable.",
          "N/A",
          "n/a – not relevant in this case",
          "None identified",
          "No issues were identified.",
          "NOTHING TO ADD",
          "…"}) {
        auto draft = finished_draft();
        draft.race_and_inequality = empty;
        EXPECT_EQ(fields_wrong_with(draft), Fields{"race_and_inequality"}) << empty;
    }
    auto draft = finished_draft();
    draft.race_and_inequality = "Not applicable to the sister; the boy is Black and was taken for an adult.";
    EXPECT_EQ(fields_wrong_with(draft), Fields{});
}

TEST(RapidReviewTest, Rule27_TheSafetyOfOtherChildrenNeedsAStatement) {
    auto draft = finished_draft();
    draft.immediate_safety = "";
    EXPECT_EQ(fields_wrong_with(draft), Fields{"immediate_safety"});
    draft.immediate_safety = "There are no other children.";
    EXPECT_EQ(fields_wrong_with(draft), Fields{});
}

TEST(RapidReviewTest, Rule28_WhetherTheFamilyWasToldAndAskedNeedsAnAnswerWithItsReason) {
    auto draft = finished_draft();
    draft.family_told = Reply::none;
    EXPECT_EQ(fields_wrong_with(draft), Fields{"family_told"});
    draft.family_told = Reply::unclear;
    EXPECT_EQ(fields_wrong_with(draft), Fields{"family_told"});
    draft.family_told = Reply::no;
    draft.family_told_note = "";
    draft.family_views = "";
    EXPECT_EQ(fields_wrong_with(draft), (Fields{"family_told_note", "family_views"}));
    draft.family_told_note = "The police ask us to wait until Friday.";
    draft.family_views = "They will be asked on Friday.";
    draft.family_asked = Reply::no;
    EXPECT_EQ(fields_wrong_with(draft), Fields{});
}

TEST(RapidReviewTest, AVersionsTextIsTheSameForTheSameDraftAndReadsBack) {
    const auto draft = finished_draft();
    const auto text = canonical(draft, "RR-MAR-2026-017", 4);
    EXPECT_EQ(text, canonical(draft, "RR-MAR-2026-017", 4));
    EXPECT_EQ(read_canonical(text), draft);
    EXPECT_NE(text, canonical(draft, "RR-MAR-2026-017", 5));
    for (const auto& part : parts()) {
        auto other = draft;
        set_text(other, part.name, "Something else");
        EXPECT_NE(canonical(other, "RR-MAR-2026-017", 4), text) << part.name;
    }
    EXPECT_THROW((void)read_canonical("{}"), std::runtime_error);
}

TEST(RapidReviewTest, SignaturesStandByTheirOutcomesAndTheirNumber) {
    const auto signature = [](WhatNext outcome) {
        Signature one;
        one.outcome = outcome;
        return one;
    };
    const auto local = signature(WhatNext::local_review), none = signature(WhatNext::no_further_review);
    EXPECT_EQ(standing_of({}, 3).missing, 3U);
    EXPECT_FALSE(standing_of({}, 3).outcome);
    EXPECT_EQ(standing_of({local, local}, 3).missing, 1U);
    EXPECT_EQ(standing_of({local, local, local}, 3).outcome, WhatNext::local_review);
    EXPECT_TRUE(standing_of({local, none, local}, 3).differs);
    EXPECT_FALSE(standing_of({local, none, local}, 3).outcome);
}

TEST(ChangesTest, OnlyTheWordsThatChangedAreMarked) {
    using enum Change::Kind;
    EXPECT_EQ(
        changes_between("Sibling 1 is to be seen", "Sibling 1 was seen"),
        (std::vector<Change>{{same, "Sibling 1"}, {gone, "is to be"}, {come, "was"}, {same, "seen"}}));
    EXPECT_EQ(changes_between("", "new words"), (std::vector<Change>{{come, "new words"}}));
    EXPECT_EQ(changes_between("old words", ""), (std::vector<Change>{{gone, "old words"}}));
    EXPECT_EQ(changes_between("a\n b", "a b"), (std::vector<Change>{{same, "a b"}}));
}

TEST(ChangesTest, ALongUnchangedStretchIsCutNextToTheChange) {
    using enum Change::Kind;
    EXPECT_EQ(
        in_brief({{same, "1 2 3 4 5 6 7 8 9"}, {come, "x"}, {same, "1 2 3 4 5 6 7 8"}}),
        (std::vector<Change>{{same, "… 4 5 6 7 8 9"}, {come, "x"}, {same, "1 2 3 4 5 6 …"}}));
}

TEST(ChangesTest, TextsTooLongToCompareAreGivenAsOneReplacement) {
    std::string old_text, new_text;
    for (int i = 0; i < 3000; ++i) {
        old_text += "word ";
        new_text += "word ";
    }
    const auto changes = changes_between(old_text, new_text);
    ASSERT_EQ(changes.size(), 2U);
    EXPECT_EQ(changes[0].kind, Change::Kind::gone);
    EXPECT_EQ(changes[1].kind, Change::Kind::come);
}

http::Form sent(std::string day, std::string month, std::string time) {
    http::Form form;
    form.add("sent-day", std::move(day));
    form.add("sent-month", std::move(month));
    form.add("sent-year", "2026");
    form.add("time", std::move(time));
    return form;
}

TEST(FormsTest, TheMomentOfSendingIsReadAsLondonTime) {
    const auto summer = read_sending(sent("7", "9", "16:20"));
    ASSERT_TRUE(summer);
    EXPECT_EQ(to_text(summer->at), "2026-09-07T15:20:00.000000Z");
    const auto winter = read_sending(sent("7", "12", "9.05"));
    ASSERT_TRUE(winter);
    EXPECT_EQ(to_text(winter->at), "2026-12-07T09:05:00.000000Z");
    const auto change = read_sending(sent("25", "10", "16:20")); // the clocks go back that night
    ASSERT_TRUE(change);
    EXPECT_EQ(to_text(change->at), "2026-10-25T16:20:00.000000Z");
}

TEST(FormsTest, ADayOrATimeThatIsNoneIsAskedForAgain) {
    EXPECT_EQ(read_sending(sent("31", "6", "16:20")).refusal().problems.front().field, "sent");
    EXPECT_EQ(read_sending(sent("", "6", "16:20")).refusal().problems.front().field, "sent");
    for (const auto* time : {"", "24:00", "16:60", "soon", "16", "-1:00", "16:20pm"})
        EXPECT_EQ(read_sending(sent("7", "9", time)).refusal().problems.front().field, "time") << time;
}

TEST(FormsTest, Rule23_AnOutcomeOfOnesOwnIsNotTaken) {
    http::Form form;
    form.add("version", "2");
    form.add("outcome", "practitioner_event");
    form.add("agreement", "perhaps");
    const auto ruling = read_ruling(form);
    EXPECT_EQ(ruling.version, 2);
    EXPECT_FALSE(ruling.outcome);
    EXPECT_FALSE(ruling.agreement);
}

} // namespace
} // namespace throughline::rapid_review
