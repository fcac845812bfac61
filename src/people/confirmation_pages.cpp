// SPDX-License-Identifier: GPL-3.0-or-later
#include "people/confirmation_pages.hpp"

#include "people/confirmation.hpp"
#include "people/onward.hpp"
#include "platform/html/fields.hpp"
#include "platform/html/structure.hpp"

namespace throughline::people {
namespace {

constexpr std::string_view here = "/confirm";

http::Response get_confirm(const http::Request& request, Visit& visit) {
    const auto next = onward(request.query.text("next"));
    if (is_confirmed(visit.session(), visit.at())) return http::see_other(next);
    http::Form fields;
    fields.add("next", next);
    return ask_to_confirm(visit, std::string(here), fields, nullptr);
}

/// The gate has asked by then.
http::Response post_confirm(const http::Request& request, Visit&) {
    return http::see_other(onward(request.form.text("next")));
}

} // namespace

http::Response ask_to_confirm(
    const Visit& visit, const std::string& path, const http::Form& fields, const Refusal* refusal) {
    html::List hidden;
    for (const auto& [name, value] : fields.fields())
        if (name != "csrf" && name != "once" && !is_secret(name))
            hidden.push_back(html::Object{{"name", name}, {"value", value}});
    return visit.show(
        "people/confirm",
        {.title = "Confirm it is you", .refusal = refusal},
        {{"heading",
          govuk::heading(
              {.title = "Confirm it is you",
               .lead =
                   "You signed in more than a quarter of an hour ago. What you are about to do shows names, "
                   "publishes, or changes who can see what, so we ask for your password once more. What "
                   "you typed comes along."})},
         {"action", path},
         {"hidden", std::move(hidden)},
         {"password",
          govuk::text_input(
              {.question = {.name = std::string(confirmation_field), .label = "Your password"},
               .width = govuk::Width::chars_20,
               .type = "password",
               .autocomplete = "current-password",
               .spelling = govuk::Spelling::ignore},
              refusal)},
         {"send",
          govuk::buttons(
              {{.text = "Continue", .once = true},
               {.text = "Cancel",
                .href = visit.has_case() ? "/cases/" + visit.access().reference() : "/cases",
                .kind = govuk::Button::Kind::link}})}});
}

void add_confirmation_routes(http::Router<Permission, Visit>& routes) {
    using enum Permission;
    routes.get(std::string(here), signed_in, get_confirm);
    routes.post(std::string(here), signed_in, post_confirm, http::Confirm::it_is_you);
}

} // namespace throughline::people
