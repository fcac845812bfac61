// SPDX-License-Identifier: GPL-3.0-or-later
// The local review's pages: where it stands, its reviewer, its findings and its recommendations.
#pragma once

#include "people/operations.hpp"
#include "platform/http/router.hpp"

namespace throughline::local_review {

void add_routes(http::Router<people::Permission, people::Visit>& routes);

} // namespace throughline::local_review
