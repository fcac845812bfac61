// SPDX-License-Identifier: GPL-3.0-or-later
// The whole case on one page: everything that hangs together, from the incident to the proof, and every loose
// end.
#pragma once

#include "action/operations.hpp"
#include "agency_return/operations.hpp"
#include "case_file/operations.hpp"
#include "local_review/operations.hpp"
#include "notification/operations.hpp"
#include "publication/operations.hpp"
#include "rapid_review/operations.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace throughline::thread {

using calendar::Date;
using case_file::CaseAccess;
using case_file::Environment;

/// What a case holds now, read in one transaction.
struct Story {
    case_file::CaseFile file{};
    std::optional<notification::Notification> notification{};
    std::vector<notification::PartnerView> views{};
    std::optional<rapid_review::RapidReview> rapid_review{};
    std::vector<rapid_review::Signature> signatures{};
    std::vector<agency_return::Request> requests{};
    std::int64_t rows{};
    std::int64_t undated{};
    std::optional<local_review::LocalReview> local_review{};
    std::vector<local_review::Finding> findings{};
    std::vector<local_review::Recommendation> recommendations{};
    std::vector<action::Action> actions{};
    publication::Publication publication{};
    std::int64_t open_words{}; ///< that may be people
};
Story gather(db::Transaction& tx, const Environment& house, const CaseAccess& access);

/// What nothing connects, or nobody has shown.
struct LooseEnd {
    enum class Kind {
        finding_without_recommendation,
        recommendation_without_action, ///< rule 58
        done_without_evidence,         ///< rules 59 and 61
        action_late,
        test_due, ///< the next test of an impact has passed
    } kind{};
    std::string about{}; ///< number of the finding, recommendation or action
    int days{};          ///< late by so many days; 0 where that says nothing
};
std::vector<LooseEnd> loose_ends(const Story& story, Date today);

/// One line of the thread: a recommendation with one of its actions, or what has no such thing.
struct Strand {
    const local_review::Recommendation* recommendation{};
    const action::Action* action{};
    std::vector<const local_review::Finding*> findings{};
    std::size_t cited_rows{}; ///< different rows
    bool is_loose{};
};
std::vector<Strand> strands(const Story& story, Date today);

} // namespace throughline::thread
