// SPDX-License-Identifier: GPL-3.0-or-later
// Spreadsheet number formats (ECMA-376, 18.8.30), as far as they decide what a person sees in a cell: whether
// a number is a date, and how it is written.
#pragma once

#include <string>
#include <string_view>

namespace throughline::documents {

/// The format behind a built-in number; the ones that follow the computer's settings are written as in the
/// UK.
std::string_view built_in_format(int id);
bool is_date_format(std::string_view format);
/// `serial`: days of the 1900 system, with the time as the fraction.
std::string show_date(double serial, std::string_view format);
std::string show_number(double number, std::string_view format);
/// The serial of `2019-03-14`, `2019-03-14T16:40:00`; negative when it is neither.
double serial_of_iso(std::string_view text);

} // namespace throughline::documents
