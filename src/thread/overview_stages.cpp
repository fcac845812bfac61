// SPDX-License-Identifier: GPL-3.0-or-later
#include "thread/overview_parts.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace throughline::thread::overview {

using govuk::State;
using people::Visit;

namespace {

govuk::Stage incident_stage(const Story& story, Visit& visit) {
    govuk::Stage stage{.name = "Incident", .href = address(visit, "/notification"), .state = State::now};
    if (story.notification && story.notification->aware_on) {
        stage.state = State::done;
        stage.words = "Recorded";
        stage.meta = story.notification->incident_on ? calendar::in_short(*story.notification->incident_on)
                                                     : "Date not known yet";
    } else {
        stage.words = "Now: to be recorded";
        stage.turn = "The council's notifier";
    }
    return stage;
}

govuk::Stage notification_stage(const Story& story, Visit& visit) {
    govuk::Stage stage{
        .name = "Notification",
        .href = address(visit, "/notification"),
        .state = State::later,
        .words = "Later"};
    if (!story.notification) return stage;
    if (is_sent(story)) {
        stage.state = State::done;
        stage.words = "Sent";
        stage.meta = short_day(*story.notification->submitted_at);
    } else if (story.notification->state == notification::State::not_notified) {
        stage.state = State::nothing;
        stage.words = "Not notified";
    } else if (story.notification->aware_on) {
        const auto due = story.notification->due_on();
        const bool late = due && *due < visit.today();
        stage.state = late ? State::late : State::now;
        stage.words = late ? "Late" : "Now: being written";
        stage.turn =
            "The council's notifier; " +
            plural(3 - std::min<std::size_t>(3, story.views.size()), "partner's view", "partners' views") +
            " to come";
        if (due) stage.meta = "By " + calendar::in_short(*due);
    }
    return stage;
}

govuk::Stage rapid_review_stage(const Story& story, Visit& visit) {
    govuk::Stage stage{
        .name = "Rapid review",
        .href = address(visit, "/rapid-review"),
        .state = State::later,
        .words = "Later"};
    if (!story.rapid_review) return stage;
    const auto& review = *story.rapid_review;
    if (review.is_decided()) {
        stage.state = State::done;
        stage.words = review.submitted_at ? "Sent to the Panel" : "Decided";
        stage.meta = calendar::in_short(*review.decided_on);
        return stage;
    }
    const bool late = review.due_on < visit.today();
    stage.state = late ? State::late : State::now;
    stage.words = late                                            ? "Late"
                  : review.state == rapid_review::State::drafting ? "Now: gathering returns"
                                                                  : "Now: signing";
    const auto open = count_open(story);
    stage.turn = review.state == rapid_review::State::drafting
                     ? (open > 0 ? plural(open, "agency", "agencies") + ", then the business unit"
                                 : "The business unit")
                     : plural(3 - std::min<std::size_t>(3, story.signatures.size()), "partner", "partners") +
                           " to sign";
    stage.meta = "By " + calendar::in_short(review.due_on);
    return stage;
}

govuk::Stage local_review_stage(const Story& story, Visit& visit) {
    govuk::Stage stage{
        .name = "Local review",
        .href = address(visit, "/local-review"),
        .state = State::later,
        .words = "Later"};
    if (story.local_review) {
        const bool published = story.publication.state == publication::State::published;
        const bool late = !published && story.local_review->due < visit.today();
        stage.state = published ? State::done : late ? State::late : State::now;
        stage.words = published ? "Published" : late ? "Past six months" : "Now: under way";
        stage.turn = published ? "" : "The lead reviewer";
        stage.meta = "Six months: " + calendar::in_short(story.local_review->due);
    } else if (story.rapid_review && !story.rapid_review->is_decided()) {
        stage.state = State::next;
        stage.words = "To be decided";
        stage.meta = "By the three partners";
    } else if (story.rapid_review) {
        const bool suggested = story.rapid_review->outcome == rapid_review::WhatNext::suggest_national;
        stage.state = State::nothing;
        stage.words = suggested ? "National review suggested" : "Not chosen";
    }
    return stage;
}

govuk::Stage counted_stage(
    std::string name,
    std::string href,
    std::size_t count,
    std::string words,
    State state,
    std::string meta = {}) {
    if (count == 0) return {.name = std::move(name), .href = "", .state = State::later, .words = "Later"};
    return {
        .name = std::move(name),
        .href = std::move(href),
        .state = state,
        .words = std::move(words),
        .meta = std::move(meta)};
}

} // namespace

std::vector<govuk::Stage> stages(const Story& story, Visit& visit) {
    const auto today = visit.today();
    using Of = action::State;
    const auto late = count_actions(story, today, {Of::late});
    const auto shown = count_actions(story, today, {Of::done_with_evidence, Of::assured, Of::proven});
    const auto proved = count_actions(story, today, {Of::proven});
    const auto loose = count_actions(story, today, {Of::loose_end});
    std::vector<govuk::Stage> all{
        incident_stage(story, visit),
        notification_stage(story, visit),
        rapid_review_stage(story, visit),
        local_review_stage(story, visit)};
    all.push_back(counted_stage(
        "Findings",
        address(visit, "/local-review"),
        story.findings.size(),
        std::to_string(story.findings.size()),
        State::done));
    all.push_back(counted_stage(
        "Recommendations",
        address(visit, "/local-review"),
        story.recommendations.size(),
        std::to_string(story.recommendations.size()),
        State::done));
    all.push_back(counted_stage(
        "Actions",
        address(visit, "/actions"),
        story.actions.size(),
        late > 0 ? fmt::format("{} late", late) : std::to_string(story.actions.size()),
        late > 0                        ? State::late
        : shown == story.actions.size() ? State::done
                                        : State::waiting));
    all.push_back(counted_stage(
        "Evidence",
        address(visit, "/thread"),
        story.actions.size(),
        fmt::format("{} of {} shown", shown, story.actions.size()),
        loose > 0                       ? State::loose_end
        : shown == story.actions.size() ? State::done
                                        : State::waiting));
    all.push_back(counted_stage(
        "Impact",
        address(visit, "/thread"),
        story.actions.size(),
        fmt::format("{} of {} proven", proved, story.actions.size()),
        proved == story.actions.size() ? State::done : State::next,
        "Is life better?"));
    return all;
}

} // namespace throughline::thread::overview
