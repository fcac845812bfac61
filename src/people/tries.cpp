// SPDX-License-Identifier: GPL-3.0-or-later
#include "people/tries.hpp"

namespace throughline::people {

bool take_try(db::Transaction& tx, const Door& door, Instant at) {
    // The row is locked from here to the end of the transaction: whoever counts at the same time waits.
    tx.change(
        R"(INSERT INTO tries (door, made, since) VALUES (:door, 1, :at)
           ON CONFLICT (door) DO UPDATE SET
             made = CASE WHEN tries.since > :since THEN tries.made + 1 ELSE 1 END,
             since = CASE WHEN tries.since > :since THEN tries.since ELSE :at END)",
        {{"door", door.name}, {"at", to_text(at)}, {"since", to_text(at + -door.window)}});
    return tx.row("SELECT made FROM tries WHERE door = :door", {{"door", door.name}})->integer("made") <=
           door.allowed;
}

void give_try_back(db::Transaction& tx, const Door& door) {
    tx.change("UPDATE tries SET made = made - 1 WHERE door = :door AND made > 0", {{"door", door.name}});
}

void forget_tries(db::Transaction& tx, const Door& door) {
    tx.change("DELETE FROM tries WHERE door = :door", {{"door", door.name}});
}

} // namespace throughline::people
