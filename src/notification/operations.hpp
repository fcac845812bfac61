// SPDX-License-Identifier: GPL-3.0-or-later
// Recording the notification section by section, the partners' views, sending it, and the record as sent.
#pragma once

#include "notification/notification.hpp"
#include "platform/base/outcome.hpp"

namespace throughline::notification {

/// The definition a notification is given to: that of its own edition, or for a case without one the edition
/// in force today. Throws std::runtime_error when none is in force.
const form::Definition&
definition_for(const Environment& house, const std::optional<Notification>& notification, Date today);

/// All sections' answers, opened. A case without a notification has none.
form::Answers answers_of(
    db::Transaction& tx,
    const Environment& house,
    const CaseAccess& access,
    const form::Definition& definition,
    const std::optional<Notification>& notification);

struct Saving {
    std::string section{};
    std::int64_t seen{};     ///< the version of the section that the writer saw; 0: never saved
    form::Answers answers{}; ///< of the whole form; only those of the section are kept
    int removed_child{};     ///< number of the child that this very save takes away; 0: none
};
/// Whatever was typed is kept, sealed. What needs another look is told beside it and holds nothing up now.
struct Saved {
    std::int64_t version{};
    std::vector<Problem> problems{};
};
/// Keeps one section; begins the notification with the first. The awareness date starts the clock (rule 2).
/// Names of children go to the case's sealed register. Conflict: a stale version, or already sent. Missing:
/// no such section.
Outcome<Saved> save_section(Work& work, const CaseAccess& access, const Saving& saving);

struct GivenView {
    std::string partner{}; ///< organisation id of one of the three partners
    PartnerAnswer answer{};
    Date on{};
    std::string words{}; ///< needed for `disagree`
    std::int64_t seen{}; ///< version of the view that the writer saw; 0: none
};
/// A partner's own view, or, by the notifier, that a partner was not reached (rule 9). Begins the
/// notification when nothing was saved yet.
Outcome<Done> give_view(Work& work, const CaseAccess& access, const GivenView& view);

/// What keeps it from being sent now: the form's own questions (field: the input), then the rules and the
/// partners' views. Empty: it may be sent.
struct Hindrance {
    std::string section{}; ///< where it is mended; "view" for the partners' views
    Problem problem{};
};
std::vector<Hindrance>
hindrances(db::Transaction& tx, const Environment& house, const CaseAccess& access, Date today);

/// Sends: once, by the local authority's notifier alone (rule 1). The record is fixed under its SHA-256, the
/// case moves on, and a rapid review follows by the job `notification.sent` (payload: the case's id) when it
/// is required (rules 5, 6). Conflict when it was sent before.
Outcome<Notification> send(Work& work, const CaseAccess& access);

/// The partners decided not to notify (rule 10). Needs a reason, which is kept through identity.
Outcome<Done> decide_not_to_notify(Work& work, const CaseAccess& access, std::string_view reason);

/// The bytes as they were sent, opened and held against the SHA-256 of the receipt. They hold names.
struct Record {
    std::string bytes{};
    bool intact{}; ///< their SHA-256 is the one on the receipt
};
std::optional<Record> record_of(db::Transaction& tx, const Environment& house, const CaseAccess& access);

} // namespace throughline::notification
