// SPDX-License-Identifier: GPL-3.0-or-later
// `throughline audit-bytes`: looks through everything an installation keeps and gives out for people who are
// registered in its cases and stand there in the clear.
#pragma once

#include "app/installation.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace throughline {

struct AuditOptions {
    std::vector<std::string> also{};            ///< further texts to look for
    std::vector<std::filesystem::path> paths{}; ///< further files and folders; "-": standard input
    bool single_names{};                        ///< count single names in `paths` too
};

/// 0 when nothing stands anywhere, 1 when something does or when not all could be looked at. Changes nothing
/// but the ledger, which says that it was begun, and how it ended.
int audit_bytes(const Where& where, const AuditOptions& options);

} // namespace throughline
