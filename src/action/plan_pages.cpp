// SPDX-License-Identifier: GPL-3.0-or-later
// Planning an action: what, under which recommendation, who answers for it, by when.
#include "action/answering.hpp"
#include "action/views.hpp"
#include "case_file/operations.hpp"
#include "local_review/operations.hpp"
#include "organisation/organisation.hpp"
#include "platform/form/typed_date.hpp"
#include "platform/text/text.hpp"

#include <fmt/format.h>

namespace throughline::action {
namespace {

using views::Visit;

struct TypedPlan {
    std::string recommendation{}; ///< number
    std::string text{};
    std::string owner{};
    form::TypedDate start{};
    form::TypedDate due{};
};

std::vector<govuk::Option> recommendation_options(db::Transaction& tx, const Visit& visit) {
    const identity::Texts texts(
        tx, visit.house(), visit.access(), local_review::text_owner, identity::view_for(tx, visit));
    std::vector<govuk::Option> options;
    for (const auto& one : local_review::recommendations_of(tx, visit.access()))
        options.push_back(
            {.value = std::to_string(one.number),
             .text = fmt::format("{}. {}", one.number, text::shorten(texts.words(one.text_id), 200)),
             .hint = std::string(local_review::in_words(one.response))});
    return options;
}

/// Whoever could report on an action: the leads of agencies first of all.
std::vector<govuk::Option> owner_options(db::Transaction& tx, const Visit& visit) {
    std::vector<govuk::Option> options{{.value = "", .text = "Choose a person"}};
    const auto partnership = case_file::load(tx, visit.access()).partnership_id;
    for (const auto& organisation : organisation::all_of(tx, partnership))
        for (const auto& account : people::accounts_of(tx, organisation.id))
            if (people::may(account.role, people::Permission::report_action))
                options.push_back(
                    {.value = account.id,
                     .text = organisation.name + ": " + account.name + ", " + account.post});
    return options;
}

govuk::DateInput date(std::string name, std::string label, std::string hint, const form::TypedDate& typed) {
    return {
        .question = {.name = std::move(name), .label = std::move(label), .hint = std::move(hint)},
        .day = typed.day,
        .month = typed.month,
        .year = typed.year};
}

http::Response ask(Visit& visit, const TypedPlan& typed, const Refusal* refusal) {
    return visit.read([&](db::Transaction& tx) {
        auto recommendations = recommendation_options(tx, visit);
        return visit.show(
            "action/plan",
            views::page_named("Plan an action", refusal),
            {{"heading",
              govuk::heading(
                  {.title = "Plan an action",
                   .lead = "One piece of work, one person who answers for it, one date. The case is shared "
                           "with the leads of that agency; they see their own actions and nothing else."})},
             {"has_recommendations", !recommendations.empty()},
             {"recommendation",
              govuk::radios(
                  {.question = {.name = "recommendation", .label = "Which recommendation it serves"},
                   .options = std::move(recommendations),
                   .chosen = typed.recommendation,
                   .small = true},
                  refusal)},
             {"text",
              govuk::textarea(
                  {.question =
                       {.name = "text",
                        .label = "What will be done",
                        .hint = "Small enough that somebody can say whether it is done."},
                   .value = typed.text,
                   .rows = 4,
                   .spelling = govuk::Spelling::check},
                  refusal)},
             {"owner",
              govuk::select(
                  {.question = {.name = "owner", .label = "Who answers for it"},
                   .options = owner_options(tx, visit),
                   .chosen = typed.owner},
                  refusal)},
             {"start",
              govuk::date_input(date("start", "When it begins", "Empty: today", typed.start), refusal)},
             {"due",
              govuk::date_input(
                  date("due", "When it is due", "For example, 31 12 2026", typed.due), refusal)},
             {"send",
              govuk::buttons(
                  {{.text = "Plan it", .once = true},
                   {.text = "Cancel", .href = views::address(visit), .kind = govuk::Button::Kind::link}})}});
    });
}

} // namespace

http::Response get_new_action(const http::Request& request, Visit& visit) {
    return ask(visit, {.recommendation = request.query.text("recommendation")}, nullptr);
}

http::Response post_new_action(const http::Request& request, Visit& visit) {
    const auto& posted = request.form;
    const TypedPlan typed{
        posted.text("recommendation"),
        posted.text("text"),
        posted.text("owner"),
        form::typed_date(posted, "start"),
        form::typed_date(posted, "due")};
    std::vector<Problem> problems;
    const auto start = typed.start.read_or_say(
        problems, "start", "Enter a real date, for example 1 9 2026, or leave it empty");
    const auto due = typed.due.read_or_say(problems, "due", "Enter a real date, for example 31 12 2026");
    if (!problems.empty()) {
        const auto refusal = invalid(std::move(problems));
        return ask(visit, typed, &refusal);
    }
    const auto planned = visit.work([&](Work& work) {
        const auto owner = people::find_account(work.tx, typed.owner);
        return plan(
            work,
            visit.access(),
            {views::whole_number(typed.recommendation),
             typed.text,
             typed.owner,
             owner ? owner->organisation_id : std::string(),
             start,
             due});
    });
    if (!planned) return ask(visit, typed, &planned.refusal());
    return http::see_other(views::address(visit, "/" + planned->number) + "?done=saved");
}

} // namespace throughline::action
