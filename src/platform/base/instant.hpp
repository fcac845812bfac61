// SPDX-License-Identifier: GPL-3.0-or-later
// A moment in time, in UTC with microseconds. Stored and compared as text such as
// 2026-09-07T12:34:56.000000Z.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace throughline {

struct Instant {
    std::int64_t microseconds{}; ///< since 1970-01-01T00:00:00Z

    auto operator<=>(const Instant&) const = default;
};

constexpr Instant operator+(Instant at, std::int64_t microseconds) {
    return {at.microseconds + microseconds};
}
constexpr std::int64_t seconds(std::int64_t n) { return n * 1'000'000; }

/// Always 27 characters, so that text order is time order.
std::string to_text(Instant at);

/// Reads what `to_text` writes; the fraction may be shorter or absent. Nothing for anything else.
std::optional<Instant> read_instant(std::string_view text);

/// Where the time comes from. Injected, so that tests and a demo can hold it still.
using Now = std::function<Instant()>;
Instant system_now();

} // namespace throughline
