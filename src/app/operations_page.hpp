// SPDX-License-Identifier: GPL-3.0-or-later
// /operations: how the service runs, for the operator. Numbers, times and kinds of job; no case, no name.
#pragma once

#include "app/gate.hpp"

#include <string>
#include <string_view>

namespace throughline {

/// What a kind of job does, in words; empty when nobody has said.
std::string_view job_in_words(std::string_view kind);

void add_operations_routes(Router& routes);

} // namespace throughline
