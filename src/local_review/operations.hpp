// SPDX-License-Identifier: GPL-3.0-or-later
// Opening a local review, appointing its reviewer, writing findings and recommendations.
#pragma once

#include "local_review/local_review.hpp"
#include "platform/db/db.hpp"

namespace throughline::local_review {

std::optional<LocalReview> find(db::Transaction& tx, const CaseAccess& access);
/// By number.
std::vector<Finding> findings_of(db::Transaction& tx, const CaseAccess& access);
/// By number.
std::vector<Recommendation> recommendations_of(db::Transaction& tx, const CaseAccess& access);
/// The findings that cite a row, and the recommendations that rest on a finding: the links walked back.
std::vector<Finding> findings_citing(db::Transaction& tx, const CaseAccess& access, std::string_view row_id);
std::vector<Recommendation>
recommendations_resting_on(db::Transaction& tx, const CaseAccess& access, std::string_view finding_id);

/// Opens the review, starts its six months (rule 34) and moves the case on. A case has one: opening it again
/// gives the one that is there.
Outcome<LocalReview> open(Work& work, const CaseAccess& access, Date decided_on);
/// Follows the decision of a rapid review: opens the local review when that was its outcome.
void open_after_decision(Work& work, const CaseAccess& access);

/// What somebody who might lead the review says of ties to the area, the agencies and the family.
struct Declaration {
    std::string account{}; ///< of the reviewer; holds the role of reviewer
    std::optional<Date> on{};
    std::string text{}; ///< "None" is an answer
};
Outcome<Done> declare_conflict(Work& work, const CaseAccess& access, const Declaration& declaration);

/// Appoints somebody whose declaration was recorded before (rule 36), and shares the case with them.
struct Appointment {
    std::string account{};
    std::optional<Date> on{};
    std::int64_t seen_version{}; ///< of the review
};
Outcome<Done> appoint(Work& work, const CaseAccess& access, const Appointment& appointment);

struct FindingDraft {
    std::string title{};
    std::string text{}; ///< may hold references: {{person:CHILD-1}}, {{row:MGH-12}}
    bool good_practice{false};
    std::vector<std::string> rows{}; ///< labels; at least one
};
/// Gives the finding with its number. Refuses one that cites no row, or a row that is not there.
Outcome<Finding> add_finding(Work& work, const CaseAccess& access, const FindingDraft& draft);
Outcome<Done> change_finding(
    Work& work,
    const CaseAccess& access,
    std::int64_t number,
    const FindingDraft& draft,
    std::int64_t seen_version);

struct RecommendationDraft {
    std::string text{};
    std::vector<std::int64_t> findings{};     ///< numbers; at least one
    std::vector<std::string> organisations{}; ///< ids; at least one of the partnership
    std::optional<Date> by_when{};            ///< required
    std::string outcome{};
    std::string measure{};
};
/// Gives the recommendation with its number. Refuses one without findings, addressee or date.
Outcome<Recommendation>
add_recommendation(Work& work, const CaseAccess& access, const RecommendationDraft& draft);
Outcome<Done> change_recommendation(
    Work& work,
    const CaseAccess& access,
    std::int64_t number,
    const RecommendationDraft& draft,
    std::int64_t seen_version);

/// What the partners answer. Anything but `accepted` needs its reason (rule 39).
struct Answer {
    Response response{Response::awaited};
    std::string reason{};
    std::int64_t seen_version{};
};
Outcome<Done> respond(Work& work, const CaseAccess& access, std::int64_t number, const Answer& answer);

} // namespace throughline::local_review
