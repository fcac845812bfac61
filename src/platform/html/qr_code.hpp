// SPDX-License-Identifier: GPL-3.0-or-later
// A QR code as a picture in the page itself: what it says goes to nobody else.
#pragma once

#include "platform/html/parts.hpp"

#include <string>
#include <string_view>

namespace throughline::govuk {

/// For `{{#code}}{{> qr_code}}{{/code}}`. `label` says in words what scanning it does. Text that is too long
/// for one (beyond some 2300 bytes) is a bug and throws std::logic_error.
Object qr_code(std::string_view text, std::string label);

} // namespace throughline::govuk
