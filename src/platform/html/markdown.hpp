// SPDX-License-Identifier: GPL-3.0-or-later
// Reports are written in Markdown. What comes out is markup that can be trusted: raw HTML is left out, and
// links lead to http, https, mailto or within the site, whatever was typed.
#pragma once

#include "platform/html/html.hpp"

#include <string_view>

namespace throughline::html {

struct MarkdownOptions {
    int heading_shift{1}; ///< `#` becomes h2, as the page has its own h1; no heading goes below h6
};

/// CommonMark with GitHub's tables; column headings get a scope. Throws std::bad_alloc only.
Markup markdown(std::string_view source, const MarkdownOptions& options = {});

} // namespace throughline::html
