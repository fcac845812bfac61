// SPDX-License-Identifier: GPL-3.0-or-later
// What somebody sees and settles of their own account: who they are here, their password, where they are
// signed in.
#pragma once

#include "people/operations.hpp"
#include "platform/http/router.hpp"

namespace throughline::people {

void add_account_routes(http::Router<Permission, Visit>& routes);

} // namespace throughline::people
