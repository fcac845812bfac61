// SPDX-License-Identifier: GPL-3.0-or-later
// What signing in leaves behind is kept for a while and then goes.
#pragma once

#include "platform/base/instant.hpp"
#include "platform/db/db.hpp"

namespace throughline::people {

/// Deletes what ran out by then: counts of tries, ways to the code and phones that were begun, as soon as
/// they are good for nothing; forms that were posted, after two days; sessions that were not used and forms
/// that were kept for somebody, after thirty days.
void clear_what_ran_out(db::Transaction& tx, Instant at);

} // namespace throughline::people
