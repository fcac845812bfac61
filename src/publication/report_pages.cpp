// SPDX-License-Identifier: GPL-3.0-or-later
// Writing the report, seeing it as readers will, and the identity check.
#include "local_review/operations.hpp"
#include "platform/html/fields.hpp"
#include "platform/html/structure.hpp"
#include "platform/text/text.hpp"
#include "publication/cited.hpp"
#include "publication/operations.hpp"
#include "publication/pages.hpp"
#include "publication/rendered.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace throughline::publication {
namespace {

using html::List;
using html::Object;
using people::Permission;

std::string address(const Visit& visit, std::string_view rest = {}) {
    return "/cases/" + visit.access().reference() + "/report" + std::string(rest);
}

std::int64_t number_in(const http::Form& form, std::string_view name) {
    const auto text = form.text(name);
    std::int64_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

/// Everything of the case that a citation may name, with what it becomes.
std::vector<std::vector<govuk::Cell>> citable(db::Transaction& tx, const Visit& visit) {
    const auto find = citations_of(tx, visit.house(), visit.access());
    std::vector<std::vector<govuk::Cell>> rows;
    const auto add = [&](const std::string& kind, const std::string& argument) {
        const auto cited = find(kind, argument);
        if (cited)
            rows.push_back(
                {{.text = "{{" + kind + ":" + argument + "}}"},
                 {.text = cited->note.empty() ? cited->words : cited->note}});
    };
    for (const auto& person : identity::people_of(tx, visit.house(), visit.access()))
        add("person", person.code);
    for (const auto& finding : local_review::findings_of(tx, visit.access()))
        add("finding", std::to_string(finding.number));
    for (const auto& recommendation : local_review::recommendations_of(tx, visit.access()))
        add("recommendation", std::to_string(recommendation.number));
    return rows;
}

http::Response show_report(Visit& visit, const std::string* typed, const Refusal* refusal) {
    Report report;
    State state{};
    std::vector<std::vector<govuk::Cell>> rows;
    visit.read([&](db::Transaction& tx) {
        report = report_of(tx, visit.house(), visit.access());
        state = find(tx, visit.house(), visit.access()).state;
        rows = citable(tx, visit);
    });
    List both;
    if (typed && refusal && refusal->kind == Refusal::Kind::conflict)
        both = govuk::two_texts({{"Report", *typed, report.text}});
    const bool differs = !both.empty();
    const bool has_rows = !rows.empty();
    const auto lead =
        report.version == 0
            ? std::string("Nothing is written yet. Every version that is saved is kept.")
            : fmt::format("Version {}, saved {}.", report.version, calendar::in_full(*report.saved_at));
    return visit.show(
        "publication/report",
        {.title = "The report", .section = "report", .refusal = refusal, .wide = differs},
        {{"heading", govuk::heading({.title = "The report", .lead = lead})},
         {"version", report.version},
         {"is_open", state != State::published},
         {"is_scheduled", state == State::scheduled},
         {"two_texts", std::move(both)},
         {"text",
          govuk::textarea(
              {.question =
                   {.name = "text",
                    .label = "Report",
                    .hint = "In Markdown: # begins a heading, - a list, > somebody’s own words. Cite with "
                            "double braces; the list is below."},
               .value = typed ? *typed : report.text,
               .rows = 28,
               .spelling = govuk::Spelling::check},
              refusal)},
         {"send",
          govuk::buttons(
              {{.text = "Save the report", .once = true},
               {.text = "See it as readers will",
                .href = address(visit, "/preview"),
                .kind = govuk::Button::Kind::link},
               {.text = "Identity check",
                .href = address(visit, "/check"),
                .kind = govuk::Button::Kind::link}})},
         {"has_citable", has_rows},
         {"example", "{{row:MGH-12}}"},
         {"citable",
          govuk::table(
              {.caption = "What you can cite",
               .columns = {{"Write this"}, {"It becomes"}},
               .rows = std::move(rows)})}});
}

http::Response get_report(const http::Request&, Visit& visit) { return show_report(visit, nullptr, nullptr); }

http::Response post_report(const http::Request& request, Visit& visit) {
    const auto typed = text::tidy(request.form.text("text"));
    const auto seen = number_in(request.form, "version");
    const auto saved =
        visit.work([&](Work& work) { return write_report(work, visit.access(), typed, seen); });
    if (!saved) return show_report(visit, &typed, &saved.refusal());
    return http::see_other(address(visit) + "?done=saved");
}

http::Response get_preview(const http::Request&, Visit& visit) {
    Report report;
    Rendered rendered;
    visit.read([&](db::Transaction& tx) {
        report = report_of(tx, visit.house(), visit.access());
        rendered = render(report.text, citations_of(tx, visit.house(), visit.access()));
    });
    List unknown;
    for (const auto& one : rendered.unknown) unknown.push_back(one);
    return visit.show(
        "publication/preview",
        {.title = "The report as readers will see it", .section = "report"},
        {{"heading",
          govuk::heading(
              {.title = "As readers will see it",
               .caption = "The report",
               .lead = report.version == 0 ? "Nothing is written yet."
                                           : fmt::format("Version {}.", report.version),
               .actions = {{.text = "Back to writing", .href = address(visit)}}})},
         {"has_unknown", !unknown.empty()},
         {"unknown", std::move(unknown)},
         {"report", govuk::markup(html::Markup{rendered.html})}});
}

Object passage(const Found& found) {
    const auto& match = found.passage.match;
    return {
        {"where", found.where},
        {"before", found.passage.before},
        {"found", found.passage.found},
        {"after", found.passage.after},
        {"why", fmt::format("{} of {}", identity::in_words(match.kind), identity::label_of(match.code))},
        {"code", match.code}};
}

/// Each single word once, with all its passages, and who has looked.
List words_to_look_at(const Check& check, const Visit& visit, const Refusal* refusal) {
    List words;
    std::vector<std::string> seen;
    for (const auto& found : check.words) {
        const auto word = text::fold(found.passage.found);
        const auto key = word + "/" + found.passage.match.code;
        if (std::ranges::find(seen, key) != seen.end()) continue;
        seen.push_back(key);
        List passages;
        for (const auto& other : check.words)
            if (text::fold(other.passage.found) == word &&
                other.passage.match.code == found.passage.match.code)
                passages.push_back(passage(other));
        const auto release = std::ranges::find_if(check.releases, [&](const Release& one) {
            return one.word == word && one.code == found.passage.match.code;
        });
        const bool begun = release != check.releases.end();
        words.push_back(Object{
            {"word", found.passage.found},
            {"code", found.passage.match.code},
            {"person", identity::label_of(found.passage.match.code)},
            {"passages", std::move(passages)},
            {"begun", begun},
            {"reason_given", begun ? release->reason : std::string()},
            {"may_release", !begun || release->first_by != visit.by().account},
            {"reason",
             govuk::text_input(
                 {.question =
                      {.name = "reason",
                       .label = "Why may this word stand?",
                       .hint = "For example: it is the month, not the child."},
                  .autocomplete = "off"},
                 begun ? nullptr : refusal)}});
    }
    return words;
}

http::Response show_check(Visit& visit, const Refusal* refusal) {
    Check check;
    Publication publication;
    visit.read([&](db::Transaction& tx) {
        check = look(tx, visit.house(), visit.access());
        publication = find(tx, visit.house(), visit.access());
    });
    List stops, unknown;
    for (const auto& found : check.stops) stops.push_back(passage(found));
    for (const auto& one : check.unknown_citations) unknown.push_back(one);
    auto words = words_to_look_at(check, visit, refusal);
    const bool recorded = check.report_version > 0 && publication.checked_report == check.report_version &&
                          publication.checked_details == check.details_version;
    std::string lead;
    if (check.report_version == 0)
        lead = "There is no report to check yet.";
    else if (!check.passes())
        lead = fmt::format(
            "Version {} cannot leave as it is. What was found stands below.", check.report_version);
    else if (recorded)
        lead = fmt::format(
            "Version {} passed on {}.", check.report_version, calendar::in_full(*publication.checked_at));
    else
        lead = fmt::format(
            "Nothing was found in version {} or in its title, summary and address.", check.report_version);
    return visit.show(
        "publication/check",
        {.title = "Identity check", .section = "report", .refusal = refusal},
        {{"heading",
          govuk::heading(
              {.title = "Identity check",
               .caption = "The report",
               .lead = lead,
               .actions = {{.text = "Back to writing", .href = address(visit)}}})},
         {"action", address(visit, "/check")},
         {"has_unknown", !unknown.empty()},
         {"unknown", std::move(unknown)},
         {"has_stops", !stops.empty()},
         {"stops", std::move(stops)},
         {"has_words", !words.empty()},
         {"words", std::move(words)},
         {"may_pass", check.report_version > 0 && check.passes() && !recorded},
         {"pass", govuk::buttons({{.text = "Record that it passed", .once = true}})}});
}

http::Response get_check(const http::Request&, Visit& visit) { return show_check(visit, nullptr); }

http::Response post_check(const http::Request& request, Visit& visit) {
    const auto word = request.form.text("word");
    const auto done = visit.work([&](Work& work) {
        return word.empty()
                   ? pass_check(work, visit.access())
                   : release_word(
                         work, visit.access(), word, request.form.text("code"), request.form.text("reason"));
    });
    if (!done) return show_check(visit, &done.refusal());
    return http::see_other(address(visit, "/check") + "?done=saved");
}

} // namespace

void add_report_routes(http::Router<Permission, Visit>& routes) {
    using enum Permission;
    routes.get("/cases/{reference}/report", write_report, get_report);
    routes.post("/cases/{reference}/report", write_report, post_report);
    routes.get("/cases/{reference}/report/preview", write_report, get_preview);
    routes.get("/cases/{reference}/report/check", write_report, get_check);
    routes.post("/cases/{reference}/report/check", write_report, post_check, http::Confirm::it_is_you);
}

} // namespace throughline::publication
