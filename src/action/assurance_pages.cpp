// SPDX-License-Identifier: GPL-3.0-or-later
// What somebody other than the owner says: whether it is done and shown, and whether children are better off.
#include "action/answering.hpp"
#include "action/views.hpp"
#include "platform/form/typed_date.hpp"
#include "platform/text/text.hpp"

#include <fmt/format.h>

namespace throughline::action {
namespace {

using views::List;
using views::Object;
using views::Visit;

html::Object send(const Visit& visit, const Action& action, std::string words) {
    return govuk::buttons(
        {{.text = std::move(words), .once = true},
         {.text = "Cancel",
          .href = views::address(visit, "/" + action.number),
          .kind = govuk::Button::Kind::link}});
}

struct TypedJudgement {
    std::string accepted{};
    std::string note{};
    std::int64_t version{};
};

/// What was judged last, and what its owner said since: either may be what this judgement did not know.
List saved_meanwhile(const Action& action, const identity::Texts& texts, const TypedJudgement& typed) {
    const auto in_answer = [](bool accepted) {
        return std::string(accepted ? "Yes, I accept it" : "Not yet");
    };
    const auto* last = action.assurances.empty() ? nullptr : &action.assurances.back();
    return govuk::two_texts(
        {{"Is it done, and shown?",
          typed.accepted.empty() ? std::string() : in_answer(typed.accepted == "yes"),
          last ? in_answer(last->accepted) : std::string()},
         {"What was looked at",
          text::tidy(typed.note),
          last ? texts.words(last->note_text_id) : std::string()},
         {"Its owner says", std::string(), std::string(in_words(action.delivery))}});
}

http::Response
ask_assurance(const http::Request& request, Visit& visit, TypedJudgement typed, const Refusal* refusal) {
    return visit.read([&](db::Transaction& tx) {
        const auto action = views::demand(tx, visit, request);
        const auto texts = views::texts_for(tx, visit);
        if (!refusal || refusal->kind == Refusal::Kind::conflict) typed.version = action.version;
        List both;
        if (refusal && refusal->kind == Refusal::Kind::conflict) both = saved_meanwhile(action, texts, typed);
        List evidence;
        for (const auto& one : action.evidence)
            evidence.push_back(Object{
                {"step", fmt::format("{}, {}", one.strength, strength_in_words(one.strength))},
                {"text", govuk::markup(texts.markup(one.text_id))}});
        const auto title = "Assure action " + action.number;
        return visit.show(
            "action/assurance",
            views::page_named(title, refusal),
            {{"heading",
              govuk::heading(
                  {.title = title,
                   .lead = "Somebody other than the owner looks at what shows it. Whether children are "
                           "better off is a question apart."})},
             {"words", govuk::markup(texts.markup(action.text_id))},
             {"now", in_words(action.delivery)},
             {"has_evidence", !evidence.empty()},
             {"evidence", std::move(evidence)},
             {"two_texts", std::move(both)},
             {"version", typed.version},
             {"accepted",
              govuk::radios(
                  {.question = {.name = "accepted", .label = "Is it done, and shown?"},
                   .options =
                       {{.value = "yes", .text = "Yes, I accept it"}, {.value = "no", .text = "Not yet"}},
                   .chosen = typed.accepted},
                  refusal)},
             {"note",
              govuk::textarea(
                  {.question =
                       {.name = "note",
                        .label = "What you looked at, and what you saw",
                        .hint = "If it is not yet: what would show it."},
                   .value = typed.note,
                   .rows = 4},
                  refusal)},
             {"send", send(visit, action, "Record it")}});
    });
}

struct TypedTest {
    std::string statement{};
    std::string how_tested{};
    std::string baseline{};
    std::string figure{};
    std::string voice{};
    std::string result{};
    form::TypedDate tested_on{};
    form::TypedDate next_test{};
};

http::Response
ask_impact(const http::Request& request, Visit& visit, const TypedTest& typed, const Refusal* refusal) {
    return visit.read([&](db::Transaction& tx) {
        const auto action = views::demand(tx, visit, request);
        const auto area =
            [&](const char* name, const char* label, const char* hint, const std::string& value) {
                return govuk::field(
                    "textarea",
                    govuk::textarea(
                        {.question = {.name = name, .label = label, .hint = hint}, .value = value, .rows = 3},
                        refusal));
            };
        const auto date =
            [&](const char* name, const char* label, const char* hint, const form::TypedDate& on) {
                return govuk::field(
                    "date_input",
                    govuk::date_input(
                        {.question = {.name = name, .label = label, .hint = hint},
                         .day = on.day,
                         .month = on.month,
                         .year = on.year},
                        refusal));
            };
        std::vector<govuk::Option> results;
        for (const auto result : all_results)
            results.push_back({.value = std::string(to_text(result)), .text = std::string(in_words(result))});
        const auto title = "Record the impact of action " + action.number;
        return visit.show(
            "action/impact",
            views::page_named(title, refusal),
            {{"heading",
              govuk::heading(
                  {.title = title,
                   .lead = "That something is done says nothing of this. “No change” and “cannot tell” are "
                           "full answers."})},
             {"words", govuk::markup(views::texts_for(tx, visit).markup(action.text_id))},
             {"fields",
              List{
                  area("statement", "How has life improved for the child?", "", typed.statement),
                  area(
                      "how_tested",
                      "How was that tested?",
                      "An audit, figures, what children say; how many.",
                      typed.how_tested),
                  area("baseline", "How was it before?", "If it is known.", typed.baseline),
                  area("figure", "How is it now?", "In the same measure.", typed.figure),
                  area(
                      "voice",
                      "What does a child or family say?",
                      "In their words, with their agreement. No names.",
                      typed.voice),
                  govuk::field(
                      "radios",
                      govuk::radios(
                          {.question = {.name = "result", .label = "What the test showed"},
                           .options = std::move(results),
                           .chosen = typed.result,
                           .small = true},
                          refusal)),
                  date("tested_on", "Tested on", "Empty: today", typed.tested_on),
                  date("next_test", "Test again on", "May be empty", typed.next_test)}},
             {"send", send(visit, action, "Record it")}});
    });
}

} // namespace

http::Response get_assurance(const http::Request& request, Visit& visit) {
    return ask_assurance(request, visit, {}, nullptr);
}

http::Response post_assurance(const http::Request& request, Visit& visit) {
    const TypedJudgement typed{
        request.form.text("accepted"),
        request.form.text("note"),
        views::whole_number(request.form.text("version"))};
    std::optional<bool> accepted;
    if (typed.accepted == "yes" || typed.accepted == "no") accepted = typed.accepted == "yes";
    const auto done = visit.work([&](Work& work) {
        return assure(
            work, visit.access(), request.argument("number"), {accepted, typed.note, typed.version});
    });
    if (!done) return ask_assurance(request, visit, typed, &done.refusal());
    return http::see_other(views::address(visit, "/" + request.argument("number")) + "?done=saved");
}

http::Response get_impact(const http::Request& request, Visit& visit) {
    return ask_impact(request, visit, {}, nullptr);
}

http::Response post_impact(const http::Request& request, Visit& visit) {
    const auto& posted = request.form;
    const TypedTest typed{
        posted.text("statement"),
        posted.text("how_tested"),
        posted.text("baseline"),
        posted.text("figure"),
        posted.text("voice"),
        posted.text("result"),
        form::typed_date(posted, "tested_on"),
        form::typed_date(posted, "next_test")};
    std::vector<Problem> problems;
    const auto tested_on = typed.tested_on.read_or_say(
        problems, "tested_on", "Enter a real date, for example 7 9 2026, or leave it empty");
    const auto next_test = typed.next_test.read_or_say(
        problems, "next_test", "Enter a real date, for example 7 3 2027, or leave it empty");
    if (!problems.empty()) {
        const auto refusal = invalid(std::move(problems));
        return ask_impact(request, visit, typed, &refusal);
    }
    const auto done = visit.work([&](Work& work) {
        return record_impact(
            work,
            visit.access(),
            request.argument("number"),
            {typed.statement,
             typed.how_tested,
             typed.baseline,
             typed.figure,
             typed.voice,
             read_result(typed.result),
             tested_on,
             next_test});
    });
    if (!done) return ask_impact(request, visit, typed, &done.refusal());
    return http::see_other(views::address(visit, "/" + request.argument("number")) + "?done=saved");
}

} // namespace throughline::action
