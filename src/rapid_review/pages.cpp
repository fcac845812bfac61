// SPDX-License-Identifier: GPL-3.0-or-later
#include "rapid_review/pages.hpp"

#include "rapid_review/handlers.hpp"

namespace throughline::rapid_review {

void add_routes(http::Router<Permission, Visit>& routes) {
    using enum Permission;
    routes.get("/cases/{reference}/rapid-review", view_case, get_standing);
    routes.get("/cases/{reference}/rapid-review/draft", write_rapid_review, get_draft);
    routes.post("/cases/{reference}/rapid-review/draft", write_rapid_review, post_draft);
    routes.post("/cases/{reference}/rapid-review/versions", write_rapid_review, post_version);
    routes.get("/cases/{reference}/rapid-review/versions/{number}", view_case, get_version);
    routes.get("/cases/{reference}/rapid-review/decision", sign_rapid_review, get_decision);
    routes.post("/cases/{reference}/rapid-review/decision", sign_rapid_review, post_decision);
    routes.get("/cases/{reference}/rapid-review/override", write_rapid_review, get_override);
    routes.post("/cases/{reference}/rapid-review/override", write_rapid_review, post_override);
    routes.get("/cases/{reference}/rapid-review/panel", write_rapid_review, get_panel);
    routes.post("/cases/{reference}/rapid-review/panel", write_rapid_review, post_panel);
}

} // namespace throughline::rapid_review
