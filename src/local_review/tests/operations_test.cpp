// SPDX-License-Identifier: GPL-3.0-or-later
#include "case_file/operations.hpp"
#include "identity/operations.hpp"
#include "local_review/testing.hpp"

#include <gmock/gmock.h>

#include <algorithm>

namespace throughline::local_review {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class LocalReviewTest : public ::testing::Test {
protected:
    Outcome<Done> declares(const std::string& account, std::optional<Date> on = {}) {
        return m_linnet.act("unit", [&](Work& work) {
            return declare_conflict(work, m_linnet.access(), {account, on, "No ties to any agency"});
        });
    }
    Outcome<Done> appoints(const std::string& account, std::int64_t seen, std::optional<Date> on = {}) {
        return m_linnet.act("unit", [&](Work& work) {
            return appoint(work, m_linnet.access(), {account, on, seen});
        });
    }
    Outcome<Done> changes(std::int64_t number, const FindingDraft& draft, std::int64_t seen) {
        return m_linnet.act("reviewer", [&](Work& work) {
            return change_finding(work, m_linnet.access(), number, draft, seen);
        });
    }
    Outcome<Done> changes(std::int64_t number, const RecommendationDraft& draft, std::int64_t seen) {
        return m_linnet.act("reviewer", [&](Work& work) {
            return change_recommendation(work, m_linnet.access(), number, draft, seen);
        });
    }
    Outcome<Done> answers(std::int64_t number, const Answer& answer) {
        return m_linnet.act(
            "unit", [&](Work& work) { return respond(work, m_linnet.access(), number, answer); });
    }
    std::string words(const std::string& text_id) {
        return m_linnet.read([&](db::Transaction& tx) {
            return identity::Texts(tx, m_linnet.house(), m_linnet.access(), text_owner, identity::View::codes)
                .words(text_id);
        });
    }
    static std::string field_of(const Refusal& refusal) { return refusal.problems.at(0).field; }

    testing::Linnet m_linnet{SOURCE_DIR};
};

TEST_F(LocalReviewTest, Rule34_TheReviewIsDueSixMonthsAfterItWasDecided) {
    const auto review = m_linnet.review();
    EXPECT_EQ(review.reference, "LCSPR-MAR-2026-001");
    EXPECT_EQ(calendar::to_text(review.decided_on), "2026-08-27");
    EXPECT_EQ(calendar::to_text(review.due), "2027-02-27");
    EXPECT_THAT(review.explanation, Contains(HasSubstr("Day 0")));
    EXPECT_FALSE(review.guidance.empty());
    const auto stage =
        m_linnet.read([&](db::Transaction& tx) { return case_file::load(tx, m_linnet.access()).stage; });
    EXPECT_EQ(stage, case_file::Stage::local_review);
}

TEST_F(LocalReviewTest, Rule34_TheLastDayOfTheMonthIsTakenWhereTheDayIsMissing) {
    const auto other = m_linnet.open_case("Alder");
    const auto access = CaseAccess::of_the_system(other.id, other.reference);
    const auto opened = m_linnet.act(
        "unit", [&](Work& work) { return open(work, access, *calendar::make_date(2025, 8, 31)); });
    EXPECT_EQ(calendar::to_text(opened->due), "2026-02-28");
    EXPECT_EQ(opened->reference, "LCSPR-MAR-2026-002");
}

TEST_F(LocalReviewTest, ACaseHasOneLocalReviewHoweverOftenItIsOpened) {
    const auto first = m_linnet.review();
    const auto again = m_linnet.act(
        "unit", [&](Work& work) { return open(work, m_linnet.access(), *calendar::make_date(2026, 8, 20)); });
    EXPECT_EQ(again->id, first.id);
    EXPECT_EQ(again->due, first.due);
}

TEST_F(LocalReviewTest, ADecisionForALocalReviewOpensItOnceAndNoOtherDecisionDoes) {
    const auto after_decision = [&](std::string_view name, std::string_view outcome) {
        const auto file = m_linnet.open_case(name);
        const auto access = CaseAccess::of_the_system(file.id, file.reference);
        const auto follows = [&] {
            (void)m_linnet.act("unit", [&](Work& work) -> Outcome<Done> {
                open_after_decision(work, access);
                return Done{};
            });
        };
        follows(); // nothing was decided yet
        (void)m_linnet.act("unit", [&](Work& work) -> Outcome<Done> {
            work.tx.change(
                R"(INSERT INTO rapid_review (id, case_id, reference, opened_at, notified_on, due_on,
                                             explanation, guidance, calendar_edition, state, outcome,
                                             decided_on, days_late, latest_version, draft_version, version)
                   VALUES (:id, :case_id, :id, :at, '2026-08-03', '2026-08-24', '', 'wt-2023', 'x', 'decided',
                           :outcome, '2026-08-20', 0, 1, 1, 1))",
                {{"id", "RR-" + std::string(name)},
                 {"case_id", file.id},
                 {"at", to_text(work.at)},
                 {"outcome", outcome}});
            return Done{};
        });
        follows();
        follows();
        return m_linnet.read([&](db::Transaction& tx) { return find(tx, access); });
    };
    const auto opened = after_decision("Alder", "local_review");
    ASSERT_TRUE(opened);
    EXPECT_EQ(opened->reference, "LCSPR-MAR-2026-002");
    EXPECT_EQ(calendar::to_text(opened->decided_on), "2026-08-20");
    EXPECT_EQ(calendar::to_text(opened->due), "2027-02-20");
    EXPECT_FALSE(after_decision("Rowan", "no_further_review"));
    EXPECT_FALSE(after_decision("Heron", "suggest_national"));
}

TEST_F(LocalReviewTest, Rule36_NobodyIsAppointedBeforeTheirDeclarationIsRecorded) {
    const auto refused = appoints("reviewer", 1);
    ASSERT_FALSE(refused);
    EXPECT_THAT(refused.refusal().message(), HasSubstr("declaration"));
    EXPECT_FALSE(m_linnet.review().reviewer);

    ASSERT_TRUE(declares("reviewer"));
    ASSERT_TRUE(appoints("reviewer", 1));
    const auto review = m_linnet.review();
    ASSERT_TRUE(review.reviewer);
    EXPECT_EQ(review.reviewer->name, "Person of reviewer");
    EXPECT_EQ(words(review.reviewer->conflict_text_id), "No ties to any agency");
    const auto held = m_linnet.read([&](db::Transaction& tx) {
        return case_file::held_roles(
            tx, m_linnet.actor("reviewer"), m_linnet.file().reference, m_linnet.now());
    });
    ASSERT_TRUE(held);
    EXPECT_THAT(held->roles, ElementsAre(people::Role::reviewer));
}

TEST_F(LocalReviewTest, Rule36_ADeclarationMadeAfterTheAppointmentDoesNotCount) {
    ASSERT_TRUE(declares("reviewer", calendar::make_date(2026, 8, 26)));
    EXPECT_FALSE(appoints("reviewer", 1, calendar::make_date(2026, 8, 25)));
    EXPECT_TRUE(appoints("reviewer", 1, calendar::make_date(2026, 8, 26)));
}

TEST_F(LocalReviewTest, OnlyAReviewerOfThisPartnershipMayLead) {
    EXPECT_EQ(field_of(declares("police_lead").refusal()), "reviewer");
    EXPECT_EQ(field_of(declares("other_county_unit").refusal()), "reviewer");
    EXPECT_EQ(field_of(declares("nobody").refusal()), "reviewer");
    EXPECT_EQ(field_of(declares("reviewer", calendar::make_date(2026, 8, 28)).refusal()), "declared_on");
}

TEST_F(LocalReviewTest, AnAppointmentOnAStaleReviewIsRefused) {
    ASSERT_TRUE(declares("reviewer"));
    ASSERT_TRUE(appoints("reviewer", 1));
    const auto second = appoints("reviewer", 1);
    ASSERT_FALSE(second);
    EXPECT_EQ(second.refusal().kind, Refusal::Kind::conflict);
}

TEST_F(LocalReviewTest, AFindingThatHangsOnNothingIsRefused) {
    auto draft = m_linnet.finding_draft();
    draft.rows.clear();
    const auto refused = m_linnet.add_finding(draft);
    ASSERT_FALSE(refused);
    EXPECT_EQ(field_of(refused.refusal()), "labels");
    EXPECT_THAT(m_linnet.findings(), IsEmpty());
}

TEST_F(LocalReviewTest, AFindingOnARowThatIsNotThereIsRefusedAndSaysWhich) {
    auto draft = m_linnet.finding_draft();
    draft.rows.push_back("MGH-999");
    const auto refused = m_linnet.add_finding(draft);
    ASSERT_FALSE(refused);
    EXPECT_THAT(refused.refusal().message(), HasSubstr("MGH-999"));
}

TEST_F(LocalReviewTest, ARefusedFindingTakesNoNumber) {
    EXPECT_FALSE(m_linnet.add_finding({"", "", false, {}}));
    EXPECT_EQ(m_linnet.add_finding(m_linnet.finding_draft())->number, 1);
    EXPECT_EQ(m_linnet.add_finding(m_linnet.finding_draft())->number, 2);
}

TEST_F(LocalReviewTest, AFindingAndItsRowsAreWalkedBothWays) {
    auto draft = m_linnet.finding_draft();
    draft.rows = m_linnet.hospital_rows();
    draft.rows.push_back(m_linnet.hospital_rows().front()); // twice is once
    draft.good_practice = true;
    const auto good = m_linnet.add_finding(draft);
    const auto police = m_linnet.add_finding(m_linnet.finding_draft());
    ASSERT_TRUE(good && police);
    EXPECT_TRUE(good->good_practice);
    ASSERT_THAT(good->rows, SizeIs(2));
    EXPECT_EQ(good->rows[0].label, m_linnet.hospital_rows()[0]);
    EXPECT_EQ(words(good->title_text_id), "Each call was answered by itself");

    m_linnet.read([&](db::Transaction& tx) {
        const auto citing = findings_citing(tx, m_linnet.access(), good->rows[1].id);
        ASSERT_THAT(citing, SizeIs(1));
        EXPECT_EQ(citing[0].id, good->id);
        EXPECT_THAT(findings_citing(tx, m_linnet.access(), "elsewhere"), IsEmpty());
    });
}

TEST_F(LocalReviewTest, ACitedRowStaysInSightWhenItsAgencyReplacesIt) {
    ASSERT_TRUE(m_linnet.add_finding(m_linnet.finding_draft()));
    (void)m_linnet.act("unit", [&](Work& work) -> Outcome<Done> {
        chronology::replace_rows(work, m_linnet.access(), "police", "second");
        chronology::replace_rows(work, m_linnet.access(), "hospital", "second");
        return Done{};
    });
    m_linnet.read([&](db::Transaction& tx) {
        const auto rows = chronology::rows_of(tx, m_linnet.house(), m_linnet.access());
        ASSERT_THAT(rows, SizeIs(1));
        EXPECT_EQ(rows[0].label, m_linnet.police_rows()[0]);
    });
}

TEST_F(LocalReviewTest, AFindingIsChangedOnTheVersionSeenAndNoOther) {
    const auto finding = m_linnet.add_finding(m_linnet.finding_draft());
    auto draft = m_linnet.finding_draft();
    draft.text = "Seven calls, seven answers.";
    draft.rows = m_linnet.hospital_rows();
    ASSERT_TRUE(changes(1, draft, finding->version));

    auto stale = m_linnet.finding_draft();
    stale.text = "Written on an older page";
    const auto refused = changes(1, stale, finding->version);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.refusal().kind, Refusal::Kind::conflict);
    const auto kept = m_linnet.findings().at(0);
    EXPECT_EQ(words(kept.text_id), "Seven calls, seven answers.");
    EXPECT_THAT(kept.rows, SizeIs(2));
    EXPECT_EQ(kept.version, 2);
    EXPECT_EQ(changes(9, draft, 1).refusal().kind, Refusal::Kind::missing);
}

TEST_F(LocalReviewTest, Rule39_ARecommendationNeedsFindingAddresseeAndDate) {
    ASSERT_TRUE(m_linnet.add_finding(m_linnet.finding_draft()));
    const auto without = [&](auto&& remove) {
        auto draft = m_linnet.recommendation_draft();
        remove(draft);
        const auto refused = m_linnet.add_recommendation(draft);
        return refused ? std::string("accepted") : field_of(refused.refusal());
    };
    EXPECT_EQ(without([](auto& draft) { draft.findings.clear(); }), "findings");
    EXPECT_EQ(without([](auto& draft) { draft.findings = {7}; }), "findings");
    EXPECT_EQ(without([](auto& draft) { draft.organisations.clear(); }), "organisations");
    EXPECT_EQ(without([](auto& draft) { draft.organisations = {"northmoor"}; }), "organisations");
    EXPECT_EQ(without([](auto& draft) { draft.by_when.reset(); }), "by_when");
    EXPECT_EQ(without([](auto& draft) { draft.text = " "; }), "text");
    EXPECT_THAT(m_linnet.recommendations(), IsEmpty());
}

TEST_F(LocalReviewTest, Rule40_AVagueVerbDoesNotStopARecommendation) {
    ASSERT_TRUE(m_linnet.add_finding(m_linnet.finding_draft()));
    auto draft = m_linnet.recommendation_draft();
    draft.text = "Police should continue to consider history";
    EXPECT_TRUE(m_linnet.add_recommendation(draft));
}

TEST_F(LocalReviewTest, ARecommendationAndItsFindingsAreWalkedBothWays) {
    const auto first = m_linnet.add_finding(m_linnet.finding_draft());
    const auto second = m_linnet.add_finding(m_linnet.finding_draft());
    auto draft = m_linnet.recommendation_draft();
    draft.findings = {2, 1};
    const auto recommendation = m_linnet.add_recommendation(draft);
    ASSERT_TRUE(recommendation);
    EXPECT_THAT(recommendation->finding_ids, ElementsAre(first->id, second->id));
    EXPECT_THAT(recommendation->organisations, ::testing::UnorderedElementsAre("police", "council"));
    EXPECT_EQ(words(recommendation->outcome_text_id), "A third frightening night is met as a third.");
    m_linnet.read([&](db::Transaction& tx) {
        EXPECT_THAT(recommendations_resting_on(tx, m_linnet.access(), second->id), SizeIs(1));
        EXPECT_THAT(recommendations_resting_on(tx, m_linnet.access(), "nothing"), IsEmpty());
    });
}

TEST_F(LocalReviewTest, Rule39_WhatIsNotAcceptedInFullNeedsItsReason) {
    ASSERT_TRUE(m_linnet.add_finding(m_linnet.finding_draft()));
    ASSERT_TRUE(m_linnet.add_recommendation(m_linnet.recommendation_draft()));
    EXPECT_EQ(field_of(answers(1, {Response::awaited, "", 1}).refusal()), "response");
    EXPECT_EQ(field_of(answers(1, {Response::not_accepted, " ", 1}).refusal()), "reason");
    EXPECT_EQ(field_of(answers(1, {Response::partly, "", 1}).refusal()), "reason");
    ASSERT_TRUE(answers(1, {Response::partly, "The IT system cannot do it before 2028", 1}));
    const auto kept = m_linnet.recommendations().at(0);
    EXPECT_EQ(kept.response, Response::partly);
    EXPECT_EQ(words(kept.reason_text_id), "The IT system cannot do it before 2028");
    EXPECT_EQ(answers(1, {Response::accepted, "", 1}).refusal().kind, Refusal::Kind::conflict);
    ASSERT_TRUE(answers(1, {Response::accepted, "", 2}));
    EXPECT_EQ(m_linnet.recommendations().at(0).reason_text_id, "");
}

TEST_F(LocalReviewTest, AnAnswerLapsesWhenTheRecommendationChanges) {
    ASSERT_TRUE(m_linnet.add_finding(m_linnet.finding_draft()));
    ASSERT_TRUE(m_linnet.add_recommendation(m_linnet.recommendation_draft()));
    ASSERT_TRUE(answers(1, {Response::accepted, "", 1}));
    auto draft = m_linnet.recommendation_draft();
    draft.outcome.clear();
    draft.measure = "Ninety notifications";
    ASSERT_TRUE(changes(1, draft, 2));
    const auto kept = m_linnet.recommendations().at(0);
    EXPECT_EQ(kept.response, Response::awaited);
    EXPECT_FALSE(kept.responded_on);
    EXPECT_EQ(kept.outcome_text_id, "");
    EXPECT_EQ(words(kept.measure_text_id), "Ninety notifications");
    EXPECT_EQ(changes(1, draft, 2).refusal().kind, Refusal::Kind::conflict);
}

TEST_F(LocalReviewTest, NothingIsWrittenBeforeAReviewIsOpen) {
    const auto other = m_linnet.open_case("Alder");
    const auto access = CaseAccess::of_the_system(other.id, other.reference);
    const auto refused =
        m_linnet.act("unit", [&](Work& work) { return add_finding(work, access, m_linnet.finding_draft()); });
    EXPECT_EQ(refused.refusal().kind, Refusal::Kind::missing);
}

TEST_F(LocalReviewTest, ARowOfAnotherCaseCannotBeCited) {
    const auto other = m_linnet.open_case("Alder");
    const auto access = CaseAccess::of_the_system(other.id, other.reference);
    const auto refused = m_linnet.act("unit", [&](Work& work) -> Outcome<Finding> {
        if (auto opened = open(work, access, work.today()); !opened) return opened.refusal();
        return add_finding(work, access, m_linnet.finding_draft());
    });
    ASSERT_FALSE(refused);
    EXPECT_EQ(field_of(refused.refusal()), "labels");
}

} // namespace
} // namespace throughline::local_review
