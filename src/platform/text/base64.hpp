// SPDX-License-Identifier: GPL-3.0-or-later
// Base64 that stands in other text: attachments of letters, pictures and data in pages.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace throughline::text {

struct Base64Run {
    std::size_t at{}; ///< where it begins
    std::string decoded{};
};

/// Runs of at least 24 letters of either alphabet, line ends among them passed over, that are not just
/// figures in hexadecimal. What only looks like base64 decodes to nonsense.
std::vector<Base64Run> base64_in(std::string_view bytes);

} // namespace throughline::text
