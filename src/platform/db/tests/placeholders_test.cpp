// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/db/placeholders.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

namespace throughline::db::detail {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Placeholders, AreFoundByNameEachTimeTheyOccur) {
    const auto cut = cut_at_placeholders("SELECT :a, :b_2 WHERE x=:a");
    EXPECT_THAT(cut.names, ElementsAre("a", "b_2", "a"));
    EXPECT_THAT(cut.texts, ElementsAre("SELECT ", ", ", " WHERE x=", ""));
}

TEST(Placeholders, AreNotFoundInStringsQuotedNamesCommentsAndCasts) {
    for (const auto* sql :
         {"SELECT ':no', 'it''s :no'",
          R"(SELECT ":no")",
          "SELECT 1 -- :no\n",
          "SELECT 1 -- :no",
          "SELECT /* :no ' */ 1",
          "SELECT $$ :no ' $$, $tag$ :no $$ $tag$",
          "SELECT x::text",
          "SELECT '12:30', 5 : 6"}) {
        EXPECT_THAT(cut_at_placeholders(sql).names, IsEmpty()) << sql;
    }
    EXPECT_THAT(cut_at_placeholders("SELECT :x::text, ':no' || :y").names, ElementsAre("x", "y"));
}

TEST(Placeholders, ADollarInsideANameBeginsNoQuote) {
    EXPECT_THAT(cut_at_placeholders("SELECT a$b$c, :x").names, ElementsAre("x"));
}

TEST(Placeholders, AQuoteThatDoesNotEndIsABug) {
    EXPECT_THROW(cut_at_placeholders("SELECT 'open"), std::logic_error);
    EXPECT_THROW(cut_at_placeholders("SELECT /* open"), std::logic_error);
    EXPECT_THROW(cut_at_placeholders("SELECT $a$ open $$"), std::logic_error);
}

TEST(Placeholders, AMissingASuperfluousAndATwiceGivenNameAreBugs) {
    const auto cut = cut_at_placeholders("SELECT :a, :b");
    EXPECT_THAT(match(cut, {{"b", 1}, {"a", 2}}), ElementsAre(1U, 0U));
    EXPECT_THROW(match(cut, {{"a", 1}}), std::logic_error);
    EXPECT_THROW(match(cut, {{"a", 1}, {"b", 2}, {"c", 3}}), std::logic_error);
    EXPECT_THROW(match(cut, {{"a", 1}, {"b", 2}, {"a", 3}}), std::logic_error);
}

TEST(Statements, AreSplitAtTheirSemicolons) {
    EXPECT_THAT(
        split_statements("CREATE TABLE a (x TEXT); INSERT INTO a VALUES (1)"),
        ElementsAre("CREATE TABLE a (x TEXT)", " INSERT INTO a VALUES (1)"));
}

TEST(Statements, AreNotSplitInsideQuotesAndComments) {
    EXPECT_THAT(
        split_statements("INSERT INTO a VALUES ('one; two', \"b;c\") -- and; so on\n"), testing::SizeIs(1));
    EXPECT_THAT(split_statements("SELECT 1 /* ; */; SELECT $f$ a; b; $f$;"), testing::SizeIs(2));
}

TEST(Statements, EmptyOnesAndCommentsAloneAreLeftOut) {
    EXPECT_THAT(split_statements(" ;; -- nothing\n ; /* nothing */ ;\n"), IsEmpty());
    EXPECT_THAT(split_statements("-- a word first\nSELECT 1;\n-- and after\n"), testing::SizeIs(1));
}

TEST(Text, IsUtf8WithoutNul) {
    for (const auto* good :
         {"", "plain", "Zoë Ångström", "\xE2\x80\x94", "\xF0\x9F\x8C\xB1", "\xF4\x8F\xBF\xBF"}) {
        EXPECT_NO_THROW(demand_text(good)) << good;
    }
    for (const std::string_view bad :
         {std::string_view("a\0b", 3),
          std::string_view("\xFF"),
          std::string_view("\xC3"),
          std::string_view("\xC0\xAF"), // longer than need be
          std::string_view("\xE0\x80\xAF"),
          std::string_view("\xF0\x80\x80\xAF"),
          std::string_view("\xED\xA0\x80"),     // half of a pair
          std::string_view("\xF4\x90\x80\x80"), // beyond the end
          std::string_view("\xE2\x80"),
          std::string_view("\x80")}) {
        EXPECT_THROW(demand_text(bad), std::logic_error);
    }
}

} // namespace
} // namespace throughline::db::detail
