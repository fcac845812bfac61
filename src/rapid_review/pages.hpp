// SPDX-License-Identifier: GPL-3.0-or-later
// The rapid review's pages: where it stands, its draft, its versions, the decision, and sending.
#pragma once

#include "people/operations.hpp"
#include "platform/http/router.hpp"

namespace throughline::rapid_review {

void add_routes(http::Router<people::Permission, people::Visit>& routes);

} // namespace throughline::rapid_review
