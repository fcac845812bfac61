// SPDX-License-Identifier: GPL-3.0-or-later
// Writing a recommendation: who, what, by when, resting on findings; and what the partners answer.
#include "local_review/answering.hpp"
#include "local_review/views.hpp"
#include "platform/text/text.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace throughline::local_review {
namespace {

using views::List;
using views::Visit;
using views::Words;

struct TypedRecommendation {
    std::string text{};
    std::vector<std::string> findings{}; ///< numbers
    std::vector<std::string> organisations{};
    form::TypedDate by_when{};
    std::string outcome{};
    std::string measure{};
    std::int64_t version{};
};

TypedRecommendation typed_from(const http::Form& posted) {
    return {
        posted.text("text"),
        posted.all("findings"),
        posted.all("organisations"),
        form::typed_date(posted, "by_when"),
        posted.text("outcome"),
        posted.text("measure"),
        views::whole_number(posted.text("version"))};
}

RecommendationDraft draft_from(const TypedRecommendation& typed) {
    RecommendationDraft draft{
        typed.text, {}, typed.organisations, typed.by_when.read(), typed.outcome, typed.measure};
    for (const auto& number : typed.findings) draft.findings.push_back(views::whole_number(number));
    return draft;
}

struct Asking {
    std::string title{};
    std::optional<std::int64_t> number{}; ///< of a recommendation that is there
};

std::string joined(std::vector<std::string> words) {
    std::ranges::sort(words);
    return fmt::format("{}", fmt::join(words, ", "));
}

/// The numbers of the findings that a recommendation rests on.
std::vector<std::string>
rests_on(db::Transaction& tx, const CaseAccess& access, const Recommendation& recommendation) {
    std::vector<std::string> numbers;
    for (const auto& finding : findings_of(tx, access))
        if (std::ranges::count(recommendation.finding_ids, finding.id) != 0)
            numbers.push_back(std::to_string(finding.number));
    return numbers;
}

List saved_meanwhile(
    db::Transaction& tx,
    Visit& visit,
    const Recommendation& recommendation,
    const TypedRecommendation& typed) {
    const Words words(tx, visit);
    const auto names = views::organisation_names(tx, visit.access());
    const auto addressed = [&](const std::vector<std::string>& ids) {
        std::vector<std::string> found;
        for (const auto& id : ids)
            if (const auto name = names.find(id); name != names.end()) found.push_back(name->second);
        return joined(std::move(found));
    };
    const auto by_when = typed.by_when.read();
    return govuk::two_texts(
        {{"Findings it rests on",
          joined(typed.findings),
          joined(rests_on(tx, visit.access(), recommendation))},
         {"What is to be done", text::tidy(typed.text), words.to_change(recommendation.text_id)},
         {"By whom", addressed(typed.organisations), addressed(recommendation.organisations)},
         {"By when",
          by_when ? calendar::in_figures(*by_when) : std::string(),
          calendar::in_figures(recommendation.by_when)},
         {"What changes for children",
          text::tidy(typed.outcome),
          words.to_change(recommendation.outcome_text_id)},
         {"How that will be seen",
          text::tidy(typed.measure),
          words.to_change(recommendation.measure_text_id)}});
}

std::vector<govuk::Option> finding_options(db::Transaction& tx, Visit& visit) {
    const Words words(tx, visit);
    std::vector<govuk::Option> options;
    for (const auto& finding : findings_of(tx, visit.access()))
        options.push_back(
            {.value = std::to_string(finding.number),
             .text = fmt::format("{}. {}", finding.number, words.texts().words(finding.title_text_id))});
    return options;
}

http::Response ask(Visit& visit, const Asking& asking, TypedRecommendation typed, const Refusal* refusal) {
    return visit.read([&](db::Transaction& tx) {
        const auto review = views::demand_review(tx, visit.access());
        List both;
        if (asking.number && refusal && refusal->kind == Refusal::Kind::conflict) {
            const auto standing = views::demand_recommendation(tx, visit.access(), *asking.number);
            both = saved_meanwhile(tx, visit, standing, typed);
            typed.version = standing.version;
        }
        std::vector<govuk::Option> organisations;
        for (const auto& [id, name] : views::organisation_names(tx, visit.access()))
            organisations.push_back({.value = id, .text = name});
        std::ranges::sort(organisations, {}, &govuk::Option::text);
        const auto vague = vague_verbs(typed.text);
        const auto area =
            [&](const char* name, const char* label, const char* hint, const std::string& value) {
                return govuk::textarea(
                    {.question = {.name = name, .label = label, .hint = hint},
                     .value = value,
                     .rows = 4,
                     .spelling = govuk::Spelling::check},
                    refusal);
            };
        return visit.show(
            "local_review/recommendation",
            views::page_named(asking.title, refusal),
            {{"heading",
              govuk::heading(
                  {.title = asking.title,
                   .caption = review.reference,
                   .lead = "It rests on findings and says who does what by when, so that what changes for "
                           "children."})},
             {"two_texts", std::move(both)},
             {"version", typed.version},
             {"vague",
              vague.empty() ? std::string()
                            : fmt::format(
                                  "“{}” leaves open what will be different. Name the act instead.",
                                  fmt::join(vague, "”, “"))},
             {"findings",
              govuk::checkboxes(
                  {.question = {.name = "findings", .label = "What it rests on"},
                   .options = finding_options(tx, visit),
                   .chosen = typed.findings,
                   .small = true},
                  refusal)},
             {"text",
              area(
                  "text",
                  "What is to be done",
                  "Begin with who: “One agency asks why, by day 10 of absence.” Words such as ensure, "
                  "consider and continue leave it open.",
                  typed.text)},
             {"organisations",
              govuk::checkboxes(
                  {.question = {.name = "organisations", .label = "Who is to do it"},
                   .options = organisations,
                   .chosen = typed.organisations,
                   .small = true},
                  refusal)},
             {"by_when",
              govuk::date_input(
                  {.question = {.name = "by_when", .label = "By when", .hint = "For example, 31 12 2026"},
                   .day = typed.by_when.day,
                   .month = typed.by_when.month,
                   .year = typed.by_when.year},
                  refusal)},
             {"outcome",
              area(
                  "outcome",
                  "What changes for children",
                  "Needed before the review is signed off.",
                  typed.outcome)},
             {"measure",
              area(
                  "measure",
                  "How that will be seen",
                  "Needed before the review is signed off. What is counted or asked, how often, by whom.",
                  typed.measure)},
             {"send",
              govuk::buttons(
                  {{.text = "Save the recommendation", .once = true},
                   {.text = "Cancel", .href = views::address(visit), .kind = govuk::Button::Kind::link}})}});
    });
}

/// A date that was typed and is none says so, rather than that it is missing.
Refusal mend_date(Refusal refusal, const TypedRecommendation& typed) {
    for (auto& problem : refusal.problems)
        if (problem.field == "by_when" && !typed.by_when.is_empty())
            problem.message = "Enter a real date, for example 31 12 2026";
    return refusal;
}

struct TypedAnswer {
    std::string response{};
    std::string reason{};
    std::int64_t version{};
};

http::Response ask_answer(Visit& visit, std::int64_t number, TypedAnswer typed, const Refusal* refusal) {
    return visit.read([&](db::Transaction& tx) {
        const auto recommendation = views::demand_recommendation(tx, visit.access(), number);
        const Words words(tx, visit);
        List both;
        if (refusal && refusal->kind == Refusal::Kind::conflict) {
            const auto answered = read_response(typed.response);
            both = govuk::two_texts(
                {{"What they answered",
                  answered ? std::string(in_words(*answered)) : std::string(),
                  std::string(in_words(recommendation.response))},
                 {"Why", text::tidy(typed.reason), words.to_change(recommendation.reason_text_id)}});
            typed.version = recommendation.version;
        }
        const auto title = fmt::format("The partners’ answer to recommendation {}", number);
        return visit.show(
            "local_review/answer",
            views::page_named(title, refusal),
            {{"heading", govuk::heading({.title = title})},
             {"text", words.markup(recommendation.text_id)},
             {"two_texts", std::move(both)},
             {"version", typed.version},
             {"response",
              govuk::radios(
                  {.question = {.name = "response", .label = "What they answered"},
                   .options =
                       {{.value = "accepted", .text = "Accepted"},
                        {.value = "partly", .text = "Accepted in part"},
                        {.value = "not_accepted", .text = "Not accepted"}},
                   .chosen = typed.response},
                  refusal)},
             {"reason",
              govuk::textarea(
                  {.question =
                       {.name = "reason",
                        .label = "Why, where it is not accepted in full",
                        .hint = "The reason is published with the answer."},
                   .value = typed.reason,
                   .rows = 4},
                  refusal)},
             {"send",
              govuk::buttons(
                  {{.text = "Save the answer", .once = true},
                   {.text = "Cancel", .href = views::address(visit), .kind = govuk::Button::Kind::link}})}});
    });
}

} // namespace

http::Response get_new_recommendation(const http::Request&, Visit& visit) {
    return ask(visit, {"Add a recommendation", {}}, {}, nullptr);
}

http::Response post_new_recommendation(const http::Request& request, Visit& visit) {
    const auto typed = typed_from(request.form);
    const auto added =
        visit.work([&](Work& work) { return add_recommendation(work, visit.access(), draft_from(typed)); });
    if (!added) {
        const auto refusal = mend_date(added.refusal(), typed);
        return ask(visit, {"Add a recommendation", {}}, typed, &refusal);
    }
    return http::see_other(views::address(visit) + "?done=saved");
}

http::Response get_recommendation(const http::Request& request, Visit& visit) {
    const auto number = views::number_in_path(request);
    TypedRecommendation typed;
    visit.read([&](db::Transaction& tx) {
        const auto recommendation = views::demand_recommendation(tx, visit.access(), number);
        const Words words(tx, visit);
        typed.text = words.to_change(recommendation.text_id);
        typed.outcome = words.to_change(recommendation.outcome_text_id);
        typed.measure = words.to_change(recommendation.measure_text_id);
        typed.organisations = recommendation.organisations;
        typed.by_when = form::typed_date(std::optional(recommendation.by_when));
        typed.version = recommendation.version;
        typed.findings = rests_on(tx, visit.access(), recommendation);
    });
    return ask(visit, {fmt::format("Recommendation {}", number), number}, typed, nullptr);
}

http::Response post_recommendation(const http::Request& request, Visit& visit) {
    const auto number = views::number_in_path(request);
    const auto typed = typed_from(request.form);
    const auto done = visit.work([&](Work& work) {
        return change_recommendation(work, visit.access(), number, draft_from(typed), typed.version);
    });
    if (!done) {
        const auto refusal = mend_date(done.refusal(), typed);
        return ask(visit, {fmt::format("Recommendation {}", number), number}, typed, &refusal);
    }
    return http::see_other(views::address(visit) + "?done=saved");
}

http::Response get_answer(const http::Request& request, Visit& visit) {
    const auto number = views::number_in_path(request);
    TypedAnswer typed;
    visit.read([&](db::Transaction& tx) {
        const auto recommendation = views::demand_recommendation(tx, visit.access(), number);
        if (recommendation.response != Response::awaited) typed.response = to_text(recommendation.response);
        typed.reason = Words(tx, visit).to_change(recommendation.reason_text_id);
        typed.version = recommendation.version;
    });
    return ask_answer(visit, number, typed, nullptr);
}

http::Response post_answer(const http::Request& request, Visit& visit) {
    const auto number = views::number_in_path(request);
    const TypedAnswer typed{
        request.form.text("response"),
        request.form.text("reason"),
        views::whole_number(request.form.text("version"))};
    const auto done = visit.work([&](Work& work) {
        return respond(
            work,
            visit.access(),
            number,
            {read_response(typed.response).value_or(Response::awaited), typed.reason, typed.version});
    });
    if (!done) return ask_answer(visit, number, typed, &done.refusal());
    return http::see_other(views::address(visit) + "?done=saved");
}

} // namespace throughline::local_review
