// SPDX-License-Identifier: GPL-3.0-or-later
// Bounds that no deployment has had reason to change; what an operator may change is in Options.
#pragma once

#include <cstddef>
#include <cstdint>

namespace throughline::http::limits {

constexpr std::size_t target_bytes = 8 * 1024;
constexpr std::size_t around_target = 32; ///< method, spaces and version on the request line
constexpr std::size_t fields = 1000;      ///< in one form, files among them
constexpr std::size_t field_bytes = 1024 * 1024;
constexpr std::size_t text_bytes = 4 * 1024 * 1024; ///< of all fields of one form: what is held in memory
constexpr std::size_t files = 64;                   ///< in one form: each holds a descriptor
constexpr std::size_t part_header_bytes = 8 * 1024;
constexpr std::uint64_t slowest_rate = 64 * 1024; ///< bytes a second, when a long body is given more time
constexpr std::uint64_t drain_bytes = 64 * 1024 * 1024; ///< read and thrown away after a refusal
constexpr std::size_t turned_away =
    64; ///< connections over the cap that get a whole page; those beyond, words

} // namespace throughline::http::limits
