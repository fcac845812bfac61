// SPDX-License-Identifier: GPL-3.0-or-later
// The report as one self-contained document for print: the same HTML as the page, with its own style.
#pragma once

#include "publication/publication.hpp"

#include <string>
#include <string_view>

namespace throughline::publication {

/// `page` is the rendered report. Never served: it carries a style of its own.
std::string printed(
    const Details& details,
    std::string_view partnership,
    Date publish_on,
    std::int64_t version,
    std::string_view page);

} // namespace throughline::publication
