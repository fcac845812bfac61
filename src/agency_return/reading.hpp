// SPDX-License-Identifier: GPL-3.0-or-later
// From what an agency wrote to rows, by the chronology's reader.
#pragma once

#include "agency_return/agency_return.hpp"

namespace throughline::agency_return {

/// Reads the date of a row that did not come in a file.
chronology::GivenRow read_raw(const RawRow& row, const chronology::DateContext& context);

} // namespace throughline::agency_return
