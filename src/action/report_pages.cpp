// SPDX-License-Identifier: GPL-3.0-or-later
// What its owner says of an action: progress, and what shows it.
#include "action/answering.hpp"
#include "action/views.hpp"
#include "platform/form/typed_date.hpp"
#include "platform/text/text.hpp"

#include <fmt/format.h>

namespace throughline::action {
namespace {

using views::Visit;

govuk::DateInput date(std::string name, std::string label, const form::TypedDate& typed) {
    return {
        .question = {.name = std::move(name), .label = std::move(label), .hint = "Empty: today"},
        .day = typed.day,
        .month = typed.month,
        .year = typed.year};
}

html::Object send(const Visit& visit, const Action& action, std::string words) {
    return govuk::buttons(
        {{.text = std::move(words), .once = true},
         {.text = "Cancel",
          .href = views::address(visit, "/" + action.number),
          .kind = govuk::Button::Kind::link}});
}

struct TypedProgress {
    std::string delivery{};
    std::string text{};
    form::TypedDate on{};
    std::int64_t version{};
};

http::Response
ask_progress(const http::Request& request, Visit& visit, TypedProgress typed, const Refusal* refusal) {
    return visit.read([&](db::Transaction& tx) {
        const auto action = views::demand_to_report(tx, visit, request);
        if (!refusal || refusal->kind == Refusal::Kind::conflict) typed.version = action.version;
        if (!refusal) typed.delivery = to_text(action.delivery);
        html::List both;
        if (refusal && refusal->kind == Refusal::Kind::conflict) {
            const auto delivery = read_delivery(typed.delivery);
            const auto last = action.progress.empty() || action.progress.back().text_id.empty()
                                  ? std::string()
                                  : views::texts_for(tx, visit).words(action.progress.back().text_id);
            both = govuk::two_texts(
                {{"How far it is",
                  delivery ? std::string(in_words(*delivery)) : std::string(),
                  std::string(in_words(action.delivery))},
                 {"What has happened since", text::tidy(typed.text), last}});
        }
        const auto title = "Report progress on action " + action.number;
        return visit.show(
            "action/progress",
            views::page_named(title, refusal),
            {{"heading", govuk::heading({.title = title})},
             {"words", govuk::markup(views::texts_for(tx, visit).markup(action.text_id))},
             {"now", in_words(action.delivery)},
             {"two_texts", std::move(both)},
             {"version", typed.version},
             {"delivery",
              govuk::radios(
                  {.question = {.name = "delivery", .label = "How far it is"},
                   .options =
                       {{.value = "not_started", .text = "Not started"},
                        {.value = "under_way", .text = "Under way"},
                        {.value = "done",
                         .text = "Done",
                         .hint = "That somebody says so. What shows it is given apart, as evidence."}},
                   .chosen = typed.delivery},
                  refusal)},
             {"text",
              govuk::textarea(
                  {.question =
                       {.name = "text",
                        .label = "What has happened since",
                        .hint = "What moved, what is in the way."},
                   .value = typed.text,
                   .rows = 4},
                  refusal)},
             {"on", govuk::date_input(date("on", "On which day", typed.on), refusal)},
             {"send", send(visit, action, "Report")}});
    });
}

struct TypedEvidence {
    std::string type{};
    std::string text{};
    std::string strength{};
    form::TypedDate on{};
};

http::Response
ask_evidence(const http::Request& request, Visit& visit, const TypedEvidence& typed, const Refusal* refusal) {
    std::vector<govuk::Option> types, ladder;
    for (const auto type : all_evidence_types)
        types.push_back({.value = std::string(to_text(type)), .text = std::string(in_words(type))});
    for (int strength = 0; strength <= highest_strength; ++strength)
        ladder.push_back(
            {.value = std::to_string(strength),
             .text = fmt::format("{}, {}", strength, strength_in_words(strength))});
    return visit.read([&](db::Transaction& tx) {
        const auto action = views::demand_to_report(tx, visit, request);
        const auto title = "Give evidence for action " + action.number;
        return visit.show(
            "action/evidence",
            views::page_named(title, refusal),
            {{"heading",
              govuk::heading(
                  {.title = title,
                   .lead = "What shows that it is done, and how much it shows. Whether children are better "
                           "off is a question apart."})},
             {"words", govuk::markup(views::texts_for(tx, visit).markup(action.text_id))},
             {"type",
              govuk::radios(
                  {.question = {.name = "type", .label = "What kind of evidence"},
                   .options = std::move(types),
                   .chosen = typed.type,
                   .small = true},
                  refusal)},
             {"text",
              govuk::textarea(
                  {.question =
                       {.name = "evidence",
                        .label = "What it shows",
                        .hint = "With figures: how many were looked at, and in how many it held."},
                   .value = typed.text,
                   .rows = 4},
                  refusal)},
             {"strength",
              govuk::radios(
                  {.question =
                       {.name = "strength",
                        .label = "How much it shows",
                        .hint = "An action can be proven from 4 on."},
                   .options = std::move(ladder),
                   .chosen = typed.strength,
                   .small = true},
                  refusal)},
             {"on", govuk::date_input(date("evidence_on", "Day of the evidence", typed.on), refusal)},
             {"send", send(visit, action, "Give it")}});
    });
}

} // namespace

http::Response get_progress(const http::Request& request, Visit& visit) {
    return ask_progress(request, visit, {}, nullptr);
}

http::Response post_progress(const http::Request& request, Visit& visit) {
    const TypedProgress typed{
        request.form.text("delivery"),
        request.form.text("text"),
        form::typed_date(request.form, "on"),
        views::whole_number(request.form.text("version"))};
    std::vector<Problem> problems;
    const auto on =
        typed.on.read_or_say(problems, "on", "Enter a real date, for example 7 9 2026, or leave it empty");
    const auto delivery = read_delivery(typed.delivery);
    if (!delivery) problems.push_back({"delivery", "Choose how far it is"});
    if (!problems.empty()) {
        const auto refusal = invalid(std::move(problems));
        return ask_progress(request, visit, typed, &refusal);
    }
    const auto done = visit.work([&](Work& work) {
        return report(
            work, visit.access(), request.argument("number"), {*delivery, typed.text, on, typed.version});
    });
    if (!done) return ask_progress(request, visit, typed, &done.refusal());
    return http::see_other(views::address(visit, "/" + request.argument("number")) + "?done=saved");
}

http::Response get_evidence(const http::Request& request, Visit& visit) {
    return ask_evidence(request, visit, {}, nullptr);
}

http::Response post_evidence(const http::Request& request, Visit& visit) {
    const TypedEvidence typed{
        request.form.text("type"),
        request.form.text("evidence"),
        request.form.text("strength"),
        form::typed_date(request.form, "evidence_on")};
    std::vector<Problem> problems;
    GivenEvidence given{read_evidence_type(typed.type), typed.text, {}, {}};
    if (!typed.strength.empty()) given.strength = static_cast<int>(views::whole_number(typed.strength));
    given.on = typed.on.read_or_say(
        problems, "evidence_on", "Enter a real date, for example 7 9 2026, or leave it empty");
    if (!problems.empty()) {
        const auto refusal = invalid(std::move(problems));
        return ask_evidence(request, visit, typed, &refusal);
    }
    const auto done = visit.work(
        [&](Work& work) { return give_evidence(work, visit.access(), request.argument("number"), given); });
    if (!done) return ask_evidence(request, visit, typed, &done.refusal());
    return http::see_other(views::address(visit, "/" + request.argument("number")) + "?done=saved");
}

} // namespace throughline::action
