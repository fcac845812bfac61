// SPDX-License-Identifier: GPL-3.0-or-later
#include "publication/feed.hpp"
#include "publication/pdf.hpp"
#include "publication/rendered.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <pugixml.hpp>

namespace throughline::publication {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

std::optional<Cited> find(std::string_view kind, std::string_view argument) {
    if (kind == "person" && argument == "CHILD-1") return Cited{"Linnet <&> co", ""};
    if (kind == "finding" && argument == "1") return Cited{"finding 1", "Finding 1: Each call by itself"};
    if (kind == "row" && argument == "POL-1") return Cited{"", "An entry in police records, 2026."};
    return {};
}

TEST(RenderedTest, APersonBecomesTheChosenWordsEscaped) {
    const auto rendered = render("{{person:CHILD-1}} is *well*.", find);
    EXPECT_EQ(rendered.html, "<p>Linnet &lt;&amp;&gt; co is <em>well</em>.</p>\n");
    EXPECT_THAT(rendered.unknown, IsEmpty());
}

TEST(RenderedTest, ACitationLinksToItsNumberedNoteAndOneNoteServesAllItsCitations) {
    const auto rendered = render("One ({{row:POL-1}}), two ({{finding:1}}), again ({{row:POL-1}}).", find);
    EXPECT_THAT(rendered.html, HasSubstr("(<a id=\"cite-1\" href=\"#note-1\">note 1</a>)"));
    EXPECT_THAT(rendered.html, HasSubstr("(<a id=\"cite-2\" href=\"#note-2\">finding 1</a>)"));
    EXPECT_THAT(rendered.html, HasSubstr("again (<a href=\"#note-1\">note 1</a>)"));
    EXPECT_THAT(rendered.html, HasSubstr("<li id=\"note-2\">Finding 1: Each call by itself "));
    EXPECT_THAT(rendered.html, Not(HasSubstr("note-3")));
}

TEST(RenderedTest, AnUnknownCitationIsNamedOnceAndMarked) {
    const auto rendered = render("{{row:XXX-9}} {{row:XXX-9}} {{person:CHILD-7}} {{nonsense:1}}", find);
    EXPECT_THAT(rendered.unknown, ElementsAre("{{row:XXX-9}}", "{{person:CHILD-7}}", "{{nonsense:1}}"));
    EXPECT_THAT(rendered.html, HasSubstr("<mark>{{row:XXX-9}}</mark>"));
}

TEST(RenderedTest, BracesThatAreNoCitationAreNamedToo) {
    EXPECT_THAT(render("see {{finding: 1}} there", find).unknown, ElementsAre("{{finding: 1}}"));
    EXPECT_THAT(render("an open {{finding", find).unknown, ElementsAre("{{finding"));
}

TEST(RenderedTest, WhatIsTypedAsHtmlNeverBecomesHtml) {
    const auto rendered = render("<script>alert(1)</script>\n\n<b>x</b> {{person:CHILD-1}}", find);
    EXPECT_THAT(rendered.html, Not(HasSubstr("<script")));
    EXPECT_THAT(rendered.html, Not(HasSubstr("<b>")));
}

TEST(RenderedTest, ACitationWithinALinkOrAPictureIsWordsAlone) {
    const auto linked = render("[see {{finding:1}}](/reviews)", find).html;
    EXPECT_THAT(linked, HasSubstr("<a href=\"/reviews\">see finding 1</a>"));
    const auto pictured = render("![{{finding:1}}](/x.png)", find).html;
    EXPECT_THAT(pictured, HasSubstr("alt=\"finding 1\""));
}

TEST(RenderedTest, APlaceThatSomebodyTypedIsTakenOut) {
    const auto rendered = render(
        "\xee\x80\x80"
        "0\xee\x80\x81 {{person:CHILD-1}}",
        find);
    EXPECT_EQ(rendered.html, "<p>0 Linnet &lt;&amp;&gt; co</p>\n");
}

TEST(RenderedTest, TheReportsOwnTitleIsLeftOutAndPartsAreNumbered) {
    const auto rendered = render("# Linnet\n\n## Who she is\n\nA reader.\n\n## What we found\n", find);
    EXPECT_THAT(rendered.html, Not(HasSubstr("<h1")));
    const auto parts = parts_of(rendered.html);
    ASSERT_EQ(parts.size(), 2U);
    EXPECT_EQ(parts[0].id, "part-1");
    EXPECT_EQ(parts[1].title, "What we found");
}

TEST(RenderedTest, AReportWithSeveralTitlesStillHasNoMainHeadingOfItsOwn) {
    EXPECT_THAT(render("# One\n\ntext\n\n# Two\n", find).html, Not(HasSubstr("<h1")));
}

TEST(RenderedTest, TheTextOfAPageJoinsWhatMarkupSplitAndReadsAttributes) {
    const auto text = text_of("<p>Lay<em>la</em> &amp; <a href=\"/a%20b\">x</a></p><p>end</p>");
    EXPECT_THAT(text, HasSubstr("Layla & x"));
    EXPECT_THAT(text, HasSubstr("/a b"));
}

TEST(StructureTest, APdfNeedsADocumentOneTitleAndHeaderCells) {
    EXPECT_EQ(fault_in_structure("Document\n  H1 (block)\n  Table\n    TR\n      TH <n1>:\n"), "");
    EXPECT_NE(fault_in_structure(""), "");
    EXPECT_NE(fault_in_structure("Document\n  P (block)\n"), "");
    EXPECT_NE(fault_in_structure("Document\n  H1 (block)\n  H1 (block)\n"), "");
    EXPECT_NE(fault_in_structure("Document\n  H1 (block)\n  Table (block)\n    TD\n"), "");
}

Published review() {
    Published review;
    review.id = "01920000-0000-7000-8000-000000000001";
    review.slug = "linnet";
    review.title = "Linnet & the <boiler>";
    review.content_note = "This report describes a scald.";
    review.summary = "A summary.";
    review.reviewer = "Leonora Vasey";
    review.published_at = *read_instant("2026-09-08T00:00:05Z");
    return review;
}

TEST(FeedTest, TheFeedIsWellFormedAtomWithEverythingItMustHave) {
    const auto at = *read_instant("2026-08-27T11:00:00Z");
    pugi::xml_document document;
    const auto made = atom({"Reviews", "Marlshire", "https://m.example", at, {review()}});
    ASSERT_TRUE(document.load_buffer(made.data(), made.size()));
    const auto feed = document.child("feed");
    EXPECT_STREQ(feed.attribute("xmlns").value(), "http://www.w3.org/2005/Atom");
    EXPECT_EQ(std::string(feed.child_value("id")).substr(0, 9), "urn:uuid:");
    EXPECT_STREQ(feed.child_value("updated"), "2026-09-08T00:00:05.000000Z");
    const auto entry = feed.child("entry");
    EXPECT_STREQ(entry.child_value("title"), "Linnet & the <boiler>");
    EXPECT_STREQ(entry.child_value("id"), "urn:uuid:01920000-0000-7000-8000-000000000001");
    EXPECT_STREQ(entry.child_value("updated"), "2026-09-08T00:00:05.000000Z");
    EXPECT_STREQ(entry.child("link").attribute("href").value(), "https://m.example/reviews/linnet");
    EXPECT_STREQ(entry.child("author").child_value("name"), "Leonora Vasey");
}

TEST(FeedTest, AnEmptyFeedIsStillAFeed) {
    const auto at = *read_instant("2026-08-27T11:00:00Z");
    pugi::xml_document document;
    const auto made = atom({"Reviews", "Marlshire", "http://localhost:8080", at, {}});
    ASSERT_TRUE(document.load_buffer(made.data(), made.size()));
    EXPECT_STREQ(document.child("feed").child_value("updated"), "2026-08-27T11:00:00.000000Z");
    EXPECT_FALSE(document.child("feed").child("entry"));
}

TEST(FeedTest, TheFeedsIdentityIsAVersion8Uuid) {
    const auto uuid = uuid_for("published reviews of Marlshire");
    EXPECT_EQ(uuid.size(), 36U);
    EXPECT_EQ(uuid[14], '8');
    EXPECT_EQ(uuid, uuid_for("published reviews of Marlshire"));
    EXPECT_NE(uuid, uuid_for("published reviews of Northmoor"));
}

} // namespace
} // namespace throughline::publication
