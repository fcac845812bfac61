// SPDX-License-Identifier: GPL-3.0-or-later
// The command `clock due CLOCK DATE [--explain]`.
#pragma once

#include "statutory/statutory.hpp"

#include <iosfwd>
#include <string_view>

namespace throughline::statutory {

enum class Telling { date_alone, explained };

/// Prints the due date as 2026-04-08, or how it was counted. Returns the exit status: 0 done, 1 when the data
/// do not reach that date, 2 for an unknown clock or a malformed date.
int clock_due(
    const Statute& statute,
    std::string_view clock,
    std::string_view date,
    Telling telling,
    std::ostream& out,
    std::ostream& err);

} // namespace throughline::statutory
