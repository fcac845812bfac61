// SPDX-License-Identifier: GPL-3.0-or-later
// Brings a database to the newest schema. Each file of db/migrations is applied once, in one transaction, in
// the order of its name, and its SHA-256 is kept, so a changed file is noticed.
#pragma once

#include "platform/base/instant.hpp"
#include "platform/db/db.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace throughline::db {

/// `name` such as 0003_notification.sql; `sql` with `{{bytes}}` where the engine's type for bytes belongs.
struct Migration {
    std::string name{};
    std::string sql{};
};

/// The files *.sql of a folder, in the order of their names.
std::vector<Migration> read_migrations(const std::filesystem::path& folder);

/// Applies what is missing and gives the names applied. On PostgreSQL it holds an advisory lock, so two
/// processes may start at once. Throws std::runtime_error when an applied file has changed or is unknown.
std::vector<std::string> migrate(Database& database, const std::vector<Migration>& migrations, Instant at);

/// Whether every one of `migrations` is applied.
bool is_migrated(Database& database, const std::vector<Migration>& migrations);

} // namespace throughline::db
