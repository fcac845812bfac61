// SPDX-License-Identifier: GPL-3.0-or-later
// Where somebody sets up a second factor for their own account, gets recovery codes, and takes it away.
#pragma once

#include "people/operations.hpp"
#include "platform/http/router.hpp"

namespace throughline::people {

void add_second_factor_routes(http::Router<Permission, Visit>& routes);

} // namespace throughline::people
