// SPDX-License-Identifier: GPL-3.0-or-later
// The feed of published reviews: Atom 1.0 (RFC 4287).
#pragma once

#include "publication/publication.hpp"

#include <string>
#include <vector>

namespace throughline::publication {

struct Feed {
    std::string title{};
    std::string author{};  ///< who publishes
    std::string address{}; ///< where the site is, without a slash at the end: https://learning.example
    Instant empty_since{}; ///< the date an empty feed carries
    std::vector<Published> reviews{};
};

/// The whole document. Entries keep their identity whatever the address of the site becomes.
std::string atom(const Feed& feed);

/// A stable UUID (version 8) for a name, as RFC 9562 lays one out.
std::string uuid_for(std::string_view name);

} // namespace throughline::publication
