// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/health.hpp"

#include "app/carried.hpp"
#include "app/readiness.hpp"

namespace throughline {
namespace {

using people::Visit;

http::Response get_alive(const http::Request&, Visit&) { return http::plain("alive\n"); }

http::Response get_ready(const http::Request&, Visit& visit) {
    const auto found = readiness(visit.house());
    return http::plain(found.in_lines(), found.is_ready() ? 200 : 503);
}

http::Response get_asset(const http::Request& request, Visit&) { return carried_assets().answer(request); }

} // namespace

void add_health_routes(Router& routes) {
    using people::Permission;
    routes.get_for_anybody("/healthz", Permission::everybody, get_alive);
    routes.get_for_anybody("/readyz", Permission::everybody, get_ready);
    routes.get_for_anybody("/assets/{file}", Permission::everybody, get_asset);
}

} // namespace throughline
