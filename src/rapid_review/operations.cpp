// SPDX-License-Identifier: GPL-3.0-or-later
#include "rapid_review/operations.hpp"

#include "identity/operations.hpp"
#include "notification/notification.hpp"
#include "platform/crypto/crypto.hpp"
#include "platform/text/text.hpp"
#include "rapid_review/store.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace throughline::rapid_review {
namespace {

constexpr std::string_view not_open_yet =
    "The rapid review opens by itself when the notification is sent. Send the notification first";
constexpr std::string_view already_decided =
    "The partners have decided. What they signed does not change any more";

std::string about_version(const RapidReview& review, std::int64_t number) {
    return fmt::format("rapid_review_version/{}/{}", review.id, number);
}

/// The code kept beside a part's text: the reply that the text explains.
Reply reply_of(const Draft& draft, std::string_view part) {
    if (part == "family_told_note") return draft.family_told;
    if (part == "family_views") return draft.family_asked;
    for (const auto prompt : prompts)
        if (part == fmt::format("{}_because", prompt)) {
            const auto answer = draft.criteria.find(prompt);
            return answer == draft.criteria.end() ? Reply::none : answer->second.reply;
        }
    return Reply::none;
}

void set_reply(Draft& draft, std::string_view part, Reply reply) {
    if (part == "family_told_note") draft.family_told = reply;
    if (part == "family_views") draft.family_asked = reply;
    for (const auto prompt : prompts)
        if (part == fmt::format("{}_because", prompt)) draft.criteria[std::string(prompt)].reply = reply;
}

Draft tidied(Draft draft) {
    for (const auto& part : parts()) set_text(draft, part.name, text::tidy(text_of(draft, part.name)));
    return draft;
}

Draft open_draft(
    db::Transaction& tx, const Environment& house, const CaseAccess& access, const RapidReview& review) {
    const identity::Texts texts(tx, house, access, text_owner, identity::View::codes);
    const auto kept = store::draft_parts(tx, review.id);
    Draft draft;
    for (const auto& part : parts()) {
        const auto found = kept.find(part.name);
        if (found == kept.end()) continue;
        set_text(draft, part.name, texts.original(found->second.text_id));
        set_reply(draft, part.name, read_reply(found->second.code));
    }
    return draft;
}

/// Keeps words beside what was there: words that stand in a fixed version are never written anew.
std::string keep_words(
    Work& work,
    const CaseAccess& access,
    identity::Keeper& keeper,
    const std::string& words,
    const std::string& text_id) {
    constexpr auto typed = identity::Typed::with_references;
    if (text_id.empty() || store::is_fixed(work.tx, text_id))
        return words.empty() ? std::string() : keeper.keep(text_owner, words, typed);
    identity::rewrite(work, access, text_id, words, typed);
    return text_id;
}

/// All three have spoken with one voice, or those who did when a reason was given for going on.
void decide(Work& work, const CaseAccess& access, RapidReview& review, WhatNext outcome) {
    review.state = State::decided;
    review.outcome = outcome;
    review.decided_on = work.today();
    // A decision is judged by the guidance in force on its own day (rule 74).
    review.decision_guidance = work.house.statute.edition_in_force(work.today()).id;
    if (const auto* panel = work.house.statute.panel_guidance_in_force(work.today()))
        review.decision_panel_guidance = panel->id;
    store::save(work, review);
    work.note("rapid_review.decided", review.reference, to_text(outcome));

    switch (outcome) {
    case WhatNext::no_further_review:
        case_file::move_to(work, access, case_file::Stage::proof); // its learning still has to be shown
        break;
    case WhatNext::local_review: case_file::move_to(work, access, case_file::Stage::local_review); break;
    case WhatNext::suggest_national: break; // stays where it is until the Panel answers
    }
    work.then("rapid_review.decided", access.id());
}

} // namespace

void open_after_notification(Work& work, const CaseAccess& access) {
    if (find(work.tx, access)) return;
    const auto notification = notification::find(work.tx, access);
    if (!notification || !notification->submitted_at)
        throw std::runtime_error("a rapid review opens only after a notification was sent");
    if (!notification->requires_rapid_review) return;

    // From the day it was sent, not from the incident nor from awareness (Panel guidance, June 2025; rule
    // 20).
    const auto notified_on = calendar::london_date(*notification->submitted_at);
    const auto due = work.house.statute.due(statutory::Clock::rapid_review, notified_on);
    RapidReview review;
    review.id = work.new_id();
    review.case_id = access.id();
    review.reference = case_file::next_reference(work, case_file::load(work.tx, access).partnership_id, "RR");
    review.opened_at = work.at;
    review.notified_on = notified_on;
    review.due_on = due.date;
    review.explanation = due.explanation;
    review.guidance = due.guidance;
    review.calendar_edition = due.calendar_edition;
    store::add(work, review);
    case_file::move_to(work, access, case_file::Stage::rapid_review);
    work.note("rapid_review.opened", review.reference, access.reference());
}

Draft draft_of(db::Transaction& tx, const Environment& house, const CaseAccess& access) {
    const auto review = find(tx, access);
    return review ? open_draft(tx, house, access, *review) : Draft{};
}

Outcome<std::int64_t>
save_draft(Work& work, const CaseAccess& access, const Draft& typed, std::int64_t seen_draft_version) {
    auto review = store::find_locked(work, access);
    if (!review) return conflict(std::string(not_open_yet));
    if (review->is_decided()) return conflict(std::string(already_decided));
    if (review->draft_version != seen_draft_version)
        return conflict(
            "Somebody saved this review while you were writing. Both texts stand below: bring together what "
            "belongs together, then save");

    const auto draft = tidied(typed);
    const auto before = open_draft(work.tx, work.house, access, *review);
    auto kept = store::draft_parts(work.tx, review->id);
    identity::Keeper keeper(work, access);
    for (const auto& part : parts()) {
        auto& held = kept[std::string(part.name)];
        const auto& words = text_of(draft, part.name);
        if (words != text_of(before, part.name))
            held.text_id = keep_words(work, access, keeper, words, held.text_id);
        held.code = to_text(reply_of(draft, part.name));
        store::put_draft_part(work, review->id, part.name, held);
    }
    ++review->draft_version;
    review->draft_by = work.by.account;
    review->draft_at = work.at;
    store::save(work, *review);
    work.note("rapid_review.drafted", review->reference, std::to_string(review->draft_version));
    return review->draft_version;
}

Outcome<std::int64_t> fix_version(Work& work, const CaseAccess& access, std::int64_t seen_draft_version) {
    auto review = store::find_locked(work, access);
    if (!review) return conflict(std::string(not_open_yet));
    if (review->is_decided()) return conflict(std::string(already_decided));
    if (review->draft_version != seen_draft_version)
        return conflict("Somebody saved this review after you opened it. Read what they wrote, then fix it");
    const auto draft = open_draft(work.tx, work.house, access, *review);
    if (auto may = can_fix(draft); !may) return may.refusal();
    if (review->latest_version > 0) {
        const auto latest = find_version(work.tx, work.house, access, review->latest_version);
        if (latest && canonical(draft, review->reference, latest->version.number) == latest->text)
            return conflict(fmt::format(
                "Nothing has changed since version {}. It stands as it is", review->latest_version));
    }

    const auto number = review->latest_version + 1;
    std::map<std::string, std::string, std::less<>> text_ids;
    for (const auto& [part, kept] : store::draft_parts(work.tx, review->id))
        if (!kept.text_id.empty()) text_ids.emplace(part, kept.text_id);
    store::add_version(
        work,
        *review,
        number,
        case_file::seal(
            work.house,
            access.id(),
            canonical(draft, review->reference, number),
            about_version(*review, number)),
        text_ids);
    // A signature is for these words and no others: on a new version it is asked for again.
    const auto lapsed = store::end_signatures(work, *review, "", Signature::Ended::lapsed);
    review->latest_version = number;
    review->state = State::signing;
    store::save(work, *review);
    work.note("rapid_review.version_fixed", review->reference, std::to_string(number));
    if (lapsed > 0) work.note("rapid_review.signatures_lapsed", review->reference, std::to_string(lapsed));
    return number;
}

std::optional<FixedVersion>
find_version(db::Transaction& tx, const Environment& house, const CaseAccess& access, std::int64_t number) {
    const auto review = find(tx, access);
    if (!review) return {};
    const auto row = tx.row(
        R"(SELECT fixed_at, fixed_by, sealed FROM rapid_review_version
            WHERE review_id = :review AND number = :number)",
        {{"review", review->id}, {"number", number}});
    if (!row) return {};
    FixedVersion fixed;
    fixed.version = {number, *read_instant(row->text("fixed_at")), row->text("fixed_by")};
    fixed.text = case_file::unseal(house, access.id(), row->bytes("sealed"), about_version(*review, number));
    fixed.sha256 = crypto::hex(crypto::sha256(fixed.text));
    fixed.draft = read_canonical(fixed.text);
    for (const auto& text : tx.rows(
             R"(SELECT part, text_id FROM rapid_review_version_text
                 WHERE review_id = :review AND number = :number)",
             {{"review", review->id}, {"number", number}}))
        fixed.text_ids.emplace(text.text("part"), text.text("text_id"));
    return fixed;
}

Outcome<Done> sign(Work& work, const CaseAccess& access, const Ruling& ruling) {
    auto review = store::find_locked(work, access);
    if (!review) return conflict(std::string(not_open_yet));
    const auto partners = organisation::partners_of(work.tx, case_file::load(work.tx, access).partnership_id);
    // Each partner signs for itself alone: whose signature it is follows from who signs.
    const auto partner = std::ranges::find(partners, work.by.organisation, &organisation::Organisation::id);
    if (partner == partners.end() || !partner->seat || work.by.role != people::Role::safeguarding_partner)
        return conflict(
            "Only the delegated partners of the council, the NHS and the police sign, each for their own");
    if (review->is_decided()) return conflict(std::string(already_decided));
    if (review->latest_version == 0)
        return conflict("No version is fixed yet. The business unit fixes one when the draft is ready");
    if (ruling.version != review->latest_version)
        return conflict(fmt::format(
            "Version {0} has been fixed since you began. Read version {0}, then sign it; your reasons are "
            "kept below",
            review->latest_version));

    const auto reasons = text::tidy(ruling.reasons), dissent = text::tidy(ruling.dissent);
    std::vector<Problem> problems;
    if (!ruling.outcome) problems.push_back({"outcome", "Choose what should happen next"});
    // The Panel reads the reasons first (rule 24).
    if (reasons.empty()) problems.push_back({"reasons", "Enter the reasons for your choice"});
    if (!ruling.agreement)
        problems.push_back(
            {"agreement", fmt::format("Say whether you agree with version {}", ruling.version)});
    else if (*ruling.agreement == Agreement::disagrees && dissent.empty())
        problems.push_back({"dissent", "Say what you disagree with. The Panel reads it as you write it"});
    if (!problems.empty()) return invalid(std::move(problems));

    store::end_signatures(work, *review, partner->id, Signature::Ended::replaced);
    identity::Keeper keeper(work, access);
    Signature signature;
    signature.organisation_id = partner->id;
    signature.seat = *partner->seat;
    signature.account = work.by.account;
    signature.version = ruling.version;
    signature.outcome = *ruling.outcome;
    signature.agreement = *ruling.agreement;
    signature.reasons_text_id = keeper.keep(text_owner, reasons, identity::Typed::with_references);
    if (signature.agreement == Agreement::disagrees)
        signature.dissent_text_id = keeper.keep(text_owner, dissent, identity::Typed::with_references);
    signature.at = work.at;
    signature.guidance = work.house.statute.edition_in_force(work.today()).id;
    store::add_signature(work, *review, signature);
    work.note(
        "rapid_review.signed",
        review->reference,
        fmt::format(
            "{} version {} {} {}",
            organisation::to_text(signature.seat),
            signature.version,
            to_text(signature.outcome),
            to_text(signature.agreement)));

    const auto standing = standing_of(signatures_of(work.tx, access), partners.size());
    if (standing.missing == 0 && standing.outcome) {
        decide(work, access, *review, *standing.outcome);
        return Done{};
    }
    review->state = standing.missing == 0 ? State::partners_differ : State::signing;
    store::save(work, *review);
    return Done{};
}

Outcome<Done> decide_without(Work& work, const CaseAccess& access, std::string_view reason) {
    auto review = store::find_locked(work, access);
    if (!review) return conflict(std::string(not_open_yet));
    if (review->is_decided()) return conflict(std::string(already_decided));
    const auto partners = organisation::partners_of(work.tx, case_file::load(work.tx, access).partnership_id);
    const auto standing = standing_of(signatures_of(work.tx, access), partners.size());
    if (standing.missing == 0)
        return conflict("No signature is missing. The three partners still have to reach one decision");
    if (standing.differs)
        return conflict("Those who have signed chose differently. Only they can bring it to one decision");
    if (!standing.outcome || standing.missing > 1)
        return conflict("Two of the three partners must have signed before it can go on without the third");
    const auto tidy = text::tidy(reason);
    if (tidy.empty())
        return invalid("reason", "Say why it goes on without this signature. The Panel reads it");
    review->override_text_id =
        identity::keep(work, access, text_owner, tidy, identity::Typed::with_references);
    work.note("rapid_review.decided_without", review->reference, std::to_string(standing.missing));
    decide(work, access, *review, *standing.outcome);
    return Done{};
}

Outcome<Done> send_to_panel(Work& work, const CaseAccess& access, const Sending& sending) {
    auto review = store::find_locked(work, access);
    if (!review) return conflict(std::string(not_open_yet));
    if (review->submitted_at)
        return conflict(
            "This rapid review was sent to the Panel on " +
            calendar::in_figures(calendar::london_date(*review->submitted_at)) + ". That does not change");
    // Without the three signatures, or a logged reason for going on, nothing is sent (rule 25).
    if (review->state != State::decided)
        return conflict("The three partners have not decided yet. It goes to the Panel with their decision");
    if (sending.at > work.at) return invalid("sent", "The moment of sending must not be in the future");
    if (calendar::london_date(sending.at) < *review->decided_on)
        return invalid(
            "sent",
            "It cannot have been sent before the partners decided, on " +
                calendar::in_figures(*review->decided_on));

    // On time until 23:59 in London on the due date; a late review is sent all the same (rule 21).
    review->days_late = work.house.statute.days_late(review->due_on, sending.at);
    if (!statutory::Statute::on_time(review->due_on, sending.at)) {
        if (!work.house.statute.codes("rapid_review_late_reason").find(sending.late_reason))
            return invalid("late_reason", "Choose why it was sent after its due date");
        const auto note = text::tidy(sending.late_note);
        if (sending.late_reason == "other" && note.empty())
            return invalid("late_note", "Say in a few words why it was late");
        review->late_reason = sending.late_reason;
        if (!note.empty())
            review->late_text_id =
                identity::keep(work, access, text_owner, note, identity::Typed::with_references);
    }
    review->submitted_at = sending.at;
    review->state = State::sent;
    store::save(work, *review);
    work.note(
        "rapid_review.sent",
        review->reference,
        review->days_late == 0 ? "on_time"
                               : fmt::format("late {} {}", review->days_late, review->late_reason));
    work.then("rapid_review.sent", access.id());
    return Done{};
}

} // namespace throughline::rapid_review
