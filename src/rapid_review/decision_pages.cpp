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

/// The version that this partner read last: the one signed last, otherwise the one before the latest.
std::optional<std::int64_t> read_before(const Standpoint& at, std::string_view organisation) {
    for (const auto& signature : at.history)
        if (signature.organisation_id == organisation && signature.version < at.review.latest_version)
            return signature.version;
    if (at.review.latest_version > 1) return at.review.latest_version - 1;
    return {};
}

Object outcome_choices(const Visit& visit, const Ruling& typed, const Refusal* refusal) {
    const auto six_months = visit.house().statute.due(statutory::Clock::lcspr_complete, visit.today()).date;
    return govuk::radios(
        {.question =
             {.name = "outcome",
              .label = "What should happen next?",
              .hint = "It is your decision, with the other two partners.",
              .size = govuk::Size::m},
         .options =
             {{.value = std::string(to_text(WhatNext::no_further_review)),
               .text = std::string(in_words(WhatNext::no_further_review)),
               .hint =
                   "The rapid review has found what can be learnt. Say how the learning will be carried out"},
              {.value = std::string(to_text(WhatNext::local_review)),
               .text = std::string(in_words(WhatNext::local_review)),
               .hint = "There is more to learn here. Six months, to " + calendar::in_full(six_months)},
              {.value = std::string(to_text(WhatNext::suggest_national)),
               .text = std::string(in_words(WhatNext::suggest_national)),
               .hint = "The case is complex or matters beyond this area. The Panel decides"}},
         .chosen = typed.outcome ? std::string(to_text(*typed.outcome)) : std::string()},
        refusal);
}

Object agreement_choices(std::int64_t number, const Ruling& typed, const Refusal* refusal) {
    auto dissent = govuk::textarea(
        {.question =
             {.name = "dissent",
              .label = "What do you disagree with?",
              .hint = "It goes to the Panel with the review, as you write it."},
         .value = typed.dissent,
         .rows = 4,
         .spelling = govuk::Spelling::check},
        refusal);
    return govuk::radios(
        {.question =
             {.name = "agreement",
              .label = fmt::format("Do you agree with version {}?", number),
              .size = govuk::Size::m},
         .options =
             {{.value = std::string(to_text(Agreement::agrees)), .text = "I agree"},
              {.value = std::string(to_text(Agreement::disagrees)),
               .text = "I disagree",
               .hint =
                   "Your dissent and reasons go to the Panel with the review. It does not stop the others, "
                   "and nobody can change your words",
               .fields = {govuk::field("textarea", std::move(dissent))}}},
         .chosen = typed.agreement ? std::string(to_text(*typed.agreement)) : std::string()},
        refusal);
}

http::Response ask_decision(Visit& visit, const Ruling& typed, const Refusal* refusal) {
    return visit.read([&](db::Transaction& tx) {
        const auto at = demand(tx, visit);
        const auto& review = at.review;
        const auto fixed = find_version(tx, visit.house(), visit.access(), review.latest_version);
        if (!fixed) throw http::Stop(404);
        const auto texts = texts_for(tx, visit);
        const auto number = review.latest_version;
        List changes;
        std::string since;
        if (const auto earlier = read_before(at, visit.by().organisation))
            if (const auto before = find_version(tx, visit.house(), visit.access(), *earlier)) {
                changes = views::changes_of(*before, *fixed, texts);
                since = fmt::format("Since version {}", *earlier);
            }
        const auto partner = views::partner_name(at, visit.by().organisation);
        const auto panel = visit.house().statute.panel_guidance_in_force(visit.today());
        return visit.show(
            "rapid_review/decision",
            page_named("Decide and sign", refusal),
            {{"heading",
              govuk::heading(
                  {.title = "Decide and sign",
                   .caption = fmt::format("Rapid review {} · for {}", review.reference, partner),
                   .lead = "It should take about ten minutes. Nothing is sent until you press the last "
                           "button."})},
             {"action", address(visit, "/decision")},
             {"seal", views::seal_of(visit, *fixed, true)},
             {"version", number},
             {"since", since},
             {"changes", std::move(changes)},
             {"prompts", views::prompts_of(visit, *fixed, texts)},
             {"outcome", outcome_choices(visit, typed, refusal)},
             {"reasons",
              govuk::textarea(
                  {.question =
                       {.name = "reasons",
                        .label = "Your reasons",
                        .hint = "The Panel reads these first. Say what more could be learnt, and for whom. "
                                "Use references, not names.",
                        .size = govuk::Size::m},
                   .value = typed.reasons,
                   .spelling = govuk::Spelling::check},
                  refusal)},
             {"agreement", agreement_choices(number, typed, refusal)},
             {"who", visit.by().name},
             {"for",
              fmt::format(
                  "delegated safeguarding partner for {}, on version {}{}. If version {} changes, your "
                  "signature lapses and you are asked again.",
                  partner,
                  number,
                  panel ? ", under " + panel->name : "",
                  number)},
             {"send",
              govuk::buttons(
                  {{.text = fmt::format("Sign version {}", number), .once = true},
                   {.text = "Not now", .href = address(visit), .kind = govuk::Button::Kind::link}})},
             {"clock", views::clock_of(visit, at)},
             {"partners", views::partners_of(at, visit.by().organisation)},
             {"family",
              views::paragraphs(
                  texts,
                  fixed->text_ids.contains("family_views") ? fixed->text_ids.at("family_views")
                                                           : std::string())}});
    });
}

http::Response ask_override(Visit& visit, std::string_view reason, const Refusal* refusal) {
    return visit.read([&](db::Transaction& tx) {
        const auto at = demand(tx, visit);
        return visit.show(
            "rapid_review/override",
            page_named("Decide without a signature", refusal),
            {{"heading",
              govuk::heading(
                  {.title = "Decide without a signature",
                   .caption = at.review.reference,
                   .lead = "The review normally goes to the Panel with all three signatures. Your name and "
                           "your reason are recorded, and the Panel sees them."})},
             {"action", address(visit, "/override")},
             {"partners", views::partners_of(at, "")},
             {"reason",
              govuk::textarea(
                  {.question =
                       {.name = "reason",
                        .label = "Why does it go on without this signature?",
                        .hint = "Say what was done to reach the partner."},
                   .value = std::string(reason),
                   .spelling = govuk::Spelling::check},
                  refusal)},
             {"send",
              govuk::buttons(
                  {{.text = "Decide on the two signatures",
                    .kind = govuk::Button::Kind::warning,
                    .once = true},
                   {.text = "Cancel", .href = address(visit), .kind = govuk::Button::Kind::link}})}});
    });
}

} // namespace

http::Response get_decision(const http::Request&, Visit& visit) {
    const auto review = visit.read([&](db::Transaction& tx) { return demand(tx, visit).review; });
    if (review.is_decided() || review.latest_version == 0) return http::see_other(address(visit));
    return ask_decision(visit, {}, nullptr);
}

http::Response post_decision(const http::Request& request, Visit& visit) {
    const auto ruling = read_ruling(request.form);
    const auto signed_now = visit.work([&](Work& work) { return sign(work, visit.access(), ruling); });
    if (!signed_now) return ask_decision(visit, ruling, &signed_now.refusal());
    return http::see_other(address(visit, "?done=signed"));
}

http::Response get_override(const http::Request&, Visit& visit) { return ask_override(visit, "", nullptr); }

http::Response post_override(const http::Request& request, Visit& visit) {
    const auto reason = request.form.text("reason");
    const auto done = visit.work([&](Work& work) { return decide_without(work, visit.access(), reason); });
    if (!done) return ask_override(visit, reason, &done.refusal());
    return http::see_other(address(visit, "?done=saved"));
}

} // namespace throughline::rapid_review
