// SPDX-License-Identifier: GPL-3.0-or-later
#include "statutory/statutory.hpp"

#include <gmock/gmock.h>

#include <set>

namespace throughline::statutory {
namespace {

using testing::HasSubstr;

Date day(std::string_view iso) { return calendar::read_date(iso).value(); }

Texts texts() { return read_texts(SOURCE_DIR "/forms"); }

const Statute& statute() {
    static const Statute loaded(texts());
    return loaded;
}

std::string fault_of(const Texts& changed) {
    try {
        const Statute loaded(changed);
        return "loaded";
    } catch (const std::invalid_argument& e) {
        return e.what();
    }
}

TEST(Guidance, Rule74_ADecisionIsJudgedByTheEditionInForceOnItsDate) {
    EXPECT_EQ(statute().edition_in_force(day("2018-06-29")).id, "wt-2018");
    EXPECT_EQ(statute().edition_in_force(day("2023-12-14")).id, "wt-2018-2020");
    EXPECT_EQ(statute().edition_in_force(day("2023-12-15")).id, "wt-2023");
    EXPECT_EQ(statute().edition_in_force(day("2026-03-17")).id, "wt-2023");
    EXPECT_EQ(statute().edition_in_force(day("2026-03-18")).id, "wt-2026");
    EXPECT_THROW(statute().edition_in_force(day("2014-01-01")), calendar::BeyondCalendar);
}

TEST(Guidance, ThePanelsOwnGuidanceHasItsOwnEditions) {
    EXPECT_EQ(statute().panel_guidance_in_force(day("2018-12-01")), nullptr);
    EXPECT_EQ(statute().panel_guidance_in_force(day("2025-05-31"))->id, "panel-2022");
    EXPECT_EQ(statute().panel_guidance_in_force(day("2026-01-01"))->id, "panel-2025");
    EXPECT_EQ(statute().edition("panel-2025").kind, Edition::Kind::panel);
    EXPECT_THROW(statute().edition("wt-1999"), std::out_of_range);
}

TEST(CodeLists, Rule23_ARapidReviewHasThreeOutcomesAndNoOther) {
    std::set<std::string> outcomes;
    for (const auto& code : statute().codes("rapid_review_outcome").codes) outcomes.insert(code.code);
    EXPECT_EQ(outcomes, (std::set<std::string>{"no_further_review", "local_review", "suggest_national"}));
}

TEST(CodeLists, EveryCodeHasItsWords) {
    for (const auto* list :
         {"notification_type",
          "abuse_or_neglect",
          "local_criteria",
          "harm_type",
          "place_type",
          "sex",
          "ethnicity_group",
          "ethnicity",
          "plan",
          "placement",
          "legal_status",
          "agency_type",
          "involvement",
          "local_authority"}) {
        EXPECT_FALSE(statute().codes(list).codes.empty()) << list;
        EXPECT_FALSE(statute().codes(list).source.empty()) << list;
        for (const auto& code : statute().codes(list).codes) EXPECT_FALSE(code.words.empty()) << code.code;
    }
    EXPECT_THROW(statute().codes("nothing"), std::out_of_range);
}

TEST(CodeLists, TheAuthoritiesAreThoseOfEngland) {
    const auto& list = statute().codes("local_authority");
    EXPECT_EQ(list.codes.size(), 153U);
    EXPECT_EQ(list.find("E06000058")->words, "Bournemouth, Christchurch and Poole");
    EXPECT_EQ(list.find("W06000015"), nullptr);
}

TEST(BankHolidays, CoverTenYearsUnderTheirProperNames) {
    const auto& days = statute().working_days();
    EXPECT_EQ(days.last(), day("2028-12-31"));
    EXPECT_EQ(days.why_not(day("2020-05-08")), "Early May bank holiday (VE Day)");
    EXPECT_EQ(days.why_not(day("2028-12-26")), "Boxing Day");
}

TEST(FaultyData, IsRefusedWithTheNameOfTheFile) {
    auto changed = texts();
    changed.bank_holidays += "2026-13-01,No such day,2019-01-01\n";
    EXPECT_THAT(fault_of(changed), HasSubstr("england-bank-holidays.csv: not a date"));

    changed = texts();
    changed.bank_holidays = changed.bank_holidays.substr(changed.bank_holidays.find('\n') + 1);
    EXPECT_THAT(fault_of(changed), HasSubstr("what it covers"));

    changed = texts();
    changed.clocks.replace(changed.clocks.find("wt-2023"), 7, "wt-1923");
    EXPECT_THAT(fault_of(changed), HasSubstr("clocks.json: no guidance edition wt-1923"));

    changed = texts();
    changed.clocks.resize(changed.clocks.size() / 2);
    EXPECT_THAT(fault_of(changed), HasSubstr("clocks.json: "));

    changed = texts();
    changed.local_authorities = "name\nBarnet\n";
    EXPECT_THAT(fault_of(changed), HasSubstr("local-authorities.csv: "));
}

} // namespace
} // namespace throughline::statutory
