// SPDX-License-Identifier: GPL-3.0-or-later
#include "people/pages.hpp"

#include "people/account_pages.hpp"
#include "people/confirmation_pages.hpp"
#include "people/posted.hpp"
#include "people/second_factor_pages.hpp"
#include "people/sign_in_pages.hpp"
#include "platform/html/fields.hpp"
#include "platform/html/structure.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace throughline::people {
namespace {

using html::List;
using html::Object;

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
    add_sign_in_routes(routes);
    routes.get("/kept/{id}", signed_in, get_kept);
    add_confirmation_routes(routes);
    add_account_routes(routes);
    add_second_factor_routes(routes);
}

} // namespace throughline::people
