// SPDX-License-Identifier: GPL-3.0-or-later
// Sending, and deciding not to: each happens once, and what it leaves cannot change.
#include "case_file/operations.hpp"
#include "identity/operations.hpp"
#include "notification/answers.hpp"
#include "notification/drafting.hpp"
#include "notification/rules.hpp"
#include "organisation/organisation.hpp"
#include "platform/crypto/crypto.hpp"
#include "platform/form/printed.hpp"
#include "platform/form/problems.hpp"
#include "platform/text/text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace throughline::notification {
namespace {

constexpr std::string_view about_record = "notification/record";

std::vector<organisation::Organisation> partners_of(db::Transaction& tx, const CaseAccess& access) {
    return organisation::partners_of(tx, case_file::load(tx, access).partnership_id);
}

std::vector<Hindrance>
hindrances_of(const form::Definition& definition, const form::Answers& answers, Date today) {
    std::vector<Hindrance> found;
    const auto add = [&](const std::string& section, Problem problem) {
        const bool told = std::ranges::any_of(
            found, [&](const Hindrance& earlier) { return earlier.problem.field == problem.field; });
        if (!told) found.push_back({section, std::move(problem)});
    };
    const auto by_rule = rule_problems(answers);
    for (const auto& section : definition.sections) {
        for (auto& problem : form::problems(section, answers, form::Moment::submitting, today))
            add(section.id, std::move(problem));
        for (const auto& problem : by_rule)
            if (belongs(section, problem.field)) add(section.id, problem);
    }
    return found;
}

void add_missing_views(db::Transaction& tx, const CaseAccess& access, std::vector<Hindrance>& found) {
    const auto views = views_of(tx, access);
    for (const auto& partner : partners_of(tx, access))
        if (std::ranges::find(views, partner.id, &PartnerView::partner) == views.end())
            found.push_back(
                {"view",
                 {"view-" + partner.id,
                  "Record what " + partner.name + " thinks, or that they were not reached yet"}});
}

struct Sending {
    const form::Definition& definition;
    const form::Answers& answers;
    std::string reference{};
};

/// What is attested: the answers, the partners' views, and who sent it when.
std::string record_bytes(Work& work, const CaseAccess& access, const Sending& sending) {
    const identity::Texts texts(work.tx, work.house, access, text_owner, identity::View::codes);
    auto said = nlohmann::json::array();
    const auto views = views_of(work.tx, access);
    for (const auto& partner : partners_of(work.tx, access)) {
        const auto view = std::ranges::find(views, partner.id, &PartnerView::partner);
        if (view == views.end()) continue;
        said.push_back(
            {{"partner", organisation::to_text(partner.seat.value())},
             {"organisation", partner.name},
             {"view", to_text(view->answer)},
             {"on", calendar::to_text(view->on)},
             {"words", text::compose(texts.original(view->text_id))},
             {"recorded_by", view->by_partner ? "partner" : "notifier"}});
    }
    return nlohmann::json{
        {"reference", sending.reference},
        {"case", access.reference()},
        {"sent_at", to_text(work.at)},
        {"sent_by", work.by.account},
        {"notification", nlohmann::json::parse(form::canonical(sending.definition, sending.answers))},
        {"partner_views", std::move(said)}}
        .dump();
}

Refusal refusal_of(const std::vector<Hindrance>& found) {
    std::vector<Problem> problems;
    for (const auto& hindrance : found) problems.push_back(hindrance.problem);
    return invalid(std::move(problems));
}

} // namespace

std::vector<Hindrance>
hindrances(db::Transaction& tx, const Environment& house, const CaseAccess& access, Date today) {
    const auto notification = find(tx, access);
    const auto& definition = definition_for(house, notification, today);
    auto found = hindrances_of(definition, answers_of(tx, house, access, definition, notification), today);
    add_missing_views(tx, access, found);
    return found;
}

Outcome<Notification> send(Work& work, const CaseAccess& access) {
    if (work.by.role != people::Role::notifier || work.by.is_system())
        return invalid("", "Only the council's notifier can send a notification");
    const auto held = hold_draft(work, access);
    if (!held) return held.refusal();
    if (const auto found = hindrances(work.tx, work.house, access, work.today()); !found.empty())
        return refusal_of(found);

    const auto& definition = definition_for(work.house, *held, work.today());
    const auto answers = answers_of(work.tx, work.house, access, definition, *held);
    const auto partnership = case_file::load(work.tx, access).partnership_id;
    const auto reference = case_file::next_reference(work, partnership, "SIN");
    const auto bytes = record_bytes(work, access, {definition, answers, reference});
    const auto hash = crypto::hex(crypto::sha256(bytes));
    const bool follows = needs_rapid_review(held->type, held->abuse_or_neglect);
    work.tx.change(
        R"(UPDATE notification
              SET state = 'submitted', reference = :reference, submitted_at = :at, submitted_by = :by,
                  sealed_record = :record, sha256 = :hash, guidance = :guidance, requires_rapid_review = :follows
            WHERE case_id = :case_id)",
        {{"reference", reference},
         {"at", to_text(work.at)},
         {"by", work.by.account},
         {"record", case_file::seal(work.house, access.id(), bytes, about_record)},
         {"hash", hash},
         {"guidance", work.house.statute.edition_in_force(work.today()).id},
         {"follows", follows ? 1 : 0},
         {"case_id", access.id()}});
    work.note("notification.sent", reference, hash);
    case_file::move_to(
        work, access, follows ? case_file::Stage::rapid_review : case_file::Stage::notification);
    if (follows) work.then("notification.sent", access.id());
    return find(work.tx, access).value();
}

Outcome<Done> decide_not_to_notify(Work& work, const CaseAccess& access, std::string_view reason) {
    if (work.by.role != people::Role::notifier)
        return invalid("", "Only the council's notifier can record this decision");
    const auto held = hold_draft(work, access);
    if (!held) return held.refusal();
    const auto words = text::tidy(reason);
    if (words.empty())
        return invalid("reason", "Say why this incident is not notified. The reasons stay on the case");
    if (text::characters(words) > 10000) return invalid("reason", "Use at most 10,000 characters");
    std::vector<Hindrance> found;
    add_missing_views(work.tx, access, found);
    if (!found.empty()) return refusal_of(found);
    work.tx.change(
        R"(UPDATE notification SET state = 'not_notified', decided_at = :at, decided_by = :by, reason_text = :reason,
                                   guidance = :guidance
            WHERE case_id = :case_id)",
        {{"at", to_text(work.at)},
         {"by", work.by.account},
         {"reason", identity::keep(work, access, text_owner, words, identity::Typed::with_references)},
         {"guidance", work.house.statute.edition_in_force(work.today()).id},
         {"case_id", access.id()}});
    work.note("notification.not_notified", access.reference());
    case_file::move_to(work, access, case_file::Stage::not_notified);
    return Done{};
}

std::optional<Record> record_of(db::Transaction& tx, const Environment& house, const CaseAccess& access) {
    const auto row = tx.row(
        "SELECT sealed_record, sha256 FROM notification WHERE case_id = :case_id AND state = 'submitted'",
        {{"case_id", access.id()}});
    if (!row) return {};
    auto bytes = case_file::unseal(house, access.id(), row->bytes("sealed_record"), about_record);
    const bool intact = crypto::same(crypto::hex(crypto::sha256(bytes)), row->text("sha256"));
    return Record{std::move(bytes), intact};
}

} // namespace throughline::notification
