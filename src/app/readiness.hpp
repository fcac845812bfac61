// SPDX-License-Identifier: GPL-3.0-or-later
// Whether this server can do its work now, and what is wrong when it cannot.
#pragma once

#include "people/operations.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace throughline {

/// Below this much room on the disk of the data folder nothing more is taken in: 64 MiB, some uploads' worth.
constexpr std::uint64_t least_room = std::uint64_t{64} * 1024 * 1024;

struct Readiness {
    std::vector<people::Trouble> missing{}; ///< without these nothing can be served
    std::vector<people::Trouble> limited{}; ///< a part does not work
    bool is_ready() const { return missing.empty(); }
    /// As /readyz says it: "ready" or "not ready", then a line for each.
    std::string in_lines() const;
};

/// Looks at the database and its schema, the keys, the disk, the scratch folder, the confinement of children
/// and the server's own threads. In a server it takes two seconds at most, whatever the database does.
Readiness readiness(const people::Environment& house, std::uint64_t room_needed = least_room);

} // namespace throughline
