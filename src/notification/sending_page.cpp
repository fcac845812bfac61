// SPDX-License-Identifier: GPL-3.0-or-later
#include "notification/sending_page.hpp"

#include "notification/clock_view.hpp"
#include "notification/overview_page.hpp"
#include "notification/rules.hpp"
#include "platform/html/casework.hpp"
#include "platform/html/fields.hpp"
#include "platform/html/structure.hpp"
#include "platform/text/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace throughline::notification {
namespace {

using html::List;
using html::Object;

std::int64_t number_in(std::string_view text) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && end == text.data() + text.size() ? number : 0;
}

/// What still has to be done, each with the place where it is done; its id is the field it is about, so that
/// the error summary leads to it.
List missing_list(const std::vector<Hindrance>& found, const Visit& visit, bool links) {
    List list;
    for (const auto& hindrance : found)
        list.push_back(Object{
            {"id", hindrance.problem.field},
            {"text", hindrance.problem.message},
            {"href",
             !links || hindrance.section == "view"
                 ? std::string()
                 : address(visit, "/sections/" + hindrance.section + "#" + hindrance.problem.field)}});
    return list;
}

/// The partners without a view, so that the notifier can record that they were not reached.
List silent_partners(const Standing& standing, bool may_record) {
    List list;
    if (!may_record) return list;
    for (const auto& partner : standing.partners)
        if (!standing.find_view(partner.id))
            list.push_back(Object{{"id", partner.id}, {"name", partner.name}});
    return list;
}

/// What the rules bring with them, for whoever checks.
List consequences(const Standing& standing) {
    List list;
    if (!standing.notification) return list;
    const auto& notification = *standing.notification;
    for (const auto& reference : standing.same_day)
        list.push_back(govuk::inset(
            "Case " + reference +
            " tells of the same day. One incident has one notification. If it is the "
            "same incident, add the children there and do not send this one."));
    if (asks_for_criteria_decision(standing.answers))
        list.push_back(govuk::inset(
            "This care leaver was under 18. No rapid review starts by itself, but the partners must decide "
            "whether the criteria for a review are met."));
    if (const auto home = home_authority_in_words(standing); !home.empty())
        list.push_back(govuk::inset(
            "A child normally lives in the area of " + home +
            ". Tell that council within the same five working days. The council where it happened leads."));
    if (const auto duty = duty_under(standing.answers); !duty.empty())
        list.push_back(govuk::inset(
            "Notified under section 16C(1)(" + duty + ") of the Children Act 2004" +
            (duty == "b" ? ", as the child normally lives here and was outside England." : ".")));
    if (!notification.type.empty())
        list.push_back(govuk::inset(
            needs_rapid_review(notification.type, notification.abuse_or_neglect)
                ? "When it is sent, a rapid review opens by itself. It is due 15 working days later."
                : "When it is sent, no rapid review opens by itself."));
    return list;
}

http::Response show_check(Visit& visit, const Refusal* refusal) {
    Standing standing;
    Object partners;
    std::vector<Hindrance> found;
    visit.read([&](db::Transaction& tx) {
        standing = read_standing(tx, visit);
        partners = partner_list(tx, standing, visit);
        if (standing.is_draft()) found = hindrances(tx, visit.house(), visit.access(), visit.today());
    });
    const bool sends = standing.is_draft() && visit.access().may(Permission::submit_notification);
    const bool writes = standing.is_draft() && visit.access().may(Permission::record_notification);
    const Reading reading(standing.people, standing.answers, standing.view);
    List clock, send;
    if (standing.is_draft() && standing.notification && standing.notification->counted)
        clock.push_back(clock_card(*standing.notification->counted, visit.house().statute, visit.at()));
    if (sends)
        send.push_back(govuk::buttons(
            {{.text = "Send the notification", .once = true},
             {.text = "Back to the sections", .href = address(visit), .kind = govuk::Button::Kind::link}}));
    const auto silent = silent_partners(standing, writes);
    return visit.show(
        "notification/check",
        {.title = "Check and send", .section = "notification", .refusal = refusal},
        {{"heading",
          govuk::heading(
              {.title = sends ? "Check and send" : "What is written",
               .caption = "Notification of a serious incident",
               .lead = reading.shows_names()
                           ? "Names are shown. What is hard to read opens when you choose it."
                           : "Codes stand for names. What is hard to read opens when you choose it."})},
         {"has_missing", !found.empty()},
         {"missing", missing_list(found, visit, writes)},
         {"consequences", standing.is_draft() ? consequences(standing) : List{}},
         {"clock", std::move(clock)},
         {"parts",
          printed_parts(
              *standing.definition,
              standing.answers,
              reading,
              writes ? address(visit, "/sections") : std::string())},
         {"partners", std::move(partners)},
         {"has_silent", !silent.empty()},
         {"silent", silent},
         {"not_reached", address(visit, "/not-reached")},
         {"action", address(visit, "/sending")},
         {"sends", sends},
         {"send", std::move(send)}});
}

/// What a partner typed.
struct ViewTyped {
    std::string answer{};
    std::string day{};
    std::string month{};
    std::string year{};
    std::string words{};
    std::string version{"0"};
};

ViewTyped typed_from(const http::Form& form) {
    return {
        form.text("answer"),
        form.text("on-day"),
        form.text("on-month"),
        form.text("on-year"),
        form.text("words"),
        form.text("version")};
}

void put_date(ViewTyped& typed, Date date) {
    const std::chrono::year_month_day parts{date};
    typed.day = std::to_string(static_cast<unsigned>(parts.day()));
    typed.month = std::to_string(static_cast<unsigned>(parts.month()));
    typed.year = std::to_string(static_cast<int>(parts.year()));
}

std::optional<Date> date_in(const ViewTyped& typed) {
    const auto month = form::read_month(typed.month);
    const auto day = number_in(typed.day), year = number_in(typed.year);
    if (!month || day < 1 || day > 31 || year < 1900 || year > 9999) return {};
    return calendar::make_date(static_cast<int>(year), *month, static_cast<unsigned>(day));
}

std::string answer_in_words(PartnerAnswer answer) {
    switch (answer) {
    case PartnerAnswer::agree: return "We agree to notify";
    case PartnerAnswer::disagree: return "We do not agree";
    case PartnerAnswer::not_reached: return "We have not decided yet";
    }
    throw std::logic_error("an answer outside its list");
}

/// The partner's view as it stands, in the form's own fields.
ViewTyped standing_view(db::Transaction& tx, const Visit& visit, const Standing& standing) {
    ViewTyped typed;
    put_date(typed, visit.today());
    if (const auto* const view = standing.find_view(visit.by().organisation)) {
        const identity::Texts texts(tx, visit.house(), visit.access(), text_owner, identity::View::codes);
        typed.answer = to_text(view->answer);
        typed.words = texts.original(view->text_id);
        typed.version = std::to_string(view->version);
        put_date(typed, view->on);
    }
    return typed;
}

List saved_meanwhile(const ViewTyped& typed, const ViewTyped& standing) {
    const auto answer = [](const ViewTyped& view) {
        const auto read = read_partner_answer(view.answer);
        return read ? answer_in_words(*read) : std::string();
    };
    const auto date = [](const ViewTyped& view) {
        const auto on = date_in(view);
        return on ? calendar::in_figures(*on) : std::string();
    };
    return govuk::two_texts(
        {{"Should this incident be notified?", answer(typed), answer(standing)},
         {"When was this decided?", date(typed), date(standing)},
         {"In your own words", text::tidy(typed.words), standing.words}});
}

http::Response ask_view(Visit& visit, const ViewTyped& typed, const Refusal* refusal, List both = {}) {
    std::vector<govuk::Option> options;
    for (const auto answer : {PartnerAnswer::agree, PartnerAnswer::disagree, PartnerAnswer::not_reached})
        options.push_back({.value = std::string(to_text(answer)), .text = answer_in_words(answer)});
    const auto name =
        visit.read([&](db::Transaction& tx) { return organisation::load(tx, visit.by().organisation).name; });
    return visit.show(
        "notification/view",
        {.title = "Your view on notifying", .section = "notification", .refusal = refusal},
        {{"heading",
          govuk::heading(
              {.title = "Your view on notifying",
               .caption = name,
               .lead = "The council can send with a partner who disagrees. Your view and your words go with "
                       "it."})},
         {"back", address(visit, "/check")},
         {"two_texts", std::move(both)},
         {"version", typed.version},
         {"answer",
          govuk::radios(
              {.question = {.name = "answer", .label = "Should this incident be notified?"},
               .options = std::move(options),
               .chosen = typed.answer},
              refusal)},
         {"on",
          govuk::date_input(
              {.question =
                   {.name = "on", .label = "When was this decided?", .hint = "For example, 27 3 2026"},
               .day = typed.day,
               .month = typed.month,
               .year = typed.year},
              refusal)},
         {"words",
          govuk::textarea(
              {.question =
                   {.name = "words",
                    .label = "In your own words",
                    .hint = "Needed when you do not agree. Names become codes."},
               .value = typed.words},
              refusal)},
         {"send",
          govuk::buttons(
              {{.text = "Save our view", .once = true},
               {.text = "Cancel", .href = address(visit), .kind = govuk::Button::Kind::link}})}});
}

http::Response ask_decision(Visit& visit, const std::string& reason, const Refusal* refusal) {
    Standing standing;
    Object partners;
    visit.read([&](db::Transaction& tx) {
        standing = read_standing(tx, visit);
        partners = partner_list(tx, standing, visit);
    });
    return visit.show(
        "notification/decision",
        {.title = "Decided not to notify", .section = "notification", .refusal = refusal},
        {{"heading",
          govuk::heading(
              {.title = "Decided not to notify",
               .lead = "Use this when the partners have decided that the criteria are not met. It closes the "
                       "notification, and the reasons stay on the case."})},
         {"partners", std::move(partners)},
         {"reason",
          govuk::textarea(
              {.question =
                   {.name = "reason",
                    .label = "Why is this incident not notified?",
                    .hint = "What was known, what was weighed, and who decided."},
               .value = reason},
              refusal)},
         {"send",
          govuk::buttons(
              {{.text = "Record the decision", .kind = govuk::Button::Kind::warning, .once = true},
               {.text = "Cancel", .href = address(visit), .kind = govuk::Button::Kind::link}})}});
}

} // namespace

http::Response get_check(const http::Request&, Visit& visit) { return show_check(visit, nullptr); }

http::Response post_sending(const http::Request&, Visit& visit) {
    const auto sent = visit.work([&](Work& work) { return send(work, visit.access()); });
    if (!sent) return show_check(visit, &sent.refusal());
    return http::see_other(address(visit, "/receipt?done=sent"));
}

http::Response post_not_reached(const http::Request& request, Visit& visit) {
    const auto done = visit.work([&](Work& work) {
        GivenView view{request.form.text("partner"), PartnerAnswer::not_reached, work.today(), {}, 0};
        return give_view(work, visit.access(), view);
    });
    if (!done) return show_check(visit, &done.refusal());
    return http::see_other(address(visit, "/check?done=saved"));
}

http::Response get_view(const http::Request&, Visit& visit) {
    ViewTyped typed;
    const bool draft = visit.read([&](db::Transaction& tx) {
        const auto standing = read_standing(tx, visit);
        typed = standing_view(tx, visit, standing);
        return standing.is_draft();
    });
    if (!draft) return http::see_other(address(visit));
    return ask_view(visit, typed, nullptr);
}

http::Response post_view(const http::Request& request, Visit& visit) {
    const auto typed = typed_from(request.form);
    std::vector<Problem> problems;
    const auto answer = read_partner_answer(typed.answer);
    const auto on = date_in(typed);
    if (!answer) problems.push_back({"answer", "Choose whether your organisation agrees to notify"});
    if (!on) problems.push_back({"on", "Enter the date of the decision, for example 27 3 2026"});
    if (!answer || !on) {
        const auto refusal = invalid(std::move(problems));
        return ask_view(visit, typed, &refusal);
    }
    const auto given = visit.work([&](Work& work) {
        return give_view(
            work,
            visit.access(),
            {work.by.organisation, *answer, *on, typed.words, number_in(typed.version)});
    });
    if (!given && given.refusal().kind == Refusal::Kind::conflict) {
        const auto standing = visit.read(
            [&](db::Transaction& tx) { return standing_view(tx, visit, read_standing(tx, visit)); });
        auto again = typed;
        again.version = standing.version;
        return ask_view(visit, again, &given.refusal(), saved_meanwhile(typed, standing));
    }
    if (!given) return ask_view(visit, typed, &given.refusal());
    return http::see_other(address(visit, "?done=given"));
}

http::Response get_decision(const http::Request&, Visit& visit) {
    const auto notification = visit.read([&](db::Transaction& tx) { return find(tx, visit.access()); });
    if (notification && notification->state != State::drafted) return http::see_other(address(visit));
    return ask_decision(visit, "", nullptr);
}

http::Response post_decision(const http::Request& request, Visit& visit) {
    const auto reason = request.form.text("reason");
    const auto decided =
        visit.work([&](Work& work) { return decide_not_to_notify(work, visit.access(), reason); });
    if (!decided) return ask_decision(visit, reason, &decided.refusal());
    return http::see_other(address(visit, "?done=saved"));
}

} // namespace throughline::notification
