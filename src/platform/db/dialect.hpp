// SPDX-License-Identifier: GPL-3.0-or-later
// The one place where SQL differs between SQLite and PostgreSQL.
#pragma once

#include "platform/db/db.hpp"

#include <string_view>

namespace throughline::db::dialect {

/// The type of a column of bytes.
std::string_view bytes_type(Engine engine);

/// Behind a SELECT that picks a row to work on: locks it, and passes over rows that others have locked.
/// Nothing on SQLite, where the one writer has the whole file.
std::string_view skip_locked(Engine engine);

/// One row with a column `n`: how many tables are called :name.
std::string_view count_tables(Engine engine);

/// Keeps other processes from changing the schema until the transaction ends. Empty on SQLite, as above.
std::string_view lock_schema(Engine engine);

} // namespace throughline::db::dialect
