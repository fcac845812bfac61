// SPDX-License-Identifier: GPL-3.0-or-later
// Routes, and the page of one action.
#include "action/pages.hpp"

#include "action/answering.hpp"
#include "action/views.hpp"
#include "local_review/operations.hpp"

#include <fmt/format.h>

#include <map>

namespace throughline::action {
namespace {

using people::Permission;
using views::List;
using views::Object;
using views::Visit;

html::Data markup(const identity::Texts& texts, const std::string& text_id) {
    if (text_id.empty()) return false;
    return govuk::markup(texts.markup(text_id));
}

/// Who did something, by name; looked up once each.
class Names {
public:
    explicit Names(db::Transaction& tx) : m_tx(tx) {}
    const std::string& of(const std::string& account) {
        const auto known = m_names.find(account);
        if (known != m_names.end()) return known->second;
        const auto found = people::find_account(m_tx, account);
        return m_names.emplace(account, found ? found->name : std::string("Throughline")).first->second;
    }

private:
    db::Transaction& m_tx;
    std::map<std::string, std::string> m_names;
};

Object plan_of(db::Transaction& tx, const Visit& visit, const Action& action, const identity::Texts& texts) {
    const identity::Texts review(
        tx, visit.house(), visit.access(), local_review::text_owner, identity::view_for(tx, visit));
    std::string recommendation;
    for (const auto& one : local_review::recommendations_of(tx, visit.access()))
        if (one.id == action.recommendation_id) recommendation = review.words(one.text_id);
    return govuk::summary_list(
        {{.key = "What will be done", .value = texts.words(action.text_id)},
         {.key = fmt::format("Recommendation {}", action.recommendation_number), .value = recommendation},
         {.key = "Who answers for it", .lines = {action.owner_name, action.agency}},
         {.key = "When",
          .value = fmt::format(
              "From {}, due {}", calendar::in_figures(action.start), calendar::in_figures(action.due))}});
}

List evidence_of(const Action& action, const identity::Texts& texts, Names& names) {
    List list;
    for (const auto& evidence : action.evidence)
        list.push_back(Object{
            {"text", markup(texts, evidence.text_id)},
            {"step", fmt::format("{}, {}", evidence.strength, strength_in_words(evidence.strength))},
            {"about",
             fmt::format(
                 "{}, {}. Given by {}",
                 in_words(evidence.type),
                 calendar::in_figures(evidence.on),
                 names.of(evidence.given_by))}});
    return list;
}

List progress_of(const Action& action, const identity::Texts& texts, Names& names) {
    List list;
    for (const auto& progress : action.progress)
        list.push_back(Object{
            {"text", markup(texts, progress.text_id)},
            {"about",
             fmt::format(
                 "{}, {}, {}",
                 in_words(progress.delivery),
                 calendar::in_figures(progress.on),
                 names.of(progress.by))}});
    return list;
}

List assurances_of(const Action& action, const identity::Texts& texts) {
    List list;
    for (const auto& assurance : action.assurances)
        list.push_back(Object{
            {"text", markup(texts, assurance.note_text_id)},
            {"state",
             assurance.accepted ? govuk::state(govuk::State::done, "Accepted")
                                : govuk::state(govuk::State::waiting, "Not yet")},
            {"about", assurance.by_name + ", " + calendar::in_figures(assurance.on)}});
    return list;
}

List impacts_of(const Action& action, const identity::Texts& texts, Names& names) {
    List list;
    for (const auto& impact : action.impacts)
        list.push_back(Object{
            {"statement", markup(texts, impact.statement_text_id)},
            {"how", markup(texts, impact.how_tested_text_id)},
            {"baseline", markup(texts, impact.baseline_text_id)},
            {"figure", markup(texts, impact.figure_text_id)},
            {"voice", markup(texts, impact.voice_text_id)},
            {"result", in_words(impact.result)},
            {"about",
             fmt::format(
                 "Tested {} by {}{}",
                 calendar::in_figures(impact.tested_on),
                 names.of(impact.tested_by),
                 impact.next_test ? ". Next test " + calendar::in_figures(*impact.next_test)
                                  : std::string())}});
    return list;
}

std::vector<govuk::Link> acts_of(const Visit& visit, const Action& action) {
    std::vector<govuk::Link> acts;
    const auto path = "/" + action.number;
    if (views::may_report(visit, action)) {
        acts.push_back({.text = "Report progress", .href = views::address(visit, path + "/progress")});
        acts.push_back({.text = "Give evidence", .href = views::address(visit, path + "/evidence")});
    }
    if (views::may_assure(visit, action))
        acts.push_back({.text = "Assure it", .href = views::address(visit, path + "/assurance")});
    if (visit.access().may(Permission::assure_action))
        acts.push_back({.text = "Record impact", .href = views::address(visit, path + "/impact")});
    return acts;
}

} // namespace

http::Response get_action(const http::Request& request, Visit& visit) {
    return visit.read([&](db::Transaction& tx) {
        const auto action = views::demand(tx, visit, request);
        const auto texts = views::texts_for(tx, visit);
        Names names(tx);
        const auto today = visit.today();
        auto evidence = evidence_of(action, texts, names);
        auto progress = progress_of(action, texts, names);
        auto assurances = assurances_of(action, texts);
        auto impacts = impacts_of(action, texts, names);
        return visit.show(
            "action/action",
            views::page_named("Action " + action.number),
            {{"heading",
              govuk::heading(
                  {.title = "Action " + action.number,
                   .caption = std::string(in_words(state_of(action, today))),
                   .lead = "Next: " + views::next_step(action, today) + ".",
                   .actions = acts_of(visit, action)})},
             {"plan", plan_of(tx, visit, action, texts)},
             {"answers",
              govuk::thread_table(
                  "The four answers",
                  views::four_answers,
                  {{{views::done_cell(action),
                     views::time_cell(action, today),
                     views::shown_cell(action),
                     views::better_cell(action, today)},
                    false}})},
             {"has_evidence", !evidence.empty()},
             {"evidence", std::move(evidence)},
             {"has_assurances", !assurances.empty()},
             {"assurances", std::move(assurances)},
             {"has_impacts", !impacts.empty()},
             {"impacts", std::move(impacts)},
             {"has_progress", !progress.empty()},
             {"progress", std::move(progress)}});
    });
}

void add_routes(http::Router<Permission, Visit>& routes) {
    using enum Permission;
    const std::string base = "/cases/{reference}/actions";
    routes.get("/actions", signed_in, get_my_actions);
    routes.get(base, view_action, get_actions);
    routes.get(base + "/new", plan_action, get_new_action);
    routes.post(base + "/new", plan_action, post_new_action);
    routes.get(base + "/{number}", view_action, get_action);
    routes.get(base + "/{number}/progress", report_action, get_progress);
    routes.post(base + "/{number}/progress", report_action, post_progress);
    routes.get(base + "/{number}/evidence", report_action, get_evidence);
    routes.post(base + "/{number}/evidence", report_action, post_evidence);
    routes.get(base + "/{number}/assurance", assure_action, get_assurance);
    routes.post(base + "/{number}/assurance", assure_action, post_assurance);
    routes.get(base + "/{number}/impact", assure_action, get_impact);
    routes.post(base + "/{number}/impact", assure_action, post_impact);
}

} // namespace throughline::action
