// SPDX-License-Identifier: GPL-3.0-or-later
// The notification's pages.
#pragma once

#include "notification/notification.hpp"
#include "platform/http/router.hpp"

namespace throughline::notification {

void add_routes(http::Router<Permission, Visit>& routes);

} // namespace throughline::notification
