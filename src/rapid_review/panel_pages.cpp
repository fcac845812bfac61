// SPDX-License-Identifier: GPL-3.0-or-later
#include "rapid_review/forms.hpp"
#include "rapid_review/handlers.hpp"
#include "rapid_review/views.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace throughline::rapid_review {
namespace {

using html::Data;
using html::List;
using html::Object;
using views::address;
using views::demand;
using views::page_named;
using views::Standpoint;
using views::texts_for;

http::Response ask_sending(Visit& visit, const http::Form& typed, const Refusal* refusal) {
    return visit.read([&](db::Transaction& tx) {
        const auto at = demand(tx, visit);
        const std::chrono::year_month_day today{visit.today()};
        const auto or_now = [&](std::string_view name, std::string now) {
            return typed.has(name) ? typed.text(name) : std::move(now);
        };
        std::vector<govuk::Option> reasons{{.value = "", .text = "Choose a reason"}};
        for (const auto& code : visit.house().statute.codes("rapid_review_late_reason").codes)
            reasons.push_back({.value = code.code, .text = code.words});
        return visit.show(
            "rapid_review/panel",
            page_named("Log the sending to the Panel", refusal),
            {{"heading",
              govuk::heading(
                  {.title = "Log the sending to the Panel",
                   .caption = at.review.reference,
                   .lead = "Send the review and its decision to the Panel as you always do, then say here "
                           "when. It is on time until the end of " +
                           calendar::in_full(at.review.due_on) + "."})},
             {"action", address(visit, "/panel")},
             {"sent",
              govuk::date_input(
                  {.question = {.name = "sent", .label = "Which day was it sent?"},
                   .day = or_now("sent-day", std::to_string(static_cast<unsigned>(today.day()))),
                   .month = or_now("sent-month", std::to_string(static_cast<unsigned>(today.month()))),
                   .year = or_now("sent-year", std::to_string(static_cast<int>(today.year())))},
                  refusal)},
             {"time",
              govuk::text_input(
                  {.question = {.name = "time", .label = "At what time?", .hint = "For example, 16:20"},
                   .value = or_now("time", calendar::london_clock(visit.at())),
                   .width = govuk::Width::chars_5,
                   .autocomplete = "off"},
                  refusal)},
             {"late_reason",
              govuk::select(
                  {.question =
                       {.name = "late_reason",
                        .label = "If it was sent after its due date: why?",
                        .hint = "A late review is sent all the same."},
                   .options = std::move(reasons),
                   .chosen = typed.text("late_reason")},
                  refusal)},
             {"late_note",
              govuk::textarea(
                  {.question = {.name = "late_note", .label = "What else should be known about the delay?"},
                   .value = typed.text("late_note"),
                   .rows = 3,
                   .spelling = govuk::Spelling::check},
                  refusal)},
             {"send",
              govuk::buttons(
                  {{.text = "It was sent", .once = true},
                   {.text = "Cancel", .href = address(visit), .kind = govuk::Button::Kind::link}})}});
    });
}

} // namespace

http::Response get_panel(const http::Request&, Visit& visit) {
    const auto state = visit.read([&](db::Transaction& tx) { return demand(tx, visit).review.state; });
    if (state != State::decided) return http::see_other(address(visit));
    return ask_sending(visit, {}, nullptr);
}

http::Response post_panel(const http::Request& request, Visit& visit) {
    const auto sending = read_sending(request.form);
    if (!sending) return ask_sending(visit, request.form, &sending.refusal());
    const auto done = visit.work([&](Work& work) { return send_to_panel(work, visit.access(), *sending); });
    if (!done) return ask_sending(visit, request.form, &done.refusal());
    return http::see_other(address(visit, "?done=sent"));
}

} // namespace throughline::rapid_review
