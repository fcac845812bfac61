// SPDX-License-Identifier: GPL-3.0-or-later
// The merged chronology on screen, one row whole, and the repair of its date.
#pragma once

#include "people/operations.hpp"
#include "platform/http/router.hpp"

namespace throughline::chronology {

void add_routes(http::Router<people::Permission, people::Visit>& routes);

} // namespace throughline::chronology
