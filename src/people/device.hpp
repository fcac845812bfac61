// SPDX-License-Identifier: GPL-3.0-or-later
// The devices on which somebody has signed in before, so that guessing elsewhere cannot shut them out (OWASP,
// “device cookies”). A device cookie opens nothing: it only has its owner's tries counted apart from those of
// strangers. It holds a random number, when it was given, and a code made with a key; whose it is, only that
// key tells.
#pragma once

#include "platform/base/identifier.hpp"
#include "platform/crypto/key_folder.hpp"

#include <string>
#include <string_view>

namespace throughline::people {

constexpr std::string_view device_cookie = "throughline_device";
constexpr std::int64_t device_known_seconds = 90LL * 24 * 60 * 60;

/// What tells the account's device from others, when the cookie says that it signed in there within 90 days;
/// else empty.
std::string
known_device(const crypto::KeyFolder& keys, std::string_view cookie, std::string_view account, Instant at);

/// The cookie after the account has signed in there. Colleagues at one computer keep their marks beside each
/// other, five at most.
std::string with_known_device(
    const crypto::KeyFolder& keys,
    std::string_view cookie,
    std::string_view account,
    Instant at,
    const Random& random);

} // namespace throughline::people
