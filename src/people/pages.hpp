// SPDX-License-Identifier: GPL-3.0-or-later
// Signing in and out, and giving back what was posted on an expired session.
#pragma once

#include "people/operations.hpp"
#include "platform/http/router.hpp"

namespace throughline::people {

void add_routes(http::Router<Permission, Visit>& routes);

} // namespace throughline::people
