// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/html/html.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <stdexcept>
#include <utility>

namespace throughline::html {
namespace {

using testing::HasSubstr;

Templates load(Templates::Sources sources) { return Templates(std::move(sources)); }

std::string rendered(const std::string& source, const Object& view) {
    return load({{"t", source}}).render("t", view);
}

std::string complaint(const std::function<void()>& act) {
    try {
        act();
    } catch (const std::logic_error& error) {
        return error.what();
    }
    return "nothing was said";
}

TEST(TemplateTest, DoubleBracesEscapeWhatCouldBecomeMarkup) {
    EXPECT_EQ(
        rendered("<p title=\"{{a}}\">", {{"a", "<b> & \"c\" 'd'"}}),
        "<p title=\"&lt;b&gt; &amp; &quot;c&quot; &#39;d&#39;\">");
}

TEST(TemplateTest, ASectionOverAListIsSaidForEach) {
    const Object view{{"rows", List{Object{{"n", "1"}}, Object{{"n", "2"}}}}, {"words", List{"x", "y"}}};
    EXPECT_EQ(rendered("{{#rows}}[{{n}}]{{/rows}}{{#words}}{{.}},{{/words}}", view), "[1][2]x,y,");
}

TEST(TemplateTest, NoAndEmptyTextAndAnEmptyListSkipASection) {
    const Object view{{"no", false}, {"text", ""}, {"list", List{}}, {"yes", true}};
    EXPECT_EQ(
        rendered(
            "{{#no}}1{{/no}}{{#text}}2{{/text}}{{#list}}3{{/list}}{{#yes}}4{{/yes}}{{^no}}5{{/no}}", view),
        "45");
}

TEST(TemplateTest, ATextSectionStaysOnItsLevel) {
    EXPECT_EQ(rendered("{{#hint}}{{id}}:{{.}}{{/hint}}", {{"hint", "h"}, {"id", "i"}}), "i:h");
}

TEST(TemplateTest, AMissingKeyIsAFaultThatNamesTemplateAndKey) {
    const auto said = complaint([] { rendered("{{absent}}", {}); });
    EXPECT_THAT(said, HasSubstr("template t"));
    EXPECT_THAT(said, HasSubstr("absent"));
    EXPECT_THROW(rendered("{{#absent}}{{/absent}}", {}), std::logic_error);
    EXPECT_THROW(rendered("{{^absent}}{{/absent}}", {}), std::logic_error);
}

TEST(TemplateTest, WhatStandsOutsideDoesNotLeakIn) {
    const Object view{{"name", "outer"}, {"person", Object{{"age", "4"}}}};
    EXPECT_THROW(rendered("{{#person}}{{name}}{{/person}}", view), std::logic_error);
}

TEST(TemplateTest, ThePageIsSeenFromEveryLevel) {
    const Object view{
        {"page", Object{{"csrf", "token"}}}, {"people", List{Object{{"page", Object{{"csrf", "other"}}}}}}};
    EXPECT_EQ(rendered("{{#people}}{{page.csrf}}{{/people}}", view), "token");
}

TEST(TemplateTest, AFaultNeverRepeatsWhatTheViewHolds) {
    const auto said = complaint([] { rendered("{{a.b}}", {{"a", "a registered name"}}); });
    EXPECT_THAT(said, testing::Not(HasSubstr("registered")));
    EXPECT_THAT(said, HasSubstr("a.b"));
}

TEST(TemplateTest, OnlyAComponentPrintsMarkupAndOnlyMarkupThatIsTrusted) {
    const Templates templates(
        {{"markup", "{{{html}}}"}, {"room/page", "{{#report}}{{> markup}}{{/report}}"}});
    const Object good{{"report", Object{{"html", trusted({"<b>yes</b>"})}}}};
    EXPECT_EQ(templates.render("room/page", good), "<b>yes</b>");
    const Object bad{{"report", Object{{"html", "<b>no</b>"}}}};
    EXPECT_THROW(templates.render("room/page", bad), std::logic_error);
    EXPECT_THROW(load({{"room/page", "{{{html}}}"}}), std::logic_error);
    EXPECT_THROW(load({{"room/page", "{{&html}}"}}), std::logic_error);
    EXPECT_THROW(rendered("{{html}}", {{"html", trusted({"<b>"})}}), std::logic_error);
}

TEST(TemplateTest, WhatIsMalformedIsRefusedWhenLoaded) {
    EXPECT_THAT(complaint([] { load({{"t", "a\nb {{#x}}"}}); }), HasSubstr("the section x is not closed"));
    EXPECT_THAT(complaint([] { load({{"t", "a\nb {{/x}}"}}); }), HasSubstr("line 2"));
    EXPECT_THROW(load({{"t", "{{#a}}{{#b}}{{/a}}{{/b}}"}}), std::logic_error);
    EXPECT_THROW(load({{"t", "{{a"}}), std::logic_error);
    EXPECT_THROW(load({{"t", "{{a b}}"}}), std::logic_error);
    EXPECT_THROW(load({{"t", "{{=<% %>=}}"}}), std::logic_error);
    EXPECT_THROW(load({{"t", "{{> nobody}}"}}), std::logic_error);
}

TEST(TemplateTest, APartialMayHoldItselfWhereTheDataEnds) {
    const auto templates = load({{"tree", "({{name}}{{#branches}}{{> tree}}{{/branches}})"}});
    const Object leaf{{"name", "b"}, {"branches", List{}}};
    EXPECT_EQ(templates.render("tree", {{"name", "a"}, {"branches", List{leaf, leaf}}}), "(a(b)(b))");
    EXPECT_THROW(load({{"t", "{{> t}}"}}).render("t", {}), std::logic_error);
}

TEST(TemplateTest, TheLastNewlineOfAComponentDoesNotBreakTheLineItIsUsedIn) {
    const auto templates = load({{"cell", "{{text}}\n"}, {"t", "<td>{{> cell}}</td>\n"}});
    EXPECT_EQ(templates.render("t", {{"text", "x"}}), "<td>x</td>");
}

TEST(TemplateTest, ATagAloneOnItsLineTakesTheLineWithIt) {
    EXPECT_EQ(
        rendered("a\n  {{#yes}}  \nb\n{{/yes}}\nc {{! said to nobody }}\n{{! gone }}\nd", {{"yes", true}}),
        "a\nb\nc \nd");
}

} // namespace
} // namespace throughline::html
