// SPDX-License-Identifier: GPL-3.0-or-later
// `throughline chronology merge FILES… -o OUT.json [--today DATE] [--scope FROM..TO]`
#pragma once

#include "platform/calendar/calendar.hpp"

#include <filesystem>
#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

namespace throughline::chronology {

struct Merging {
    std::vector<std::filesystem::path> files{};
    std::filesystem::path out{};
    std::optional<std::string> today{}; ///< ISO; the caller's own date when it is not given
    std::optional<std::string> scope{}; ///< FROM..TO, both ISO, both included
};

/// Reads the files here, merges their rows and writes one JSON object to `out`, whole or not at all. Gives
/// the exit status: 0 done, 1 a file or a row was refused (the rest is merged) or `out` could not be written,
/// 2 wrong usage. What went wrong is told on `errors`, by file name only.
int merge_files(const Merging& merging, calendar::Date today, std::ostream& errors);

} // namespace throughline::chronology
