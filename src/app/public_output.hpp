// SPDX-License-Identifier: GPL-3.0-or-later
// What everybody gets who asks this installation for a page, without a server: for looking through it.
#pragma once

#include "people/operations.hpp"

#include <functional>
#include <string>
#include <string_view>

namespace throughline {

/// Asks, signed out, for every public page, and for every one of our own that those lead to, each once.
/// Throws std::runtime_error beyond 20,000 pages.
void each_public_page(
    const people::Environment& house,
    const std::function<void(const std::string& address, std::string_view header, std::string_view body)>&
        take);

} // namespace throughline
