// SPDX-License-Identifier: GPL-3.0-or-later
// What is kept, sealed, of a return's file beside its rows: its SHA-256, by which the very same file is known
// again, and every line that is no row.
#pragma once

#include "agency_return/agency_return.hpp"

namespace throughline::agency_return {

struct Notes {
    std::string file_sha256{}; ///< hex; empty when no file came
    std::vector<LeftOut> skipped{};
    std::vector<LeftOut> refused{};
};

std::string write_notes(const Notes& notes);
/// Throws std::runtime_error when the text is not what `write_notes` gives.
Notes read_notes(std::string_view text);

} // namespace throughline::agency_return
