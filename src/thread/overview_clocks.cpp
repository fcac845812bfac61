// SPDX-License-Identifier: GPL-3.0-or-later
#include "thread/overview_parts.hpp"

#include <cstdlib>

namespace throughline::thread::overview {

using govuk::State;
using people::Visit;

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

} // namespace throughline::thread::overview
