// SPDX-License-Identifier: GPL-3.0-or-later
// Writing a finding and choosing the rows it rests on: search, tick, search again; what was ticked stays.
#include "chronology/operations.hpp"
#include "local_review/answering.hpp"
#include "local_review/views.hpp"
#include "platform/text/text.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>

namespace throughline::local_review {
namespace {

using views::List;
using views::Object;
using views::Visit;
using views::Words;

constexpr std::size_t rows_shown = 40;
constexpr std::size_t words_of_a_row = 220;

struct TypedFinding {
    std::string title{};
    std::string text{};
    bool good_practice{false};
    std::vector<std::string> ticked{}; ///< labels
    std::string labels{};              ///< as typed
    std::string find{};
    std::string agency{}; ///< code; empty: all
    std::int64_t version{};

    /// What was ticked and what was typed, together.
    std::vector<std::string> rows() const {
        auto all = read_labels(labels);
        for (const auto& label : ticked)
            if (std::ranges::count(all, label) == 0) all.push_back(label);
        return all;
    }
    FindingDraft draft() const { return {title, text, good_practice, rows()}; }
};

TypedFinding typed_from(const http::Form& posted) {
    return {
        posted.text("title"),
        posted.text("text"),
        posted.text("good_practice") == "yes",
        posted.all("rows"),
        posted.text("labels"),
        text::tidy(posted.text("find")),
        posted.text("agency"),
        views::whole_number(posted.text("version"))};
}

bool is_wanted(
    const chronology::StoredRow& row,
    const TypedFinding& typed,
    std::string_view folded,
    const identity::Texts& texts) {
    if (!typed.agency.empty() && row.agency_code != typed.agency) return false;
    if (folded.empty()) return true;
    return text::fold(row.label + " " + texts.words(row.what_text_id) + " " + texts.words(row.source_text_id))
               .find(folded) != std::string::npos;
}

/// The rows to tick: those ticked already, then those found.
struct Choice {
    std::vector<govuk::Option> options{};
    std::vector<govuk::Option> agencies{{.value = "", .text = "All agencies"}};
    std::vector<std::string> ticked{}; ///< that are rows of this case
    std::string counted{};
};

govuk::Option option_of(const chronology::StoredRow& row, const identity::Texts& texts) {
    return {
        .value = row.label,
        .text = fmt::format("{}, {}, {}", row.label, chronology::when_in_words(row), row.agency),
        .hint = text::shorten(texts.words(row.what_text_id), words_of_a_row)};
}

Choice choice_of(db::Transaction& tx, const Visit& visit, const TypedFinding& typed) {
    const identity::Texts texts(
        tx, visit.house(), visit.access(), chronology::text_owner, identity::view_for(tx, visit));
    const auto rows = chronology::rows_of(tx, visit.house(), visit.access());
    const auto wanted = typed.rows();
    const auto folded = text::fold(typed.find);
    Choice choice;
    std::map<std::string, std::string> agencies; // by name
    std::vector<govuk::Option> found;
    std::size_t fitting = 0;
    for (const auto& row : rows) {
        agencies.emplace(row.agency, row.agency_code);
        if (std::ranges::count(wanted, row.label) != 0) {
            choice.ticked.push_back(row.label);
            choice.options.push_back(option_of(row, texts));
        } else if (is_wanted(row, typed, folded, texts) && ++fitting <= rows_shown)
            found.push_back(option_of(row, texts));
    }
    if (!found.empty() && !choice.options.empty()) found.front().divider = "more";
    choice.options.insert(choice.options.end(), found.begin(), found.end());
    for (const auto& [name, code] : agencies) choice.agencies.push_back({.value = code, .text = name});
    choice.counted = fmt::format("{} chosen. {} more fit", choice.ticked.size(), fitting);
    if (fitting > rows_shown)
        choice.counted +=
            fmt::format("; the first {} are shown. Search for a word to see others", rows_shown);
    choice.counted += ".";
    return choice;
}

/// Labels that are typed and no row of this case: they stay in their field.
std::string not_found(const TypedFinding& typed, const Choice& choice) {
    std::vector<std::string> labels;
    for (const auto& label : read_labels(typed.labels))
        if (std::ranges::count(choice.ticked, label) == 0) labels.push_back(label);
    return fmt::format("{}", fmt::join(labels, ", "));
}

/// Where to, under which heading, and what another person has saved meanwhile.
struct Asking {
    std::string title{};
    std::optional<std::int64_t> number{}; ///< of a finding that is there
};

std::string joined(std::vector<std::string> labels) {
    std::ranges::sort(labels);
    return fmt::format("{}", fmt::join(labels, ", "));
}

List saved_meanwhile(db::Transaction& tx, Visit& visit, const Finding& finding, const TypedFinding& typed) {
    const Words words(tx, visit);
    std::vector<std::string> labels;
    for (const auto& row : finding.rows) labels.push_back(row.label);
    const auto yes_or_no = [](bool yes) { return std::string(yes ? "Yes" : "No"); };
    return govuk::two_texts(
        {{"Title", typed.title, words.to_change(finding.title_text_id)},
         {"What was found", text::tidy(typed.text), words.to_change(finding.text_id)},
         {"Good practice", yes_or_no(typed.good_practice), yes_or_no(finding.good_practice)},
         {"Rows", joined(typed.rows()), joined(std::move(labels))}});
}

http::Response ask(Visit& visit, const Asking& asking, TypedFinding typed, const Refusal* refusal) {
    return visit.read([&](db::Transaction& tx) {
        const auto review = views::demand_review(tx, visit.access());
        const auto choice = choice_of(tx, visit, typed);
        List both;
        if (asking.number && refusal && refusal->kind == Refusal::Kind::conflict) {
            const auto standing = views::demand_finding(tx, visit.access(), *asking.number);
            both = saved_meanwhile(tx, visit, standing, typed);
            typed.version = standing.version;
        }
        return visit.show(
            "local_review/finding",
            views::page_named(asking.title, refusal),
            {{"heading",
              govuk::heading(
                  {.title = asking.title,
                   .caption = review.reference,
                   .lead = "A finding says what the review found about how services work, and rests on what "
                           "happened."})},
             {"two_texts", std::move(both)},
             {"version", typed.version},
             {"title",
              govuk::text_input(
                  {.question = {.name = "title", .label = "Title"}, .value = typed.title}, refusal)},
             {"text",
              govuk::textarea(
                  {.question =
                       {.name = "text",
                        .label = "What was found, and why it happened",
                        .hint = "People stand as references: {{person:CHILD-1}}. A row may be named in the "
                                "text: {{row:MGH-12}}."},
                   .value = typed.text,
                   .rows = 9,
                   .spelling = govuk::Spelling::check},
                  refusal)},
             {"good_practice",
              govuk::checkboxes(
                  {.question = {.name = "good_practice", .label = "Good practice"},
                   .options = {{.value = "yes", .text = "This is something done well"}},
                   .chosen =
                       typed.good_practice ? std::vector<std::string>{"yes"} : std::vector<std::string>{},
                   .small = true},
                  refusal)},
             {"labels",
              govuk::text_input(
                  {.question =
                       {.name = "labels",
                        .label = "Rows by their labels",
                        .hint = "For example MGH-12, POL-3. Or search and tick below."},
                   .value = not_found(typed, choice),
                   .autocomplete = "off",
                   .spelling = govuk::Spelling::ignore},
                  refusal)},
             {"find",
              govuk::text_input(
                  {.question = {.name = "find", .label = "Show rows with the word"},
                   .value = typed.find,
                   .width = govuk::Width::half,
                   .autocomplete = "off"})},
             {"agency",
              govuk::select(
                  {.question = {.name = "agency", .label = "Of"},
                   .options = choice.agencies,
                   .chosen = typed.agency})},
             {"show",
              govuk::buttons(
                  {{.text = "Show rows",
                    .name = "do",
                    .value = "find",
                    .kind = govuk::Button::Kind::secondary}})},
             {"counted", choice.counted},
             {"has_rows", !choice.options.empty()},
             {"rows",
              govuk::checkboxes(
                  {.question = {.name = "rows", .label = "Rows it rests on"},
                   .options = choice.options,
                   .chosen = choice.ticked,
                   .small = true})},
             {"send",
              govuk::buttons(
                  {{.text = "Save the finding", .name = "do", .value = "save", .once = true},
                   {.text = "Cancel", .href = views::address(visit), .kind = govuk::Button::Kind::link}})}});
    });
}

bool only_searches(const http::Form& posted) { return posted.text("do") == "find"; }

} // namespace

http::Response get_new_finding(const http::Request&, Visit& visit) {
    return ask(visit, {"Add a finding", {}}, {}, nullptr);
}

http::Response post_new_finding(const http::Request& request, Visit& visit) {
    const Asking asking{"Add a finding", {}};
    const auto typed = typed_from(request.form);
    if (only_searches(request.form)) return ask(visit, asking, typed, nullptr);
    const auto added =
        visit.work([&](Work& work) { return add_finding(work, visit.access(), typed.draft()); });
    if (!added) return ask(visit, asking, typed, &added.refusal());
    return http::see_other(views::address(visit) + "?done=saved");
}

http::Response get_finding(const http::Request& request, Visit& visit) {
    const auto number = views::number_in_path(request);
    TypedFinding typed;
    visit.read([&](db::Transaction& tx) {
        const auto finding = views::demand_finding(tx, visit.access(), number);
        const Words words(tx, visit);
        typed.title = words.to_change(finding.title_text_id);
        typed.text = words.to_change(finding.text_id);
        typed.good_practice = finding.good_practice;
        typed.version = finding.version;
        for (const auto& row : finding.rows) typed.ticked.push_back(row.label);
    });
    return ask(visit, {fmt::format("Finding {}", number), number}, typed, nullptr);
}

http::Response post_finding(const http::Request& request, Visit& visit) {
    const auto number = views::number_in_path(request);
    const Asking asking{fmt::format("Finding {}", number), number};
    const auto typed = typed_from(request.form);
    // Searching saves nothing, so nothing else would ask whether the finding is there.
    visit.read([&](db::Transaction& tx) { (void)views::demand_finding(tx, visit.access(), number); });
    if (only_searches(request.form)) return ask(visit, asking, typed, nullptr);
    const auto done = visit.work([&](Work& work) {
        return change_finding(work, visit.access(), number, typed.draft(), typed.version);
    });
    if (!done) return ask(visit, asking, typed, &done.refusal());
    return http::see_other(views::address(visit) + "?done=saved");
}

} // namespace throughline::local_review
