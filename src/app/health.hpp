// SPDX-License-Identifier: GPL-3.0-or-later
// What a machine asks (is it alive, can it work) and the built assets.
#pragma once

#include "app/gate.hpp"

namespace throughline {

void add_health_routes(Router& routes);

} // namespace throughline
