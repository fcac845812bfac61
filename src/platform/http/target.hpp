// SPDX-License-Identifier: GPL-3.0-or-later
// What a request asks for, decoded; and text off the wire, which is refused unless the rest of the house can
// hold it.
#pragma once

#include "platform/http/http.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace throughline::http {

/// Fills path and query from the target. Throws Stop{400} for bad escapes, control characters, text that is
/// not UTF-8 and `..` segments. Nothing is normalised: what was asked is what is matched.
void read_target(Request& request);

/// Nothing when a percent sign is not followed by two hexadecimal digits.
std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space);

/// Valid UTF-8 without NUL: what both databases take as text.
bool is_text(std::string_view bytes);

} // namespace throughline::http
