// SPDX-License-Identifier: GPL-3.0-or-later
#include "thread/overview.hpp"

#include "platform/html/structure.hpp"
#include "thread/overview_parts.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace throughline::thread {

namespace overview {

bool is_sent(const Story& story) {
    return story.notification && story.notification->state == notification::State::submitted;
}

std::size_t count_open(const Story& story) {
    return static_cast<std::size_t>(std::ranges::count_if(
        story.requests, [](const auto& request) { return request.state == agency_return::State::awaited; }));
}

std::size_t count_actions(const Story& story, Date today, std::initializer_list<action::State> states) {
    return static_cast<std::size_t>(std::ranges::count_if(story.actions, [&](const auto& action) {
        return std::ranges::count(states, action::state_of(action, today)) != 0;
    }));
}

std::string short_day(Instant at) { return calendar::in_short(calendar::london_date(at)); }

} // namespace overview

namespace {

using overview::clocks_of;
using overview::count_actions;
using overview::count_open;
using overview::is_sent;
using overview::short_day;
using overview::stages;
using overview::tasks_of;
using overview::urgency_of;

using govuk::State;
using people::Permission;
using people::Visit;

std::string lead_without_local_review(const Story& story) {
    if (story.rapid_review && story.rapid_review->outcome == rapid_review::WhatNext::suggest_national)
        return "The rapid review is decided: a national review is suggested. That is for the Panel to "
               "decide.";
    return "The rapid review is decided: no further review. What was learnt stands in it.";
}

/// The one sentence under the name: where things stand, and what binds next.
std::string lead_of(const Story& story, Date today) {
    if (!story.notification || !story.notification->aware_on)
        return "The case is open. The next step is to record the incident.";
    if (story.notification->state == notification::State::not_notified)
        return "The partners decided not to notify. The reason is kept.";
    if (!is_sent(story))
        return fmt::format(
            "The notification is being written. It is due with the Panel by {}.",
            calendar::in_full(*story.notification->due_on()));
    if (story.rapid_review && !story.rapid_review->is_decided())
        return fmt::format(
            "{} of {} agencies have answered. The rapid review is due with the Panel by {}.",
            story.requests.size() - count_open(story),
            story.requests.size(),
            calendar::in_full(story.rapid_review->due_on));
    if (!story.local_review) return lead_without_local_review(story);
    if (story.publication.state == publication::State::published) {
        const auto proved = count_actions(story, today, {action::State::proven});
        return fmt::format(
            "The review is published. {} of {} actions {} proven to have helped.",
            proved,
            story.actions.size(),
            proved == 1 ? "is" : "are");
    }
    return fmt::format(
        "The local review is under way. It is to be finished and published by {}.",
        calendar::in_full(story.local_review->due));
}

std::vector<govuk::Tile> tiles_of(const Story& story, Visit& visit) {
    std::vector<govuk::Tile> tiles;
    for (const auto& request : story.requests) {
        govuk::Tile tile{
            .name = request.agency,
            .href = visit.access().may(Permission::manage_returns) ? address(visit, "/returns") : ""};
        switch (request.state) {
        case agency_return::State::answered:
            tile.state = State::done;
            tile.words = "Answered " + short_day(*request.answered_at);
            tile.note = plural(static_cast<std::size_t>(request.rows), "row", "rows");
            break;
        case agency_return::State::nothing_held:
            tile.state = State::nothing;
            tile.words = "Nothing held";
            tile.note = "A complete answer";
            break;
        case agency_return::State::awaited: {
            const auto [state, words] = urgency_of(request, visit);
            tile.state = state == State::next ? State::waiting : state;
            tile.words = words;
            tile.note = "Asked " + short_day(request.asked_at);
            break;
        }
        }
        tiles.push_back(std::move(tile));
    }
    return tiles;
}

} // namespace

html::Object overview_of(const Story& story, Visit& visit) {
    const auto tasks = tasks_of(story, visit);
    auto tiles = tiles_of(story, visit);
    const bool has_tiles = !tiles.empty();
    auto clocks = clocks_of(story, visit);
    return {
        {"heading",
         govuk::heading(
             {.title = story.file.name,
              .caption = "Case " + story.file.reference,
              .lead = lead_of(story, visit.today()),
              .actions = {{.text = "See the thread", .href = address(visit, "/thread")}}})},
        {"map", govuk::process_map(stages(story, visit))},
        {"has_tasks", !tasks.empty()},
        {"tasks", govuk::tasks(tasks)},
        {"clocks", std::move(clocks)},
        {"has_tiles", has_tiles},
        {"tiles", govuk::tiles(tiles)},
        {"returns",
         fmt::format("{} of {} answered", story.requests.size() - count_open(story), story.requests.size())},
        {"rows", plural(static_cast<std::size_t>(story.rows), "row", "rows")},
        {"chronology",
         visit.access().may(Permission::view_chronology) ? address(visit, "/chronology") : std::string()}};
}

} // namespace throughline::thread
