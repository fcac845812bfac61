// SPDX-License-Identifier: GPL-3.0-or-later
#include "thread/overview_parts.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace throughline::thread::overview {

using govuk::State;
using people::Permission;
using people::Visit;

namespace {

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

} // namespace

std::pair<State, std::string> urgency_of(const agency_return::Request& request, Visit& visit) {
    const auto late = agency_return::days_late(request, visit.house().statute, visit.at());
    if (late > 0)
        return {
            State::late,
            fmt::format("{} late", plural(static_cast<std::size_t>(late), "working day", "working days"))};
    return urgency(request.due, visit.today());
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

} // namespace throughline::thread::overview
