// SPDX-License-Identifier: GPL-3.0-or-later
// Identifiers are UUID version 7 (RFC 9562) in lower-case text: they sort by the time they were made.
#pragma once

#include "platform/base/instant.hpp"

#include <cstddef>
#include <functional>
#include <span>
#include <string>

namespace throughline {

/// Fills the span with random bytes. Injected, so that tests can repeat themselves; must be safe to call from
/// several threads.
using Random = std::function<void(std::span<std::byte>)>;

std::string new_identifier(Instant at, const Random& random);

} // namespace throughline
