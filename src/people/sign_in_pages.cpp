// SPDX-License-Identifier: GPL-3.0-or-later
#include "people/sign_in_pages.hpp"

#include "people/browser.hpp"
#include "people/cookie.hpp"
#include "people/device.hpp"
#include "people/half_signed_in.hpp"
#include "people/onward.hpp"
#include "people/second_factor.hpp"
#include "people/sign_in.hpp"
#include "platform/html/fields.hpp"
#include "platform/html/structure.hpp"

namespace throughline::people {
namespace {

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

http::Response ask_for_code(Visit& visit, std::string_view next, const Refusal* refusal = nullptr) {
    return visit.show_public(
        "people/sign_in_code",
        {.title = "Enter your code", .refusal = refusal},
        {{"code",
          govuk::text_input(
              {.question =
                   {.name = "one_time_code",
                    .label = "Code",
                    .hint = "Six digits. Your phone shows a new code every 30 seconds."},
               .width = govuk::Width::chars_20,
               .autocomplete = "one-time-code",
               .spelling = govuk::Spelling::ignore},
              refusal)},
         {"lost",
          govuk::details(
              "I do not have my phone",
              "Enter one of your recovery codes in place of the code: twelve letters and digits. Each works "
              "once. If you have none left, the people who run Throughline can help you.")},
         {"next", next},
         {"send",
          govuk::buttons(
              {{.text = "Continue"},
               {.text = "Begin again", .href = "/sign-in", .kind = govuk::Button::Kind::link}})}});
}

/// What the door came to: a session, or the way on to the code.
struct LetIn {
    std::string session{};
    std::string device{}; ///< for the cookie by which this device is known from now on
    std::string half{};
};

std::string device_of(const Visit& visit, const http::Request& request) {
    return cookie_in(request, visit.house(), device_cookie);
}

/// Begins a session for somebody who has shown who they are. Whatever session the browser held before is
/// ended.
LetIn let_in(
    db::Transaction& tx,
    const Visit& visit,
    const http::Request& request,
    const Account& account,
    std::string_view shown_by) {
    const auto& house = visit.house();
    if (visit.signed_in()) end_session(tx, visit.session().token_hash, visit.at());
    const Actor actor{account.id, account.name, account.organisation_id, account.role};
    Work{tx, actor, visit.at(), house}.note("people.signed_in", account.id, shown_by);
    const auto browser = browser_in_words(request.header("user-agent"));
    return {
        .session = begin_session(tx, account, visit.at(), house.random, browser).token,
        .device =
            with_known_device(house.keys, device_of(visit, request), account.id, visit.at(), house.random)};
}

http::Response lead_on(const Visit& visit, const LetIn& come_to, const std::string& next) {
    const auto& house = visit.house();
    if (come_to.session.empty())
        return http::see_other("/sign-in/code?next=" + http::encode(next))
            .with(
                "Set-Cookie", set_cookie(house, half_signed_in_cookie, come_to.half, half_signed_in_seconds));
    return http::see_other(next)
        .with("Set-Cookie", set_cookie(house, session_cookie, come_to.session))
        .with("Set-Cookie", set_cookie(house, device_cookie, come_to.device, device_known_seconds));
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
    const auto device = device_of(visit, request);
    const auto tried = house.database.write(
        [&](db::Transaction& tx) { return begin_sign_in(tx, house.keys, email, device, visit.at()); });
    const auto passed = passes(tried.challenge, request.form.text("password"));
    if (!passed) {
        house.database.write([&](db::Transaction& tx) { give_try_back(tx, tried.door); });
        throw http::Stop(503);
    }
    const auto come_to = house.database.attempt([&](db::Transaction& tx) -> Outcome<LetIn> {
        const auto account = finish_sign_in(tx, tried, *passed);
        if (!account) return account.refusal();
        if (find_second_factor(tx, account->id))
            return LetIn{.half = begin_half_signed_in(tx, account->id, visit.at(), house.random)};
        return let_in(tx, visit, request, *account, "");
    });
    if (!come_to) return ask_to_sign_in(visit, email, next, &come_to.refusal());
    return lead_on(visit, *come_to, next);
}

http::Response get_code(const http::Request& request, Visit& visit) {
    const auto next = onward(request.query.text("next"));
    const auto token = cookie_in(request, visit.house(), half_signed_in_cookie);
    const auto whose =
        visit.read([&](db::Transaction& tx) { return find_half_signed_in(tx, token, visit.at()); });
    if (whose) return ask_for_code(visit, next);
    if (visit.signed_in()) return http::see_other(next);
    return ask_to_sign_in(visit, "", next);
}

/// In a transaction that is kept also when it refuses: the try was counted. Missing, when there is nobody
/// whose code it could be.
Outcome<LetIn>
take_the_code(db::Transaction& tx, const Visit& visit, const http::Request& request, std::string_view token) {
    const auto& house = visit.house();
    const auto account = find_half_signed_in(tx, token, visit.at());
    if (!account) return missing();
    const auto device = known_device(house.keys, device_of(visit, request), account->id, visit.at());
    const auto shown =
        check_second_factor(tx, house, account->id, request.form.text("one_time_code"), device, visit.at());
    if (!shown) return shown.refusal();
    if (!end_half_signed_in(tx, token)) return missing();
    const bool is_recovery = *shown == Shown::recovery_code;
    return let_in(tx, visit, request, *account, is_recovery ? "recovery_code" : "code");
}

http::Response post_code(const http::Request& request, Visit& visit) {
    const auto& house = visit.house();
    const auto next = onward(request.form.text("next"));
    const auto token = cookie_in(request, house, half_signed_in_cookie);
    if (request.form.text("one_time_code").empty()) {
        const auto refusal = invalid("one_time_code", "Enter the code that your phone shows");
        return ask_for_code(visit, next, &refusal);
    }
    const auto come_to =
        house.database.write([&](db::Transaction& tx) { return take_the_code(tx, visit, request, token); });
    if (come_to)
        return lead_on(visit, *come_to, next)
            .with("Set-Cookie", take_cookie_away(house, half_signed_in_cookie));
    if (come_to.refusal().kind != Refusal::Kind::missing)
        return ask_for_code(visit, next, &come_to.refusal());
    const auto refusal = invalid(
        "email", "The five minutes for the code ran out. Enter your e-mail address and password once more");
    return ask_to_sign_in(visit, "", next, &refusal);
}

http::Response post_sign_out(const http::Request&, Visit& visit) {
    const auto done = visit.work([&](Work& work) -> Outcome<Done> {
        end_session(work.tx, visit.session().token_hash, work.at);
        work.note("people.signed_out", work.by.account);
        return Done{};
    });
    if (!done) throw http::Stop(500);
    return http::see_other("/").with("Set-Cookie", take_cookie_away(visit.house(), session_cookie));
}

} // namespace

void add_sign_in_routes(http::Router<Permission, Visit>& routes) {
    using enum Permission;
    routes.get("/sign-in", everybody, get_sign_in);
    routes.post("/sign-in", everybody, post_sign_in);
    routes.get("/sign-in/code", everybody, get_code);
    routes.post("/sign-in/code", everybody, post_code);
    routes.post("/sign-out", signed_in, post_sign_out);
}

} // namespace throughline::people
