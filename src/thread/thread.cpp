// SPDX-License-Identifier: GPL-3.0-or-later
#include "thread/thread.hpp"

#include "identity/operations.hpp"

#include <algorithm>
#include <set>

namespace throughline::thread {
namespace {

bool is_loose(const action::Action& action, Date today) {
    return action::state_of(action, today) == action::State::loose_end;
}

/// A test that was promised for a day that has passed.
std::optional<int> test_overdue(const action::Action& action, Date today) {
    const auto* impact = action::latest_impact(action);
    if (!impact || !impact->next_test || *impact->next_test >= today) return {};
    return static_cast<int>((today - *impact->next_test).count());
}

bool rests_on(const local_review::Recommendation& recommendation, const local_review::Finding& finding) {
    return std::ranges::count(recommendation.finding_ids, finding.id) != 0;
}

Strand strand_of(const Story& story, const local_review::Recommendation& recommendation) {
    Strand strand{.recommendation = &recommendation};
    std::set<std::string> rows;
    for (const auto& finding : story.findings)
        if (rests_on(recommendation, finding)) {
            strand.findings.push_back(&finding);
            for (const auto& row : finding.rows) rows.insert(row.id);
        }
    strand.cited_rows = rows.size();
    return strand;
}

} // namespace

Story gather(db::Transaction& tx, const Environment& house, const CaseAccess& access) {
    Story story;
    story.file = case_file::load(tx, access);
    story.notification = notification::find(tx, access);
    story.views = notification::views_of(tx, access);
    story.rapid_review = rapid_review::find(tx, access);
    if (story.rapid_review) story.signatures = rapid_review::signatures_of(tx, access);
    story.requests = agency_return::requests_of(tx, access);
    for (const auto& request : story.requests) {
        story.rows += request.rows;
        story.undated += request.undated;
    }
    story.local_review = local_review::find(tx, access);
    story.findings = local_review::findings_of(tx, access);
    story.recommendations = local_review::recommendations_of(tx, access);
    story.actions = action::actions_of(tx, access);
    story.publication = publication::find(tx, house, access);
    story.open_words = identity::count_open_suggestions(tx, access);
    return story;
}

std::vector<LooseEnd> loose_ends(const Story& story, Date today) {
    std::vector<LooseEnd> ends;
    for (const auto& finding : story.findings) {
        const bool rested_on = std::ranges::any_of(story.recommendations, [&](const auto& recommendation) {
            return rests_on(recommendation, finding);
        });
        if (!rested_on && !finding.good_practice)
            ends.push_back({LooseEnd::Kind::finding_without_recommendation, std::to_string(finding.number)});
    }
    for (const auto number : action::without_action(story.recommendations, story.actions))
        ends.push_back({LooseEnd::Kind::recommendation_without_action, std::to_string(number)});
    for (const auto& action : story.actions) {
        const auto state = action::state_of(action, today);
        if (state == action::State::loose_end)
            ends.push_back({LooseEnd::Kind::done_without_evidence, action.number});
        if (state == action::State::late)
            ends.push_back({LooseEnd::Kind::action_late, action.number, action::days_late(action, today)});
        if (const auto days = test_overdue(action, today))
            ends.push_back({LooseEnd::Kind::test_due, action.number, *days});
    }
    return ends;
}

std::vector<Strand> strands(const Story& story, Date today) {
    std::vector<Strand> all;
    const auto bare = action::without_action(story.recommendations, story.actions);
    for (const auto& recommendation : story.recommendations) {
        const auto strand = strand_of(story, recommendation);
        bool any = false;
        for (const auto& action : story.actions) {
            if (action.recommendation_id != recommendation.id) continue;
            any = true;
            all.push_back(strand);
            all.back().action = &action;
            all.back().is_loose = is_loose(action, today);
        }
        if (any) continue;
        all.push_back(strand);
        all.back().is_loose = std::ranges::count(bare, recommendation.number) != 0;
    }
    for (const auto& finding : story.findings) {
        if (std::ranges::any_of(story.recommendations, [&](const auto& r) { return rests_on(r, finding); }))
            continue;
        all.push_back(
            {.findings = {&finding}, .cited_rows = finding.rows.size(), .is_loose = !finding.good_practice});
    }
    return all;
}

} // namespace throughline::thread
