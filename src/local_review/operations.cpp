// SPDX-License-Identifier: GPL-3.0-or-later
// Opening the review and appointing who leads it.
#include "local_review/operations.hpp"

#include "case_file/operations.hpp"
#include "identity/operations.hpp"
#include "organisation/organisation.hpp"
#include "platform/text/text.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace throughline::local_review {
namespace {

/// Of the case's own partnership, with the role of reviewer, and still at work.
bool can_lead(db::Transaction& tx, const CaseAccess& access, const std::optional<people::Account>& account) {
    return account && !account->disabled && account->role == people::Role::reviewer &&
           organisation::load(tx, account->organisation_id).partnership_id ==
               case_file::load(tx, access).partnership_id;
}

} // namespace

Outcome<LocalReview> open(Work& work, const CaseAccess& access, Date decided_on) {
    if (auto there = find(work.tx, access)) return *there;
    if (decided_on > work.today()) return invalid("decided_on", "Enter a decision date that has come");

    const auto file = case_file::load(work.tx, access);
    const auto due = work.house.statute.due(statutory::Clock::lcspr_complete, decided_on);
    const auto reference = case_file::next_reference(work, file.partnership_id, "LCSPR");
    work.tx.change(
        R"(INSERT INTO local_review (id, case_id, reference, decided_on, due, explanation, guidance,
                                     calendar_edition, last_finding, last_recommendation, version)
           VALUES (:id, :case_id, :reference, :decided_on, :due, :explanation, :guidance, :calendar, 0, 0, 1))",
        {{"id", work.new_id()},
         {"case_id", access.id()},
         {"reference", reference},
         {"decided_on", calendar::to_text(decided_on)},
         {"due", calendar::to_text(due.date)},
         {"explanation", fmt::format("{}", fmt::join(due.explanation, "\n"))},
         {"guidance", due.guidance},
         {"calendar", due.calendar_edition}});
    case_file::move_to(work, access, case_file::Stage::local_review);
    work.note("local_review.opened", reference);
    return *find(work.tx, access);
}

Outcome<Done> declare_conflict(Work& work, const CaseAccess& access, const Declaration& declaration) {
    const auto review = find(work.tx, access);
    if (!review) return missing();
    const auto words = text::tidy(declaration.text);
    const auto on = declaration.on.value_or(work.today());
    std::vector<Problem> problems;
    const auto account = people::find_account(work.tx, declaration.account);
    if (!can_lead(work.tx, access, account))
        problems.push_back({"reviewer", "Choose who is to lead the review"});
    if (words.empty())
        problems.push_back({"conflict", "Write what was declared. If there is no tie at all, write that"});
    if (on > work.today())
        problems.push_back({"declared_on", "Enter the day of the declaration, today or earlier"});
    if (!problems.empty()) return invalid(std::move(problems));

    work.tx.change(
        R"(INSERT INTO local_review_declaration (id, case_id, account_id, declared_on, text, recorded_by,
                                                 recorded_at)
           VALUES (:id, :case_id, :account, :declared_on, :text, :by, :at))",
        {{"id", work.new_id()},
         {"case_id", access.id()},
         {"account", account->id},
         {"declared_on", calendar::to_text(on)},
         {"text", identity::keep(work, access, text_owner, words, identity::Typed::with_references)},
         {"by", work.by.account},
         {"at", to_text(work.at)}});
    work.note("local_review.conflict_declared", review->reference, account->id);
    return Done{};
}

Outcome<Done> appoint(Work& work, const CaseAccess& access, const Appointment& appointment) {
    const auto review = find(work.tx, access);
    if (!review) return missing();
    const auto account = people::find_account(work.tx, appointment.account);
    if (!can_lead(work.tx, access, account)) return invalid("reviewer", "Choose who is to lead the review");
    const auto on = appointment.on.value_or(work.today());
    if (on > work.today())
        return invalid("appointed_on", "Enter the day of the appointment, today or earlier");
    // No appointment without a declaration before it (rule 36).
    const auto declared = work.tx.row(
        R"(SELECT COUNT(*) AS declared FROM local_review_declaration
            WHERE case_id = :case_id AND account_id = :account AND declared_on <= :appointed_on)",
        {{"case_id", access.id()}, {"account", account->id}, {"appointed_on", calendar::to_text(on)}});
    if (declared->integer("declared") == 0)
        return invalid("reviewer", "Record this person’s declaration of conflicts first, then appoint them");

    const auto appointed = work.tx.change(
        R"(UPDATE local_review SET reviewer = :account, appointed_on = :appointed_on, version = version + 1
            WHERE id = :id AND version = :seen)",
        {{"account", account->id},
         {"appointed_on", calendar::to_text(on)},
         {"id", review->id},
         {"seen", appointment.seen_version}});
    if (appointed == 0)
        return conflict("Somebody changed this review while you were reading it. Look at it again first");
    case_file::grant(work, access, account->id, people::Role::reviewer);
    work.note("local_review.reviewer_appointed", review->reference, account->id);
    return Done{};
}

} // namespace throughline::local_review
