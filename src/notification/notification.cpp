// SPDX-License-Identifier: GPL-3.0-or-later
#include "notification/notification.hpp"

#include <nlohmann/json.hpp>

#include <array>
#include <stdexcept>

namespace throughline::notification {
namespace {

constexpr std::array all_states{State::drafted, State::submitted, State::not_notified};
constexpr std::array all_answers{PartnerAnswer::agree, PartnerAnswer::disagree, PartnerAnswer::not_reached};

std::optional<Date> maybe_date(const db::Row& row, std::string_view column) {
    const auto text = row.maybe_text(column);
    return text ? calendar::read_date(*text) : std::nullopt;
}

std::optional<Instant> maybe_instant(const db::Row& row, std::string_view column) {
    const auto text = row.maybe_text(column);
    return text ? read_instant(*text) : std::nullopt;
}

Counted counted_from(const db::Row& row, Date due) {
    Counted counted{due, {}, {}, row.text("due_guidance"), row.text("due_calendar")};
    const auto stored = nlohmann::json::parse(row.text("due_counted"));
    for (const auto& step : stored.at("steps"))
        counted.steps.push_back(
            {calendar::read_date(step.at("date").get<std::string>()).value(),
             step.at("number").get<int>(),
             step.at("left_out").get<std::string>()});
    counted.explanation = stored.at("explanation").get<std::vector<std::string>>();
    return counted;
}

} // namespace

std::string_view to_text(State state) {
    switch (state) {
    case State::drafted: return "drafted";
    case State::submitted: return "submitted";
    case State::not_notified: return "not_notified";
    }
    throw std::logic_error("a state outside its list");
}

State read_state(std::string_view text) {
    for (const auto state : all_states)
        if (to_text(state) == text) return state;
    throw std::runtime_error("a notification has an unknown state");
}

std::string_view in_words(State state) {
    switch (state) {
    case State::drafted: return "Being written";
    case State::submitted: return "Sent";
    case State::not_notified: return "Decided not to notify";
    }
    throw std::logic_error("a state outside its list");
}

std::string_view to_text(PartnerAnswer answer) {
    switch (answer) {
    case PartnerAnswer::agree: return "agree";
    case PartnerAnswer::disagree: return "disagree";
    case PartnerAnswer::not_reached: return "not_reached";
    }
    throw std::logic_error("an answer outside its list");
}

std::optional<PartnerAnswer> read_partner_answer(std::string_view text) {
    for (const auto answer : all_answers)
        if (to_text(answer) == text) return answer;
    return {};
}

std::string_view in_words(PartnerAnswer answer) {
    switch (answer) {
    case PartnerAnswer::agree: return "Agrees to notify";
    case PartnerAnswer::disagree: return "Does not agree";
    case PartnerAnswer::not_reached: return "Not reached yet";
    }
    throw std::logic_error("an answer outside its list");
}

std::optional<Date> Notification::due_on() const {
    return counted ? std::optional(counted->due) : std::nullopt;
}

std::vector<std::string> Notification::explanation() const {
    return counted ? counted->explanation : std::vector<std::string>();
}

std::optional<Notification> find(db::Transaction& tx, const CaseAccess& access) {
    const auto row = tx.row(
        R"(SELECT id, case_id, reference, state, edition, aware_on, incident_on, type, abuse_or_neglect, due_on,
                  due_counted, due_guidance, due_calendar, began_at, began_by, submitted_at, submitted_by, sha256,
                  guidance, requires_rapid_review, home_authority, decided_at, decided_by, reason_text
             FROM notification WHERE case_id = :case_id)",
        {{"case_id", access.id()}});
    if (!row) return {};
    Notification found;
    found.id = row->text("id");
    found.case_id = row->text("case_id");
    found.reference = row->maybe_text("reference").value_or("");
    found.state = read_state(row->text("state"));
    found.form_edition = row->text("edition");
    found.aware_on = maybe_date(*row, "aware_on");
    found.incident_on = maybe_date(*row, "incident_on");
    found.type = row->text("type");
    found.abuse_or_neglect = row->text("abuse_or_neglect");
    if (const auto due = maybe_date(*row, "due_on")) found.counted = counted_from(*row, *due);
    found.began_at = *read_instant(row->text("began_at"));
    found.began_by = row->text("began_by");
    found.submitted_at = maybe_instant(*row, "submitted_at");
    found.submitted_by = row->maybe_text("submitted_by").value_or("");
    found.sha256 = row->maybe_text("sha256").value_or("");
    found.guidance = row->maybe_text("guidance").value_or("");
    found.requires_rapid_review = row->flag("requires_rapid_review");
    found.home_authority = row->text("home_authority");
    found.decided_at = maybe_instant(*row, "decided_at");
    found.decided_by = row->maybe_text("decided_by").value_or("");
    found.reason_text = row->maybe_text("reason_text").value_or("");
    return found;
}

std::vector<PartnerView> views_of(db::Transaction& tx, const CaseAccess& access) {
    std::vector<PartnerView> views;
    for (const auto& row : tx.rows(
             R"(SELECT partner_id, answer, said_on, text_id, given_at, given_by, by_partner, version
                  FROM notification_view WHERE case_id = :case_id ORDER BY given_at, partner_id)",
             {{"case_id", access.id()}})) {
        const auto answer = read_partner_answer(row.text("answer"));
        if (!answer) throw std::runtime_error("a partner's view is of an unknown kind");
        views.push_back(
            {row.text("partner_id"),
             *answer,
             calendar::read_date(row.text("said_on")).value(),
             row.maybe_text("text_id").value_or(""),
             *read_instant(row.text("given_at")),
             row.text("given_by"),
             row.flag("by_partner"),
             row.integer("version")});
    }
    return views;
}

std::map<std::string, SavedSection, std::less<>>
saved_sections(db::Transaction& tx, const CaseAccess& access) {
    std::map<std::string, SavedSection, std::less<>> sections;
    for (const auto& row : tx.rows(
             R"(SELECT section, version, saved_at, saved_by FROM notification_section
                 WHERE case_id = :case_id)",
             {{"case_id", access.id()}}))
        sections[row.text("section")] = {
            row.text("section"),
            row.integer("version"),
            read_instant(row.text("saved_at")),
            row.text("saved_by")};
    return sections;
}

} // namespace throughline::notification
