// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/form/definition.hpp"
#include "platform/form/tests/garden_visit.hpp"

#include <gmock/gmock.h>

namespace throughline::form {
namespace {

using testing::HasSubstr;

std::string changed(std::string_view from, std::string_view to) {
    std::string text(garden_visit);
    const auto where = text.find(from);
    if (where == std::string::npos) throw std::logic_error("the form has no such words");
    return text.replace(where, from.size(), to);
}

std::string fault_of(const std::string& json) {
    try {
        const auto read = read_definition(json, garden_lists);
        return "read";
    } catch (const std::invalid_argument& e) {
        return e.what();
    }
}

TEST(Definition, IsReadWithItsSectionsQuestionsAndLists) {
    EXPECT_EQ(garden().sections.size(), 3U);
    EXPECT_EQ(garden().find("visit")->intro.size(), 2U);
    EXPECT_EQ(garden().find("cellar"), nullptr);
    const auto& soil = garden().find("visit")->questions[2];
    ASSERT_EQ(soil.options.size(), 4U);
    EXPECT_EQ(soil.options[1].hint, "It runs through the fingers");
    EXPECT_TRUE(soil.options[3].not_known);
    EXPECT_FALSE(soil.options[3].exclusive);
}

TEST(Definition, NotKnownYetStandsAloneAmongCheckboxes) {
    EXPECT_TRUE(garden().find("visit")->questions[4].options.back().exclusive);
}

TEST(Definition, ThatDoesNotHoldTogetherIsRefused) {
    EXPECT_THAT(fault_of(changed("\"id\": \"sown\"", "\"id\": \"seen\"")), HasSubstr("seen: an id twice"));
    EXPECT_THAT(fault_of(changed("\"id\": \"sown\"", "\"id\": \"so-wn\"")), HasSubstr("lower-case"));
    EXPECT_THAT(
        fault_of(changed("\"type\": \"radios\"", "\"type\": \"dial\"")), HasSubstr("unknown word dial"));
    EXPECT_THAT(
        fault_of(changed("\"not_after\": \"seen\"", "\"not_after\": \"soil\"")), HasSubstr("not a date"));
    EXPECT_THAT(fault_of(changed("\"equals\": \"other\"", "\"equals\": \"moon\"")), HasSubstr("not offered"));
    EXPECT_THAT(
        fault_of(changed("\"question\": \"soil\"", "\"question\": \"tools\"")), HasSubstr("stand before it"));
    EXPECT_THAT(
        fault_of(changed("\"missing\": \"Choose the soil\"", "\"hint\": \"\"")), HasSubstr("missing"));
    EXPECT_THAT(fault_of(changed("\"sealed\"", "\"saeled\"")), HasSubstr("unknown key saeled"));
    EXPECT_THAT(fault_of(changed("\"from\": \"2026-01-01\"", "\"from\": \"soon\"")), HasSubstr("not a date"));
    EXPECT_THAT(fault_of(changed("\"code\": \"rake\"", "\"code\": \"spade\"")), HasSubstr("or twice: spade"));
    EXPECT_THAT(fault_of("{"), HasSubstr("as JSON"));
    EXPECT_THROW(read_definition(changed("\"soils\"", "\"moods\""), garden_lists), std::out_of_range);
}

TEST(Definitions, AnOldRecordIsReadWithItsOwnEdition) {
    auto next = garden();
    next.edition = "2027-1";
    next.from = day("2027-04-01");
    next.title = "A visit to a garden, with care";
    const Definitions all({next, garden()});
    EXPECT_EQ(all.in_force("garden_visit", day("2025-12-31")), nullptr);
    EXPECT_EQ(all.in_force("garden_visit", day("2027-03-31"))->edition, "2026-1");
    EXPECT_EQ(all.in_force("garden_visit", day("2027-04-01"))->edition, "2027-1");
    EXPECT_EQ(all.in_force("kitchen_visit", day("2027-04-01")), nullptr);
    EXPECT_EQ(all.load("garden_visit", "2026-1").title, "A visit to a garden");
    EXPECT_THROW(all.load("garden_visit", "2030-1"), std::out_of_range);
    EXPECT_THROW(Definitions({garden(), garden()}), std::invalid_argument);
}

} // namespace
} // namespace throughline::form
