// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/layout.hpp"

#include "organisation/organisation.hpp"
#include "platform/crypto/crypto.hpp"
#include "platform/html/page.hpp"

#include <array>

namespace throughline {
namespace {

using people::Permission;
using people::Visit;

struct Tab {
    std::string_view section{};
    std::string_view text{};
    std::string_view path{};
    Permission permission{};
};
constexpr std::array tabs{
    Tab{"overview", "Overview", "", Permission::view_case},
    Tab{"notification", "Notification", "/notification", Permission::view_case},
    Tab{"people", "People", "/people", Permission::view_case},
    Tab{"return", "Your return", "/return", Permission::give_return},
    Tab{"returns", "Returns", "/returns", Permission::manage_returns},
    Tab{"chronology", "Chronology", "/chronology", Permission::view_chronology},
    Tab{"rapid-review", "Rapid review", "/rapid-review", Permission::view_case},
    Tab{"local-review", "Local review", "/local-review", Permission::view_case},
    Tab{"actions", "Actions", "/actions", Permission::view_action},
    Tab{"report", "Report", "/report", Permission::write_report},
    Tab{"publication", "Publication", "/publication", Permission::manage_publication},
    Tab{"thread", "Thread", "/thread", Permission::view_case},
    Tab{"access", "Access", "/access", Permission::manage_access},
    Tab{"record", "Record", "/record", Permission::view_record_of_access},
};

struct Notice {
    std::string_view code{};
    std::string_view words{};
};
constexpr std::array notices{
    Notice{"saved", "Saved."},
    Notice{"opened", "The case is open. Only the people listed under “Access” can see it."},
    Notice{"sent", "Sent. What was sent cannot be changed."},
    Notice{"given", "Thank you. Your answer has been kept."},
    Notice{"signed", "Signed. You signed these words and no others."},
    Notice{"repaired", "The date is repaired. The words as they were written stay beside it."},
    Notice{"published", "Published."},
    Notice{"begun", "Begun."},
    Notice{"again", "The failed jobs are being tried again. Look here again in a minute."},
    Notice{"password", "Your password is changed. You are signed out everywhere else."},
    Notice{"password_alone", "Your password alone signs you in now."},
    Notice{"ended", "Ended. Whoever used it has to sign in again."},
};

std::string notice_for(std::string_view code) {
    for (const auto& notice : notices)
        if (notice.code == code) return std::string(notice.words);
    return {};
}

/// Whose site it is, read once: a partnership's name does not change while a server runs.
struct Home {
    std::string name{"Throughline"};
    std::string phone{};
};

Home read_home(const people::Environment& house) {
    return house.database.read([](db::Transaction& tx) -> Home {
        const auto partnership = organisation::find_home_partnership(tx);
        if (!partnership) return {};
        return {partnership->name, partnership->phone};
    });
}

govuk::Addresses addresses(const html::Assets& assets, bool is_public) {
    return {
        assets.address(is_public ? "public.css" : "closed.css"),
        assets.address("app.js"),
        assets.address("icon.svg")};
}

std::vector<govuk::Link> navigation(const Visit& visit, const people::Page& page) {
    std::vector<govuk::Link> links{{"Cases", "/cases", page.section == "cases" || visit.has_case()}};
    if (people::may(visit.by().role, Permission::view_action))
        links.push_back({"My actions", "/actions", page.section == "my-actions"});
    if (people::may(visit.by().role, Permission::watch_operations))
        links.push_back({"Operations", "/operations", page.section == "operations"});
    links.push_back({"Published reviews", "/reviews", false});
    return links;
}

govuk::CaseBar case_bar(const Visit& visit, const people::Page& page, const Surroundings& around) {
    const auto& access = visit.access();
    govuk::CaseBar bar{
        .name = around.case_name, .reference = access.reference(), .notes = {around.case_stage}};
    for (const auto& tab : tabs)
        if (access.may(tab.permission))
            bar.tabs.push_back(
                {std::string(tab.text),
                 "/cases/" + access.reference() + std::string(tab.path),
                 tab.section == page.section});
    if (access.may(Permission::view_names)) {
        bar.names_address = "/cases/" + access.reference() + "/names";
        bar.names_shown = !around.names_until.empty();
        bar.names_until = around.names_until;
    }
    return bar;
}

std::string with_once(const Visit& visit) {
    return crypto::base64url(crypto::random_bytes(12, visit.house().random));
}

html::Object closed(
    const html::Assets& assets,
    const Home& home,
    const Visit& visit,
    const people::Page& page,
    const Surroundings& around) {
    std::optional<govuk::CaseBar> bar;
    if (visit.has_case()) bar = case_bar(visit, page, around);
    govuk::ClosedPage closed{
        .title = page.title,
        .partnership = home.name,
        .assets = addresses(assets, false),
        .csrf = people::mask_csrf(visit.session().csrf, visit.house().random),
        .person = {visit.by().name, std::string(people::in_words(visit.by().role)), "/account"},
        .navigation = navigation(visit, page),
        .find_action = "",
        .case_bar = bar ? &*bar : nullptr,
        .help = {"the business unit", home.phone, "Monday to Friday, 9am to 5pm"},
        .notice = notice_for(around.notice),
        .wide = page.wide,
        .refused = page.refusal != nullptr};
    return govuk::closed_page(closed);
}

html::Object
open(const html::Assets& assets, const Home& home, const Visit& visit, const people::Page& page) {
    return govuk::public_page(
        {.title = page.refusal ? "Error: " + page.title : page.title,
         .partnership = home.name,
         .assets = addresses(assets, true),
         .csrf = visit.signed_in() ? people::mask_csrf(visit.session().csrf, visit.house().random) : "",
         .navigation =
             {{"Home", "/", page.section == "home"},
              {"Reviews", "/reviews", page.section == "reviews"},
              {visit.signed_in() ? "Your cases" : "Sign in",
               visit.signed_in() ? "/cases" : "/sign-in",
               false}},
         .worried_phone = home.phone,
         .worried_more = "/worried",
         .exit = page.exit ? "https://www.bbc.co.uk/weather" : "",
         .feed = "/feed.atom",
         .footer =
             {{"Feed of published reviews", "/feed.atom", false},
              {"Does the service work now?", "/status", false}},
         .published_by = home.name + ": the council, the NHS and the police, equally responsible.",
         .help = {"the business unit", home.phone, "Monday to Friday, 9am to 5pm"}});
}

} // namespace

Layout make_layout(const html::Assets& assets, const people::Environment& house) {
    return [&assets, home = read_home(house)](
               const Visit& visit, const people::Page& page, bool is_public, const Surroundings& around) {
        auto object = is_public ? open(assets, home, visit, page) : closed(assets, home, visit, page, around);
        object.insert_or_assign("once", with_once(visit));
        return object;
    };
}

} // namespace throughline
