// SPDX-License-Identifier: GPL-3.0-or-later
// Guessing is bounded by counting. A try is counted before it is looked at, in one transaction, so that many
// at once are no more than many one after the other; one that was right takes the count back.
#pragma once

#include "platform/base/instant.hpp"
#include "platform/db/db.hpp"

#include <cstdint>
#include <string>

namespace throughline::people {

/// What is counted together.
struct Door {
    std::string name{};     ///< a keyed hash: the table tells nobody whose door it is
    std::int64_t allowed{}; ///< tries within the window, which begins with the first
    std::int64_t window{};  ///< microseconds
};

/// False when all tries of the window were made. That one more came does not make the pause longer.
bool take_try(db::Transaction& tx, const Door& door, Instant at);
/// Takes back one that could not be looked at.
void give_try_back(db::Transaction& tx, const Door& door);
void forget_tries(db::Transaction& tx, const Door& door);

} // namespace throughline::people
