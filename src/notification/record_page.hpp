// SPDX-License-Identifier: GPL-3.0-or-later
// The receipt, and the record as it was sent.
#pragma once

#include "notification/notification.hpp"
#include "platform/http/http.hpp"

namespace throughline::notification {

http::Response get_receipt(const http::Request& request, Visit& visit);
/// For reading, with codes; says whether the stored bytes still have the receipt's SHA-256.
http::Response get_record(const http::Request& request, Visit& visit);
/// The very bytes. They hold names, so they need names to be shown, and that they were taken is recorded.
http::Response get_record_text(const http::Request& request, Visit& visit);

} // namespace throughline::notification
