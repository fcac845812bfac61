// SPDX-License-Identifier: GPL-3.0-or-later
// Our partials against the design system's own fixtures: each fixture whose options we offer is made with our
// builders, rendered, and must be the same HTML but for white space and the order of attributes.
#include "platform/html/govuk.hpp"
#include "platform/html/template_files.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <initializer_list>
#include <map>
#include <optional>
#include <ostream>
#include <regex>
#include <set>

namespace throughline::govuk {
namespace {

using nlohmann::json;

// Tags with sorted attributes, and words, one to a line.
std::string normal(const std::string& html) {
    static const std::regex piece(R"(<(/?[a-z0-9]+)((?:\s+[a-zA-Z:-]+(?:="[^"]*")?)*)\s*/?>|([^<]+))");
    static const std::regex attribute(R"(([a-zA-Z:-]+)(?:="([^"]*)\")?)");
    static const std::regex spaces(R"(\s+)");
    std::string out;
    for (std::sregex_iterator at(html.begin(), html.end(), piece), end; at != end; ++at) {
        if ((*at)[3].matched) {
            auto words = std::regex_replace((*at)[3].str(), spaces, " ");
            if (words.front() == ' ') words.erase(0, 1);
            if (!words.empty() && words.back() == ' ') words.pop_back();
            if (!words.empty()) out += words + "\n";
            continue;
        }
        const auto attributes = (*at)[2].str();
        std::set<std::string> sorted;
        for (std::sregex_iterator a(attributes.begin(), attributes.end(), attribute); a != end; ++a) {
            auto value = std::regex_replace((*a)[2].str(), spaces, " ");
            if (!value.empty() && value.front() == ' ') value.erase(0, 1);
            sorted.insert((*a)[1].str() + "=" + value);
        }
        out += "<" + (*at)[1].str();
        for (const auto& one : sorted) out += " " + one;
        out += ">\n";
    }
    return out;
}

bool only(const json& object, std::initializer_list<const char*> keys) {
    return std::all_of(object.items().begin(), object.items().end(), [&](const auto& item) {
        return std::find(keys.begin(), keys.end(), item.key()) != keys.end();
    });
}

std::string text(const json& object, const char* key) {
    if (!object.contains(key) || object[key].is_null()) return {};
    const auto& value = object[key];
    if (value.is_object()) return text(value, "text");
    return value.is_string() ? value.get<std::string>() : value.dump();
}

bool plain_text(const json& object, const char* key) {
    return !object.contains(key) || only(object[key], {"text"});
}

// The part that labels share; nothing when the fixture wants what we do not offer.
std::optional<Question> question(const json& options, const json& label) {
    static const std::map<std::string, Size> sizes{
        {"", Size::plain}, {"--s", Size::s}, {"--m", Size::m}, {"--l", Size::l}};
    if (!only(label, {"text", "classes", "isPageHeading"}) || !plain_text(options, "hint") ||
        !plain_text(options, "errorMessage"))
        return {};
    const auto classes = text(label, "classes");
    const auto ending =
        classes.empty() ? classes : classes.substr(std::min(classes.rfind("--"), classes.size()));
    const auto size = sizes.find(ending);
    const bool heading = label.value("isPageHeading", false);
    if (size == sizes.end() || (heading && size->second != Size::l)) return {};
    return Question{
        text(options, "name"),
        text(label, "text"),
        text(options, "hint"),
        heading ? Size::heading : size->second};
}

std::optional<Refusal> refusal(const json& options, const std::string& field) {
    if (!options.contains("errorMessage")) return {};
    return invalid(field, text(options["errorMessage"], "text"));
}

const Refusal* pointer(const std::optional<Refusal>& refused) { return refused ? &*refused : nullptr; }

std::optional<Object> input(const json& options) {
    static const std::map<std::string, Width> widths{
        {"", Width::whole},
        {"govuk-input--width-10", Width::chars_10},
        {"govuk-input--width-5", Width::chars_5},
        {"govuk-input--width-2", Width::chars_2}};
    if (!only(
            options,
            {"name",
             "id",
             "label",
             "hint",
             "errorMessage",
             "value",
             "type",
             "inputmode",
             "autocomplete",
             "spellcheck",
             "classes"}) ||
        !widths.count(text(options, "classes")))
        return {};
    const auto asked = question(options, options["label"]);
    if (!asked) return {};
    const auto refused = refusal(options, asked->name);
    const auto spelling = text(options, "spellcheck");
    return text_input(
        {.question = *asked,
         .value = text(options, "value"),
         .width = widths.at(text(options, "classes")),
         .type = options.contains("type") ? text(options, "type") : "text",
         .inputmode = text(options, "inputmode"),
         .autocomplete = text(options, "autocomplete"),
         .spelling = spelling.empty()     ? Spelling::leave
                     : spelling == "true" ? Spelling::check
                                          : Spelling::ignore},
        pointer(refused));
}

std::optional<Object> password(json options) {
    options["type"] = "password";
    options["spellcheck"] = "false";
    if (!options.contains("autocomplete")) options["autocomplete"] = "current-password";
    return input(options);
}

std::optional<Object> area(const json& options) {
    if (!only(options, {"name", "id", "label", "hint", "errorMessage", "value", "rows", "spellcheck"}))
        return {};
    const auto asked = question(options, options["label"]);
    if (!asked) return {};
    const auto refused = refusal(options, asked->name);
    const auto spelling = text(options, "spellcheck");
    return textarea(
        {.question = *asked,
         .value = text(options, "value"),
         .rows = options.contains("rows") ? std::stoi(text(options, "rows")) : 5,
         .spelling = spelling.empty()     ? Spelling::leave
                     : spelling == "true" ? Spelling::check
                                          : Spelling::ignore},
        pointer(refused));
}

struct Choices {
    std::vector<Option> options{};
    std::vector<std::string> chosen{};
};

std::optional<Choices> choices(const json& items) {
    Choices made;
    std::string divider;
    for (const auto& item : items) {
        if (item.contains("divider")) {
            divider = text(item, "divider");
            continue;
        }
        if (!only(item, {"value", "text", "hint", "checked", "selected", "behaviour"}) ||
            !item.contains("value") || !plain_text(item, "hint"))
            return {};
        if (!item.value("checked", true) || !item.value("selected", true)) return {};
        made.options.push_back(
            {.value = text(item, "value"),
             .text = text(item, "text"),
             .hint = text(item, "hint"),
             .divider = std::exchange(divider, {}),
             .exclusive = text(item, "behaviour") == "exclusive"});
        if (item.value("checked", false) || item.value("selected", false))
            made.chosen.push_back(text(item, "value"));
    }
    return made;
}

std::optional<Object> choice(const std::string& kind, const json& options) {
    if (!only(
            options,
            {"name",
             "idPrefix",
             "fieldset",
             "hint",
             "errorMessage",
             "items",
             "values",
             "value",
             "classes"}) ||
        !options.contains("fieldset") || !only(options["fieldset"], {"legend"}))
        return {};
    const auto asked = question(options, options["fieldset"]["legend"]);
    auto made = choices(options["items"]);
    if (!asked || !made) return {};
    if (options.contains("values")) made->chosen = options["values"].get<std::vector<std::string>>();
    if (options.contains("value")) made->chosen = {text(options, "value")};
    const auto refused = refusal(options, asked->name);
    const auto classes = text(options, "classes");
    const bool small = classes.find("--small") != std::string::npos;
    if (kind == "checkboxes")
        return checkboxes(
            {.question = *asked, .options = made->options, .chosen = made->chosen, .small = small},
            pointer(refused));
    return radios(
        {.question = *asked,
         .options = made->options,
         .chosen = made->chosen.empty() ? std::string("\x01") : made->chosen.front(),
         .in_a_row = classes.find("--inline") != std::string::npos,
         .small = small},
        pointer(refused));
}

std::optional<Object> selecting(const json& options) {
    if (!only(options, {"name", "id", "label", "hint", "errorMessage", "items", "value"}) ||
        !options.contains("items"))
        return {};
    const auto asked = question(options, options["label"]);
    const auto made = choices(options["items"]);
    if (!asked || !made) return {};
    const auto refused = refusal(options, asked->name);
    auto chosen = made->chosen.empty() ? text(options, "value") : made->chosen.front();
    if (chosen.empty()) chosen = "\x01";
    return select({.question = *asked, .options = made->options, .chosen = chosen}, pointer(refused));
}

std::optional<Object> file(const json& options) {
    if (!only(options, {"name", "id", "label", "hint", "errorMessage", "multiple"})) return {};
    const auto asked = question(options, options["label"]);
    if (!asked) return {};
    const auto refused = refusal(options, asked->name);
    return file_upload({.question = *asked, .several = options.value("multiple", false)}, pointer(refused));
}

std::optional<Object> date(const json& options) {
    if (!only(options, {"id", "name", "fieldset", "hint", "errorMessage", "values"}) ||
        !options.contains("fieldset") || !only(options["fieldset"], {"legend"}) ||
        options.contains("namePrefix"))
        return {};
    const auto asked = question(options, options["fieldset"]["legend"]);
    if (!asked) return {};
    const auto values = options.value("values", json::object());
    const auto refused = refusal(options, asked->name);
    return date_input(
        {.question = *asked,
         .day = text(values, "day"),
         .month = text(values, "month"),
         .year = text(values, "year")},
        pointer(refused));
}

std::optional<Object> summary(const json& options) {
    if (!only(options, {"titleText", "descriptionText", "errorList"}) || !options.contains("errorList"))
        return {};
    List items;
    for (const auto& item : options["errorList"]) {
        if (!only(item, {"text", "href"})) return {};
        items.push_back(Object{{"text", text(item, "text")}, {"href", text(item, "href")}});
    }
    return Object{
        {"errors",
         Object{
             {"title", text(options, "titleText")},
             {"text", text(options, "descriptionText")},
             {"items", items}}}};
}

std::optional<Object> pressing(const json& options) {
    static const std::map<std::string, Button::Kind> kinds{
        {"", Button::Kind::primary},
        {"govuk-button--secondary", Button::Kind::secondary},
        {"govuk-button--warning", Button::Kind::warning}};
    const auto kind = kinds.find(text(options, "classes"));
    if (!only(options, {"text", "name", "value", "href", "classes", "preventDoubleClick"}) ||
        kind == kinds.end() ||
        (options.contains("preventDoubleClick") && options["preventDoubleClick"] != true))
        return {};
    return button(
        {.text = text(options, "text"),
         .name = text(options, "name"),
         .value = text(options, "value"),
         .href = text(options, "href"),
         .kind = kind->second,
         .once = options.contains("preventDoubleClick")});
}

std::optional<Object> texts(const std::string& kind, const json& options) {
    if (kind == "inset-text" && only(options, {"text"})) return inset(text(options, "text"));
    if (kind == "warning-text" && only(options, {"text", "iconFallbackText"}) &&
        (!options.contains("iconFallbackText") || options["iconFallbackText"] == "Warning"))
        return warning(text(options, "text"));
    if (kind == "details" && only(options, {"summaryText", "text", "open"}))
        return details(text(options, "summaryText"), text(options, "text"), options.value("open", false));
    if (kind == "tag" && only(options, {"text", "classes"}) &&
        text(options, "classes").find("govuk-tag--") != 0 - 1UL)
        return tag(text(options, "text"), text(options, "classes").substr(11));
    if (kind == "tag" && only(options, {"text"})) return tag(text(options, "text"));
    if (kind == "back-link" && only(options, {"href", "text"}) && options.contains("href"))
        return back_link(text(options, "href"), options.contains("text") ? text(options, "text") : "Back");
    if (kind == "panel" && only(options, {"titleText", "text"}) && options.contains("titleText"))
        return panel(text(options, "titleText"), text(options, "text"));
    if (kind == "notification-banner" && only(options, {"text", "type"}) &&
        text(options, "type") != "some-type")
        return Object{
            {"banner",
             notification_banner(
                 options.contains("type") ? Banner::success : Banner::important, text(options, "text"))}};
    return {};
}

std::optional<Object> crumbs(const json& options) {
    if (!only(options, {"items"})) return {};
    std::vector<Link> links;
    for (const auto& item : options["items"]) {
        if (!only(item, {"text", "href"})) return {};
        links.push_back({text(item, "text"), text(item, "href")});
    }
    return breadcrumbs(links);
}

std::optional<Object> answers(const json& options) {
    if (!only(options, {"rows"}) || !options.contains("rows")) return {};
    std::vector<SummaryRow> rows;
    for (const auto& row : options["rows"]) {
        if (!only(row, {"key", "value", "actions"}) || !plain_text(row, "key") || !plain_text(row, "value"))
            return {};
        rows.push_back({.key = text(row, "key"), .value = text(row, "value")});
        if (!row.contains("actions")) continue;
        const auto& actions = row["actions"];
        if (!only(actions, {"items"}) || !actions.contains("items")) return {};
        if (actions["items"].empty()) continue;
        const auto& action = actions["items"].front();
        if (actions["items"].size() != 1 || !only(action, {"href", "text", "visuallyHiddenText"})) return {};
        rows.back().action = {text(action, "text"), text(action, "href")};
        rows.back().about = text(action, "visuallyHiddenText");
    }
    return summary_list(rows);
}

std::optional<Object> tabled(const json& options) {
    if (!only(options, {"caption", "captionClasses", "head", "rows", "firstCellIsHeader"}) ||
        !options.contains("head") || !options.contains("caption") ||
        text(options, "captionClasses") != "govuk-table__caption--m")
        return {};
    Table made{
        .caption = text(options, "caption"),
        .first_is_header = options.value("firstCellIsHeader", false),
        .stacks = false};
    for (const auto& head : options["head"]) {
        if (!only(head, {"text", "format"})) return {};
        made.columns.push_back({text(head, "text"), text(head, "format") == "numeric"});
    }
    for (const auto& row : options["rows"]) {
        std::vector<Cell> cells;
        for (const auto& cell : row) {
            const auto numeric = text(cell, "format") == "numeric";
            if (!only(cell, {"text", "format"}) || numeric != made.columns[cells.size()].numeric) return {};
            cells.push_back({text(cell, "text")});
        }
        made.rows.push_back(cells);
    }
    return table(made);
}

std::optional<Object> made_from(const std::string& kind, const json& options) {
    if (kind == "input") return input(options);
    if (kind == "password-input") return password(options);
    if (kind == "textarea") return area(options);
    if (kind == "radios" || kind == "checkboxes") return choice(kind, options);
    if (kind == "select") return selecting(options);
    if (kind == "file-upload") return file(options);
    if (kind == "date-input") return date(options);
    if (kind == "error-summary") return summary(options);
    if (kind == "button") return pressing(options);
    if (kind == "breadcrumbs") return crumbs(options);
    if (kind == "summary-list") return answers(options);
    if (kind == "table") return tabled(options);
    return texts(kind, options);
}

// Where we differ on purpose: a field's id is its name, and the names of a date's fields begin with the
// date's own.
void agree_on_names(json& options, std::string& html) {
    const auto replace = [&](const std::string& from, const std::string& to) {
        const auto wanted = " name=\"" + from + "\"";
        for (auto at = html.find(wanted); at != std::string::npos; at = html.find(wanted, at + to.size()))
            html.replace(at, wanted.size(), " name=\"" + to + "\"");
    };
    const auto id = text(options, options.contains("idPrefix") ? "idPrefix" : "id");
    if (id.empty()) return;
    if (options.contains("name"))
        replace(text(options, "name"), id);
    else
        for (const std::string part : {"day", "month", "year"}) replace(part, id + "-" + part);
    options["name"] = id;
}

struct Ours {
    const char* kind{};
    const char* partial{};
    std::size_t at_least{}; ///< fixtures that must have been compared, so that none drops out unseen
};

void PrintTo(const Ours& ours, std::ostream* out) { *out << ours.kind; }

class DesignSystemTest : public testing::TestWithParam<Ours> {};

TEST_P(DesignSystemTest, OurPartRendersItsFixturesTheSame) {
    const auto [kind, partial, at_least] = GetParam();
    const auto path =
        std::filesystem::path(SOURCE_DIR) /
        ("assets/node_modules/govuk-frontend/dist/govuk/components/" + std::string(kind) + "/fixtures.json");
    if (!std::filesystem::exists(path))
        GTEST_SKIP() << "the design system is not installed: run script/assets";
    static const html::Templates templates(html::read_template_files(SOURCE_DIR));

    std::ifstream stream(path);
    std::size_t compared = 0;
    const auto fixtures = json::parse(stream)["fixtures"];
    for (const auto& fixture : fixtures) {
        auto options = fixture["options"];
        auto expected = fixture["html"].get<std::string>();
        if (options.contains("label") || options.contains("fieldset")) agree_on_names(options, expected);
        const auto object = made_from(kind, options);
        if (!object) continue;
        ++compared;
        EXPECT_EQ(normal(templates.render(partial, *object)), normal(expected)) << fixture["name"];
    }
    RecordProperty("compared", static_cast<int>(compared));
    EXPECT_GE(compared, at_least);
}

INSTANTIATE_TEST_SUITE_P(
    Parts,
    DesignSystemTest,
    testing::Values(
        Ours{"input", "text_input", 16},
        Ours{"password-input", "text_input", 3},
        Ours{"textarea", "textarea", 10},
        Ours{"radios", "radios", 11},
        Ours{"checkboxes", "checkboxes", 12},
        Ours{"select", "select", 4},
        Ours{"file-upload", "file_upload", 7},
        Ours{"date-input", "date_input", 3},
        Ours{"error-summary", "error_summary", 9},
        Ours{"button", "button", 10},
        Ours{"summary-list", "summary_list", 3},
        Ours{"table", "table", 1},
        Ours{"details", "details", 3},
        Ours{"tag", "tag", 10},
        Ours{"inset-text", "inset", 2},
        Ours{"warning-text", "warning", 4},
        Ours{"breadcrumbs", "breadcrumbs", 5},
        Ours{"back-link", "back_link", 1},
        Ours{"notification-banner", "notification_banner", 5},
        Ours{"panel", "panel", 3}),
    [](const auto& each) {
        std::string name = each.param.kind;
        std::ranges::replace(name, '-', '_');
        return name;
    });

} // namespace
} // namespace throughline::govuk
