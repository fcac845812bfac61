// SPDX-License-Identifier: GPL-3.0-or-later
#include "action/views.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace throughline::action::views {
namespace {

using govuk::Cell;
using people::Permission;

constexpr int soon = 6; // days; a reminder, not a rule

std::string days_in_words(int days) { return fmt::format("{} {}", days, days == 1 ? "day" : "days"); }

} // namespace

std::string address(const Visit& visit, std::string_view rest) {
    return "/cases/" + visit.access().reference() + "/actions" + std::string(rest);
}

std::int64_t whole_number(std::string_view text) {
    int number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc{} && end == text.data() + text.size() ? number : -1;
}

people::Page page_named(std::string title, const Refusal* refusal) {
    return {.title = std::move(title), .section = "actions", .refusal = refusal};
}

Action demand(db::Transaction& tx, const Visit& visit, const http::Request& request) {
    for (auto& action : actions_for(tx, visit.access(), visit.by()))
        if (action.number == request.argument("number")) return std::move(action);
    throw http::Stop(404);
}

Action demand_to_report(db::Transaction& tx, const Visit& visit, const http::Request& request) {
    auto action = demand(tx, visit, request);
    if (!may_report(visit, action)) throw http::Stop(404);
    return action;
}

bool may_report(const Visit& visit, const Action& action) {
    return visit.access().may(Permission::report_action) &&
           (visit.access().may(Permission::plan_action) || action.organisation_id == visit.by().organisation);
}

bool may_assure(const Visit& visit, const Action& action) {
    return visit.access().may(Permission::assure_action) && action.owner != visit.by().account;
}

identity::Texts texts_for(db::Transaction& tx, const Visit& visit) {
    return {tx, visit.house(), visit.access(), text_owner, identity::view_for(tx, visit)};
}

Cell done_cell(const Action& action) {
    switch (action.delivery) {
    case Delivery::not_started: return {.state = govuk::state(govuk::State::next, "Not started")};
    case Delivery::under_way: return {.state = govuk::state(govuk::State::now, "Under way")};
    case Delivery::done: break;
    }
    if (strength_of(action).value_or(0) == 0)
        return {.state = govuk::state(govuk::State::loose_end, "Said to be done")};
    return {
        .state = govuk::state(
            govuk::State::done,
            action.done_on ? "Done " + calendar::in_figures(*action.done_on) : std::string("Done"))};
}

Cell time_cell(const Action& action, Date today) {
    if (const auto late = days_late(action, today); late > 0)
        return {
            .note = "Due " + calendar::in_figures(action.due),
            .state = govuk::state(govuk::State::late, days_in_words(late) + " late")};
    if (action.delivery == Delivery::done) return {.state = govuk::state(govuk::State::done, "Yes")};
    const auto left = (action.due - today).count();
    return {
        .state = govuk::state(
            left <= soon ? govuk::State::soon : govuk::State::next,
            "Due " + calendar::in_figures(action.due))};
}

Cell shown_cell(const Action& action) {
    const auto strength = strength_of(action);
    if (!strength) {
        if (action.delivery == Delivery::done)
            return {.state = govuk::state(govuk::State::loose_end, "Nothing shows it yet")};
        return {.state = govuk::state(govuk::State::later, "None yet")};
    }
    const auto strongest = std::ranges::max_element(action.evidence, {}, &Evidence::strength);
    return {
        .text = fmt::format("{}, {}", *strength, strength_in_words(*strength)),
        .note = fmt::format("{}, {}", in_words(strongest->type), calendar::in_figures(strongest->on))};
}

Cell better_cell(const Action& action, Date today) {
    const auto* impact = latest_impact(action);
    if (!impact)
        return {
            .state = action.delivery == Delivery::done
                         ? govuk::state(govuk::State::loose_end, "Not tested")
                         : govuk::state(govuk::State::later, "Cannot be tested yet")};
    Cell cell{.note = "Tested " + calendar::in_figures(impact->tested_on)};
    switch (impact->result) {
    case Result::better:
        cell.state = state_of(action, today) == State::proven
                         ? govuk::state(govuk::State::done, "Proven")
                         : govuk::state(govuk::State::waiting, "Better, not proven yet");
        break;
    case Result::no_change: cell.state = govuk::state(govuk::State::nothing, "No change"); break;
    case Result::worse: cell.state = govuk::state(govuk::State::nothing, "Worse"); break;
    case Result::cannot_tell: cell.state = govuk::state(govuk::State::unclear, "Cannot tell yet"); break;
    }
    return cell;
}

std::string next_step(const Action& action, Date today) {
    const auto* impact = latest_impact(action);
    switch (state_of(action, today)) {
    case State::not_started: return action.owner_name + " begins, by " + calendar::in_figures(action.start);
    case State::under_way: return action.owner_name + " reports, by " + calendar::in_figures(action.due);
    case State::late: return "Ask " + action.owner_name + " what is in the way";
    case State::loose_end: return "Evidence, or open it again";
    case State::done_with_evidence:
        return latest_assurance(action) ? action.owner_name + " answers what was asked"
                                        : "Somebody other than the owner looks at it";
    case State::assured:
        if (strength_of(action).value_or(0) < proving_strength) return "Evidence that practice has changed";
        if (!impact) return "A test of what changed for children";
        return impact->next_test ? "Test again by " + calendar::in_figures(*impact->next_test)
                                 : "Change something, then test again";
    case State::proven:
        return impact && impact->next_test ? "Test again by " + calendar::in_figures(*impact->next_test)
                                           : "Set the next test";
    }
    throw std::logic_error("an action in no state");
}

std::string where_it_stands(const std::vector<Action>& actions, Date today) {
    if (actions.empty()) return "No action has been planned yet.";
    const auto count = [&](State wanted) {
        return std::ranges::count_if(
            actions, [&](const Action& action) { return state_of(action, today) == wanted; });
    };
    auto words = fmt::format(
        "{} of {} {} proven.",
        count(State::proven),
        actions.size(),
        count(State::proven) == 1 ? "is" : "are");
    if (const auto late = count(State::late); late > 0)
        words += fmt::format(" {} {} late.", late, late == 1 ? "is" : "are");
    if (const auto loose = count(State::loose_end); loose > 0)
        words += fmt::format(
            " {} {} said to be done, and nothing shows it yet.", loose, loose == 1 ? "is" : "are");
    return words;
}

} // namespace throughline::action::views
