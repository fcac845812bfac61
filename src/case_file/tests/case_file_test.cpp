// SPDX-License-Identifier: GPL-3.0-or-later
#include "case_file/testing.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace throughline::case_file {
namespace {

using testing::Marlshire;

TEST(CaseFileTest, OpeningACaseGivesItAReferenceOfItsPartnershipAndAKey) {
    Marlshire marlshire(SOURCE_DIR);
    const auto first = marlshire.open_case("Wren"), second = marlshire.open_case("Alder");
    EXPECT_EQ(first.reference, "MAR-2026-001");
    EXPECT_EQ(second.reference, "MAR-2026-002");
    EXPECT_TRUE(marlshire.keys().has("case-" + first.id));
}

TEST(CaseFileTest, Rule54_ACodeNameIsUniqueInThePartnershipWhateverItsCase) {
    Marlshire marlshire(SOURCE_DIR);
    marlshire.open_case("Wren");
    const auto again =
        marlshire.act("unit", [&](Work& work) { return open_case(work, "partnership", " WREN "); });
    EXPECT_FALSE(again);
}

TEST(CaseFileTest, OnlyThoseWhoWereGrantedACaseSeeItInTheirList) {
    Marlshire marlshire(SOURCE_DIR);
    const auto file = marlshire.open_case("Wren");
    const auto seen_by = [&](std::string_view who) {
        return marlshire.read(
            [&](db::Transaction& tx) { return cases_of(tx, marlshire.actor(who), marlshire.now()).size(); });
    };
    EXPECT_EQ(seen_by("unit"), 1U);
    EXPECT_EQ(seen_by("police_partner"), 1U);
    EXPECT_EQ(seen_by("school_lead"), 0U);
    EXPECT_EQ(seen_by("other_county_unit"), 0U);
}

TEST(CaseFileTest, AnEndedGrantClosesTheCaseAndAGrantMadeAgainOpensIt) {
    Marlshire marlshire(SOURCE_DIR);
    const auto file = marlshire.open_case("Wren");
    const auto access = CaseAccess::of_the_system(file.id, file.reference);
    const auto holds = [&] {
        return marlshire.read([&](db::Transaction& tx) {
            return held_roles(tx, marlshire.actor("reviewer"), file.reference, marlshire.now()).has_value();
        });
    };
    EXPECT_FALSE(holds());
    const auto share = [&](Work& work) -> Outcome<Done> {
        grant(work, access, marlshire.actor("reviewer").account, Role::reviewer);
        return Done{};
    };
    ASSERT_TRUE(marlshire.act("unit", share));
    EXPECT_TRUE(holds());

    const auto grants = marlshire.read([&](db::Transaction& tx) { return grants_of(tx, access); });
    const auto& reviewers = *std::ranges::find(grants, Role::reviewer, &Grant::role);
    marlshire.pass(seconds(60));
    ASSERT_TRUE(marlshire.act("unit", [&](Work& work) { return end_grant(work, access, reviewers.id); }));
    EXPECT_FALSE(holds());
    marlshire.pass(seconds(60));
    ASSERT_TRUE(marlshire.act("unit", share));
    EXPECT_TRUE(holds());
}

TEST(CaseFileTest, AGrantToAnOrganisationCountsOnlyForItsPeopleInThatRole) {
    Marlshire marlshire(SOURCE_DIR);
    const auto file = marlshire.open_case("Wren");
    const auto roles = [&](std::string_view who) {
        return marlshire.read([&](db::Transaction& tx) {
            return held_roles(tx, marlshire.actor(who), file.reference, marlshire.now());
        });
    };
    EXPECT_TRUE(roles("police_partner"));
    EXPECT_FALSE(roles("police_lead")); // the same organisation, another role
}

TEST(CaseFileTest, WhatIsSealedUnderOneCaseDoesNotOpenUnderAnother) {
    Marlshire marlshire(SOURCE_DIR);
    const auto wren = marlshire.open_case("Wren"), alder = marlshire.open_case("Alder");
    const auto sealed = seal(marlshire.house(), wren.id, "what somebody said", "note/1");
    EXPECT_EQ(unseal(marlshire.house(), wren.id, sealed.data, "note/1"), "what somebody said");
    EXPECT_THROW((void)unseal(marlshire.house(), alder.id, sealed.data, "note/1"), std::runtime_error);
    EXPECT_THROW((void)unseal(marlshire.house(), wren.id, sealed.data, "note/2"), std::runtime_error);
}

} // namespace
} // namespace throughline::case_file
