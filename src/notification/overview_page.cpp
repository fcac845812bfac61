// SPDX-License-Identifier: GPL-3.0-or-later
#include "notification/overview_page.hpp"

#include "case_file/operations.hpp"
#include "notification/clock_view.hpp"
#include "platform/form/problems.hpp"
#include "platform/html/casework.hpp"
#include "platform/html/fields.hpp"
#include "platform/html/structure.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace throughline::notification {
namespace {

using html::List;
using html::Object;

/// Rule 8: one incident, one notification. Only cases that are shared with the reader are named.
std::vector<std::string>
same_day_elsewhere(db::Transaction& tx, const Visit& visit, const std::optional<Notification>& notification) {
    std::vector<std::string> references;
    if (!notification || !notification->incident_on) return references;
    for (const auto& file : case_file::cases_of(tx, visit.by(), visit.at())) {
        if (file.id == visit.access().id()) continue;
        const auto row = tx.row(
            "SELECT 1 AS one FROM notification WHERE case_id = :case_id AND incident_on = :day",
            {{"case_id", file.id}, {"day", calendar::to_text(*notification->incident_on)}});
        if (row) references.push_back(file.reference);
    }
    return references;
}

struct Shown {
    govuk::State state{};
    std::string words{};
};

Shown shown(form::Progress progress) {
    switch (progress) {
    case form::Progress::not_started: return {govuk::State::next, "Not started"};
    case form::Progress::optional: return {govuk::State::nothing, "Nothing needed"};
    case form::Progress::under_way: return {govuk::State::now, "Under way"};
    case form::Progress::done: return {govuk::State::done, "Done"};
    }
    throw std::logic_error("a progress outside its list");
}

std::string still_unknown(std::size_t gaps) {
    if (gaps == 0) return {};
    return gaps == 1 ? "1 thing is not known yet. It holds nothing up."
                     : fmt::format("{} things are not known yet. They hold nothing up.", gaps);
}

std::string lead(const Standing& standing, const Visit& visit) {
    const auto& notification = standing.notification;
    if (!notification) return "Nothing has been written yet. The sections can be done in any order.";
    switch (notification->state) {
    case State::submitted:
        return fmt::format("Sent on {}.", calendar::in_full(notification->submitted_at.value()));
    case State::not_notified:
        return fmt::format(
            "It was decided on {} not to notify.", calendar::in_full(notification->decided_at.value()));
    case State::drafted: break;
    }
    if (!notification->counted)
        return "The five working days are counted as soon as the date of awareness is known.";
    return fmt::format(
        "{}. Send by {}.",
        time_left(*notification->counted, visit.house().statute, visit.at()),
        calendar::in_full(notification->counted->due));
}

List actions(const Standing& standing, const Visit& visit) {
    std::vector<govuk::Button> buttons;
    const auto& access = visit.access();
    const bool records = access.may(Permission::record_notification);
    if (standing.is_draft() && access.may(Permission::give_partner_view))
        buttons.push_back(
            {.text = "Give your organisation's view", .href = address(visit, "/view"), .kind = {}});
    if (standing.is_draft())
        buttons.push_back(
            {.text = records ? "Check and send" : "Read what is written",
             .href = address(visit, "/check"),
             .kind = govuk::Button::Kind::secondary});
    if (standing.is_draft() && access.may(Permission::submit_notification))
        buttons.push_back(
            {.text = "Decided not to notify",
             .href = address(visit, "/decision"),
             .kind = govuk::Button::Kind::link});
    if (standing.notification && standing.notification->state == State::submitted) {
        buttons.push_back({.text = "See the receipt", .href = address(visit, "/receipt")});
        buttons.push_back(
            {.text = "Read it as it was sent",
             .href = address(visit, "/record"),
             .kind = govuk::Button::Kind::secondary});
    }
    List list;
    if (!buttons.empty()) list.push_back(govuk::buttons(buttons));
    return list;
}

} // namespace

std::string address(const Visit& visit, std::string_view rest) {
    return "/cases/" + visit.access().reference() + "/notification" + std::string(rest);
}

const PartnerView* Standing::find_view(std::string_view partner) const {
    const auto found = std::ranges::find(views, partner, &PartnerView::partner);
    return found == views.end() ? nullptr : &*found;
}

Standing read_standing(db::Transaction& tx, const Visit& visit) {
    Standing standing;
    const auto& access = visit.access();
    standing.notification = find(tx, access);
    standing.definition = &definition_for(visit.house(), standing.notification, visit.today());
    standing.answers = answers_of(tx, visit.house(), access, *standing.definition, standing.notification);
    standing.sections = saved_sections(tx, access);
    standing.partners = organisation::partners_of(tx, case_file::load(tx, access).partnership_id);
    standing.views = views_of(tx, access);
    standing.same_day = same_day_elsewhere(tx, visit, standing.notification);
    standing.people = identity::people_of(tx, visit.house(), access);
    standing.view = identity::view_for(tx, visit);
    return standing;
}

html::List task_list(const Standing& standing, const Visit& visit) {
    const bool writes = standing.is_draft() && visit.access().may(Permission::record_notification);
    std::vector<govuk::Task> tasks;
    for (const auto& section : standing.definition->sections) {
        auto [state, words] = shown(form::progress(section, standing.answers, visit.today()));
        tasks.push_back(
            {.name = section.title,
             .href = address(visit, writes ? "/sections/" + section.id : "/check#" + section.id),
             .why = still_unknown(form::gaps(section, standing.answers).size()),
             .state = state,
             .words = std::move(words)});
    }
    List list;
    list.push_back(govuk::tasks(tasks));
    return list;
}

html::List section_links(const Standing& standing, const Visit& visit, std::string_view here) {
    List list;
    for (const auto& section : standing.definition->sections)
        list.push_back(Object{
            {"name", section.title},
            {"href", address(visit, "/sections/" + section.id)},
            {"here", section.id == here},
            {"words", shown(form::progress(section, standing.answers, visit.today())).words}});
    return list;
}

html::Object partner_list(db::Transaction& tx, const Standing& standing, const Visit& visit) {
    const identity::Texts texts(tx, visit.house(), visit.access(), text_owner, standing.view);
    std::vector<govuk::Partner> list;
    for (const auto& partner : standing.partners) {
        const auto* const view = standing.find_view(partner.id);
        govuk::Partner shown{.name = partner.name, .state = govuk::State::next, .words = "No view yet"};
        if (view) {
            shown.state = view->answer == PartnerAnswer::not_reached ? govuk::State::waiting
                          : view->answer == PartnerAnswer::agree     ? govuk::State::done
                                                                     : govuk::State::differs;
            shown.words = fmt::format("{}, {}", in_words(view->answer), calendar::in_figures(view->on));
            shown.note = view->text_id.empty() ? std::string() : texts.words(view->text_id);
        }
        list.push_back(std::move(shown));
    }
    return govuk::partners(list);
}

std::string home_authority_in_words(const Standing& standing) {
    if (!standing.notification) return {};
    const auto& code = standing.notification->home_authority;
    if (code.empty() || code == "no_other" || code == form::not_known_code) return {};
    for (const auto& section : standing.definition->sections)
        for (const auto& question : section.questions)
            if (question.id == "home_authority")
                for (const auto& option : question.options)
                    if (option.code == code) return option.words;
    return {};
}

std::string name_of(db::Transaction& tx, std::string_view account) {
    const auto found = people::find_account(tx, account);
    return found ? found->name + ", " + found->post : std::string("Throughline");
}

http::Response get_overview(const http::Request&, Visit& visit) {
    Standing standing;
    Object partners;
    std::string reason;
    visit.read([&](db::Transaction& tx) {
        standing = read_standing(tx, visit);
        partners = partner_list(tx, standing, visit);
        if (standing.notification && !standing.notification->reason_text.empty())
            reason = identity::Texts(tx, visit.house(), visit.access(), text_owner, standing.view)
                         .words(standing.notification->reason_text);
    });
    List clock, ruler, warnings;
    if (standing.is_draft() && standing.notification && standing.notification->counted) {
        const auto& counted = *standing.notification->counted;
        clock.push_back(clock_card(counted, visit.house().statute, visit.at()));
        ruler.push_back(clock_ruler(counted, visit.today()));
    }
    for (const auto& reference : standing.same_day)
        warnings.push_back(govuk::inset(
            "Case " + reference +
            " tells of the same day. One incident has one notification, however many children were in it."));
    List reasons;
    if (!reason.empty()) reasons.push_back(govuk::details("Why it was not notified", reason));
    return visit.show(
        "notification/overview",
        {.title = "Notification", .section = "notification"},
        {{"heading",
          govuk::heading(
              {.title = "Notification of a serious incident",
               .caption = standing.notification ? standing.notification->reference : std::string(),
               .lead = lead(standing, visit)})},
         {"warnings", std::move(warnings)},
         {"reasons", std::move(reasons)},
         {"ruler", std::move(ruler)},
         {"tasks", task_list(standing, visit)},
         {"partners", std::move(partners)},
         {"clock", std::move(clock)},
         {"actions", actions(standing, visit)}});
}

} // namespace throughline::notification
