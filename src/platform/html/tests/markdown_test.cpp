// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/html/markdown.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace throughline::html {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string read(std::string_view source) { return markdown(source).html; }

TEST(MarkdownTest, AHeadingGoesOneDownSoThatThePageKeepsItsOwn) {
    EXPECT_EQ(read("# What we found\n"), "<h2>What we found</h2>\n");
    EXPECT_EQ(read("###### Deep\n"), "<h6>Deep</h6>\n");
    EXPECT_EQ(markdown("## Two\n", {.heading_shift = 0}).html, "<h2>Two</h2>\n");
}

TEST(MarkdownTest, RawHtmlIsLeftOut) {
    const auto html = read("a <b>b</b> <script>alert(1)</script>\n\n<div onclick=x>c</div>\n");
    EXPECT_THAT(html, Not(HasSubstr("<script")));
    EXPECT_THAT(html, Not(HasSubstr("<div")));
    EXPECT_THAT(html, Not(HasSubstr("<b>")));
}

TEST(MarkdownTest, ALinkLeadsOnlyWhereItMay) {
    EXPECT_THAT(read("[a](/reviews)"), HasSubstr("<a href=\"/reviews\">a</a>"));
    EXPECT_THAT(read("[a](#row-7)"), HasSubstr("<a href=\"#row-7\">"));
    EXPECT_THAT(read("[a](https://example.org/x:y)"), HasSubstr("href=\"https://example.org/x:y\""));
    EXPECT_THAT(read("[a](mailto:a@example.org)"), HasSubstr("mailto:"));
    for (const auto* bad :
         {"[a](javascript:x)",
          "[a](JavaScript:x)",
          "[a](java&#10;script:x)",
          "[a](data:text/html,x)",
          "[a](//evil)",
          "[a](/\\evil)",
          "[a](vbscript:x)",
          "<javascript:x>",
          "[a][r]\n\n[r]: javascript:x",
          "[a](:x)"}) {
        EXPECT_THAT(read(bad), Not(HasSubstr("href"))) << bad;
    }
    EXPECT_EQ(read("[the *words*](javascript:x) stay"), "<p>the <em>words</em> stay</p>\n");
}

TEST(MarkdownTest, APictureFromElsewhereBecomesItsWords) {
    EXPECT_EQ(read("![a map](https://example.org/m.png)"), "<p>a map</p>\n");
    EXPECT_THAT(read("![a map](/files/m.png)"), HasSubstr("<img src=\"/files/m.png\" alt=\"a map\""));
    EXPECT_EQ(read("[![a map](https://example.org/m.png)](javascript:x)"), "<p>a map</p>\n");
}

TEST(MarkdownTest, ColumnHeadingsHaveAScope) {
    const auto html = read("| a | n |\n|---|---:|\n| x | 1 |\n");
    EXPECT_THAT(html, HasSubstr("<th scope=\"col\">a</th>"));
    EXPECT_THAT(html, HasSubstr("<th scope=\"col\" class=\"tl-num\">n</th>"));
    EXPECT_THAT(html, HasSubstr("<td class=\"tl-num\">1</td>"));
}

TEST(MarkdownTest, WhatIsTypedIsNeverTakenForATag) {
    EXPECT_EQ(read("a < b & `<th>`"), "<p>a &lt; b &amp; <code>&lt;th&gt;</code></p>\n");
    EXPECT_EQ(read("\"quotes\" -- stay"), "<p>&quot;quotes&quot; -- stay</p>\n");
}

} // namespace
} // namespace throughline::html
