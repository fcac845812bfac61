// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/security_txt.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>

namespace throughline {
namespace {

constexpr std::string_view address = "/.well-known/security.txt";

http::Response get_security_txt(const http::Request&, people::Visit& visit) {
    const auto contact = visit.read([](db::Transaction& tx) -> std::string {
        const auto row =
            tx.row("SELECT value FROM installation WHERE name = :name", {{"name", security_contact_fact}});
        return row ? row->text("value") : "";
    });
    if (contact.empty()) throw http::Stop(404);
    return http::plain(security_txt(contact, visit.house().public_url, visit.at()));
}

} // namespace

Outcome<Done> can_be_security_contact(std::string_view uri) {
    static constexpr std::array<std::string_view, 3> schemes{"mailto:", "https://", "tel:"};
    const bool known = std::ranges::any_of(
        schemes, [&](auto scheme) { return uri.starts_with(scheme) && uri.size() > scheme.size(); });
    if (!known || std::ranges::any_of(uri, [](char c) { return c <= ' ' || c >= 0x7f; }))
        return invalid(
            "contact",
            "Give one address, such as mailto:security@example.org or https://example.org/security");
    return Done{};
}

std::string security_txt(std::string_view contact, std::string_view site, Instant at) {
    const auto expires = calendar::london_midnight(calendar::london_date(at) + std::chrono::days(182));
    auto text = fmt::format("Contact: {}\nExpires: {}\nPreferred-Languages: en\n", contact, to_text(expires));
    if (!site.empty()) text += fmt::format("Canonical: {}{}\n", site, address);
    return text;
}

void add_security_routes(Router& routes) {
    routes.get(std::string(address), people::Permission::everybody, get_security_txt);
}

} // namespace throughline
