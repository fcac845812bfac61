// SPDX-License-Identifier: GPL-3.0-or-later
// Backing up an installation without its keys, bringing it back on either engine, and trying a backup out.
#pragma once

#include "app/installation.hpp"

#include <filesystem>

namespace throughline {

/// Takes everything but the keys from one moment, beside a server that goes on. Who was signed in is left
/// out.
int back_up(const Where& where, const std::filesystem::path& file);

/// Into a data folder that holds nothing but, perhaps, its keys, and an empty database; brings an older
/// schema to this release.
int restore(const Where& where, const std::filesystem::path& file);

/// Restores into a scratch place and looks whether all is there; the ledger too, where the keys are. 1 when a
/// fault was found.
int check_backup(const Where& where, const std::filesystem::path& file);

} // namespace throughline
