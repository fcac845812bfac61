// SPDX-License-Identifier: GPL-3.0-or-later
// Planning an action, reporting on it, holding it to its evidence and to what it did for children.
#pragma once

#include "action/action.hpp"
#include "local_review/local_review.hpp"
#include "platform/db/db.hpp"

namespace throughline::action {

/// Every action of the case, by recommendation and number.
std::vector<Action> actions_of(db::Transaction& tx, const CaseAccess& access);
/// Those the reader may see: an agency's lead sees the agency's own.
std::vector<Action> actions_for(db::Transaction& tx, const CaseAccess& access, const people::Actor& reader);
std::optional<Action> find(db::Transaction& tx, const CaseAccess& access, std::string_view number);
/// The numbers of the recommendations that have neither an action nor a recorded non-acceptance (rule 58).
std::vector<std::int64_t> without_action(
    const std::vector<local_review::Recommendation>& recommendations, const std::vector<Action>& actions);

struct Plan {
    std::int64_t recommendation{}; ///< its number
    std::string text{};
    std::string owner{}; ///< account; of the organisation
    std::string organisation_id{};
    std::optional<Date> start{}; ///< nothing: today
    std::optional<Date> due{};
};
/// Gives the action with its number, and shares the case with the leads of its organisation.
Outcome<Action> plan(Work& work, const CaseAccess& access, const Plan& plan);

/// What the owner says of delivery.
struct Report {
    Delivery delivery{Delivery::under_way};
    std::string text{};       ///< may be empty
    std::optional<Date> on{}; ///< nothing: today; the day it was done when it is done
    std::int64_t seen_version{};
};
Outcome<Done> report(Work& work, const CaseAccess& access, std::string_view number, const Report& report);

struct GivenEvidence {
    std::optional<EvidenceType> type{};
    std::string text{};
    std::optional<int> strength{}; ///< 0 to 6
    std::optional<Date> on{};      ///< nothing: today
};
Outcome<Done>
give_evidence(Work& work, const CaseAccess& access, std::string_view number, const GivenEvidence& given);

/// A judgement on `work`'s own day, by `work.by`, who is not the owner (rule 61). Accepting needs the action
/// to be said to be done and shown by evidence stronger than somebody saying so.
struct Judgement {
    std::optional<bool> accepted{};
    std::string note{};
    std::int64_t seen_version{};
};
Outcome<Done>
assure(Work& work, const CaseAccess& access, std::string_view number, const Judgement& judgement);

struct Test {
    std::string statement{}; ///< how has life improved for the child?
    std::string how_tested{};
    std::string baseline{};
    std::string figure{};
    std::string voice{};
    std::optional<Result> result{};
    std::optional<Date> tested_on{}; ///< nothing: today
    std::optional<Date> next_test{};
};
/// Records impact as tested by `work.by`. Says nothing of delivery, and delivery says nothing of it (rule
/// 59).
Outcome<Done> record_impact(Work& work, const CaseAccess& access, std::string_view number, const Test& test);

} // namespace throughline::action
