// SPDX-License-Identifier: GPL-3.0-or-later
// The pages of the report and its publication, and the public site.
#pragma once

#include "people/operations.hpp"
#include "platform/http/router.hpp"

namespace throughline::publication {

void add_routes(http::Router<people::Permission, people::Visit>& routes);
void add_report_routes(http::Router<people::Permission, people::Visit>& routes);
void add_gate_routes(http::Router<people::Permission, people::Visit>& routes);
void add_public_routes(http::Router<people::Permission, people::Visit>& routes);

} // namespace throughline::publication
