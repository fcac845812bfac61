// SPDX-License-Identifier: GPL-3.0-or-later
#include "people/account_pages.hpp"

#include "organisation/organisation.hpp"
#include "people/browser.hpp"
#include "people/confirmation.hpp"
#include "people/cookie.hpp"
#include "people/second_factor.hpp"
#include "platform/html/fields.hpp"
#include "platform/html/structure.hpp"

namespace throughline::people {
namespace {

using html::List;
using html::Object;

Object
who(const Account& account, const std::string& organisation, Instant password_set, bool has_second_factor) {
    std::vector<govuk::SummaryRow> rows{{.key = "Name", .value = account.name}};
    if (!account.post.empty()) rows.push_back({.key = "Post", .value = account.post});
    rows.push_back({.key = "Organisation", .value = organisation});
    rows.push_back({.key = "Role here", .value = std::string(in_words(account.role))});
    rows.push_back({.key = "E-mail address", .value = account.email});
    rows.push_back(
        {.key = "Password",
         .value = "Set on " + calendar::in_figures(calendar::london_date(password_set)),
         .action = {"Change", "/account/password"},
         .about = "your password"});
    rows.push_back(
        {.key = "Code on your phone",
         .value = has_second_factor ? "Asked for when you sign in" : "Not set up",
         .action = {has_second_factor ? "Change" : "Set up", "/account/second-factor"},
         .about = "the code on your phone"});
    return govuk::summary_list(rows);
}

List sessions(const std::vector<OpenSession>& open) {
    List rows;
    for (const auto& session : open)
        rows.push_back(Object{
            {"browser", session.browser.empty() ? "A browser" : session.browser},
            {"began", calendar::in_full(session.began_at)},
            {"seen", calendar::in_full(session.seen_at)},
            {"is_this", session.is_this},
            {"handle", session.handle}});
    return rows;
}

http::Response get_account(const http::Request&, Visit& visit) {
    const auto& account = visit.session().account;
    std::string organisation;
    Instant password_set{};
    std::vector<OpenSession> open;
    bool has_second_factor = false;
    visit.read([&](db::Transaction& tx) {
        organisation = organisation::load(tx, account.organisation_id).name;
        password_set = password_set_at(tx, account.id);
        open = open_sessions(tx, visit.session(), visit.at());
        has_second_factor = find_second_factor(tx, account.id).has_value();
    });
    const bool has_others = open.size() > 1;
    return visit.show(
        "people/account",
        {.title = "Your account"},
        {{"heading",
          govuk::heading(
              {.title = "Your account",
               .lead = "If your name, post or role is wrong here, tell the business unit."})},
         {"who", who(account, organisation, password_set, has_second_factor)},
         {"sessions", sessions(open)},
         {"has_others", has_others}});
}

http::Response post_sessions(const http::Request& request, Visit& visit) {
    const auto ends = request.form.text("end");
    const auto done = visit.work([&](Work& work) -> Outcome<Done> {
        const auto& session = visit.session();
        if (ends == "others")
            end_sessions(work.tx, session.account.id, session.token_hash, work.at);
        else if (const auto ended = end_other_session(work.tx, session, ends, work.at); !ended)
            return ended.refusal();
        work.note("people.session_ended", session.account.id, "by_its_owner");
        return Done{};
    });
    if (!done) throw http::Stop(500);
    return http::see_other("/account?done=ended");
}

http::Response ask_for_password(Visit& visit, const Refusal* refusal) {
    const auto ask = [&](const char* name, const char* label, const char* hint, const char* autocomplete) {
        return govuk::text_input(
            {.question = {.name = name, .label = label, .hint = hint},
             .width = govuk::Width::chars_20,
             .type = "password",
             .autocomplete = autocomplete,
             .spelling = govuk::Spelling::ignore},
            refusal);
    };
    return visit.show(
        "people/password",
        {.title = "Change your password", .refusal = refusal},
        {{"heading",
          govuk::heading(
              {.title = "Change your password",
               .lead = "You stay signed in here and are signed out everywhere else."})},
         {"current", ask("current_password", "Your password as it is now", "", "current-password")},
         {"next",
          ask("new_password",
              "Your new password",
              "At least 12 characters. Three or four words that have nothing to do with each other are good: "
              "easy "
              "to keep in mind, hard to guess. You can paste it from a password manager.",
              "new-password")},
         {"send",
          govuk::buttons(
              {{.text = "Change password", .once = true},
               {.text = "Cancel", .href = "/account", .kind = govuk::Button::Kind::link}})}});
}

http::Response get_password(const http::Request&, Visit& visit) { return ask_for_password(visit, nullptr); }

/// What can be said without looking at the account.
std::optional<Refusal>
wrong_with(const Account& account, const std::string& current, const std::string& next) {
    if (current.empty()) return invalid("current_password", "Enter your password as it is now");
    if (const auto can = can_be_password("new_password", next, account); !can) return can.refusal();
    if (next == current) return invalid("new_password", "Enter another password than the one you have");
    return {};
}

http::Response post_password(const http::Request& request, Visit& visit) {
    const auto& account = visit.session().account;
    const auto& house = visit.house();
    const auto current = request.form.text("current_password"), next = request.form.text("new_password");
    if (const auto wrong = wrong_with(account, current, next)) return ask_for_password(visit, &*wrong);
    switch (confirm(house, visit.session(), current, visit.at())) {
    case Confirmation::confirmed: break;
    case Confirmation::busy: throw http::Stop(503);
    case Confirmation::ended: return http::see_other("/sign-in?next=/account/password");
    case Confirmation::wrong:
        const auto refusal = invalid("current_password", "This is not your password. Try again");
        return ask_for_password(visit, &refusal);
    }
    const auto hash = hash_in_turn(next);
    if (!hash) throw http::Stop(503);
    // A session of its own for what comes after: whoever had the old one's cookie has nothing.
    const auto began = visit.work([&](Work& work) -> Outcome<Began> {
        set_password(work.tx, account.id, *hash, {}, work.at);
        work.note("people.password_changed", account.id);
        return begin_session(
            work.tx, account, work.at, house.random, browser_in_words(request.header("user-agent")));
    });
    if (!began) throw http::Stop(500);
    return http::see_other("/account?done=password")
        .with("Set-Cookie", set_cookie(house, session_cookie, began->token));
}

} // namespace

void add_account_routes(http::Router<Permission, Visit>& routes) {
    using enum Permission;
    routes.get("/account", signed_in, get_account);
    routes.post("/account/sessions", signed_in, post_sessions, http::Confirm::it_is_you);
    routes.get("/account/password", signed_in, get_password);
    routes.post("/account/password", signed_in, post_password);
}

} // namespace throughline::people
