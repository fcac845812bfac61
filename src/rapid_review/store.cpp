// SPDX-License-Identifier: GPL-3.0-or-later
#include "rapid_review/store.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace throughline::rapid_review {
namespace {

constexpr std::string_view find_sql = R"(
    SELECT id, case_id, reference, opened_at, notified_on, due_on, explanation, guidance, calendar_edition,
           state, outcome, decided_on, decision_guidance, decision_panel_guidance, override_text,
           submitted_at, days_late, late_reason, late_text, latest_version, draft_version, draft_by, draft_at,
           version
      FROM rapid_review WHERE case_id = :case_id)";

constexpr std::string_view signatures_sql = R"(
    SELECT s.organisation_id, s.seat, s.account_id, s.number, s.outcome, s.agreement, s.reasons_text,
           s.dissent_text, s.signed_at, s.guidance, s.ended_at, s.ended
      FROM rapid_review_signature s JOIN rapid_review r ON r.id = s.review_id
     WHERE r.case_id = :case_id ORDER BY s.signed_at DESC, s.id DESC)";

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::size_t from = 0;
    while (from < text.size()) {
        const auto end = std::min(text.find('\n', from), text.size());
        lines.push_back(text.substr(from, end - from));
        from = end + 1;
    }
    return lines;
}

std::string in_lines(const std::vector<std::string>& lines) {
    std::string text;
    for (const auto& line : lines) text += line + "\n";
    return text;
}

db::Value or_null(std::string_view text) { return text.empty() ? db::Value() : db::Value(text); }

RapidReview review_from(const db::Row& row) {
    RapidReview review;
    review.id = row.text("id");
    review.case_id = row.text("case_id");
    review.reference = row.text("reference");
    review.opened_at = *read_instant(row.text("opened_at"));
    review.notified_on = *calendar::read_date(row.text("notified_on"));
    review.due_on = *calendar::read_date(row.text("due_on"));
    review.explanation = lines_of(row.text("explanation"));
    review.guidance = row.text("guidance");
    review.calendar_edition = row.text("calendar_edition");
    review.state = read_state(row.text("state"));
    if (const auto outcome = row.maybe_text("outcome")) review.outcome = read_outcome(*outcome);
    if (const auto on = row.maybe_text("decided_on")) review.decided_on = calendar::read_date(*on);
    review.decision_guidance = row.maybe_text("decision_guidance").value_or("");
    review.decision_panel_guidance = row.maybe_text("decision_panel_guidance").value_or("");
    review.override_text_id = row.maybe_text("override_text").value_or("");
    if (const auto at = row.maybe_text("submitted_at")) review.submitted_at = read_instant(*at);
    review.days_late = row.integer("days_late");
    review.late_reason = row.maybe_text("late_reason").value_or("");
    review.late_text_id = row.maybe_text("late_text").value_or("");
    review.latest_version = row.integer("latest_version");
    review.draft_version = row.integer("draft_version");
    review.draft_by = row.maybe_text("draft_by").value_or("");
    if (const auto at = row.maybe_text("draft_at")) review.draft_at = read_instant(*at);
    review.version = row.integer("version");
    return review;
}

std::string_view to_text(Signature::Ended ended) {
    switch (ended) {
    case Signature::Ended::no: break;
    case Signature::Ended::lapsed: return "lapsed";
    case Signature::Ended::replaced: return "replaced";
    }
    throw std::logic_error("a signature that ended without a way");
}

Signature signature_from(const db::Row& row) {
    const auto seat = organisation::read_partner_seat(row.text("seat"));
    const auto outcome = read_outcome(row.text("outcome"));
    const auto agreement = read_agreement(row.text("agreement"));
    if (!seat || !outcome || !agreement) throw std::runtime_error("a signature holds an unknown code");
    Signature signature{
        row.text("organisation_id"),
        *seat,
        row.text("account_id"),
        row.integer("number"),
        *outcome,
        *agreement,
        row.text("reasons_text"),
        row.maybe_text("dissent_text").value_or(""),
        *read_instant(row.text("signed_at")),
        row.text("guidance")};
    if (const auto ended = row.maybe_text("ended_at")) {
        signature.ended_at = read_instant(*ended);
        signature.ended = row.text("ended") == to_text(Signature::Ended::lapsed) ? Signature::Ended::lapsed
                                                                                 : Signature::Ended::replaced;
    }
    return signature;
}

} // namespace

std::optional<RapidReview> find(db::Transaction& tx, const CaseAccess& access) {
    const auto row = tx.row(find_sql, {{"case_id", access.id()}});
    if (!row) return {};
    return review_from(*row);
}

std::vector<Version> versions_of(db::Transaction& tx, const CaseAccess& access) {
    std::vector<Version> versions;
    for (const auto& row : tx.rows(
             R"(SELECT v.number, v.fixed_at, v.fixed_by
                  FROM rapid_review_version v JOIN rapid_review r ON r.id = v.review_id
                 WHERE r.case_id = :case_id ORDER BY v.number DESC)",
             {{"case_id", access.id()}}))
        versions.push_back(
            {row.integer("number"), *read_instant(row.text("fixed_at")), row.text("fixed_by")});
    return versions;
}

std::vector<Signature> signature_history_of(db::Transaction& tx, const CaseAccess& access) {
    std::vector<Signature> signatures;
    for (const auto& row : tx.rows(signatures_sql, {{"case_id", access.id()}}))
        signatures.push_back(signature_from(row));
    return signatures;
}

std::vector<Signature> signatures_of(db::Transaction& tx, const CaseAccess& access) {
    auto signatures = signature_history_of(tx, access);
    std::erase_if(
        signatures, [](const Signature& signature) { return signature.ended != Signature::Ended::no; });
    std::ranges::sort(signatures, {}, [](const Signature& signature) {
        return std::pair(signature.seat, signature.organisation_id);
    });
    return signatures;
}

namespace store {

void add(Work& work, const RapidReview& review) {
    work.tx.change(
        R"(INSERT INTO rapid_review (id, case_id, reference, opened_at, notified_on, due_on, explanation,
                  guidance, calendar_edition, state, days_late, latest_version, draft_version, version)
           VALUES (:id, :case_id, :reference, :at, :notified_on, :due_on, :explanation, :guidance, :calendar,
                  :state, 0, 0, 0, 1))",
        {{"id", review.id},
         {"case_id", review.case_id},
         {"reference", review.reference},
         {"at", throughline::to_text(review.opened_at)},
         {"notified_on", calendar::to_text(review.notified_on)},
         {"due_on", calendar::to_text(review.due_on)},
         {"explanation", in_lines(review.explanation)},
         {"guidance", review.guidance},
         {"calendar", review.calendar_edition},
         {"state", rapid_review::to_text(review.state)}});
}

void save(Work& work, RapidReview& review) {
    std::optional<std::string> outcome, decided_on, submitted_at, draft_at;
    if (review.outcome) outcome = rapid_review::to_text(*review.outcome);
    if (review.decided_on) decided_on = calendar::to_text(*review.decided_on);
    if (review.submitted_at) submitted_at = throughline::to_text(*review.submitted_at);
    if (review.draft_at) draft_at = throughline::to_text(*review.draft_at);
    const auto saved = work.tx.change(
        R"(UPDATE rapid_review
              SET state = :state, outcome = :outcome, decided_on = :decided_on,
                  decision_guidance = :decision_guidance, decision_panel_guidance = :panel_guidance,
                  override_text = :override_text, submitted_at = :submitted_at, days_late = :days_late,
                  late_reason = :late_reason, late_text = :late_text, latest_version = :latest_version,
                  draft_version = :draft_version, draft_by = :draft_by, draft_at = :draft_at,
                  version = version + 1
            WHERE id = :id AND version = :seen)",
        {{"state", rapid_review::to_text(review.state)},
         {"outcome", outcome},
         {"decided_on", decided_on},
         {"decision_guidance", or_null(review.decision_guidance)},
         {"panel_guidance", or_null(review.decision_panel_guidance)},
         {"override_text", or_null(review.override_text_id)},
         {"submitted_at", submitted_at},
         {"days_late", review.days_late},
         {"late_reason", or_null(review.late_reason)},
         {"late_text", or_null(review.late_text_id)},
         {"latest_version", review.latest_version},
         {"draft_version", review.draft_version},
         {"draft_by", or_null(review.draft_by)},
         {"draft_at", draft_at},
         {"id", review.id},
         {"seen", review.version}});
    if (saved != 1) throw std::logic_error("a rapid review was changed while it was held");
    ++review.version;
}

std::optional<RapidReview> find_locked(Work& work, const CaseAccess& access) {
    // Touching the row makes a second act wait here until the first is committed, and then read what it left:
    // otherwise two partners who sign at once would each see a signature missing.
    work.tx.change(
        "UPDATE rapid_review SET version = version + 1 WHERE case_id = :case_id", {{"case_id", access.id()}});
    return find(work.tx, access);
}

KeptParts draft_parts(db::Transaction& tx, std::string_view review_id) {
    KeptParts kept;
    for (const auto& row : tx.rows(
             "SELECT part, code, text_id FROM rapid_review_draft WHERE review_id = :review",
             {{"review", review_id}}))
        kept.emplace(
            row.text("part"),
            Kept{row.maybe_text("code").value_or(""), row.maybe_text("text_id").value_or("")});
    return kept;
}

void put_draft_part(Work& work, std::string_view review_id, std::string_view part, const Kept& kept) {
    work.tx.change(
        R"(INSERT INTO rapid_review_draft (review_id, part, code, text_id)
           VALUES (:review, :part, :code, :text)
           ON CONFLICT (review_id, part) DO UPDATE SET code = :code, text_id = :text)",
        {{"review", review_id},
         {"part", part},
         {"code", or_null(kept.code)},
         {"text", or_null(kept.text_id)}});
}

bool is_fixed(db::Transaction& tx, std::string_view text_id) {
    return tx.row(
                 "SELECT count(*) AS uses FROM rapid_review_version_text WHERE text_id = :text",
                 {{"text", text_id}})
               ->integer("uses") > 0;
}

void add_version(
    Work& work,
    const RapidReview& review,
    std::int64_t number,
    const db::Bytes& sealed,
    const std::map<std::string, std::string, std::less<>>& text_ids) {
    work.tx.change(
        R"(INSERT INTO rapid_review_version (review_id, number, fixed_at, fixed_by, sealed)
           VALUES (:review, :number, :at, :by, :sealed))",
        {{"review", review.id},
         {"number", number},
         {"at", throughline::to_text(work.at)},
         {"by", work.by.account},
         {"sealed", sealed}});
    for (const auto& [part, text_id] : text_ids)
        work.tx.change(
            R"(INSERT INTO rapid_review_version_text (review_id, number, part, text_id)
               VALUES (:review, :number, :part, :text))",
            {{"review", review.id}, {"number", number}, {"part", part}, {"text", text_id}});
}

void add_signature(Work& work, const RapidReview& review, const Signature& signature) {
    work.tx.change(
        R"(INSERT INTO rapid_review_signature (id, review_id, number, organisation_id, seat, account_id, outcome,
                  agreement, reasons_text, dissent_text, signed_at, guidance)
           VALUES (:id, :review, :number, :organisation, :seat, :account, :outcome, :agreement, :reasons,
                  :dissent, :at, :guidance))",
        {{"id", work.new_id()},
         {"review", review.id},
         {"number", signature.version},
         {"organisation", signature.organisation_id},
         {"seat", organisation::to_text(signature.seat)},
         {"account", signature.account},
         {"outcome", rapid_review::to_text(signature.outcome)},
         {"agreement", rapid_review::to_text(signature.agreement)},
         {"reasons", signature.reasons_text_id},
         {"dissent", or_null(signature.dissent_text_id)},
         {"at", throughline::to_text(signature.at)},
         {"guidance", signature.guidance}});
}

std::int64_t end_signatures(
    Work& work, const RapidReview& review, std::string_view organisation_id, Signature::Ended why) {
    return work.tx.change(
        R"(UPDATE rapid_review_signature SET ended_at = :at, ended = :why
            WHERE review_id = :review AND ended_at IS NULL
              AND (:organisation = '' OR organisation_id = :organisation))",
        {{"at", throughline::to_text(work.at)},
         {"why", to_text(why)},
         {"review", review.id},
         {"organisation", organisation_id}});
}

} // namespace store
} // namespace throughline::rapid_review
