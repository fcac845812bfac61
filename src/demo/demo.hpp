// SPDX-License-Identifier: GPL-3.0-or-later
// Marlshire, the fictional county that shows every feature working.
#pragma once

namespace throughline::demo {

/// Everybody in the demo signs in with this. A demo folder is served on its own machine alone.
inline constexpr auto password = "quiet river marlshire";

} // namespace throughline::demo
