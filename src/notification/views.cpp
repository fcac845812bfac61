// SPDX-License-Identifier: GPL-3.0-or-later
// The three partners' views on notifying (rule 9).
#include "case_file/operations.hpp"
#include "identity/operations.hpp"
#include "notification/drafting.hpp"
#include "organisation/organisation.hpp"
#include "platform/text/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace throughline::notification {
namespace {

std::optional<Refusal>
refused(const Work& work, const GivenView& view, std::string_view words, const PartnerView* standing) {
    const bool is_partner =
        work.by.role == people::Role::safeguarding_partner && work.by.organisation == view.partner;
    const bool is_notifier = work.by.role == people::Role::notifier;
    if (!is_partner && !is_notifier) return missing();
    if (!is_partner && view.answer != PartnerAnswer::not_reached)
        return invalid(
            "answer", "Only the partner can agree or disagree. You can record that they were not reached");
    if (!is_partner && standing && standing->by_partner)
        return conflict("This partner has given a view already. It stays as they gave it");
    if (view.on > work.today()) return invalid("on", "The date is in the future. Enter the day it was said");
    if (view.answer == PartnerAnswer::disagree && words.empty())
        return invalid("words", "Say why you do not agree. It goes with the notification");
    if (text::characters(words) > 5000) return invalid("words", "Use at most 5,000 characters");
    if ((standing ? standing->version : 0) != view.seen)
        return conflict(
            "This view was changed while you were writing. Read what stands there now, then save");
    return {};
}

/// Keeps the words, over the earlier ones when there are any; nothing when none were written.
std::optional<std::string>
kept_words(Work& work, const CaseAccess& access, std::string_view words, const PartnerView* standing) {
    if (words.empty()) return {};
    if (!standing || standing->text_id.empty())
        return identity::keep(work, access, text_owner, words, identity::Typed::with_references);
    identity::rewrite(work, access, standing->text_id, words, identity::Typed::with_references);
    return standing->text_id;
}

} // namespace

Outcome<Done> give_view(Work& work, const CaseAccess& access, const GivenView& view) {
    const auto held = hold_draft(work, access);
    if (!held) return held.refusal();
    const auto partners = organisation::partners_of(work.tx, case_file::load(work.tx, access).partnership_id);
    const auto partner = std::ranges::find(partners, view.partner, &organisation::Organisation::id);
    if (partner == partners.end()) return missing();

    const auto views = views_of(work.tx, access);
    const auto found = std::ranges::find(views, view.partner, &PartnerView::partner);
    const auto* const standing = found == views.end() ? nullptr : &*found;
    const auto words = text::tidy(view.words);
    if (auto refusal = refused(work, view, words, standing)) return *refusal;

    const bool by_partner = work.by.role == people::Role::safeguarding_partner;
    work.tx.change(
        R"(INSERT INTO notification_view (case_id, partner_id, answer, said_on, text_id, given_at, given_by,
                                          by_partner, version)
           VALUES (:case_id, :partner, :answer, :on, :text, :at, :by, :by_partner, 1)
           ON CONFLICT (case_id, partner_id) DO UPDATE
              SET answer = :answer, said_on = :on, text_id = :text, given_at = :at, given_by = :by,
                  by_partner = :by_partner, version = notification_view.version + 1)",
        {{"case_id", access.id()},
         {"partner", view.partner},
         {"answer", to_text(view.answer)},
         {"on", calendar::to_text(view.on)},
         {"text", kept_words(work, access, words, standing)},
         {"at", to_text(work.at)},
         {"by", work.by.account},
         {"by_partner", by_partner ? 1 : 0}});
    work.note(
        "notification.view_given",
        access.reference(),
        fmt::format("{} {}", organisation::to_text(partner->seat.value()), to_text(view.answer)));
    return Done{};
}

} // namespace throughline::notification
