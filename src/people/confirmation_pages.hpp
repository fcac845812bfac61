// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "people/operations.hpp"
#include "platform/http/router.hpp"

#include <string>

namespace throughline::people {

/// Asks for the password in a form that posts to `path`, with `fields` carried along unseen, so that the
/// answer does what was asked for. Nothing secret among them is sent back (`is_secret`).
http::Response
ask_to_confirm(const Visit& visit, const std::string& path, const http::Form& fields, const Refusal* refusal);

void add_confirmation_routes(http::Router<Permission, Visit>& routes);

} // namespace throughline::people
