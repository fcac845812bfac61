// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/html/page.hpp"

namespace throughline::govuk {
namespace {

std::string digits_of(const std::string& phone) {
    std::string digits;
    for (const char c : phone)
        if ((c >= '0' && c <= '9') || (c == '+' && digits.empty())) digits += c;
    return digits;
}

// Keys that every surrounding has, so that components may name them.
Object
common(const std::string& title, const std::string& partnership, const Addresses& assets, bool refused) {
    return {
        {"title", (refused ? "Error: " : "") + title},
        {"name", "Throughline"},
        {"partnership", partnership},
        {"style", assets.style},
        {"script", assets.script},
        {"icon", assets.icon},
        {"sign_out", "/sign-out"},
    };
}

void add_help(Object& page, const Help& help) {
    page["help_name"] = help.name;
    page["help_phone"] = help.phone;
    page["help_digits"] = digits_of(help.phone);
    page["help_hours"] = help.hours;
}

Data person(const Person& person) {
    if (person.name.empty()) return false;
    return Object{{"name", person.name}, {"role", person.role}, {"account", person.account}};
}

Data case_bar(const CaseBar* bar) {
    if (!bar) return false;
    List notes;
    for (const auto& note : bar->notes) notes.emplace_back(note);
    Data names_switch = false;
    if (!bar->names_address.empty())
        names_switch = Object{
            {"address", bar->names_address},
            {"references", bar->names_shown ? "false" : "true"},
            {"names", bar->names_shown ? "true" : "false"},
        };
    return Object{
        {"name", bar->name},
        {"reference", bar->reference},
        {"notes", std::move(notes)},
        {"links", links(bar->tabs)},
        {"switch", std::move(names_switch)},
        {"named_until", bar->names_until},
    };
}

Data navigation(const std::vector<Link>& all, const std::string& find) {
    if (all.empty() && find.empty()) return false;
    return Object{{"links", links(all)}, {"find", find}};
}

} // namespace

Object closed_page(const ClosedPage& page) {
    auto object = common(page.title, page.partnership, page.assets, page.refused);
    add_help(object, page.help);
    object["csrf"] = page.csrf;
    object["once"] = page.once;
    object["person"] = person(page.person);
    object["navigation"] = navigation(page.navigation, page.find_action);
    object["case"] = case_bar(page.case_bar);
    object["notice"] = page.notice;
    object["wide"] = page.wide;
    return object;
}

Object public_page(const PublicPage& page) {
    auto object = common(page.title, page.partnership, page.assets, false);
    add_help(object, page.help);
    object["csrf"] = page.csrf;
    object["once"] = page.once;
    object["navigation"] = navigation(page.navigation, {});
    object["worried_phone"] = page.worried_phone;
    object["worried_digits"] = digits_of(page.worried_phone);
    object["worried_more"] = page.worried_more;
    object["exit"] = page.exit;
    object["feed"] = page.feed;
    object["footer"] = links(page.footer);
    object["published_by"] = page.published_by;
    return object;
}

Object contributor_page(const ContributorPage& page) {
    auto object = common(page.title, page.partnership, page.assets, page.refused);
    add_help(object, page.help);
    object["csrf"] = page.csrf;
    object["once"] = page.once;
    object["person"] = person(page.person);
    object["footer"] = links(page.footer);
    return object;
}

} // namespace throughline::govuk
