// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/ledger/ledger.hpp"

#include "platform/crypto/secret_file.hpp"
#include "platform/ledger/chain.hpp"

#include <fstream>
#include <stdexcept>

namespace throughline::ledger {
namespace {

constexpr std::string_view head_sql = "SELECT seq, hash FROM ledger_head WHERE id = 1";
/// SQLite has one writer, so there the row needs no lock.
constexpr std::string_view locked_head_sql = "SELECT seq, hash FROM ledger_head WHERE id = 1 FOR UPDATE";

Head read_head(db::Transaction& tx, std::string_view sql) {
    const auto row = tx.row(sql);
    if (!row) throw std::runtime_error("the ledger has lost its head row");
    return {row->integer("seq"), row->text("hash")};
}

constexpr std::string_view add_sql = R"(
    INSERT INTO ledger (seq, at, who, role, what, record, why, prev, hash)
    VALUES (:seq, :at, :who, :role, :what, :record, :why, :prev, :hash))";
constexpr std::string_view move_head_sql =
    "UPDATE ledger_head SET seq = :seq, hash = :hash WHERE id = 1 AND seq = :before";

} // namespace

Ledger::Ledger(const crypto::KeyFolder& keys, std::filesystem::path heads_log)
    : m_keys(keys), m_heads_log(std::move(heads_log)) {}

void Ledger::append(db::Transaction& tx, const Entry& entry) const {
    if (entry.who.empty() || entry.what.empty()) throw std::logic_error("a ledger entry says who did what");
    const auto head = read_head(tx, tx.engine() == db::Engine::postgresql ? locked_head_sql : head_sql);
    Link link{
        head.seq + 1,
        to_text(entry.at),
        entry.who,
        entry.role,
        entry.what,
        entry.record,
        entry.why,
        head.hash,
        {}};
    link.hash = hash_of(m_keys.key("ledger"), link);
    tx.change(
        add_sql,
        {{"seq", link.seq},
         {"at", link.at},
         {"who", link.who},
         {"role", link.role},
         {"what", link.what},
         {"record", link.record},
         {"why", link.why},
         {"prev", link.prev},
         {"hash", link.hash}});
    if (tx.change(move_head_sql, {{"seq", link.seq}, {"hash", link.hash}, {"before", head.seq}}) != 1)
        throw std::runtime_error("the ledger's head moved while an entry was added");
}

std::vector<std::string> Ledger::heads_up_to(std::int64_t seq) const {
    std::vector<std::string> lines;
    std::ifstream file(m_heads_log);
    for (std::string line; std::getline(file, line);)
        if (const auto read = read_line(line); read && read->head.seq <= seq) lines.push_back(line);
    return lines;
}

void Ledger::sign_head(db::Database& database, Instant at) const {
    const auto read = [&] {
        return database.read([](db::Transaction& tx) { return read_head(tx, head_sql); });
    };
    if (read().seq == 0) return; // a file without an entry would say nothing

    // The lock is held from here on, so that two processes write no line twice and none out of order.
    const crypto::LineLog log{m_heads_log};
    const crypto::SigningKey key{m_keys.key("ledger-head")};
    auto head = read();
    if (log.is_empty()) {
        log.append(sign(key, head, to_text(at)));
        const auto why = std::string(begun_why) + std::to_string(head.seq);
        database.write([&](db::Transaction& tx) {
            append(tx, {at, "system", "system", std::string(heads_begun), "heads.log", why});
        });
        head = read();
    }
    const auto last = read_line(log.last_line());
    if (!last || last->head != head) log.append(sign(key, head, to_text(at)));
}

// The upper bound is the prefix followed by the last code point there is: unlike LIKE, this uses the index on
// both engines and takes every character as itself.
constexpr std::string_view about_sql = R"(
    SELECT seq, at, who, role, what, record, why, hash
      FROM ledger
     WHERE record >= :prefix AND record < :end
     ORDER BY seq DESC
     LIMIT :limit)";

std::int64_t length(db::Transaction& tx) {
    const auto head = tx.row("SELECT seq FROM ledger_head WHERE id = 1");
    return head ? head->integer("seq") : 0;
}

std::vector<Kept> about(db::Transaction& tx, std::string_view record, std::int64_t limit) {
    std::vector<Kept> entries;
    const auto end = std::string(record) + "\xf4\x8f\xbf\xbf";
    for (const auto& row : tx.rows(about_sql, {{"prefix", record}, {"end", end}, {"limit", limit}})) {
        const auto at = read_instant(row.text("at"));
        if (!at)
            throw std::runtime_error("entry " + std::to_string(row.integer("seq")) + " bears no instant");
        entries.push_back(
            {row.integer("seq"),
             {*at, row.text("who"), row.text("role"), row.text("what"), row.text("record"), row.text("why")},
             row.text("hash")});
    }
    return entries;
}

} // namespace throughline::ledger
