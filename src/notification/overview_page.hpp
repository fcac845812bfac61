// SPDX-License-Identifier: GPL-3.0-or-later
// What the notification's pages show together: sections, clock, the partners' views.
#pragma once

#include "notification/reading.hpp"
#include "organisation/organisation.hpp"
#include "platform/http/http.hpp"

namespace throughline::notification {

/// /cases/MAR-2026-004/notification, with what follows it.
std::string address(const Visit& visit, std::string_view rest = {});

/// Everything one page needs, read at one moment.
struct Standing {
    std::optional<Notification> notification{};
    const form::Definition* definition{};
    form::Answers answers{};
    std::map<std::string, SavedSection, std::less<>> sections{};
    std::vector<organisation::Organisation> partners{};
    std::vector<PartnerView> views{};
    std::vector<std::string> same_day{}; ///< other cases that the reader may open, of the same day (rule 8)
    std::vector<identity::Person> people{};
    identity::View view{identity::View::codes};

    bool is_draft() const { return !notification || notification->state == State::drafted; }
    const PartnerView* find_view(std::string_view partner) const;
};
Standing read_standing(db::Transaction& tx, const Visit& visit);

html::List task_list(const Standing& standing, const Visit& visit);
/// The sections beside the one that is open: {name, href, here, words}.
html::List section_links(const Standing& standing, const Visit& visit, std::string_view here);
/// The three partners with what each said. Words are shown with codes, or names in named view.
html::Object partner_list(db::Transaction& tx, const Standing& standing, const Visit& visit);
/// The council that must also be told, in words; empty when there is none (rule 11).
std::string home_authority_in_words(const Standing& standing);
/// The name of an account, for a reader.
std::string name_of(db::Transaction& tx, std::string_view account);

http::Response get_overview(const http::Request& request, Visit& visit);

} // namespace throughline::notification
