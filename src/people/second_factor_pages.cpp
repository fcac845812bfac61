// SPDX-License-Identifier: GPL-3.0-or-later
#include "people/second_factor_pages.hpp"

#include "organisation/organisation.hpp"
#include "people/one_time_code.hpp"
#include "people/second_factor.hpp"
#include "platform/calendar/names.hpp"
#include "platform/html/fields.hpp"
#include "platform/html/qr_code.hpp"
#include "platform/html/structure.hpp"

#include <fmt/format.h>

namespace throughline::people {
namespace {

constexpr const char* here = "/account/second-factor";
constexpr const char* set_up = "/account/second-factor/set-up";

std::string in_words(std::size_t codes_left) {
    if (codes_left == 0) return "None. Make new ones today";
    return fmt::format("{} of {}", codes_left, recovery_codes_made);
}

html::Object facts_about(const SecondFactor& factor) {
    return govuk::summary_list(
        {{.key = "Asked for since", .value = calendar::in_figures(calendar::london_date(factor.set_up_at))},
         {.key = "Recovery codes left", .value = in_words(factor.recovery_codes_left)}});
}

http::Response get_second_factor(const http::Request&, Visit& visit) {
    const auto factor =
        visit.read([&](db::Transaction& tx) { return find_second_factor(tx, visit.by().account); });
    return visit.show(
        "people/second_factor",
        {.title = "A code on your phone"},
        {{"heading",
          govuk::heading(
              {.title = "A code on your phone",
               .lead = "Somebody who learns your password still cannot sign in as you without your phone."})},
         {"is_set_up", factor.has_value()},
         {"facts", factor ? html::Data(facts_about(*factor)) : html::Data(false)},
         {"begin",
          govuk::buttons(
              {{.text = factor ? "Use another phone" : "Set it up",
                .kind = factor ? govuk::Button::Kind::secondary : govuk::Button::Kind::primary,
                .once = true}})},
         {"make_codes",
          govuk::buttons(
              {{.text = "Make new recovery codes", .kind = govuk::Button::Kind::secondary, .once = true}})},
         {"remove",
          govuk::buttons(
              {{.text = "Stop asking for a code", .kind = govuk::Button::Kind::warning, .once = true}})}});
}

http::Response post_begin(const http::Request&, Visit& visit) {
    const auto begun = visit.work([](Work& work) -> Outcome<Done> {
        begin_second_factor(work);
        return Done{};
    });
    if (!begun) throw http::Stop(500);
    return http::see_other(set_up);
}

std::string service_name(db::Transaction& tx) {
    const auto partnership = organisation::find_home_partnership(tx);
    return partnership ? "Throughline, " + partnership->name : "Throughline";
}

http::Response ask_for_first_code(Visit& visit, const Refusal* refusal) {
    const auto& account = visit.session().account;
    std::string service;
    const auto secret = visit.read([&](db::Transaction& tx) {
        service = service_name(tx);
        return begun_secret(tx, visit.house(), account.id, visit.at());
    });
    if (!secret) return http::see_other(here);
    return visit.show(
        "people/second_factor_set_up",
        {.title = "Set up your phone", .refusal = refusal},
        {{"heading", govuk::heading({.title = "Set up your phone"})},
         {"picture",
          govuk::qr_code(
              address_for_phones(*secret, service, account.email),
              "A square of dots for your phone’s camera. The key below says the same")},
         {"account", account.email},
         {"key", in_groups(*secret)},
         {"code",
          govuk::text_input(
              {.question =
                   {.name = "one_time_code",
                    .label = "The code that your phone shows now",
                    .hint = "Six digits. Your phone shows a new code every 30 seconds."},
               .width = govuk::Width::chars_10,
               .inputmode = "numeric",
               .autocomplete = "one-time-code",
               .spelling = govuk::Spelling::ignore},
              refusal)},
         {"send",
          govuk::buttons(
              {{.text = "Continue", .once = true},
               {.text = "Cancel", .href = here, .kind = govuk::Button::Kind::link}})}});
}

/// The answer to the post itself, because nobody can show them again.
http::Response show_recovery_codes(Visit& visit, const std::vector<std::string>& codes) {
    return visit.show(
        "people/recovery_codes",
        {.title = "Your recovery codes"},
        {{"heading",
          govuk::heading(
              {.title = "Your recovery codes",
               .lead = "For the day when your phone is lost, broken or at home. Each signs you in once."})},
         {"codes", html::List(codes.begin(), codes.end())},
         {"kept", govuk::buttons({{.text = "I have kept them", .href = here}})}});
}

http::Response get_set_up(const http::Request&, Visit& visit) { return ask_for_first_code(visit, nullptr); }

http::Response post_set_up(const http::Request& request, Visit& visit) {
    const auto typed = request.form.text("one_time_code");
    const auto codes =
        visit.work([&](Work& work) { return set_up_second_factor(work, typed, visit.session().token_hash); });
    if (codes) return show_recovery_codes(visit, *codes);
    return ask_for_first_code(visit, &codes.refusal());
}

http::Response post_codes(const http::Request&, Visit& visit) {
    const auto codes = visit.work([](Work& work) { return make_recovery_codes(work); });
    if (!codes) return http::see_other(here);
    return show_recovery_codes(visit, *codes);
}

http::Response post_remove(const http::Request&, Visit& visit) {
    const auto removed = visit.work([](Work& work) -> Outcome<Done> {
        take_away_second_factor(work);
        return Done{};
    });
    if (!removed) throw http::Stop(500);
    return http::see_other(std::string(here) + "?done=password_alone");
}

} // namespace

void add_second_factor_routes(http::Router<Permission, Visit>& routes) {
    using enum Permission;
    using enum http::Confirm;
    routes.get(here, signed_in, get_second_factor);
    routes.post("/account/second-factor/begin", signed_in, post_begin, it_is_you);
    routes.get(set_up, signed_in, get_set_up);
    routes.post(set_up, signed_in, post_set_up);
    routes.post("/account/second-factor/codes", signed_in, post_codes, it_is_you);
    routes.post("/account/second-factor/remove", signed_in, post_remove, it_is_you);
}

} // namespace throughline::people
