// SPDX-License-Identifier: GPL-3.0-or-later
// The local child safeguarding practice review: its six months, its reviewer, what it finds and what it
// recommends. A finding rests on rows of the chronology, a recommendation on findings; nothing hangs on
// nothing.
#pragma once

#include "case_file/case_file.hpp"
#include "platform/base/outcome.hpp"
#include "platform/calendar/calendar.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace throughline::local_review {

using calendar::Date;
using case_file::CaseAccess;
using case_file::Environment;
using case_file::Work;

/// The owner of this folder's texts, for identity::Texts.
inline constexpr std::string_view text_owner = "local_review";

/// Somebody who leads the review. The name is part of what is published later (rule 55).
struct Reviewer {
    std::string account{};
    std::string name{};
    std::string post{};
    Date declared_on{};             ///< of the conflict declaration
    std::string conflict_text_id{}; ///< what was declared
    Date appointed_on{};
};

struct LocalReview {
    std::string id{};
    std::string reference{}; ///< LCSPR-MAR-2026-003
    Date decided_on{};
    Date due{};                             ///< six months on (rule 34); fixed when the review was opened
    std::vector<std::string> explanation{}; ///< how it was counted, line by line, as it was then
    std::string guidance{};                 ///< id of the edition that set the length
    std::string calendar_edition{};
    std::optional<Reviewer> reviewer{};
    std::int64_t version{};
};

/// A row that a finding cites.
struct CitedRow {
    std::string id{};
    std::string label{}; ///< MGH-12
    bool operator==(const CitedRow&) const = default;
};

struct Finding {
    std::string id{};
    std::int64_t number{};
    std::string title_text_id{};
    std::string text_id{};
    bool good_practice{false};
    std::vector<CitedRow> rows{}; ///< by label; never empty
    std::int64_t version{};
};

/// What the partners say to a recommendation.
enum class Response { awaited, accepted, partly, not_accepted };
inline constexpr std::array all_responses{
    Response::awaited, Response::accepted, Response::partly, Response::not_accepted};
std::string_view to_text(Response response);
std::optional<Response> read_response(std::string_view text);
std::string_view in_words(Response response);

struct Recommendation {
    std::string id{};
    std::int64_t number{};
    std::string text_id{};                    ///< what is to be done
    std::vector<std::string> finding_ids{};   ///< by the findings' numbers; never empty
    std::vector<std::string> organisations{}; ///< ids of those it is addressed to; never empty
    Date by_when{};
    std::string outcome_text_id{}; ///< what changes for children; empty until said
    std::string measure_text_id{}; ///< how that will be seen; empty until said
    Response response{Response::awaited};
    std::optional<Date> responded_on{};
    std::string reason_text_id{}; ///< of a response other than accepted; may be empty
    std::int64_t version{};
};

/// The weak verbs in a recommendation, each once, as written in small letters (rule 40): "ensure",
/// "consider", "continue" and their forms. They warn; they never stop anybody.
std::vector<std::string> vague_verbs(std::string_view text);

/// Labels out of a typed list: "MGH-12, pol-3" gives MGH-12 and POL-3, each once, in that order.
std::vector<std::string> read_labels(std::string_view typed);

/// What a review still lacks before it may be signed off, as sentences; empty when nothing (rule 39; the
/// outcome and measure of each recommendation: statutory data dictionary 4.7).
std::vector<std::string> still_lacking(
    const LocalReview& review,
    const std::vector<Finding>& findings,
    const std::vector<Recommendation>& recommendations);

} // namespace throughline::local_review
