// SPDX-License-Identifier: GPL-3.0-or-later
// The business unit's page of returns, and the page on which an agency answers.
#pragma once

#include "people/operations.hpp"
#include "platform/http/router.hpp"

namespace throughline::agency_return {

void add_routes(http::Router<people::Permission, people::Visit>& routes);

} // namespace throughline::agency_return
