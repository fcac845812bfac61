// SPDX-License-Identifier: GPL-3.0-or-later
// The agency's own side: what it is asked, its answer, and what was understood of it.
#pragma once

#include "people/operations.hpp"
#include "platform/http/router.hpp"

namespace throughline::agency_return {

void add_answer_routes(http::Router<people::Permission, people::Visit>& routes);

} // namespace throughline::agency_return
