// SPDX-License-Identifier: GPL-3.0-or-later
// The rapid review: the prompt look at a case by the safeguarding partners and the agencies that knew the
// child. It opens by itself when the notification is sent, is due to the Panel 15 working days later, and
// ends in a choice that the three partners sign on an exact version. Here are the record and its rules.
#pragma once

#include "organisation/organisation.hpp"
#include "platform/base/instant.hpp"
#include "platform/base/outcome.hpp"
#include "platform/calendar/calendar.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace throughline::rapid_review {

using calendar::Date;

/// The owner of the review's texts, for identity::Texts.
inline constexpr std::string_view text_owner = "rapid_review";

enum class State {
    drafting,        ///< no version is fixed yet
    signing,         ///< a version waits for signatures
    partners_differ, ///< all three signed the latest version, with different outcomes
    decided,
    sent, ///< to the Panel
};
std::string_view to_text(State state);
State read_state(std::string_view text); ///< throws std::runtime_error for an unknown one
std::string_view in_words(State state);

/// What happens next: one of three and no other (Working Together 2023, ch. 5; rule 23). The codes are those
/// of the list `rapid_review_outcome`.
enum class WhatNext { no_further_review, local_review, suggest_national };
inline constexpr std::array all_outcomes{
    WhatNext::no_further_review, WhatNext::local_review, WhatNext::suggest_national};
std::string_view to_text(WhatNext outcome);
std::optional<WhatNext> read_outcome(std::string_view code);
std::string_view in_words(WhatNext outcome);

struct RapidReview {
    std::string id{};
    std::string case_id{};
    std::string reference{}; ///< RR-MAR-2026-017
    Instant opened_at{};
    Date notified_on{}; ///< London date on which the notification was sent: day 0 (rule 20)
    Date due_on{};      ///< fixed for good when the review opened (rule 73)
    std::vector<std::string> explanation{}; ///< how it was counted, line by line
    std::string guidance{};                 ///< edition that sets the clock
    std::string calendar_edition{};
    State state{State::drafting};
    std::optional<WhatNext> outcome{};
    std::optional<Date> decided_on{};
    std::string decision_guidance{};       ///< statutory edition in force on that day (rule 74)
    std::string decision_panel_guidance{}; ///< the Panel's own edition; empty before its first
    std::string override_text_id{};        ///< why it was decided without every signature; empty otherwise
    std::optional<Instant> submitted_at{}; ///< when it was sent to the Panel
    std::int64_t days_late{};              ///< working days, worked out when it was sent (rule 21)
    std::string late_reason{};             ///< code of the list `rapid_review_late_reason`
    std::string late_text_id{};
    std::int64_t latest_version{}; ///< number of the latest fixed version; 0: none
    std::int64_t draft_version{};  ///< of the draft, for whoever changes it; 0: nothing was written yet
    std::string draft_by{};        ///< account that saved the draft last
    std::optional<Instant> draft_at{};
    std::int64_t version{}; ///< of the record as a whole

    bool is_decided() const { return state == State::decided || state == State::sent; }
};

/// What the meeting answered to a prompt. Nothing is answered beforehand.
enum class Reply { none, yes, no, unclear };
std::string_view to_text(Reply reply);
Reply read_reply(std::string_view code); ///< anything unknown is `none`
std::string_view in_words(Reply reply);

/// Regulation 11's prompts (list `local_criteria`) and, last, the further circumstances of Working Together
/// 2023, ch. 5 (list `rapid_review_circumstances`) as one. They inform and disable nothing (rule 24).
inline constexpr std::string_view circumstances = "circumstances";
inline constexpr std::array<std::string_view, 5> prompts{
    "improvements", "recurrent_themes", "working_together", "panel_view", circumstances};

struct Answer {
    Reply reply{Reply::none};
    std::string because{};
    bool operator==(const Answer&) const = default;
};

/// The review as the meeting leaves it, in words as people type them. Everything may be empty while it is
/// drafted.
struct Draft {
    std::string summary{};             ///< what happened, and which agencies were involved
    std::string immediate_safety{};    ///< of this child and others (rule 27)
    std::string race_and_inequality{}; ///< race, ethnicity, culture and inequality (rule 26)
    Reply family_told{Reply::none};    ///< yes or no (rule 28)
    std::string family_told_note{};    ///< by whom and when; or why not
    Reply family_asked{Reply::none};   ///< whether their views were sought: yes or no (rule 28)
    std::string family_views{};        ///< what they said; or why they were not asked
    std::string learning{};            ///< learning so far, and who has been told
    std::map<std::string, Answer, std::less<>> criteria{}; ///< by prompt
    bool operator==(const Draft&) const = default;
};

/// The parts of a draft that are text, in the order of the page: `summary`, …, `improvements_because`, ….
struct Part {
    std::string_view name{};
    std::string_view title{};
};
const std::vector<Part>& parts();
const std::string& text_of(const Draft& draft, std::string_view part); ///< throws std::logic_error
void set_text(Draft& draft, std::string_view part, std::string text);

/// Whether a statement says nothing but “not applicable” in some wording (rule 26).
bool says_only_not_applicable(std::string_view statement);
/// Whether a draft may become a version: the statements of rules 26 to 28 are there and every prompt is
/// answered. `because` is asked for and not demanded. Names the form's fields.
Outcome<Done> can_fix(const Draft& draft);

/// The exact words of a version as one text: the same draft gives the same bytes.
std::string canonical(const Draft& draft, std::string_view reference, std::int64_t number);
/// Back again. Throws std::runtime_error for what `canonical` did not make.
Draft read_canonical(std::string_view text);

enum class Agreement { agrees, disagrees };
std::string_view to_text(Agreement agreement);
std::optional<Agreement> read_agreement(std::string_view code);

/// One partner's choice on one exact version; lapses when a newer version is fixed.
struct Signature {
    std::string organisation_id{};
    organisation::PartnerSeat seat{};
    std::string account{};
    std::int64_t version{};
    WhatNext outcome{};
    Agreement agreement{};
    std::string reasons_text_id{};
    std::string dissent_text_id{}; ///< empty when the partner agrees
    Instant at{};
    std::string guidance{}; ///< statutory edition in force when it was signed (rule 74)
    enum class Ended { no, lapsed, replaced } ended{Ended::no};
    std::optional<Instant> ended_at{};
};

/// Where the signatures on the latest version stand.
struct Standing {
    std::size_t missing{};             ///< partners who have not signed it
    bool differs{};                    ///< among those who have
    std::optional<WhatNext> outcome{}; ///< what those who have signed chose, when it is one thing
};
Standing standing_of(const std::vector<Signature>& current, std::size_t partners);

} // namespace throughline::rapid_review
