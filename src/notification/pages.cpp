// SPDX-License-Identifier: GPL-3.0-or-later
#include "notification/pages.hpp"

#include "notification/overview_page.hpp"
#include "notification/record_page.hpp"
#include "notification/section_page.hpp"
#include "notification/sending_page.hpp"

namespace throughline::notification {

void add_routes(http::Router<Permission, Visit>& routes) {
    using enum Permission;
    routes.get("/cases/{reference}/notification", view_case, get_overview);
    routes.get("/cases/{reference}/notification/sections/{section}", record_notification, get_section);
    routes.post("/cases/{reference}/notification/sections/{section}", record_notification, post_section);
    routes.get("/cases/{reference}/notification/view", give_partner_view, get_view);
    routes.post("/cases/{reference}/notification/view", give_partner_view, post_view);
    routes.post("/cases/{reference}/notification/not-reached", record_notification, post_not_reached);
    routes.get("/cases/{reference}/notification/check", view_case, get_check);
    routes.post("/cases/{reference}/notification/sending", submit_notification, post_sending);
    routes.get("/cases/{reference}/notification/decision", submit_notification, get_decision);
    routes.post("/cases/{reference}/notification/decision", submit_notification, post_decision);
    routes.get("/cases/{reference}/notification/receipt", view_case, get_receipt);
    routes.get("/cases/{reference}/notification/record", view_case, get_record);
    routes.get(
        "/cases/{reference}/notification/record/text", view_names, get_record_text, http::Confirm::it_is_you);
}

} // namespace throughline::notification
