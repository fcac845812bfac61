// SPDX-License-Identifier: GPL-3.0-or-later
// Copies whole tables from one database to another of the same schema, whatever their engines.
#pragma once

#include "platform/db/db.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace throughline::db {

struct Column {
    std::string name{};
    std::string type{}; ///< as the schema says it: TEXT, BIGINT, BLOB, DOUBLE PRECISION
    std::int64_t key{}; ///< place in the primary key from 1 on; 0: not in it
};
struct Table {
    std::string name{};
    std::vector<Column> columns{};
};

/// The tables of a SQLite database in the order in which they were made, which is one in which each stands
/// after those it refers to; without the record of migrations.
std::vector<Table> tables_of(Transaction& sqlite);

/// Takes every row out of `tables`, the last table first.
void empty(Transaction& tx, const std::vector<Table>& tables);

/// Copies the rows of one table, a few hundred at a time, and gives how many. A table without a primary key
/// throws std::logic_error: its rows could not be taken up where the last few ended.
std::int64_t copy(Transaction& from, Transaction& to, const Table& table);

} // namespace throughline::db
