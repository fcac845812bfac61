// SPDX-License-Identifier: GPL-3.0-or-later
#include "publication/progress.hpp"

#include "action/operations.hpp"
#include "case_file/operations.hpp"
#include "local_review/operations.hpp"

namespace throughline::publication {
namespace {

void count(Progress& progress, action::State state) {
    switch (state) {
    case action::State::proven: ++progress.proven; return;
    case action::State::loose_end:
    case action::State::done_with_evidence:
    case action::State::assured: ++progress.done; return;
    case action::State::not_started:
    case action::State::under_way: ++progress.under_way; return;
    case action::State::late: ++progress.late; return;
    }
}

} // namespace

Progress& Progress::operator+=(const Progress& other) {
    findings += other.findings;
    recommendations += other.recommendations;
    actions += other.actions;
    proven += other.proven;
    done += other.done;
    under_way += other.under_way;
    late += other.late;
    without_action += other.without_action;
    return *this;
}

Progress progress_of(db::Transaction& tx, const Published& review, Date today) {
    const auto access = case_file::system_access(tx, review.case_id);
    const auto recommendations = local_review::recommendations_of(tx, access);
    const auto actions = action::actions_of(tx, access);
    Progress progress;
    progress.findings = static_cast<std::int64_t>(local_review::findings_of(tx, access).size());
    progress.recommendations = static_cast<std::int64_t>(recommendations.size());
    progress.actions = static_cast<std::int64_t>(actions.size());
    for (const auto& one : actions) count(progress, action::state_of(one, today));
    progress.without_action =
        static_cast<std::int64_t>(action::without_action(recommendations, actions).size());
    return progress;
}

} // namespace throughline::publication
