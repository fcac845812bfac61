// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/facts.hpp"

namespace throughline {

std::string fact(db::Transaction& tx, std::string_view name) {
    const auto row = tx.row("SELECT value FROM installation WHERE name = :name", {{"name", name}});
    return row ? row->text("value") : "";
}

std::optional<Instant> instant_of_fact(db::Transaction& tx, std::string_view name) {
    return read_instant(fact(tx, name));
}

void set_fact(db::Transaction& tx, std::string_view name, std::string_view value) {
    tx.change(
        R"(INSERT INTO installation (name, value) VALUES (:name, :value)
           ON CONFLICT (name) DO UPDATE SET value = :value)",
        {{"name", name}, {"value", value}});
}

} // namespace throughline
