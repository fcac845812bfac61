// SPDX-License-Identifier: GPL-3.0-or-later
// heads.log as it is read for verification. Private to this folder.
#pragma once

#include "platform/ledger/chain.hpp"

#include <filesystem>
#include <vector>

namespace throughline::ledger {

struct Heads {
    bool is_missing{true};             ///< also when the file is empty
    std::vector<Head> lines{};         ///< those whose signature holds, by sequence
    std::vector<std::string> faults{}; ///< of the file itself
};

/// Reads what stands in the file now, beside a process that adds to it.
Heads read_heads(const std::filesystem::path& file, std::string_view public_key);

} // namespace throughline::ledger
