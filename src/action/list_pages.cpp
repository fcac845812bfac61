// SPDX-License-Identifier: GPL-3.0-or-later
// The plan of one case, and everybody's own actions across cases.
#include "action/answering.hpp"
#include "action/views.hpp"
#include "case_file/operations.hpp"
#include "local_review/operations.hpp"
#include "platform/text/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace throughline::action {
namespace {

using govuk::Cell;
using people::Permission;
using views::List;
using views::Object;
using views::Visit;

constexpr std::size_t words_shown = 160;

void add_four_answers(std::vector<Cell>& cells, const Action& action, Date today) {
    cells.push_back(views::done_cell(action));
    cells.push_back(views::time_cell(action, today));
    cells.push_back(views::shown_cell(action));
    cells.push_back(views::better_cell(action, today));
    cells.push_back({.text = views::next_step(action, today)});
}

std::vector<std::string> columns_after(std::vector<std::string> columns) {
    columns.insert(columns.end(), views::four_answers.begin(), views::four_answers.end());
    columns.emplace_back("Next");
    return columns;
}

govuk::ThreadRow row_of(const Visit& visit, const Action& action, const identity::Texts& texts) {
    govuk::ThreadRow row{
        {{.text =
              fmt::format("{} {}", action.number, text::shorten(texts.words(action.text_id), words_shown)),
          .href = views::address(visit, "/" + action.number),
          .note = action.owner_name + ", " + action.agency}},
        state_of(action, visit.today()) == State::loose_end};
    add_four_answers(row.cells, action, visit.today());
    return row;
}

/// Recommendations that have neither an action nor a refusal (rule 58), for those who read the whole case.
List loose_recommendations(db::Transaction& tx, const Visit& visit) {
    List loose;
    if (!visit.access().may(Permission::view_case)) return loose;
    const auto recommendations = local_review::recommendations_of(tx, visit.access());
    const bool plans = visit.access().may(Permission::plan_action);
    for (const auto number : without_action(recommendations, actions_of(tx, visit.access())))
        loose.push_back(Object{
            {"number", number},
            {"plan",
             plans ? views::address(visit, fmt::format("/new?recommendation={}", number)) : std::string()}});
    return loose;
}

/// One action of somebody's own, with the case it belongs to.
struct Mine {
    case_file::CaseFile file{};
    Action action{};
    std::string text{};
};

/// Read afresh for each case: a grant that has ended takes the actions along.
std::vector<Mine> actions_of_visitor(db::Transaction& tx, const Visit& visit) {
    std::vector<Mine> mine;
    for (const auto& file : case_file::cases_of(tx, visit.by(), visit.at())) {
        const auto held = case_file::held_roles(tx, visit.by(), file.reference, visit.at());
        if (!held || std::ranges::none_of(held->roles, [](people::Role role) {
                return people::may(role, Permission::view_action);
            }))
            continue;
        const bool leads = std::ranges::count(held->roles, people::Role::agency_lead) != 0;
        const auto access = case_file::system_access(tx, file.id);
        const identity::Texts texts(tx, visit.house(), access, text_owner, identity::View::codes);
        for (const auto& action : actions_of(tx, access))
            if (action.owner == visit.by().account ||
                (leads && action.organisation_id == visit.by().organisation))
                mine.push_back({file, action, texts.words(action.text_id)});
    }
    return mine;
}

/// Late first, then what is not done by its date, then the rest.
void put_in_order(std::vector<Mine>& mine, Date today) {
    const auto key = [&](const Mine& one) {
        const bool open = one.action.delivery != Delivery::done;
        return std::tuple(open ? 0 : 1, open ? -days_late(one.action, today) : 0, one.action.due);
    };
    std::ranges::stable_sort(mine, [&](const Mine& one, const Mine& other) { return key(one) < key(other); });
}

} // namespace

http::Response get_actions(const http::Request&, Visit& visit) {
    return visit.read([&](db::Transaction& tx) {
        const auto actions = actions_for(tx, visit.access(), visit.by());
        const auto texts = views::texts_for(tx, visit);
        std::vector<govuk::ThreadRow> rows;
        for (const auto& action : actions) rows.push_back(row_of(visit, action, texts));
        auto loose = loose_recommendations(tx, visit);
        const bool plans = visit.access().may(Permission::plan_action);
        return visit.show(
            "action/actions",
            views::page_named("Actions"),
            {{"heading",
              govuk::heading(
                  {.title = "Actions",
                   .lead = views::where_it_stands(actions, visit.today()),
                   .actions =
                       plans
                           ? std::vector<
                                 govuk::
                                     Link>{{.text = "Plan an action", .href = views::address(visit, "/new")}}
                           : std::vector<govuk::Link>{}})},
             {"has_actions", !rows.empty()},
             {"table", govuk::thread_table("Actions, by recommendation", columns_after({"Action"}), rows)},
             {"has_loose", !loose.empty()},
             {"loose", std::move(loose)}});
    });
}

http::Response get_my_actions(const http::Request&, Visit& visit) {
    return visit.read([&](db::Transaction& tx) {
        auto mine = actions_of_visitor(tx, visit);
        put_in_order(mine, visit.today());
        std::vector<govuk::ThreadRow> rows;
        std::vector<Action> actions;
        for (const auto& one : mine) {
            govuk::ThreadRow row{
                {{.text = fmt::format("{} {}", one.action.number, text::shorten(one.text, words_shown)),
                  .href = fmt::format("/cases/{}/actions/{}", one.file.reference, one.action.number),
                  .note = one.action.owner_name},
                 {.text = one.file.name, .note = one.file.reference}},
                state_of(one.action, visit.today()) == State::loose_end};
            add_four_answers(row.cells, one.action, visit.today());
            rows.push_back(std::move(row));
            actions.push_back(one.action);
        }
        return visit.show(
            "action/my_actions",
            {.title = "My actions", .section = "my-actions"},
            {{"heading",
              govuk::heading(
                  {.title = "My actions",
                   .lead = actions.empty() ? "No action is yours or your agency’s at present."
                                           : views::where_it_stands(actions, visit.today())})},
             {"has_actions", !rows.empty()},
             {"table",
              govuk::thread_table("My actions, late first", columns_after({"Action", "Case"}), rows)}});
    });
}

} // namespace throughline::action
