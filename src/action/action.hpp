// SPDX-License-Identifier: GPL-3.0-or-later
// The action: one piece of work with one owner and a due date, under a recommendation. Four things about it
// are kept apart and never mixed into one colour: whether it is done, whether it is on time, what shows it,
// and whether life is better for children.
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

namespace throughline::action {

using calendar::Date;
using case_file::CaseAccess;
using case_file::Environment;
using case_file::Work;

/// The owner of this folder's texts, for identity::Texts.
inline constexpr std::string_view text_owner = "action";

/// What its owner says of it. Nothing else: lateness is worked out, evidence stands apart (rule 59).
enum class Delivery { not_started, under_way, done };
inline constexpr std::array all_deliveries{Delivery::not_started, Delivery::under_way, Delivery::done};
std::string_view to_text(Delivery delivery);
std::optional<Delivery> read_delivery(std::string_view text); ///< `in_progress` is `under_way` too
std::string_view in_words(Delivery delivery);

enum class EvidenceType { statement, document, reach, tested, audit, data, feedback };
inline constexpr std::array all_evidence_types{
    EvidenceType::statement,
    EvidenceType::document,
    EvidenceType::reach,
    EvidenceType::tested,
    EvidenceType::audit,
    EvidenceType::data,
    EvidenceType::feedback};
std::string_view to_text(EvidenceType type);
std::optional<EvidenceType> read_evidence_type(std::string_view text);
std::string_view in_words(EvidenceType type);

/// The ladder: 0 somebody says so … 6 still so after a year.
constexpr int highest_strength = 6;
constexpr int proving_strength = 4; ///< practice changed: from here an action can be proven
/// Throws std::logic_error for a step that the ladder has not.
std::string_view strength_in_words(int strength);

struct Evidence {
    std::string id{};
    EvidenceType type{};
    std::string text_id{};
    int strength{};
    Date on{};              ///< of the evidence itself
    std::string given_by{}; ///< account
    Instant given_at{};
};

/// Somebody else's judgement (rule 61). The latest one counts.
struct Assurance {
    std::string id{};
    bool accepted{false}; ///< otherwise: not yet
    std::string note_text_id{};
    std::string by{}; ///< account, never the owner's
    std::string by_name{};
    Date on{};
};

enum class Result { better, no_change, worse, cannot_tell };
inline constexpr std::array all_results{
    Result::better, Result::no_change, Result::worse, Result::cannot_tell};
std::string_view to_text(Result result);
std::optional<Result> read_result(std::string_view text);
std::string_view in_words(Result result);

/// How life has improved for the child, and how that was tested. Never inferred from done (rule 59). The
/// latest one counts.
struct Impact {
    std::string id{};
    std::string statement_text_id{};
    std::string how_tested_text_id{};
    std::string baseline_text_id{}; ///< how it was before; may be empty
    std::string figure_text_id{};   ///< how it is now; may be empty
    std::string voice_text_id{};    ///< what a child or family says; may be empty
    Result result{Result::cannot_tell};
    Date tested_on{};
    std::string tested_by{}; ///< account
    std::optional<Date> next_test{};
};

/// What the owner reported.
struct Progress {
    std::string text_id{}; ///< may be empty
    Delivery delivery{};
    Date on{};
    std::string by{}; ///< account
};

struct Action {
    std::string id{};
    std::string recommendation_id{};
    std::int64_t recommendation_number{};
    std::string number{}; ///< 1.2: the second of recommendation 1
    std::string text_id{};
    std::string owner{}; ///< account
    std::string owner_name{};
    std::string organisation_id{};
    std::string agency{}; ///< its name
    Date start{};
    Date due{};
    Delivery delivery{Delivery::not_started};
    std::optional<Date> done_on{};    ///< when it is said to have been done
    std::vector<Progress> progress{}; ///< earliest first, as all of these
    std::vector<Evidence> evidence{};
    std::vector<Assurance> assurances{};
    std::vector<Impact> impacts{};
    std::int64_t version{};
};

/// Where an action stands on one day, all four things taken together.
enum class State {
    not_started,
    under_way,
    late,               ///< past its due date and not done
    loose_end,          ///< said to be done, and nothing shows it
    done_with_evidence, ///< waits for somebody else's judgement
    assured,            ///< done, shown, accepted by somebody other than the owner
    proven,             ///< and children are better off, tested
};
inline constexpr std::array all_states{
    State::not_started,
    State::under_way,
    State::late,
    State::loose_end,
    State::done_with_evidence,
    State::assured,
    State::proven};
std::string_view to_text(State state);
std::string_view in_words(State state);
State state_of(const Action& action, Date today);

/// Calendar days after the due date on which it was done, or that have passed without; 0 when on time.
int days_late(const Action& action, Date today);
/// The strongest evidence; nothing when there is none.
std::optional<int> strength_of(const Action& action);
/// Strong evidence and a better result (practice.md F4: a test alone proves nothing).
bool is_proven(std::optional<int> strength, std::optional<Result> result);
/// Of these, what somebody of `organisation` may see: who reads the whole case sees all, an agency's lead the
/// agency's own.
std::vector<Action>
visible_to(std::vector<Action> actions, std::string_view organisation, bool reads_the_case);
const Assurance* latest_assurance(const Action& action); ///< nullptr when there is none
const Impact* latest_impact(const Action& action);       ///< nullptr when there is none

} // namespace throughline::action
