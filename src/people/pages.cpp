// SPDX-License-Identifier: GPL-3.0-or-later
#include "people/pages.hpp"

#include "people/account_pages.hpp"
#include "people/browser.hpp"
#include "people/confirmation_pages.hpp"
#include "people/onward.hpp"
#include "people/posted.hpp"
#include "people/session_cookie.hpp"
#include "platform/html/fields.hpp"
#include "platform/html/structure.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace throughline::people {
namespace {

using html::List;
using html::Object;

http::Response ask_to_sign_in(
    Visit& visit, std::string_view email, std::string_view next, const Refusal* refusal = nullptr) {
    return visit.show_public(
        "people/sign_in",
        {.title = "Sign in", .refusal = refusal},
        {{"email",
          govuk::text_input(
              {.question = {.name = "email", .label = "E-mail address"},
               .value = std::string(email),
               .width = govuk::Width::two_thirds,
               .type = "email",
               .autocomplete = "username",
               .spelling = govuk::Spelling::ignore},
              refusal)},
         {"password",
          govuk::text_input(
              {.question = {.name = "password", .label = "Password"},
               .width = govuk::Width::chars_20,
               .type = "password",
               .autocomplete = "current-password",
               .spelling = govuk::Spelling::ignore},
              refusal)},
         {"next", next},
         {"send", govuk::buttons({{.text = "Sign in"}})}});
}

http::Response get_sign_in(const http::Request& request, Visit& visit) {
    const auto next = onward(request.query.text("next"));
    if (visit.signed_in()) return http::see_other(next);
    return ask_to_sign_in(visit, "", next);
}

http::Response post_sign_in(const http::Request& request, Visit& visit) {
    const auto email = request.form.text("email");
    const auto next = onward(request.form.text("next"));
    if (email.empty() || request.form.text("password").empty()) {
        const auto refusal = email.empty() ? invalid("email", "Enter your e-mail address")
                                           : invalid("password", "Enter your password");
        return ask_to_sign_in(visit, email, next, &refusal);
    }
    const auto& house = visit.house();
    const auto challenge =
        house.database.read([&](db::Transaction& tx) { return challenge_for(tx, email, visit.at()); });
    const auto passed = passes(challenge, request.form.text("password"));
    if (!passed) throw http::Stop(503);
    const auto began = house.database.attempt([&](db::Transaction& tx) {
        auto outcome = sign_in(
            tx,
            email,
            challenge,
            *passed,
            visit.at(),
            house.random,
            browser_in_words(request.header("user-agent")));
        if (outcome) {
            const auto& account = outcome->account;
            const Actor actor{account.id, account.name, account.organisation_id, account.role};
            Work{tx, actor, visit.at(), house}.note("people.signed_in", account.id);
        }
        return outcome;
    });
    if (!began) {
        house.database.write([&](db::Transaction& tx) { note_failed_sign_in(tx, email, visit.at()); });
        return ask_to_sign_in(visit, email, next, &began.refusal());
    }
    // A new session begins at each sign-in; whatever session the browser held before is ended.
    if (visit.signed_in())
        house.database.write(
            [&](db::Transaction& tx) { end_session(tx, visit.session().token_hash, visit.at()); });
    return http::see_other(next).with("Set-Cookie", cookie_of_session(house, began->token));
}

http::Response post_sign_out(const http::Request&, Visit& visit) {
    const auto done = visit.work([&](Work& work) -> Outcome<Done> {
        end_session(work.tx, visit.session().token_hash, work.at);
        work.note("people.signed_out", work.by.account);
        return Done{};
    });
    if (!done) throw http::Stop(500);
    return http::see_other("/").with("Set-Cookie", cookie_of_no_session(visit.house()));
}

/// What was written in words is shown in full, so that the person sees that all of it is there. The rest are
/// codes and figures, which mean nothing apart from their form: they are counted.
http::Response get_kept(const http::Request& request, Visit& visit) {
    const auto kept = visit.read([&](db::Transaction& tx) {
        return find_kept_form(tx, visit.house(), visit.by().account, request.argument("id"));
    });
    if (!kept) throw http::Stop(404);
    List hidden, shown;
    std::size_t others = 0;
    for (const auto& [name, value] : kept->fields) {
        hidden.push_back(Object{{"name", name}, {"value", value}});
        if (value.find_first_of(" \n") != value.npos)
            shown.push_back(Object{{"value", value}});
        else if (name != "version" && !value.empty())
            ++others;
    }
    const bool has_shown = !shown.empty();
    return visit.show(
        "people/kept",
        {.title = "What you typed is safe"},
        {{"action", kept->path},
         {"hidden", std::move(hidden)},
         {"has_shown", has_shown},
         {"shown", std::move(shown)},
         {"others",
          others == 0   ? std::string()
          : others == 1 ? std::string("One short answer or choice is kept as well.")
                        : fmt::format("{} short answers and choices are kept as well.", others)},
         {"has_files", kept->files > 0},
         {"send", govuk::buttons({{.text = "Send it now", .once = true}})}});
}

} // namespace

void add_routes(http::Router<Permission, Visit>& routes) {
    using enum Permission;
    routes.get("/sign-in", everybody, get_sign_in);
    routes.post("/sign-in", everybody, post_sign_in);
    routes.post("/sign-out", signed_in, post_sign_out);
    routes.get("/kept/{id}", signed_in, get_kept);
    add_confirmation_routes(routes);
    add_account_routes(routes);
}

} // namespace throughline::people
