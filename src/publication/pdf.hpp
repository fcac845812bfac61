// SPDX-License-Identifier: GPL-3.0-or-later
// The one place that makes a PDF: headless Chromium, confined, prints accessible HTML into a tagged file;
// poppler's programs, confined too, read back what came out. Each call starts a child and takes a second or
// so: never within a write transaction.
#pragma once

#include "platform/base/outcome.hpp"

#include <filesystem>
#include <string>
#include <string_view>

namespace throughline::publication {

/// The PDF's bytes. `html` is self-contained. Refuses, in words for the operator, when Chromium or bubblewrap
/// is missing or fails. `scratch`: folder for the children's folders; empty: the system's.
Outcome<std::string> make_pdf(const std::filesystem::path& scratch, const std::string& html);

/// What stands in the PDF: its words and its own particulars (title, author).
Outcome<std::string> text_of_pdf(const std::filesystem::path& scratch, const std::string& pdf);

/// Refuses a PDF that is not tagged, has no document root, not exactly one H1, or a table without header
/// cells.
Outcome<Done> check_structure(const std::filesystem::path& scratch, const std::string& pdf);

/// The rule, on what `pdfinfo -struct` prints: what is wrong, or empty.
std::string fault_in_structure(std::string_view printed);

} // namespace throughline::publication
