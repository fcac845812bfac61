// SPDX-License-Identifier: GPL-3.0-or-later
// Routes, and the page on which the whole review stands.
#include "local_review/pages.hpp"

#include "case_file/operations.hpp"
#include "local_review/answering.hpp"
#include "local_review/views.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace throughline::local_review {
namespace {

using people::Permission;
using views::List;
using views::Object;
using views::Visit;
using views::Words;

/// Nothing counts any more once the review is published.
Object clock_of(const Visit& visit, const LocalReview& review, bool is_published) {
    const auto left = (review.due - visit.today()).count();
    govuk::Clock clock{
        .title = "Six months",
        .level = 2,
        .facts = {
            {.term = "Decided", .text = calendar::in_figures(review.decided_on)},
            {.term = "Due", .text = calendar::in_full(review.due)}}};
    if (is_published)
        clock.state = govuk::state(govuk::State::done, "Published");
    else {
        clock.number = std::to_string(std::abs(left));
        clock.late = left < 0;
        clock.unit = std::string(left == 1 || left == -1 ? "day" : "days") + (left < 0 ? " late" : " left");
    }
    const auto& statute = visit.house().statute;
    clock.counted = {
        {.term = "Starts", .text = calendar::in_full(review.decided_on) + ": the partners decided"},
        {.term = "Rule",
         .text = "No later than 6 calendar months on, by " + statute.edition(review.guidance).name},
        {.term = "Left out", .text = "Nothing: weekends and bank holidays do not move the date"}};
    return govuk::clock(clock);
}

List rows_of(const Visit& visit, const Finding& finding) {
    const bool opens = visit.access().may(Permission::view_chronology);
    List rows;
    for (const auto& row : finding.rows)
        rows.push_back(Object{
            {"label", row.label},
            {"href",
             opens ? "/cases/" + visit.access().reference() + "/chronology/rows/" + http::encode(row.label)
                   : std::string()}});
    return rows;
}

Object finding_view(
    const Visit& visit,
    const Finding& finding,
    const std::vector<Recommendation>& recommendations,
    const Words& words,
    bool writes) {
    List resting;
    for (const auto& recommendation : recommendations)
        if (std::ranges::count(recommendation.finding_ids, finding.id) != 0)
            resting.push_back(Object{{"number", recommendation.number}});
    return {
        {"number", finding.number},
        {"title", words.markup(finding.title_text_id)},
        {"text", words.markup(finding.text_id)},
        {"good_practice", finding.good_practice},
        {"rows", rows_of(visit, finding)},
        {"has_resting", !resting.empty()},
        {"resting", std::move(resting)},
        {"change",
         writes ? views::address(visit, fmt::format("/findings/{}", finding.number)) : std::string()}};
}

govuk::State shape_of(Response response) {
    switch (response) {
    case Response::awaited: return govuk::State::next;
    case Response::accepted: return govuk::State::done;
    case Response::partly: return govuk::State::differs;
    case Response::not_accepted: return govuk::State::nothing;
    }
    throw std::logic_error("a response outside its list");
}

std::string vague_words_of(const std::string& text) {
    const auto vague = vague_verbs(text);
    if (vague.empty()) return {};
    return fmt::format(
        "“{}” leaves open what will be different. Say who does what by when.", fmt::join(vague, "”, “"));
}

Object recommendation_view(
    const Visit& visit,
    const Recommendation& recommendation,
    const std::vector<Finding>& findings,
    const std::map<std::string, std::string, std::less<>>& names,
    const Words& words,
    bool writes) {
    List rests_on;
    for (const auto& finding : findings)
        if (std::ranges::count(recommendation.finding_ids, finding.id) != 0)
            rests_on.push_back(Object{{"number", finding.number}});
    std::vector<std::string> addressed;
    for (const auto& id : recommendation.organisations) addressed.push_back(names.at(id));
    const auto path = views::address(visit, fmt::format("/recommendations/{}", recommendation.number));
    return {
        {"number", recommendation.number},
        {"text", words.markup(recommendation.text_id)},
        {"addressed", fmt::format("{}", fmt::join(addressed, ", "))},
        {"by_when", calendar::in_figures(recommendation.by_when)},
        {"rests_on", std::move(rests_on)},
        {"outcome", words.markup(recommendation.outcome_text_id)},
        {"measure", words.markup(recommendation.measure_text_id)},
        {"response",
         govuk::state(shape_of(recommendation.response), std::string(in_words(recommendation.response)))},
        {"reason", words.markup(recommendation.reason_text_id)},
        {"vague", vague_words_of(words.texts().words(recommendation.text_id))},
        {"change", writes ? path : std::string()},
        {"answer", writes ? path + "/answer" : std::string()}};
}

govuk::SummaryRow reviewer_row(const LocalReview& review) {
    if (!review.reviewer)
        return {.key = "Lead reviewer", .state = govuk::state(govuk::State::next, "To be appointed")};
    return {
        .key = "Lead reviewer",
        .lines = {
            review.reviewer->name,
            review.reviewer->post,
            "Appointed " + calendar::in_figures(review.reviewer->appointed_on)}};
}

Object commission_of(const LocalReview& review, const Words& words) {
    std::vector<govuk::SummaryRow> rows{
        {.key = "Reference", .value = review.reference}, reviewer_row(review)};
    if (review.reviewer)
        rows.push_back(
            {.key = "Conflicts declared",
             .lines = {
                 words.texts().words(review.reviewer->conflict_text_id),
                 "Declared " + calendar::in_figures(review.reviewer->declared_on)}});
    return govuk::summary_list(rows);
}

std::string counted(std::size_t count, std::string_view one, std::string_view many) {
    return fmt::format("{} {}", count, count == 1 ? one : many);
}

http::Response show_not_open(const Visit& visit) {
    return visit.show(
        "local_review/not_open",
        views::page_named("Local review"),
        {{"heading",
          govuk::heading(
              {.title = "Local review",
               .lead = "It opens by itself when the partners decide on a local review at the end of the "
                       "rapid review. From that day there are six months."})},
         {"rapid_review", "/cases/" + visit.access().reference() + "/rapid-review"}});
}

http::Response get_review(const http::Request&, Visit& visit) {
    return visit.read([&](db::Transaction& tx) {
        const auto review = find(tx, visit.access());
        if (!review) return show_not_open(visit);
        const auto findings = findings_of(tx, visit.access());
        const auto recommendations = recommendations_of(tx, visit.access());
        const auto names = views::organisation_names(tx, visit.access());
        const Words words(tx, visit);
        const bool writes = visit.access().may(Permission::write_local_review);

        List found, recommended, lacking;
        for (const auto& finding : findings)
            found.push_back(finding_view(visit, finding, recommendations, words, writes));
        for (const auto& recommendation : recommendations)
            recommended.push_back(recommendation_view(visit, recommendation, findings, names, words, writes));
        for (const auto& lack : still_lacking(*review, findings, recommendations)) lacking.push_back(lack);
        const auto stage = case_file::load(tx, visit.access()).stage;
        const auto write = [&](std::string_view rest) {
            return writes ? views::address(visit, rest) : std::string();
        };
        return visit.show(
            "local_review/review",
            views::page_named("Local review"),
            {{"heading",
              govuk::heading(
                  {.title = "Local review",
                   .caption = review->reference,
                   .lead = fmt::format(
                       "{} and {}. Due {}.",
                       counted(findings.size(), "finding", "findings"),
                       counted(recommendations.size(), "recommendation", "recommendations"),
                       calendar::in_full(review->due))})},
             {"clock", clock_of(visit, *review, stage == case_file::Stage::proof)},
             {"commission", commission_of(*review, words)},
             {"appoint", write("/reviewer")},
             {"has_findings", !found.empty()},
             {"findings", std::move(found)},
             {"add_finding", write("/findings/new")},
             {"has_recommendations", !recommended.empty()},
             {"recommendations", std::move(recommended)},
             {"add_recommendation", findings.empty() ? std::string() : write("/recommendations/new")},
             {"has_lacking", !lacking.empty()},
             {"lacking", std::move(lacking)}});
    });
}

} // namespace

void add_routes(http::Router<Permission, Visit>& routes) {
    using enum Permission;
    const std::string base = "/cases/{reference}/local-review";
    routes.get(base, view_case, get_review);
    routes.get(base + "/reviewer", write_local_review, get_reviewer);
    routes.post(base + "/reviewer", write_local_review, post_reviewer);
    routes.get(base + "/findings/new", write_local_review, get_new_finding);
    routes.post(base + "/findings/new", write_local_review, post_new_finding);
    routes.get(base + "/findings/{number}", write_local_review, get_finding);
    routes.post(base + "/findings/{number}", write_local_review, post_finding);
    routes.get(base + "/recommendations/new", write_local_review, get_new_recommendation);
    routes.post(base + "/recommendations/new", write_local_review, post_new_recommendation);
    routes.get(base + "/recommendations/{number}", write_local_review, get_recommendation);
    routes.post(base + "/recommendations/{number}", write_local_review, post_recommendation);
    routes.get(base + "/recommendations/{number}/answer", write_local_review, get_answer);
    routes.post(base + "/recommendations/{number}/answer", write_local_review, post_answer);
}

} // namespace throughline::local_review
