// SPDX-License-Identifier: GPL-3.0-or-later
#include "action/operations.hpp"
#include "case_file/operations.hpp"
#include "identity/operations.hpp"
#include "local_review/testing.hpp"

#include <gmock/gmock.h>

namespace throughline::action {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class ActionTest : public ::testing::Test {
protected:
    ActionTest() {
        EXPECT_TRUE(m_linnet.add_finding(m_linnet.finding_draft()));
        EXPECT_TRUE(m_linnet.add_recommendation(m_linnet.recommendation_draft()));
    }

    Plan plan_for_police() const {
        return {
            1,
            "Build the history into the notification",
            "police_lead",
            "police",
            {},
            calendar::make_date(2026, 12, 12)};
    }
    template <class F>
    auto as(std::string_view who, F&& act) {
        return m_linnet.act(who, [&](Work& work) { return act(work, m_linnet.access()); });
    }
    Outcome<Action> plans(const Plan& plan) {
        return as(
            "unit", [&](Work& work, const CaseAccess& access) { return action::plan(work, access, plan); });
    }
    Outcome<Done>
    reports(std::string_view who, Delivery delivery, std::int64_t seen, std::optional<Date> on = {}) {
        return as(who, [&](Work& work, const CaseAccess& access) {
            return report(work, access, "1.1", {delivery, "Tried in one area", on, seen});
        });
    }
    Outcome<Done> gives(std::string_view who, int strength) {
        return as(who, [&](Work& work, const CaseAccess& access) {
            return give_evidence(work, access, "1.1", {EvidenceType::audit, "57 of 60 had it", strength, {}});
        });
    }
    Outcome<Done> assures(std::string_view who, bool accepted, std::int64_t seen) {
        return as(who, [&](Work& work, const CaseAccess& access) {
            return assure(work, access, "1.1", {accepted, "Looked at 20 of the 60", seen});
        });
    }
    static action::Test better() {
        action::Test test;
        test.statement = "Children who were frightened before are seen sooner";
        test.how_tested = "Sixty notifications, and nine children";
        test.result = Result::better;
        return test;
    }
    Outcome<Done> tests(const action::Test& test) {
        return as("assurance", [&](Work& work, const CaseAccess& access) {
            return record_impact(work, access, "1.1", test);
        });
    }
    Action first() {
        return *m_linnet.read([&](db::Transaction& tx) { return find(tx, m_linnet.access(), "1.1"); });
    }
    State state() { return state_of(first(), calendar::london_date(m_linnet.now())); }
    static std::string field_of(const Refusal& refusal) { return refusal.problems.at(0).field; }

    local_review::testing::Linnet m_linnet{SOURCE_DIR};
};

TEST_F(ActionTest, AnActionIsNumberedUnderItsRecommendation) {
    EXPECT_EQ(plans(plan_for_police())->number, "1.1");
    const auto second = plans(plan_for_police());
    EXPECT_EQ(second->number, "1.2");
    EXPECT_EQ(second->owner_name, "Person of police_lead");
    EXPECT_EQ(second->agency, "Marlshire Police");
    EXPECT_EQ(calendar::to_text(second->start), "2026-08-27");
    EXPECT_EQ(second->delivery, Delivery::not_started);
}

TEST_F(ActionTest, AnActionThatHangsOnNothingIsRefused) {
    const auto without = [&](auto&& remove) {
        auto plan = plan_for_police();
        remove(plan);
        const auto refused = plans(plan);
        return refused ? std::string("accepted") : field_of(refused.refusal());
    };
    EXPECT_EQ(without([](auto& plan) { plan.recommendation = 4; }), "recommendation");
    EXPECT_EQ(without([](auto& plan) { plan.text = ""; }), "text");
    EXPECT_EQ(without([](auto& plan) { plan.due.reset(); }), "due");
    EXPECT_EQ(without([](auto& plan) { plan.due = calendar::make_date(2026, 8, 1); }), "due");
    EXPECT_EQ(without([](auto& plan) { plan.owner = "nobody"; }), "owner");
    EXPECT_EQ(without([](auto& plan) { plan.owner = "school_lead"; }), "owner");    // of another agency
    EXPECT_EQ(without([](auto& plan) { plan.owner = "police_partner"; }), "owner"); // could never report
    EXPECT_TRUE(plans(plan_for_police()));
}

TEST_F(ActionTest, GivingAnActionToAnAgencySharesTheCaseWithItsLeads) {
    const auto held = [&](std::string_view who) {
        return m_linnet.read([&](db::Transaction& tx) {
            return case_file::held_roles(tx, m_linnet.actor(who), m_linnet.file().reference, m_linnet.now());
        });
    };
    EXPECT_FALSE(held("police_lead"));
    ASSERT_TRUE(plans(plan_for_police()));
    ASSERT_TRUE(held("police_lead"));
    EXPECT_THAT(held("police_lead")->roles, ElementsAre(people::Role::agency_lead));
    EXPECT_FALSE(held("hospital_lead"));
}

TEST_F(ActionTest, ReportingSaysDeliveryAndNothingElse) {
    ASSERT_TRUE(plans(plan_for_police()));
    ASSERT_TRUE(reports("police_lead", Delivery::under_way, 1));
    EXPECT_EQ(state(), State::under_way);
    ASSERT_TRUE(reports("police_lead", Delivery::done, 2, calendar::make_date(2026, 8, 25)));
    const auto action = first();
    EXPECT_EQ(action.done_on, calendar::make_date(2026, 8, 25));
    EXPECT_THAT(action.progress, SizeIs(2));
    EXPECT_THAT(action.evidence, IsEmpty());
    EXPECT_THAT(action.impacts, IsEmpty());
    EXPECT_EQ(state(), State::loose_end);
    ASSERT_TRUE(reports("police_lead", Delivery::under_way, 3)); // opened again
    EXPECT_FALSE(first().done_on);
}

TEST_F(ActionTest, AReportOnAStaleVersionOrOfTheFutureIsRefused) {
    ASSERT_TRUE(plans(plan_for_police()));
    ASSERT_TRUE(reports("police_lead", Delivery::under_way, 1));
    EXPECT_EQ(reports("police_lead", Delivery::done, 1).refusal().kind, Refusal::Kind::conflict);
    EXPECT_EQ(
        field_of(reports("police_lead", Delivery::done, 2, calendar::make_date(2026, 8, 28)).refusal()),
        "on");
    EXPECT_EQ(first().delivery, Delivery::under_way);
}

TEST_F(ActionTest, Rule59_EvidenceDoesNotMakeItDoneAndDoneDoesNotMakeItBetter) {
    ASSERT_TRUE(plans(plan_for_police()));
    ASSERT_TRUE(gives("police_lead", 5));
    ASSERT_TRUE(tests(better()));
    EXPECT_EQ(first().delivery, Delivery::not_started);
    EXPECT_EQ(state(), State::not_started);
    ASSERT_TRUE(reports("police_lead", Delivery::done, first().version));
    EXPECT_EQ(state(), State::done_with_evidence);
}

TEST_F(ActionTest, EvidenceNeedsItsKindItsWordsAndItsStep) {
    ASSERT_TRUE(plans(plan_for_police()));
    EXPECT_EQ(field_of(gives("police_lead", 7).refusal()), "strength");
    EXPECT_EQ(field_of(gives("police_lead", -1).refusal()), "strength");
    const auto bare = as("police_lead", [&](Work& work, const CaseAccess& access) {
        return give_evidence(work, access, "1.1", {});
    });
    EXPECT_THAT(bare.refusal().problems, SizeIs(3));
    EXPECT_THAT(first().evidence, IsEmpty());
}

TEST_F(ActionTest, Rule61_NothingIsAcceptedWithoutBeingDoneAndShown) {
    ASSERT_TRUE(plans(plan_for_police()));
    EXPECT_THAT(assures("assurance", true, 1).refusal().problems, SizeIs(2));
    ASSERT_TRUE(reports("police_lead", Delivery::done, 1));
    EXPECT_THAT(assures("assurance", true, 2).refusal().message(), HasSubstr("Nothing shows it"));
    ASSERT_TRUE(gives("police_lead", 0));
    EXPECT_FALSE(assures("assurance", true, 3)) << "somebody saying so shows nothing";
    ASSERT_TRUE(gives("police_lead", 2));
    ASSERT_TRUE(assures("assurance", true, 4));
    EXPECT_EQ(state(), State::assured);
    EXPECT_EQ(first().assurances.at(0).by_name, "Person of assurance");
}

TEST_F(ActionTest, Rule61_TheOwnerCannotAssureTheirOwnAction) {
    ASSERT_TRUE(plans(plan_for_police()));
    ASSERT_TRUE(reports("police_lead", Delivery::done, 1));
    ASSERT_TRUE(gives("police_lead", 4));
    const auto refused = assures("police_lead", true, 3);
    ASSERT_FALSE(refused);
    EXPECT_THAT(refused.refusal().message(), HasSubstr("You own this action"));
    EXPECT_FALSE(assures("police_lead", false, 3));
    EXPECT_THAT(first().assurances, IsEmpty());
}

TEST_F(ActionTest, AJudgementOnAStaleActionIsRefused) {
    ASSERT_TRUE(plans(plan_for_police()));
    ASSERT_TRUE(reports("police_lead", Delivery::done, 1));
    ASSERT_TRUE(gives("police_lead", 4));
    EXPECT_EQ(assures("assurance", true, 2).refusal().kind, Refusal::Kind::conflict);
    EXPECT_TRUE(assures("assurance", false, 3));
    EXPECT_EQ(state(), State::done_with_evidence);
}

TEST_F(ActionTest, AnActionIsProvenByStrongEvidenceAssuranceAndABetterResult) {
    ASSERT_TRUE(plans(plan_for_police()));
    ASSERT_TRUE(reports("police_lead", Delivery::done, 1));
    ASSERT_TRUE(gives("police_lead", 3));
    ASSERT_TRUE(assures("assurance", true, 3));
    ASSERT_TRUE(tests(better()));
    EXPECT_EQ(state(), State::assured);
    ASSERT_TRUE(gives("police_lead", 4));
    EXPECT_EQ(state(), State::proven);
    m_linnet.pass(60'000'000);
    auto again = better();
    again.result = Result::worse;
    ASSERT_TRUE(tests(again));
    EXPECT_EQ(state(), State::assured);
}

TEST_F(ActionTest, ImpactNeedsItsStatementItsTestAndItsResult) {
    ASSERT_TRUE(plans(plan_for_police()));
    EXPECT_THAT(tests({}).refusal().problems, SizeIs(3));
    auto test = better();
    test.next_test = calendar::make_date(2026, 8, 27);
    EXPECT_EQ(field_of(tests(test).refusal()), "next_test");
    test.next_test = calendar::make_date(2027, 2, 27);
    ASSERT_TRUE(tests(test));
    EXPECT_EQ(first().impacts.at(0).next_test, test.next_test);
    EXPECT_EQ(first().impacts.at(0).voice_text_id, "");
}

TEST_F(ActionTest, OfAnotherAgencysActionALeadSeesNothing) {
    ASSERT_TRUE(plans(plan_for_police()));
    auto hospital = plan_for_police();
    hospital.owner = "hospital_lead";
    hospital.organisation_id = "hospital";
    ASSERT_TRUE(plans(hospital));
    m_linnet.read([&](db::Transaction& tx) {
        const auto own =
            visible_to(actions_of(tx, m_linnet.access()), m_linnet.actor("police_lead").organisation, false);
        ASSERT_THAT(own, SizeIs(1));
        EXPECT_EQ(own[0].number, "1.1");
        EXPECT_THAT(visible_to(actions_of(tx, m_linnet.access()), "school", false), IsEmpty());
        EXPECT_THAT(visible_to(actions_of(tx, m_linnet.access()), "school", true), SizeIs(2));
    });
}

TEST_F(ActionTest, TheLedgerTellsWhatWasDoneAndNoWords) {
    ASSERT_TRUE(plans(plan_for_police()));
    ASSERT_TRUE(reports("police_lead", Delivery::done, 1));
    m_linnet.read([&](db::Transaction& tx) {
        std::string told;
        for (const auto& row : tx.rows("SELECT what, record, why FROM ledger ORDER BY seq"))
            told += row.text("what") + " " + row.text("record") + " " + row.text("why") + "\n";
        EXPECT_THAT(told, HasSubstr("action.planned"));
        EXPECT_THAT(told, HasSubstr("action.reported"));
        EXPECT_EQ(told.find("Tried in one area"), std::string::npos);
    });
}

} // namespace
} // namespace throughline::action
