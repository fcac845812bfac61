// SPDX-License-Identifier: GPL-3.0-or-later
// What surrounds every page: who is signed in, the navigation, the bar and tabs of the case, and whom to
// ring.
#pragma once

#include "app/gate.hpp"
#include "platform/html/assets.hpp"

namespace throughline {

/// `home` is the partnership whose site this is; nothing in an empty installation.
Layout make_layout(const html::Assets& assets, const people::Environment& house);

} // namespace throughline
