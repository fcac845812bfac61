// SPDX-License-Identifier: GPL-3.0-or-later
// The serious incident notification: what the council tells the Panel within five working days of becoming
// aware (Children Act 2004 s.16C; Working Together, the chapter on serious incidents). One incident, one
// notification (rule 8).
#pragma once

#include "case_file/case_file.hpp"
#include "platform/form/answers.hpp"
#include "platform/form/definition.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace throughline::notification {

using calendar::Date;
using case_file::CaseAccess;
using case_file::Environment;
using case_file::Permission;
using case_file::Visit;
using case_file::Work;

enum class State { drafted, submitted, not_notified };
std::string_view to_text(State state);
State read_state(std::string_view text); ///< throws std::runtime_error for an unknown one
std::string_view in_words(State state);

/// A due date as it was counted when the clock started. It is stored and never counted anew (rule 73).
struct Counted {
    Date due{};
    std::vector<calendar::Step> steps{};
    std::vector<std::string> explanation{}; ///< lines in plain words
    std::string guidance{};                 ///< id of the edition that sets the length
    std::string calendar_edition{};
};

/// What stands plain about a notification: codes, dates and numbers. What people wrote is sealed and read
/// with operations.hpp.
struct Notification {
    std::string id{};
    std::string case_id{};
    std::string reference{}; ///< SIN-MAR-2026-004; empty until it was sent
    State state{State::drafted};
    std::string form_edition{};
    std::optional<Date> aware_on{};
    std::optional<Date> incident_on{};
    std::string type{};               ///< code of the list `notification_type`; empty until chosen
    std::string abuse_or_neglect{};   ///< code of the list of that name, `not_known_yet`, or empty
    std::optional<Counted> counted{}; ///< five working days from awareness (rule 2)
    std::optional<Date> due_on() const;
    std::vector<std::string> explanation() const;

    Instant began_at{};
    std::string began_by{}; ///< account id

    // Once it was sent.
    std::optional<Instant> submitted_at{};
    std::string submitted_by{}; ///< account id
    std::string sha256{};       ///< of the record, 64 lower-case hexadecimal digits
    std::string guidance{};     ///< edition of Working Together in force on the day of sending (rule 74)
    bool requires_rapid_review{};
    std::string home_authority{}; ///< code of another council that must be told (rule 11); empty: none

    // When the partners decided not to notify (rule 10).
    std::optional<Instant> decided_at{};
    std::string decided_by{};  ///< account id
    std::string reason_text{}; ///< id of a text of identity, owner "notification"
};

/// One section as it stands. The version of one that was never saved is 0.
struct SavedSection {
    std::string id{};
    std::int64_t version{};
    std::optional<Instant> saved_at{};
    std::string saved_by{}; ///< account id
};

enum class PartnerAnswer { agree, disagree, not_reached };
std::string_view to_text(PartnerAnswer answer);
std::optional<PartnerAnswer> read_partner_answer(std::string_view text);
std::string_view in_words(PartnerAnswer answer);

/// What one of the three safeguarding partners thinks of notifying (rule 9).
struct PartnerView {
    std::string partner{}; ///< organisation id
    PartnerAnswer answer{};
    Date on{};             ///< the day the partner said so, or was not reached
    std::string text_id{}; ///< of identity, owner "notification"; empty when nothing was written
    Instant given_at{};
    std::string given_by{}; ///< account id
    bool by_partner{};      ///< false: the notifier recorded it for them
    std::int64_t version{};
};

/// The folder's name with identity: owner of the texts it keeps.
inline constexpr std::string_view text_owner = "notification";

/// The notification of a case, if one was begun.
std::optional<Notification> find(db::Transaction& tx, const CaseAccess& access);
/// The views given so far, in no more than one row for each partner.
std::vector<PartnerView> views_of(db::Transaction& tx, const CaseAccess& access);
/// The sections saved so far, by id.
std::map<std::string, SavedSection, std::less<>>
saved_sections(db::Transaction& tx, const CaseAccess& access);

} // namespace throughline::notification
