// SPDX-License-Identifier: GPL-3.0-or-later
// Every value of every table as it is stored, whatever schema it belongs to: for looking through a database,
// not for using it.
#pragma once

#include "platform/db/db.hpp"

#include <functional>
#include <string>

namespace throughline::db {

struct Stored {
    std::string table{};
    std::string column{};
    std::string row{};    ///< the primary key's values, or the row's number where there is none
    std::string beside{}; ///< the value of the column asked for in the same row; empty where there is none
    std::string bytes{};  ///< text as UTF-8; other values as text
};

/// Hands over the values of all tables, NULL left out, a few rows at a time. Each table is of one moment, the
/// tables together are not. `beside` names a column whose value comes with the others of its row.
void each_stored(
    Database& database, const std::string& beside, const std::function<void(const Stored&)>& take);

} // namespace throughline::db
