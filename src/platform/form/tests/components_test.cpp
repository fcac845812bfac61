// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/form/components.hpp"
#include "platform/form/problems.hpp"
#include "platform/form/tests/garden_visit.hpp"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace throughline::form {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string text_of(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    std::ostringstream out;
    out << in.rdbuf();
    return std::move(out).str();
}

const html::Templates& templates() {
    static const html::Templates loaded = [] {
        const std::filesystem::path platform = SOURCE_DIR "/src/platform";
        html::Templates::Sources sources;
        for (const auto& entry : std::filesystem::directory_iterator(platform / "html/templates"))
            if (entry.path().extension() == ".mustache")
                sources[entry.path().stem().string()] = text_of(entry.path());
        sources["form/section"] = text_of(platform / "form/templates/section.mustache");
        sources["test"] = "{{#section}}{{> form/section}}{{/section}}";
        return html::Templates(std::move(sources));
    }();
    return loaded;
}

std::string page(std::string_view section, const Answers& answers, const Refusal* refusal = nullptr) {
    return templates().render("test", {{"section", components(*garden().find(section), answers, refusal)}});
}

TEST(SectionPage, PrintsEveryQuestionWithItsAnswer) {
    const auto html = page("visit", after("visit", a_good_visit()));
    EXPECT_THAT(html, HasSubstr("It need not be long."));
    EXPECT_THAT(html, HasSubstr(R"(id="seen-day" name="seen-day" type="text" value="7")"));
    EXPECT_THAT(html, HasSubstr(R"(name="sown-unknown" type="checkbox" value="yes" checked)"));
    EXPECT_THAT(html, HasSubstr("Day of sowing, if you cannot say yet"));
    EXPECT_THAT(html, HasSubstr(R"(name="soil" type="radio" value="clay" checked)"));
    EXPECT_THAT(html, HasSubstr(R"(data-behaviour="exclusive")"));
}

TEST(SectionPage, AsksAConditionalQuestionUnderItsAnswerAndOnlyThere) {
    const auto html = page("visit", no_answers(garden()));
    const auto option = html.find(R"(value="other")");
    const auto question = html.find(R"(id="soil_words")");
    ASSERT_NE(question, std::string::npos);
    EXPECT_LT(option, question);
    EXPECT_LT(question, html.find("Tools"));
    EXPECT_EQ(html.find(R"(id="soil_words")", question + 1), std::string::npos);
}

TEST(SectionPage, EscapesWhatWasTyped) {
    const auto html = page("plants", after("plants", {{"plants-1-name", "<b>\"Rose\"</b>"}}));
    EXPECT_THAT(html, Not(HasSubstr("<b>")));
    EXPECT_THAT(html, HasSubstr("&lt;b&gt;"));
}

TEST(SectionPage, GivesEachItemItsOwnBlockAndButtons) {
    const auto one = page("plants", no_answers(garden()));
    EXPECT_THAT(one, HasSubstr("Plant 1"));
    EXPECT_THAT(one, Not(HasSubstr(R"(name="remove")")));
    EXPECT_THAT(one, HasSubstr(R"(name="plants-count" value="1")"));
    EXPECT_THAT(one, HasSubstr(R"(name="add" value="plants")"));

    const auto three = page("plants", after("plants", {{"plants-count", "3"}}));
    EXPECT_THAT(three, HasSubstr(R"(name="remove" value="plants-3")"));
    EXPECT_THAT(three, HasSubstr(R"(name="plants-count" value="3")"));
    EXPECT_THAT(three, Not(HasSubstr(R"(name="add")")));
    EXPECT_THAT(three, HasSubstr("There is room for three plants."));
}

TEST(SectionPage, EnterInAFieldSavesAndRemovesNothing) {
    const auto html = page("plants", after("plants", {{"plants-count", "2"}}));
    EXPECT_LT(html.find("Save and continue"), html.find(R"(name="remove")"));
}

TEST(SectionPage, HasAnInputForEveryProblem) {
    Fields fields{{"seen-day", "31"}, {"seen-month", "4"}, {"seen-year", "2026"}, {"soil", "other"}};
    for (const auto* section : {"visit", "plants", "rest"}) {
        const auto answers = after(section, fields);
        const auto refusal = invalid(problems(*garden().find(section), answers, Moment::submitting, today));
        const auto html = page(section, answers, &refusal);
        for (const auto& problem : refusal.problems) {
            EXPECT_THAT(html, HasSubstr("id=\"" + problem.field + "\""));
            EXPECT_THAT(html, HasSubstr(html::escape(problem.message)));
        }
    }
}

} // namespace
} // namespace throughline::form
