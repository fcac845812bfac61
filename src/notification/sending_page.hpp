// SPDX-License-Identifier: GPL-3.0-or-later
// Check and send, the partners' views, and the decision not to notify.
#pragma once

#include "notification/notification.hpp"
#include "platform/http/http.hpp"

namespace throughline::notification {

http::Response get_check(const http::Request& request, Visit& visit);
http::Response post_sending(const http::Request& request, Visit& visit);
http::Response post_not_reached(const http::Request& request, Visit& visit);
http::Response get_view(const http::Request& request, Visit& visit);
http::Response post_view(const http::Request& request, Visit& visit);
http::Response get_decision(const http::Request& request, Visit& visit);
http::Response post_decision(const http::Request& request, Visit& visit);

} // namespace throughline::notification
