// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/health.hpp"

#include "app/carried.hpp"
#include "app/installation.hpp"
#include "platform/documents/confined.hpp"

namespace throughline {
namespace {

using people::Visit;

http::Response get_alive(const http::Request&, Visit&) { return http::plain("alive\n"); }

/// Ready when a page could be answered: the database answers with the right schema and the ledger's key is
/// there.
http::Response get_ready(const http::Request&, Visit& visit) {
    try {
        if (!db::is_migrated(visit.house().database, carried_migrations()))
            return http::plain("not ready: the database is of another release\n", 503);
        (void)visit.house().keys.key("ledger");
    } catch (const crypto::KeyMissing&) {
        return http::plain("not ready: a key is missing\n", 503);
    } catch (const db::Fault&) {
        return http::plain("not ready: the database does not answer\n", 503);
    }
    const auto& confinement = documents::confinement();
    return http::plain(
        confinement.possible ? "ready\n" : "ready, but files cannot be taken: " + confinement.reason + "\n");
}

http::Response get_asset(const http::Request& request, Visit&) { return carried_assets().answer(request); }

} // namespace

void add_health_routes(Router& routes) {
    using people::Permission;
    routes.get("/healthz", Permission::everybody, get_alive);
    routes.get("/readyz", Permission::everybody, get_ready);
    routes.get("/assets/{file}", Permission::everybody, get_asset);
}

} // namespace throughline
