// SPDX-License-Identifier: GPL-3.0-or-later
// The plan of a case, one action with what shows it, and everybody's own actions across cases.
#pragma once

#include "people/operations.hpp"
#include "platform/http/router.hpp"

namespace throughline::action {

void add_routes(http::Router<people::Permission, people::Visit>& routes);

} // namespace throughline::action
