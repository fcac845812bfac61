// SPDX-License-Identifier: GPL-3.0-or-later
// One section of the form: asked, kept, asked again.
#pragma once

#include "notification/notification.hpp"
#include "platform/http/http.hpp"

namespace throughline::notification {

http::Response get_section(const http::Request& request, Visit& visit);
http::Response post_section(const http::Request& request, Visit& visit);

} // namespace throughline::notification
