// SPDX-License-Identifier: GPL-3.0-or-later
#include "notification/record_page.hpp"

#include "notification/overview_page.hpp"
#include "platform/form/printed.hpp"
#include "platform/html/structure.hpp"

#include <fmt/format.h>

namespace throughline::notification {
namespace {

using html::List;
using html::Object;

void demand_sent(const Standing& standing) {
    if (!standing.notification || standing.notification->state != State::submitted) throw http::Stop(404);
}

std::string timeliness(const Notification& notification, const statutory::Statute& statute) {
    if (!notification.counted) return "Not counted";
    const auto due = notification.counted->due;
    const auto sent = notification.submitted_at.value();
    if (statutory::Statute::on_time(due, sent))
        return fmt::format("On time. It was due by {}", calendar::in_full(due));
    const int late = statute.days_late(due, sent);
    return fmt::format(
        "{} working {} after the due date, {}", late, late == 1 ? "day" : "days", calendar::in_full(due));
}

std::vector<govuk::Fact>
receipt_facts(const Standing& standing, const Visit& visit, const std::string& sender) {
    const auto& notification = *standing.notification;
    const auto& statute = visit.house().statute;
    const auto sent = notification.submitted_at.value();
    std::vector<govuk::Fact> facts{
        {"Sent", calendar::in_full(sent)},
        {"Sent by", sender},
        {"Five working days", timeliness(notification, statute)},
        {"Case", visit.access().reference()},
        {"Form", "Notification " + notification.form_edition},
        {"Guidance", statute.edition(notification.guidance).name},
        {"Rapid review",
         notification.requires_rapid_review
             ? "Opens by itself. Due by " +
                   calendar::in_full(
                       statute.due(statutory::Clock::rapid_review, calendar::london_date(sent)).date)
             : std::string("None follows by itself")},
    };
    if (const auto home = home_authority_in_words(standing); !home.empty())
        facts.push_back({"Also to be told", home});
    facts.push_back({.term = "SHA-256", .text = notification.sha256, .link = {}, .code = true});
    return facts;
}

} // namespace

http::Response get_receipt(const http::Request&, Visit& visit) {
    Standing standing;
    std::string sender;
    visit.read([&](db::Transaction& tx) {
        standing = read_standing(tx, visit);
        demand_sent(standing);
        sender = name_of(tx, standing.notification->submitted_by);
    });
    return visit.show(
        "notification/receipt",
        {.title = "Receipt", .section = "notification"},
        {{"receipt",
          govuk::receipt(
              "The notification was sent",
              standing.notification->reference,
              receipt_facts(standing, visit, sender))},
         {"record", address(visit, "/record")},
         {"overview", address(visit)}});
}

http::Response get_record(const http::Request&, Visit& visit) {
    Standing standing;
    Object partners;
    bool intact = false;
    std::string sender;
    visit.read([&](db::Transaction& tx) {
        standing = read_standing(tx, visit);
        demand_sent(standing);
        partners = partner_list(tx, standing, visit);
        const auto record = record_of(tx, visit.house(), visit.access());
        // What is shown comes from the sections: they must still be what was attested.
        intact =
            record && record->intact &&
            record->bytes.find(form::canonical(*standing.definition, standing.answers)) != std::string::npos;
        sender = name_of(tx, standing.notification->submitted_by);
    });
    const Reading reading(standing.people, standing.answers, standing.view);
    List warnings;
    if (!intact)
        warnings.push_back(govuk::warning(
            "The stored record no longer has the SHA-256 of the receipt. Do not rely on it, and tell the "
            "operator at once."));
    List note;
    if (intact)
        note.push_back(
            govuk::inset("The stored record was opened just now. It has the SHA-256 of the receipt."));
    return visit.show(
        "notification/record",
        {.title = "As it was sent", .section = "notification"},
        {{"heading",
          govuk::heading(
              {.title = "As it was sent",
               .caption = standing.notification->reference,
               .lead = fmt::format(
                   "Sent by {} on {}.",
                   sender,
                   calendar::in_full(standing.notification->submitted_at.value()))})},
         {"warnings", std::move(warnings)},
         {"note", std::move(note)},
         {"sha256", standing.notification->sha256},
         {"download", reading.shows_names() ? address(visit, "/record/text") : std::string()},
         {"sealed", !reading.shows_names() && visit.access().may(Permission::view_names)},
         {"parts", printed_parts(*standing.definition, standing.answers, reading, "")},
         {"partners", std::move(partners)}});
}

http::Response get_record_text(const http::Request&, Visit& visit) {
    std::string name, bytes;
    visit.read([&](db::Transaction& tx) {
        const auto notification = find(tx, visit.access());
        if (!notification || notification->state != State::submitted) throw http::Stop(404);
        if (identity::view_for(tx, visit) != identity::View::names)
            throw http::Stop(
                403, "The record holds names. Press Names at the top of the case, say why, and come back.");
        const auto record = record_of(tx, visit.house(), visit.access());
        if (!record || !record->intact)
            throw http::Stop(
                503,
                "The stored record no longer has the SHA-256 of the receipt, so it is not given out. Tell "
                "the operator.");
        name = notification->reference;
        bytes = record->bytes;
    });
    const auto noted = visit.work([&](Work& work) -> Outcome<Done> {
        work.note("notification.record_taken", name);
        return Done{};
    });
    if (!noted) throw http::Stop(503);
    return http::plain(std::move(bytes))
        .with("Content-Disposition", "attachment; filename=\"" + name + ".json\"");
}

} // namespace throughline::notification
