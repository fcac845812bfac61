// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/html/govuk.hpp"
#include "platform/html/template_files.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace throughline::govuk {
namespace {

using testing::HasSubstr;
using testing::Not;

const html::Templates& templates() {
    static const html::Templates all = [] {
        auto sources = html::read_template_files(SOURCE_DIR);
        sources.emplace("test/closed", "{{> page_start}}<p>in</p>{{> page_end}}");
        sources.emplace("test/public", "{{> public_start}}<p>in</p>{{> public_end}}");
        sources.emplace("test/contributor", "{{> contributor_start}}<p>in</p>{{> contributor_end}}");
        return html::Templates(std::move(sources));
    }();
    return all;
}

TEST(FieldTest, AFieldShowsItsOwnMessageAndKeepsWhatWasTyped) {
    const auto refusal = invalid({{"reasons", "Enter your reasons"}, {"other", "Elsewhere"}});
    const auto html = templates().render(
        "textarea",
        textarea(
            {.question = {.name = "reasons", .label = "Your reasons", .hint = "In a few words"},
             .value = "a <b>"},
            &refusal));
    EXPECT_THAT(html, HasSubstr("govuk-form-group--error"));
    EXPECT_THAT(html, HasSubstr("</span> Enter your reasons</p>"));
    EXPECT_THAT(html, HasSubstr("aria-describedby=\"reasons-hint reasons-error\""));
    EXPECT_THAT(html, HasSubstr("a &lt;b&gt;</textarea>"));
    EXPECT_THAT(html, Not(HasSubstr("Elsewhere")));
}

TEST(QrCodeTest, ACodeIsOneFigureWithAQuietRimAroundIt) {
    const auto html =
        templates().render("qr_code", qr_code("otpauth://totp/x?secret=ABC", "Code \"to scan\""));
    EXPECT_THAT(html, HasSubstr("role=\"img\" aria-label=\"Code &quot;to scan&quot;\""));
    // The finder in the upper left corner: seven dark modules after a rim of four.
    EXPECT_THAT(html, HasSubstr("M4 4h7v1h-7z"));
    EXPECT_THAT(html, HasSubstr("M4 5h1v1h-1z"));
    EXPECT_THAT(html, Not(HasSubstr("ABC")));
}

TEST(FieldTest, TheErrorSummaryLeadsToEachField) {
    const auto refusal = invalid({{"reasons", "Enter your reasons"}, {"", "Someone was first"}});
    const auto html = templates().render("error_summary", {{"errors", error_summary(&refusal)}});
    EXPECT_THAT(html, HasSubstr("Two things need another look"));
    EXPECT_THAT(html, HasSubstr("<li><a href=\"#reasons\">Enter your reasons</a></li>"));
    EXPECT_THAT(html, HasSubstr("<li>Someone was first</li>"));
    EXPECT_EQ(templates().render("error_summary", {{"errors", error_summary(nullptr)}}), "");
}

TEST(FieldTest, OnlyTheWrongPartOfADateIsMarked) {
    const auto refusal = invalid("born-year", "The year is in the future");
    const auto html = templates().render(
        "date_input",
        date_input({.question = {.name = "born", .label = "Date of birth"}, .year = "2091"}, &refusal));
    EXPECT_THAT(
        html, HasSubstr("govuk-input--error govuk-input--width-4\" id=\"born-year\" name=\"born-year\""));
    EXPECT_THAT(html, HasSubstr("govuk-date-input__input govuk-input--width-2\" id=\"born-day\""));
    EXPECT_THAT(html, HasSubstr("The year is in the future"));
}

TEST(FieldTest, AChoiceMayAskAFurtherQuestion) {
    const auto html = templates().render(
        "radios",
        radios(
            {.question = {.name = "known", .label = "Is it known?"},
             .options =
                 {{.value = "yes",
                   .text = "Yes",
                   .fields = {field(
                       "text_input", text_input({.question = {.name = "how", .label = "How?"}}))}},
                  {.value = "no", .text = "No", .divider = "or"}},
             .chosen = "yes"}));
    EXPECT_THAT(html, HasSubstr("data-aria-controls=\"conditional-known\""));
    EXPECT_THAT(html, HasSubstr("id=\"conditional-known\""));
    EXPECT_THAT(html, HasSubstr("name=\"how\""));
    EXPECT_THAT(html, HasSubstr("id=\"known-3\""));
    EXPECT_THAT(html, HasSubstr("<div class=\"govuk-radios__divider\">or</div>"));
    EXPECT_THROW(field("texta", {}), std::logic_error);
}

TEST(PageTest, TheClosedAreaSaysWhoIsSignedInAndSignsOutByAPost) {
    CaseBar bar{.name = "Wren", .reference = "RR-MAR-2026-017", .notes = {"Working day 9 of 15"}};
    bar.tabs = {{"Overview", "/cases/wren", true}, {"Chronology", "/cases/wren/chronology"}};
    bar.names_address = "/cases/wren/names";
    const auto html = templates().render(
        "test/closed",
        {{"page",
          closed_page(
              {.title = "Wren",
               .partnership = "Marlshire Safeguarding Children Partnership",
               .csrf = "token",
               .person = {"Ruth Okafor", "business manager"},
               .navigation = {{"Board", "/board"}},
               .case_bar = &bar,
               .refused = true})}});
    EXPECT_THAT(html, HasSubstr("<title>Error: Wren · Throughline</title>"));
    EXPECT_THAT(html, HasSubstr("Ruth Okafor, business manager"));
    EXPECT_THAT(
        html,
        HasSubstr("<form method=\"post\" action=\"/sign-out\"><input type=\"hidden\" name=\"csrf\" "
                  "value=\"token\">"));
    EXPECT_THAT(html, HasSubstr("<a href=\"/cases/wren\" aria-current=\"page\">Overview</a>"));
    EXPECT_THAT(html, HasSubstr("Skip to main content"));
}

TEST(PageTest, NoPageCarriesStyleOrScriptOfItsOwn) {
    for (const auto& [name, source] : html::read_template_files(SOURCE_DIR)) {
        EXPECT_THAT(source, Not(HasSubstr(" style="))) << name;
        EXPECT_THAT(source, Not(HasSubstr("<style"))) << name;
        EXPECT_THAT(source, Not(testing::ContainsRegex("<script[^>]*>[^<]"))) << name;
        EXPECT_THAT(source, Not(testing::ContainsRegex(" on[a-z]+="))) << name;
    }
}

TEST(PageTest, ThePublicSideOffersHelpAndAWayOut) {
    const auto html = templates().render(
        "test/public",
        {{"page",
          public_page(
              {.title = "Reviews",
               .partnership = "Marlshire Safeguarding Children Partnership",
               .worried_phone = "01632 960 111",
               .exit = "https://www.bbc.co.uk/weather",
               .help = {"the business unit", "01632 960 400", "Monday to Friday, 8am to 6pm"}})}});
    EXPECT_THAT(html, HasSubstr("Is a child at risk now?"));
    EXPECT_THAT(html, HasSubstr("<a class=\"govuk-link\" href=\"tel:01632960111\">01632 960 111</a>"));
    EXPECT_THAT(html, HasSubstr("data-module=\"govuk-exit-this-page\""));
    EXPECT_THAT(html, HasSubstr("Ring the business unit on"));
    const auto staff = templates().render(
        "test/contributor", {{"page", contributor_page({.title = "Return", .partnership = "Marlshire"})}});
    EXPECT_THAT(staff, Not(HasSubstr("exit-this-page")));
    EXPECT_THAT(staff, HasSubstr("name=\"referrer\" content=\"no-referrer\""));
}

TEST(StructureTest, ATableRowMustBeAsLongAsItsHead) {
    EXPECT_THROW(table({.caption = "c", .columns = {{"a"}, {"b"}}, .rows = {{{"1"}}}}), std::logic_error);
}

TEST(StructureTest, PagesFarAwayAreLeftOut) {
    const auto html = templates().render(
        "pagination", *std::get<std::shared_ptr<const Object>>(pagination(5, 40, "?page=").held()));
    EXPECT_THAT(html, HasSubstr("aria-label=\"Page 5\" aria-current=\"page\""));
    EXPECT_THAT(html, HasSubstr("href=\"?page=40\""));
    EXPECT_THAT(html, HasSubstr("&ctdot;"));
    EXPECT_THAT(html, Not(HasSubstr("?page=20")));
    EXPECT_TRUE(std::holds_alternative<bool>(pagination(1, 1, "?page=").held()));
}

TEST(ClockTest, ARulerGivesEachDayAndPinItsPlace) {
    const auto html = templates().render(
        "ruler",
        ruler(
            "Working days counted",
            {{.number = "0", .label = "Fri 14 Aug", .past = true},
             {.kind = Day::Kind::weekend, .label = "Weekend, not counted"},
             {.number = "1", .label = "Mon 17", .today = true},
             {.number = "2", .label = "Tue 18", .due = true}},
            "Steps",
            {{0, "Sent", "Fri 14 Aug", false}, {3, "Panel", "by 23:59", true}}));
    EXPECT_THAT(html, HasSubstr("tl-ruler tl-n13"));
    EXPECT_THAT(html, HasSubstr("is-day is-today\" aria-current=\"date\"><b>1</b>Mon 17"));
    EXPECT_THAT(html, HasSubstr("tl-c1 tl-s8\"><b>Sent"));
    EXPECT_THAT(html, HasSubstr("tl-c9 tl-s5 is-later is-end\"><b>Panel"));
    EXPECT_THROW(ruler("too long", std::vector<Day>(25)), std::logic_error);
}

} // namespace
} // namespace throughline::govuk
