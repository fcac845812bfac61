// SPDX-License-Identifier: GPL-3.0-or-later
#include "agency_return/answer_pages.hpp"

#include "agency_return/operations.hpp"
#include "agency_return/views.hpp"
#include "case_file/operations.hpp"
#include "platform/documents/confined.hpp"
#include "platform/documents/parse.hpp"
#include "platform/html/fields.hpp"
#include "platform/html/structure.hpp"

#include <algorithm>
#include <array>
#include <iostream>

namespace throughline::agency_return {
namespace {

using html::List;
using html::Object;
using people::Permission;
using people::Visit;

/// One file of 20 MiB and what a form adds to it.
constexpr std::uint64_t body_limit = 21ULL << 20;

std::string address(const Visit& visit, std::string_view rest = {}) {
    return "/cases/" + visit.access().reference() + "/return" + std::string(rest);
}

/// What was typed beside the file; the file itself has to be chosen again.
struct Typed {
    std::string answer{}; ///< rows, nothing
    std::string adds{};   ///< add, replace
    std::string knew{};
    Words words{};
};

Typed typed_from(const http::Form& form) {
    Typed typed{form.text("answer"), form.text("adds"), form.text("knew_family"), {}};
    typed.words.knew_family = read_knew(typed.knew).value_or(Knew::not_said);
    typed.words.systems_searched = form.text("systems_searched");
    typed.words.summary = form.text("summary");
    typed.words.good_practice = form.text("good_practice");
    typed.words.learning_so_far = form.text("learning_so_far");
    return typed;
}

Object area(
    const std::string& name,
    const std::string& label,
    const std::string& hint,
    const std::string& value,
    const Refusal* refusal) {
    return govuk::field(
        "textarea",
        govuk::textarea(
            {.question = {.name = name, .label = label, .hint = hint},
             .value = value,
             .rows = 3,
             .spelling = govuk::Spelling::check},
            refusal));
}

List file_fields(const Typed& typed, bool sent_before, const Refusal* refusal) {
    List fields;
    fields.push_back(govuk::field(
        "file_upload",
        govuk::file_upload(
            {.question =
                 {.name = "file",
                  .label = "If yes: your chronology",
                  .hint =
                      refusal
                          ? "Word (.docx), Excel (.xlsx), OpenDocument (.ods) or CSV. Choose the file again: "
                            "browsers do not keep it."
                          : "Word (.docx), Excel (.xlsx), OpenDocument (.ods) or CSV, up to 20 MB. Dates "
                            "however you wrote them."},
             .accept = ".docx,.xlsx,.ods,.csv"},
            refusal)));
    if (sent_before)
        fields.push_back(govuk::field(
            "radios",
            govuk::radios(
                {.question = {.name = "adds", .label = "You have sent rows before. Does this file"},
                 .options =
                     {{.value = "add", .text = "add to what we sent"},
                      {.value = "replace",
                       .text = "replace what we sent",
                       .hint = "The earlier rows are kept, but no longer shown."}},
                 .chosen = typed.adds,
                 .small = true},
                refusal)));
    return fields;
}

/// Both ways of answering stand open below: nothing on this page appears or goes away.
Object answer_field(const Typed& typed, const Refusal* refusal) {
    return govuk::radios(
        {.question =
             {.name = "answer",
              .label = "Has your agency known the children, or their family?",
              .size = govuk::Size::m},
         .options =
             {{.value = "rows", .text = "Yes, and here is what we saw and did"},
              {.value = "nothing",
               .text = "No. We have looked and found nothing",
               .hint = "That is a complete and useful answer."}},
         .chosen = typed.answer},
        refusal);
}

List words_fields(const Typed& typed, const Refusal* refusal) {
    std::vector<govuk::Option> options;
    for (const auto knew : std::array{Knew::current, Knew::past_12_months, Knew::longer_ago, Knew::none})
        options.push_back({.value = std::string(to_text(knew)), .text = in_words(knew)});
    List fields;
    fields.push_back(govuk::field(
        "radios",
        govuk::radios(
            {.question = {.name = "knew_family", .label = "Did you know the family?"},
             .options = std::move(options),
             .chosen = typed.knew,
             .small = true},
            refusal)));
    fields.push_back(area("summary", "In short, what was your part?", "", typed.words.summary, refusal));
    fields.push_back(area("good_practice", "What went well?", "", typed.words.good_practice, refusal));
    fields.push_back(area(
        "learning_so_far",
        "What have you learnt already, and what have you changed?",
        "",
        typed.words.learning_so_far,
        refusal));
    return fields;
}

std::string period_in_words(const Request& request) {
    if (request.period_from && request.period_to)
        return "From " + calendar::in_figures(*request.period_from) + " to " +
               calendar::in_figures(*request.period_to) + ".";
    if (request.period_from) return "From " + calendar::in_figures(*request.period_from) + " until now.";
    if (request.period_to) return "Until " + calendar::in_figures(*request.period_to) + ".";
    return "As far back as your records go.";
}

http::Response show_return(Visit& visit, const Typed& typed, const Refusal* refusal) {
    std::optional<Request> request;
    organisation::Partnership partnership;
    visit.read([&](db::Transaction& tx) {
        request = find_request(tx, visit.access(), visit.by().organisation);
        partnership = organisation::load_partnership(tx, case_file::load(tx, visit.access()).partnership_id);
    });
    const bool asked = request.has_value();
    const auto& statute = visit.house().statute;
    const auto standing = asked ? standing_of(*request, statute, visit.at()) : Standing{};
    return visit.show(
        "agency_return/answer",
        {.title = "Your agency’s return", .section = "return", .refusal = refusal},
        {{"heading",
          govuk::heading(
              {.title = asked ? "We need your agency’s help" : "Your agency has not been asked",
               .caption = asked ? request->agency : "",
               .lead = asked ? "A child has come to serious harm. Everyone who knew the family is asked what "
                               "they saw "
                               "and did. Together it shows how to keep children safer."
                             : "If you think it should have been, please ring the business unit."})},
         {"asked", asked},
         {"state", govuk::state(standing.state, standing.words)},
         {"left", asked ? time_left(*request, statute, visit.at()) : ""},
         {"due", asked ? calendar::in_full(request->due) : ""},
         {"period", asked ? period_in_words(*request) : ""},
         {"phone", partnership.phone},
         {"answered", asked && request->state != State::awaited},
         {"understood", address(visit, "/understood")},
         {"answer", answer_field(typed, refusal)},
         {"if_known", file_fields(typed, asked && request->rows > 0, refusal)},
         {"if_nothing",
          area(
              "systems_searched",
              "If not: where did you look?",
              "The record systems, and paper files if there are any.",
              typed.words.systems_searched,
              refusal)},
         {"fields", words_fields(typed, refusal)},
         {"send", govuk::buttons({{.text = "Send our return", .once = true}})}});
}

http::Response get_return(const http::Request&, Visit& visit) { return show_return(visit, {}, nullptr); }

Outcome<std::vector<documents::Table>>
read_confined(const Visit& visit, std::string_view bytes, std::string_view file_name) {
    auto tables =
        documents::read_tables_confined(bytes, file_name, visit.house().program, visit.house().scratch);
    // The agency is told in its own words; the reason is the operator's to mend.
    if (!tables && !documents::confinement().possible)
        std::clog << "agency_return: a file was not taken: " << documents::confinement().reason << '\n';
    return tables;
}

Outcome<Adds> read_adds(const Typed& typed, const Request& request) {
    if (request.rows == 0 || typed.adds == "add") return Adds::to_what_was_sent;
    if (typed.adds == "replace") return Adds::instead_of_it;
    return invalid("adds", "Say whether this file adds to what you sent before, or replaces it");
}

/// Reads the file before any transaction: a child process does not belong inside one.
Outcome<std::string> take_file(const http::Form& form, Visit& visit, const Typed& typed) {
    const auto* upload = form.upload("file");
    if (!upload) return invalid("file", "Choose the file that holds your chronology");
    const auto request = visit.read(
        [&](db::Transaction& tx) { return find_request(tx, visit.access(), visit.by().organisation); });
    if (!request) return conflict("Your agency has not been asked about this case. Ring the business unit");
    const auto adds = read_adds(typed, *request);
    if (!adds) return adds.refusal();
    const GivenFile file{upload->file_name(), upload->bytes()};
    const auto understood = understand(
        file.bytes,
        file.name,
        context_for(*request, visit.today()),
        [&](std::string_view bytes, std::string_view name) { return read_confined(visit, bytes, name); });
    if (!understood) return understood.refusal();
    return visit.work([&](Work& work) {
        return give_file(
            work, visit.access(), visit.by().organisation, file, *understood, *adds, typed.words);
    });
}

http::Response post_return(const http::Request& request, Visit& visit) {
    const auto typed = typed_from(request.form);
    if (typed.answer != "rows" && typed.answer != "nothing") {
        const auto refusal =
            invalid("answer", "Say whether your agency has known the children or their family");
        return show_return(visit, typed, &refusal);
    }
    const auto given =
        typed.answer == "rows" ? take_file(request.form, visit, typed) : visit.work([&](Work& work) {
            return hold_nothing(work, visit.access(), visit.by().organisation, typed.words);
        });
    if (!given) return show_return(visit, typed, &given.refusal());
    return http::see_other(address(visit, "/understood?done=given"));
}

bool needs_a_look(const chronology::StoredRow& row) {
    using enum chronology::Doubt;
    constexpr std::array wanting{
        unreadable_date, impossible_date, uncertain, weekday_mismatch, future, out_of_scope};
    return !row.start || std::ranges::any_of(row.doubts, [&](chronology::Doubt doubt) {
        return std::ranges::count(wanting, doubt) != 0;
    });
}

std::string doubts_in_words(const chronology::StoredRow& row) {
    std::string words;
    for (const auto doubt : row.doubts) {
        if (doubt == chronology::Doubt::two_digit_year) continue;
        if (!words.empty()) words += "; ";
        words += chronology::in_words(doubt);
    }
    return words;
}

Object row_view(const chronology::StoredRow& row, const identity::Texts& texts) {
    return {
        {"label", row.label},
        {"wrote", texts.words(row.start_text_id)},
        {"read", chronology::when_in_words(row) + (row.time ? ", " + *row.time : "")},
        {"doubt", doubts_in_words(row)},
        {"what", govuk::markup(texts.markup(row.what_text_id))},
        {"source", texts.words(row.source_text_id)}};
}

http::Response get_understood(const http::Request&, Visit& visit) {
    List doubtful, clear, returns;
    std::string phone;
    visit.read([&](db::Transaction& tx) {
        const auto& organisation = visit.by().organisation;
        const auto view = identity::view_for(tx, visit);
        const identity::Texts texts(tx, visit.house(), visit.access(), chronology::text_owner, view);
        for (const auto& row : chronology::rows_of(tx, visit.house(), visit.access())) {
            if (row.organisation_id != organisation || row.superseded) continue;
            (needs_a_look(row) ? doubtful : clear).push_back(row_view(row, texts));
        }
        returns = returns_view(
            tx,
            visit.house(),
            visit.access(),
            returns_of(tx, visit.house(), visit.access(), organisation),
            view);
        phone = organisation::load_partnership(tx, case_file::load(tx, visit.access()).partnership_id).phone;
    });
    const auto doubtful_count = doubtful.size(), clear_count = clear.size();
    const bool has_returns = !returns.empty();
    return visit.show(
        "agency_return/understood",
        {.title = "What we understood", .section = "return"},
        {{"heading",
          govuk::heading(
              {.title = "What we understood",
               .caption = "Your agency’s return",
               .lead = !has_returns ? "You have not sent anything yet."
                       : doubtful_count + clear_count == 0
                           ? "You hold nothing. That is a complete and useful answer."
                           : rows_in_words(static_cast<std::int64_t>(doubtful_count + clear_count)) +
                                 " of yours are in the chronology, " + std::to_string(doubtful_count) +
                                 " with a date to look at. Nothing was dropped."})},
         {"has_doubtful", doubtful_count > 0},
         {"doubtful", std::move(doubtful)},
         {"has_clear", clear_count > 0},
         {"clear", std::move(clear)},
         {"has_returns", has_returns},
         {"returns", std::move(returns)},
         {"phone", phone},
         {"back", address(visit)}});
}

} // namespace

void add_answer_routes(http::Router<Permission, Visit>& routes) {
    using enum Permission;
    routes.get("/cases/{reference}/return", give_return, get_return);
    routes.upload("/cases/{reference}/return", give_return, post_return, body_limit);
    routes.get("/cases/{reference}/return/understood", give_return, get_understood);
}

} // namespace throughline::agency_return
