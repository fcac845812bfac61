// SPDX-License-Identifier: GPL-3.0-or-later
// The codes that a phone shows, new every 30 seconds: TOTP (RFC 6238) as every authenticator app makes it,
// with six digits and HMAC-SHA-1.
#pragma once

#include "platform/base/identifier.hpp"
#include "platform/base/instant.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace throughline::people {

constexpr std::int64_t code_lasts_seconds = 30;

/// 20 random bytes, as many as the hash has.
std::string new_code_secret(const Random& random);
/// In base32, in groups of four: for typing into a phone that cannot scan.
std::string in_groups(std::string_view secret);
/// What the QR code says (the otpauth form of authenticator apps): whose code it is, and for whom.
std::string
address_for_phones(std::string_view secret, std::string_view service, std::string_view account_name);

/// The number of the time step that an instant falls into.
std::int64_t step_at(Instant at);
std::string code_of_step(std::string_view secret, std::int64_t step);

/// The step whose code this is: of the three around the instant, because clocks differ, and later than
/// `after`. Nothing when the code is none of theirs. Spaces within the code do not count.
std::optional<std::int64_t>
step_of_code(std::string_view secret, std::string_view code, Instant at, std::int64_t after);

} // namespace throughline::people
