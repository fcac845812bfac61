// SPDX-License-Identifier: GPL-3.0-or-later
// “Confirm it is you”: what shows names, publishes, or gives something out is asked of somebody who has shown
// lately who they are, so that an unlocked screen in an office is not enough. Which routes ask stands on the
// route's own line; the gate asks. Why it is built so: docs/decisions/0017-confirm-it-is-you.md.
#pragma once

#include "people/operations.hpp"

#include <string_view>

namespace throughline::people {

/// The field in which the gate's question is answered, on whatever form it was asked for.
constexpr std::string_view confirmation_field = "confirm_password";

/// Signing in counts, and then holds for a quarter of an hour, as long as named view does.
bool is_confirmed(const Session& session, Instant at);

enum class Confirmation {
    confirmed,
    wrong,
    ended, ///< five wrong tries in a row: the session is over and its owner signs in again
    busy,  ///< too many passwords are being checked at this moment
};
/// Counted before it is checked, on this session alone, so that nobody can shut somebody else out, and for as
/// long as the session lasts, where `tries.hpp` counts within a window. Opens its own
/// transactions, because checking a password takes a tenth of a second; call it within none.
Confirmation confirm(const Environment& house, const Session& session, std::string_view password, Instant at);

/// Whether a field holds something that must not be kept, nor become part of anything that is.
bool is_secret(std::string_view field);

} // namespace throughline::people
