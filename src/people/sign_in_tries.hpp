// SPDX-License-Identifier: GPL-3.0-or-later
// How often somebody could not sign in: numbers for operators, never for whom.
#pragma once

#include "platform/base/instant.hpp"
#include "platform/db/db.hpp"

#include <cstdint>

namespace throughline::people {

/// That many tries within `attempt_window` are followed by a pause: for one address, or on one known device.
inline constexpr std::int64_t attempts_allowed = 10;
inline constexpr std::int64_t attempt_window = seconds(15 * 60);

struct SignInTries {
    std::int64_t failed_in_an_hour{}; ///< without those that got in afterwards; of each address those since
                                      ///< its last pause
    std::int64_t addresses_paused{};  ///< or devices or codes: no try is looked at now; they need not belong
                                      ///< to an account
};

SignInTries sign_in_tries(db::Transaction& tx, Instant at);

} // namespace throughline::people
