// SPDX-License-Identifier: GPL-3.0-or-later
// Keeping answers, and what may be told of them in the clear.
#pragma once

#include "notification/operations.hpp"

namespace throughline::notification {

inline constexpr std::string_view form_id = "notification";

/// Whether an input (children-2-sex) is of this section.
bool belongs(const form::Section& section, std::string_view input);
/// The answers of one section alone.
form::Answers only(const form::Section& section, form::Answers answers);

/// Seals and stores one section; false when the version seen is no longer the one that stands.
bool keep_answers(
    Work& work,
    const CaseAccess& access,
    const form::Section& section,
    std::int64_t seen,
    const form::Answers& answers);

/// The chosen code when it is one of the question's own options, or empty: nothing else that was posted may
/// stand in a plain column.
std::string code_of(const form::Definition& definition, const form::Answers& answers, std::string_view id);

} // namespace throughline::notification
