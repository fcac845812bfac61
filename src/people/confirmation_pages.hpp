// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "people/operations.hpp"
#include "platform/http/router.hpp"

#include <string>

namespace throughline::people {

/// Asks for the password, with what was posted carried along, so that the answer does what was asked for.
/// `next` is where somebody who only looks goes on to; empty when `fields` hold an act for `path`.
http::Response
ask_to_confirm(const Visit& visit, const std::string& path, const http::Form& fields, const Refusal* refusal);

void add_confirmation_routes(http::Router<Permission, Visit>& routes);

} // namespace throughline::people
