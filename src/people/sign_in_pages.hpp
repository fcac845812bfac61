// SPDX-License-Identifier: GPL-3.0-or-later
// The door: address and password, then the code for those who have a second factor; and signing out.
#pragma once

#include "people/operations.hpp"
#include "platform/http/router.hpp"

namespace throughline::people {

void add_sign_in_routes(http::Router<Permission, Visit>& routes);

} // namespace throughline::people
