// SPDX-License-Identifier: GPL-3.0-or-later
#include "notification/drafting.hpp"

#include "case_file/operations.hpp"
#include "notification/answers.hpp"

namespace throughline::notification {

Refusal settled(const Notification& notification) {
    if (notification.state == State::not_notified)
        return conflict(
            "It was decided not to notify, and the reasons are kept. Nothing here can be changed now");
    return conflict(
        "This notification was sent on " + calendar::in_full(notification.submitted_at.value_or(Instant{})) +
        ". What was sent cannot be changed. Write what has become known since in the rapid review");
}

Outcome<Notification> hold_draft(Work& work, const CaseAccess& access, std::string_view edition) {
    const auto& definition = edition.empty() ? definition_for(work.house, std::nullopt, work.today())
                                             : work.house.forms.load(form_id, edition);
    const auto begun = work.tx.change(
        R"(INSERT INTO notification (id, case_id, edition, state, type, abuse_or_neglect, home_authority, began_at,
                                     began_by, requires_rapid_review)
           VALUES (:id, :case_id, :edition, 'drafted', '', '', '', :at, :by, 0)
           ON CONFLICT (case_id) DO NOTHING)",
        {{"id", work.new_id()},
         {"case_id", access.id()},
         {"edition", definition.edition},
         {"at", to_text(work.at)},
         {"by", work.by.account}});
    if (begun == 1) {
        work.note("notification.begun", access.reference(), definition.edition);
        case_file::move_to(work, access, case_file::Stage::notification);
    }
    const auto held = work.tx.change(
        "UPDATE notification SET state = state WHERE case_id = :case_id AND state = 'drafted'",
        {{"case_id", access.id()}});
    const auto notification = find(work.tx, access);
    if (held != 1) return settled(notification.value());
    return notification.value();
}

} // namespace throughline::notification
