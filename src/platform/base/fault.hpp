// SPDX-License-Identifier: GPL-3.0-or-later
// What may be written down of an exception. The words of a library's exception may quote what somebody sent
// (a parser shows where it stopped), so only words of our own are passed on; the type says the rest.
#pragma once

#include <exception>
#include <string>

namespace throughline {

/// The exception's type, readable: "throughline::db::Fault".
std::string fault_kind(const std::exception& fault);
/// What it says, when the words are ours: thrown as a type of our own, or as exactly std::runtime_error or
/// std::logic_error. Else empty.
std::string fault_words(const std::exception& fault);

} // namespace throughline
