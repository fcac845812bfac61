// SPDX-License-Identifier: GPL-3.0-or-later
// The whole table of routes: what can be asked for, and which permission each needs.
#pragma once

#include "app/gate.hpp"

namespace throughline {

Router all_routes();

} // namespace throughline
