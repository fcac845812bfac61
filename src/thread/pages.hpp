// SPDX-License-Identifier: GPL-3.0-or-later
// The overview of a case, its thread, and the record of who opened it.
#pragma once

#include "platform/http/router.hpp"
#include "thread/thread.hpp"

namespace throughline::thread {

void add_routes(http::Router<people::Permission, people::Visit>& routes);

} // namespace throughline::thread
