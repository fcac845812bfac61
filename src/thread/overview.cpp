// SPDX-License-Identifier: GPL-3.0-or-later
#include "thread/overview.hpp"

#include "platform/html/casework.hpp"
#include "platform/html/clock.hpp"
#include "platform/html/structure.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace throughline::thread {
namespace {

using govuk::State;
using people::Permission;
using people::Visit;

std::string address(const Visit& visit, std::string_view rest) {
    return "/cases/" + visit.access().reference() + std::string(rest);
}

std::string plural(std::size_t count, std::string_view one, std::string_view many) {
    return fmt::format("{} {}", count, count == 1 ? one : many);
}

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

struct Weighed {
    int weight{}; ///< late first
    govuk::Task task{};
};

void add_task(
    std::vector<Weighed>& tasks,
    int weight,
    std::string name,
    std::string href,
    std::string why,
    std::string whose,
    State state,
    std::string words) {
    tasks.push_back(
        {weight,
         {.name = std::move(name),
          .href = std::move(href),
          .why = std::move(why),
          .whose = std::move(whose),
          .state = state,
          .words = std::move(words)}});
}

/// How soon a date binds, as a state and words.
std::pair<State, std::string> urgency(Date due, Date today) {
    const auto days = (due - today).count();
    if (days < 0)
        return {State::late, fmt::format("{} late", plural(static_cast<std::size_t>(-days), "day", "days"))};
    if (days == 0) return {State::soon, "Today"};
    if (days == 1) return {State::soon, "Tomorrow"};
    return {State::next, "By " + calendar::in_short(due)};
}

/// Agencies are given working days, so lateness is told in them.
std::pair<State, std::string> urgency_of(const agency_return::Request& request, Visit& visit) {
    const auto late = agency_return::days_late(request, visit.house().statute, visit.at());
    if (late > 0)
        return {
            State::late,
            fmt::format("{} late", plural(static_cast<std::size_t>(late), "working day", "working days"))};
    return urgency(request.due, visit.today());
}

void early_tasks(std::vector<Weighed>& tasks, const Story& story, Visit& visit) {
    const auto today = visit.today();
    if (!story.notification || !story.notification->aware_on)
        add_task(
            tasks,
            10,
            "Record the incident",
            address(visit, "/notification"),
            "The five working days count from when the council became aware",
            "Notifier",
            State::next,
            "Ready to start");
    else if (story.notification->state == notification::State::drafted) {
        const auto [state, words] = urgency(*story.notification->due_on(), today);
        add_task(
            tasks,
            state == State::late ? 0 : 5,
            "Send the notification",
            address(visit, "/notification/check"),
            plural(story.views.size(), "partner has", "partners have") + " given a view",
            "Notifier",
            state,
            words);
    }
    for (const auto& request : story.requests) {
        if (request.state != agency_return::State::awaited) continue;
        const auto [state, words] = urgency_of(request, visit);
        if (state == State::next) continue;
        add_task(
            tasks,
            state == State::late ? 0 : 3,
            "Ring " + request.agency + " about their return",
            address(visit, "/returns"),
            "It was asked for on " + short_day(request.asked_at),
            "Business unit",
            state,
            words);
    }
    if (story.undated > 0)
        add_task(
            tasks,
            6,
            "Find a place for " +
                plural(static_cast<std::size_t>(story.undated), "row without a date", "rows without a date"),
            address(visit, "/chronology"),
            "In the tray below the chronology",
            "Business unit",
            State::next,
            "Ready to start");
    if (story.open_words > 0)
        add_task(
            tasks,
            6,
            "Settle " + plural(
                            static_cast<std::size_t>(story.open_words),
                            "word that may be a person",
                            "words that may be people"),
            address(visit, "/people/suggestions"),
            "The texts they stand in stay sealed until then",
            "Business unit",
            State::next,
            "Ready to start");
}

void later_tasks(std::vector<Weighed>& tasks, const Story& story, Visit& visit) {
    const auto today = visit.today();
    if (story.rapid_review && !story.rapid_review->is_decided()) {
        const auto [state, words] = urgency(story.rapid_review->due_on, today);
        const bool drafting = story.rapid_review->state == rapid_review::State::drafting;
        add_task(
            tasks,
            state == State::late ? 0 : 4,
            drafting ? "Write the rapid review" : "Sign the rapid review",
            address(
                visit,
                !drafting && visit.access().may(Permission::sign_rapid_review) ? "/rapid-review/decision"
                                                                               : "/rapid-review"),
            drafting ? "The partners sign an exact version"
                     : plural(story.signatures.size(), "partner has", "partners have") + " signed",
            drafting ? "Business unit" : "The three partners",
            state,
            words);
    }
    if (story.rapid_review && story.rapid_review->state == rapid_review::State::decided) {
        const auto [state, words] = urgency(story.rapid_review->due_on, today);
        add_task(
            tasks,
            state == State::late ? 0 : 4,
            "Send the rapid review to the Panel",
            address(visit, "/rapid-review"),
            "It is decided. Log the sending when it has gone",
            "Business unit",
            state,
            words);
    }
    for (const auto& end : loose_ends(story, today)) {
        using enum LooseEnd::Kind;
        switch (end.kind) {
        case finding_without_recommendation:
            add_task(
                tasks,
                7,
                "Say what follows from finding " + end.about,
                address(visit, "/local-review"),
                "No recommendation rests on it",
                "Lead reviewer",
                State::loose_end,
                "Loose end");
            break;
        case recommendation_without_action:
            add_task(
                tasks,
                2,
                "Plan an action for recommendation " + end.about,
                address(visit, "/actions"),
                "It was made, and nothing follows it",
                "Business unit",
                State::loose_end,
                "Loose end");
            break;
        case done_without_evidence:
            add_task(
                tasks,
                2,
                "Ask for evidence of action " + end.about,
                address(visit, "/actions/" + end.about),
                "It is said to be done. Nothing shows it yet",
                "Its owner",
                State::loose_end,
                "Loose end");
            break;
        case action_late:
            add_task(
                tasks,
                1,
                "Ring the owner of action " + end.about,
                address(visit, "/actions/" + end.about),
                "It is past its date",
                "Assurance lead",
                State::late,
                plural(static_cast<std::size_t>(end.days), "day", "days") + " late");
            break;
        case test_due:
            add_task(
                tasks,
                1,
                "Test action " + end.about + " again",
                address(visit, "/actions/" + end.about),
                "The next look at whether life is better was due",
                "Assurance lead",
                State::late,
                plural(static_cast<std::size_t>(end.days), "day", "days") + " late");
            break;
        }
    }
}

std::vector<govuk::Task> tasks_of(const Story& story, Visit& visit) {
    std::vector<Weighed> weighed;
    early_tasks(weighed, story, visit);
    later_tasks(weighed, story, visit);
    std::ranges::stable_sort(weighed, {}, &Weighed::weight);
    std::vector<govuk::Task> tasks;
    for (auto& entry : weighed) tasks.push_back(std::move(entry.task));
    return tasks;
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

html::List clocks_of(const Story& story, Visit& visit) {
    html::List clocks;
    const auto today = visit.today();
    const auto& days = visit.house().statute.working_days();
    if (story.notification && story.notification->due_on()) {
        govuk::Clock clock{.title = "Notification to the Panel"};
        const auto due = *story.notification->due_on();
        clock.facts = {
            {"Due", calendar::in_full(due)},
            {"Counted from",
             calendar::in_full(*story.notification->aware_on) + ", when the council became aware"}};
        if (is_sent(story)) {
            const bool met = statutory::Statute::on_time(due, *story.notification->submitted_at);
            clock.state = govuk::state(met ? State::done : State::late, met ? "Met" : "Sent late");
        } else {
            const auto left = days.between(today, due);
            clock.number = std::to_string(std::abs(left));
            clock.late = left < 0;
            clock.unit = left < 0    ? "working days late"
                         : left == 1 ? "working day left"
                                     : "working days left";
        }
        for (const auto& line : story.notification->explanation()) clock.counted.push_back({"", line});
        clocks.emplace_back(govuk::clock(clock));
    }
    if (story.rapid_review) {
        const auto& review = *story.rapid_review;
        govuk::Clock clock{.title = "Rapid review to the Panel"};
        clock.facts = {
            {"Due", calendar::in_full(review.due_on)},
            {"Counted from", calendar::in_full(review.notified_on) + ", when the notification was sent"}};
        if (review.submitted_at) {
            const bool met = statutory::Statute::on_time(review.due_on, *review.submitted_at);
            clock.state = govuk::state(met ? State::done : State::late, met ? "Met" : "Sent late");
        } else {
            const auto left = days.between(today, review.due_on);
            clock.number = std::to_string(std::abs(left));
            clock.late = left < 0;
            clock.unit = left < 0    ? "working days late"
                         : left == 1 ? "working day left"
                                     : "working days left";
        }
        for (const auto& line : review.explanation) clock.counted.push_back({"", line});
        clocks.emplace_back(govuk::clock(clock));
    }
    if (story.local_review) {
        const auto& review = *story.local_review;
        govuk::Clock clock{.title = "Local review: six months"};
        clock.facts = {
            {"Due", calendar::in_full(review.due)},
            {"Counted from", calendar::in_full(review.decided_on) + ", the decision"}};
        if (story.publication.published_at) {
            const bool met = statutory::Statute::on_time(review.due, *story.publication.published_at);
            clock.state = govuk::state(met ? State::done : State::late, met ? "Met" : "Published late");
        } else {
            const auto left = (review.due - today).count();
            clock.number = std::to_string(std::abs(left));
            clock.late = left < 0;
            clock.unit = left < 0 ? "days late" : "days left";
        }
        for (const auto& line : review.explanation) clock.counted.push_back({"", line});
        clocks.emplace_back(govuk::clock(clock));
    }
    return clocks;
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
