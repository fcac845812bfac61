// SPDX-License-Identifier: GPL-3.0-or-later
// The people of a case, the words that may be people, and named view.
#pragma once

#include "identity/operations.hpp"
#include "platform/http/router.hpp"

namespace throughline::identity {

void add_routes(http::Router<people::Permission, people::Visit>& routes);

} // namespace throughline::identity
