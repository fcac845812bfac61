// SPDX-License-Identifier: GPL-3.0-or-later
// /status: whether the service works now, for people. It tells the same truth as /readyz, in other words, and
// is there while the database is not.
#pragma once

#include "app/gate.hpp"

namespace throughline {

void add_status_routes(Router& routes);

} // namespace throughline
