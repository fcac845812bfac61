// SPDX-License-Identifier: GPL-3.0-or-later
// The list of cases, opening one, and who may open it.
#pragma once

#include "case_file/case_file.hpp"
#include "platform/http/router.hpp"

namespace throughline::case_file {

void add_routes(http::Router<Permission, Visit>& routes);

} // namespace throughline::case_file
