// SPDX-License-Identifier: GPL-3.0-or-later
// Who leads the review: first what they declare, then their appointment.
#include "case_file/operations.hpp"
#include "local_review/answering.hpp"
#include "local_review/views.hpp"
#include "organisation/organisation.hpp"

#include <algorithm>

namespace throughline::local_review {
namespace {

using views::Visit;

struct TypedReviewer {
    std::string account{};
    std::string conflict{};
    form::TypedDate declared_on{};
    form::TypedDate appointed_on{};
    std::int64_t version{};
};

std::vector<govuk::Option> reviewers(db::Transaction& tx, const CaseAccess& access) {
    std::vector<govuk::Option> options{{.value = "", .text = "Choose a reviewer"}};
    for (const auto& organisation : organisation::all_of(tx, case_file::load(tx, access).partnership_id))
        for (const auto& account : people::accounts_of(tx, organisation.id))
            if (account.role == people::Role::reviewer)
                options.push_back({.value = account.id, .text = account.name + ", " + account.post});
    return options;
}

govuk::DateInput date(std::string name, std::string label, std::string hint, const form::TypedDate& typed) {
    return {
        .question = {.name = std::move(name), .label = std::move(label), .hint = std::move(hint)},
        .day = typed.day,
        .month = typed.month,
        .year = typed.year};
}

http::Response ask(Visit& visit, const TypedReviewer& typed, const Refusal* refusal) {
    return visit.read([&](db::Transaction& tx) {
        const auto review = views::demand_review(tx, visit.access());
        const auto options = reviewers(tx, visit.access());
        const auto named = [&](std::string_view account) {
            const auto found = std::ranges::find(options, account, &govuk::Option::value);
            return found == options.end() || account.empty() ? std::string() : found->text;
        };
        html::List both;
        if (refusal && refusal->kind == Refusal::Kind::conflict && review.reviewer)
            both = govuk::two_texts(
                {{"Who leads the review", named(typed.account), named(review.reviewer->account)}});
        return visit.show(
            "local_review/reviewer",
            views::page_named("Appoint the lead reviewer", refusal),
            {{"heading",
              govuk::heading(
                  {.title = "Appoint the lead reviewer",
                   .caption = review.reference,
                   .lead = "What ties they have to the area, its agencies or the family is recorded first. "
                           "The reviewer’s name is published with the review."})},
             {"two_texts", std::move(both)},
             {"version", review.version},
             {"reviewer",
              govuk::select(
                  {.question = {.name = "reviewer", .label = "Who leads the review"},
                   .options = options,
                   .chosen = typed.account},
                  refusal)},
             {"conflict",
              govuk::textarea(
                  {.question =
                       {.name = "conflict",
                        .label = "What they declared",
                        .hint = "Work in the area, a part in this case, people they know. If there is "
                                "nothing, write that. Leave it empty when it is recorded already."},
                   .value = typed.conflict,
                   .rows = 4},
                  refusal)},
             {"declared_on",
              govuk::date_input(
                  date("declared_on", "When they declared it", "Empty: today", typed.declared_on), refusal)},
             {"appointed_on",
              govuk::date_input(
                  date("appointed_on", "When they were appointed", "Empty: today", typed.appointed_on),
                  refusal)},
             {"send",
              govuk::buttons(
                  {{.text = "Record and appoint", .name = "do", .value = "appoint", .once = true},
                   {.text = "Record the declaration only",
                    .name = "do",
                    .value = "declare",
                    .kind = govuk::Button::Kind::secondary,
                    .once = true},
                   {.text = "Cancel", .href = views::address(visit), .kind = govuk::Button::Kind::link}})}});
    });
}

} // namespace

http::Response get_reviewer(const http::Request&, Visit& visit) {
    TypedReviewer typed;
    visit.read([&](db::Transaction& tx) {
        const auto review = views::demand_review(tx, visit.access());
        if (review.reviewer) typed.account = review.reviewer->account;
    });
    return ask(visit, typed, nullptr);
}

http::Response post_reviewer(const http::Request& request, Visit& visit) {
    const auto& posted = request.form;
    const TypedReviewer typed{
        posted.text("reviewer"),
        posted.text("conflict"),
        form::typed_date(posted, "declared_on"),
        form::typed_date(posted, "appointed_on"),
        views::whole_number(posted.text("version"))};
    std::vector<Problem> problems;
    const auto declared_on = typed.declared_on.read_or_say(
        problems, "declared_on", "Enter a real date, for example 6 3 2026, or leave it empty");
    const auto appointed_on = typed.appointed_on.read_or_say(
        problems, "appointed_on", "Enter a real date, for example 10 3 2026, or leave it empty");
    const bool appoints = posted.text("do") != "declare";
    if (problems.empty()) {
        const auto done = visit.work([&](Work& work) -> Outcome<Done> {
            // An appointment on its own is for somebody whose declaration was recorded on another day.
            if (!appoints || !typed.conflict.empty())
                if (auto declared =
                        declare_conflict(work, visit.access(), {typed.account, declared_on, typed.conflict});
                    !declared)
                    return declared;
            if (!appoints) return Done{};
            return appoint(work, visit.access(), {typed.account, appointed_on, typed.version});
        });
        if (done) return http::see_other(views::address(visit) + "?done=saved");
        return ask(visit, typed, &done.refusal());
    }
    const auto refusal = invalid(std::move(problems));
    return ask(visit, typed, &refusal);
}

} // namespace throughline::local_review
