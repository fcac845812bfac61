// SPDX-License-Identifier: GPL-3.0-or-later
// The rules that a notification is held to before it is sent, over its answers alone.
#pragma once

#include "notification/operations.hpp"

namespace throughline::notification {

/// The ids of questions that the rules ask about; every edition of the form has them.
namespace asked {
inline constexpr std::string_view type = "notification_type";
inline constexpr std::string_view aware = "aware";
inline constexpr std::string_view abuse_or_neglect = "abuse_or_neglect";
inline constexpr std::string_view incident_date = "incident_date";
inline constexpr std::string_view area = "area";
inline constexpr std::string_view children = "children";
inline constexpr std::string_view adults = "adults";
inline constexpr std::string_view home_authority = "home_authority";
} // namespace asked

/// Whether a rapid review follows: abuse or neglect is known or suspected, and it is not the death of a care
/// leaver (rules 5, 6; Working Together, the chapter on serious incidents).
bool needs_rapid_review(std::string_view type, std::string_view abuse_or_neglect);

/// Whole years on a day, for a child whose date of birth, or age in years, was given.
std::optional<int> age_in_years(const form::Answers& answers, int child, Date on);

/// A care leaver who was under 18: no rapid review by itself, but the partners must consider the criteria
/// (rule 6).
bool asks_for_criteria_decision(const form::Answers& answers);

/// The subsection of Children Act 2004 s.16C(1) that the duty stands on, "a" or "b"; empty while it is not
/// known where the child was, and for what is not notified under it (rule 12).
std::string duty_under(const form::Answers& answers);

/// What the rules do not let through (rules 3, 4, 7, 14), each under the input where it is mended.
std::vector<Problem> rule_problems(const form::Answers& answers);

} // namespace throughline::notification
