// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/routes.hpp"

#include "action/pages.hpp"
#include "agency_return/pages.hpp"
#include "app/health.hpp"
#include "app/operations_page.hpp"
#include "app/security_txt.hpp"
#include "app/status_page.hpp"
#include "case_file/pages.hpp"
#include "chronology/pages.hpp"
#include "identity/pages.hpp"
#include "local_review/pages.hpp"
#include "notification/pages.hpp"
#include "people/pages.hpp"
#include "publication/pages.hpp"
#include "rapid_review/pages.hpp"
#include "thread/pages.hpp"

namespace throughline {

Router all_routes() {
    Router routes;
    add_health_routes(routes);
    add_security_routes(routes);
    add_status_routes(routes);
    add_operations_routes(routes);
    people::add_routes(routes);
    case_file::add_routes(routes);
    identity::add_routes(routes);
    notification::add_routes(routes);
    chronology::add_routes(routes);
    agency_return::add_routes(routes);
    rapid_review::add_routes(routes);
    local_review::add_routes(routes);
    action::add_routes(routes);
    publication::add_routes(routes);
    thread::add_routes(routes);
    return routes;
}

} // namespace throughline
