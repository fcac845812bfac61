// SPDX-License-Identifier: GPL-3.0-or-later
// Facts about the installation as a whole, by name: whether it is a demo, when a backup was last taken.
#pragma once

#include "platform/base/instant.hpp"
#include "platform/db/db.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace throughline {

inline constexpr std::string_view backup_taken_fact = "backup_taken_at";
inline constexpr std::string_view backup_checked_fact = "backup_checked_at";   ///< and found whole
inline constexpr std::string_view ledger_verified_fact = "ledger_verified_at"; ///< and found whole

/// Empty when it was never set.
std::string fact(db::Transaction& tx, std::string_view name);
std::optional<Instant> instant_of_fact(db::Transaction& tx, std::string_view name);
void set_fact(db::Transaction& tx, std::string_view name, std::string_view value);

} // namespace throughline
