// SPDX-License-Identifier: GPL-3.0-or-later
// What a file is when it is not one we read, and what its sender can do about it.
#pragma once

#include <string>
#include <string_view>

namespace throughline::documents {

/// Whether the first bytes are those of a known type that is not ours (a PDF, a picture, a program, an old
/// .doc …).
bool is_other_type(std::string_view bytes);
/// Words for the sender. Never empty.
std::string why_wrong_type(std::string_view bytes, std::string_view file_name);
/// `docx` of `Return.DOCX`; empty when the name has none.
std::string ending_of(std::string_view file_name);

} // namespace throughline::documents
