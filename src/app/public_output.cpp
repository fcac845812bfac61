// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/public_output.hpp"

#include "app/carried.hpp"
#include "app/gate.hpp"
#include "app/layout.hpp"
#include "app/routes.hpp"
#include "platform/http/target.hpp"

#include <array>
#include <deque>
#include <set>
#include <stdexcept>
#include <variant>

namespace throughline {
namespace {

constexpr std::size_t most_pages = 20'000;

/// Pages of the program itself and of the machine: they show nothing of any case.
bool is_of_the_program(std::string_view address) {
    return address.starts_with("/assets/") || address == "/healthz" || address == "/readyz";
}

/// The addresses of our own in a page, without what is behind `#`.
void add_links(std::string_view page, const std::function<void(std::string)>& add) {
    for (const std::string_view attribute : {"href=\"", "src=\""})
        for (auto at = page.find(attribute); at != page.npos; at = page.find(attribute, at)) {
            at += attribute.size();
            const auto address = page.substr(at, page.find_first_of("\"#", at) - at);
            if (http::is_own_path(address)) add(std::string(address));
        }
}

} // namespace

void each_public_page(
    const people::Environment& house,
    const std::function<void(const std::string& address, std::string_view header, std::string_view body)>&
        take) {
    const auto routes = all_routes();
    Gate gate(house, routes, make_layout(carried_assets(), house));
    std::deque<std::string> waiting;
    std::set<std::string> known;
    const auto add = [&](std::string address) {
        if (!is_of_the_program(address) && known.insert(address).second)
            waiting.push_back(std::move(address));
    };
    for (const auto& route : routes.routes())
        if (route.method == http::Method::get && route.permission == people::Permission::everybody &&
            route.pattern.find('{') == std::string::npos)
            add(route.pattern);

    for (; !waiting.empty(); waiting.pop_front()) {
        if (known.size() > most_pages)
            throw std::runtime_error("There are more public pages than can be looked at.");
        http::Request request;
        request.method = http::Method::get;
        request.target = waiting.front();
        http::Response response;
        try {
            http::read_target(request);
            auto decided = gate.admit(request);
            response = std::holds_alternative<http::Response>(decided)
                           ? std::get<http::Response>(std::move(decided))
                           : std::get<http::Admitted>(decided).answer(request);
        } catch (const http::Stop& stop) { // as the server does: an error page is an answer too
            response = gate.error_page(&request, stop.status(), stop.message());
        }
        std::string header;
        for (const auto& [name, value] : response.headers) header += name + ": " + value + "\n";
        const std::string_view body = response.shared_body ? *response.shared_body : response.body;
        take(waiting.front(), header, body);
        if (header.find("text/html") != std::string::npos || header.find("xml") != std::string::npos)
            add_links(body, add);
    }
}

} // namespace throughline
