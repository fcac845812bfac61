// SPDX-License-Identifier: GPL-3.0-or-later
// What people do with a rapid review: it opens, is drafted, becomes a fixed version, is signed by the three
// partners, and is sent to the Panel.
#pragma once

#include "case_file/operations.hpp"
#include "rapid_review/rapid_review.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace throughline::rapid_review {

using case_file::CaseAccess;
using case_file::Environment;
using case_file::Work;

/// Job after `notification.sent`: opens the one rapid review of the case, due 15 working days after the
/// London date on which the notification was sent (rules 18 to 20, 22), and moves the case on. Doing it again
/// changes nothing. Throws std::runtime_error when no notification was sent: without one there is no review.
void open_after_notification(Work& work, const CaseAccess& access);

/// Nothing before the notification was sent.
std::optional<RapidReview> find(db::Transaction& tx, const CaseAccess& access);

/// The draft as it was written, opened; empty when nothing was written yet.
Draft draft_of(db::Transaction& tx, const Environment& house, const CaseAccess& access);
/// Keeps the draft, complete or not. `seen_draft_version` is the `draft_version` that the writer saw: an
/// older one is a conflict. Refused once the partners have decided. Gives the new draft version.
Outcome<std::int64_t>
save_draft(Work& work, const CaseAccess& access, const Draft& draft, std::int64_t seen_draft_version);

/// A version's exact words, which never change.
struct Version {
    std::int64_t number{};
    Instant fixed_at{};
    std::string fixed_by{}; ///< account
};
struct FixedVersion {
    Version version{};
    std::string text{};                                         ///< canonical, as sealed
    std::string sha256{};                                       ///< of that text, in hex
    Draft draft{};                                              ///< the same, read
    std::map<std::string, std::string, std::less<>> text_ids{}; ///< by part: to show people as codes
};
/// Fixes the draft as the next version. Signatures on the version before lapse and are asked for again.
/// Refuses what `can_fix` refuses, an older draft than the one seen, a draft that says the same as the latest
/// version, and anything after the decision. Gives its number.
Outcome<std::int64_t> fix_version(Work& work, const CaseAccess& access, std::int64_t seen_draft_version);
std::vector<Version> versions_of(db::Transaction& tx, const CaseAccess& access); ///< newest first
std::optional<FixedVersion>
find_version(db::Transaction& tx, const Environment& house, const CaseAccess& access, std::int64_t number);

/// What a partner hands over. `reasons` as typed; `dissent` says what they disagree with.
struct Ruling {
    std::int64_t version{}; ///< the version that was read
    std::optional<WhatNext> outcome{};
    std::string reasons{};
    std::optional<Agreement> agreement{};
    std::string dissent{};
};
/// Signs for the actor's own organisation, which must be one of the three partners. Signing again replaces
/// that partner's own current signature and keeps the old one. When all three have signed the latest version
/// with one outcome, it is decided: the case moves on, and `rapid_review.decided` is queued with the case's
/// id. A conflict when the version is no longer the latest.
Outcome<Done> sign(Work& work, const CaseAccess& access, const Ruling& ruling);
/// Those that count now, in the order local authority, health, police.
std::vector<Signature> signatures_of(db::Transaction& tx, const CaseAccess& access);
/// Every one, newest first, those that lapsed or were replaced too.
std::vector<Signature> signature_history_of(db::Transaction& tx, const CaseAccess& access);

/// Decides with a signature missing, on what the others chose. The reason is logged and goes to the Panel
/// (rule 25). Refused when nobody signed, the signers differ, or none is missing.
Outcome<Done> decide_without(Work& work, const CaseAccess& access, std::string_view reason);

struct Sending {
    Instant at{};              ///< when it was sent; not in the future, not before the decision's day
    std::string late_reason{}; ///< code of the list `rapid_review_late_reason`; needed when late (rule 21)
    std::string late_note{};   ///< in words; may be empty
};
/// Logs that the review and its decision were sent to the Panel. Once.
Outcome<Done> send_to_panel(Work& work, const CaseAccess& access, const Sending& sending);

} // namespace throughline::rapid_review
