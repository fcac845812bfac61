// SPDX-License-Identifier: GPL-3.0-or-later
// The log for operators: one line a request or fault, on standard error. It holds routes, statuses, times and
// request ids; never a name, a form, a query or a cookie.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

namespace throughline::log {

void start();
void said(std::string_view message);
void request(
    std::string_view id,
    std::string_view method,
    std::string_view path,
    int status,
    std::chrono::microseconds took);
void fault(std::string_view where, std::string_view what);

} // namespace throughline::log
