// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/db/stored.hpp"

#include <algorithm>

namespace throughline::db {
namespace {

constexpr std::int64_t many_rows = 500;
constexpr std::int64_t few_rows = 16; ///< where a row may hold a whole file

struct Field {
    std::string name{};
    bool is_bytes{};
    bool in_key{};
};

struct Found {
    std::string schema{};
    std::string name{};
    bool has_row_numbers{true};
    std::vector<Field> fields{};
};

std::string in_quotes(std::string_view name) {
    std::string quoted = "\"";
    for (const char c : name) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
    return quoted + '"';
}

std::vector<Found> sqlite_tables(Transaction& tx) {
    std::vector<Found> tables;
    for (const auto& row : tx.rows(
             R"(SELECT name, wr FROM pragma_table_list
                 WHERE type IN ('table', 'shadow') AND schema = 'main' AND name <> 'sqlite_schema' ORDER BY name)")) {
        Found table{"", row.text("name"), row.integer("wr") == 0, {}};
        for (const auto& column : tx.rows(
                 "SELECT name, type, pk FROM pragma_table_info(:name) ORDER BY cid", {{"name", table.name}}))
            table.fields.push_back(
                {column.text("name"), column.text("type") == "BLOB", column.integer("pk") > 0});
        tables.push_back(std::move(table));
    }
    return tables;
}

std::vector<Found> postgresql_tables(Transaction& tx) {
    std::vector<Found> tables;
    for (const auto& row : tx.rows(R"(
            SELECT n.nspname AS schema, c.relname AS name, a.attname AS "column",
                   CASE WHEN t.typname = 'bytea' THEN 1 ELSE 0 END AS is_bytes,
                   CASE WHEN a.attnum = ANY (i.indkey) THEN 1 ELSE 0 END AS in_key
              FROM pg_class c
              JOIN pg_namespace n ON n.oid = c.relnamespace
              JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
              JOIN pg_type t ON t.oid = a.atttypid
              LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
             WHERE c.relkind IN ('r', 'm') AND n.nspname NOT IN ('pg_catalog', 'information_schema')
             ORDER BY 1, 2, a.attnum)")) {
        const auto schema = row.text("schema"), name = row.text("name");
        if (tables.empty() || tables.back().schema != schema || tables.back().name != name)
            tables.push_back({schema, name, true, {}});
        tables.back().fields.push_back({row.text("column"), row.flag("is_bytes"), row.flag("in_key")});
    }
    return tables;
}

/// Reads one table, each column as bytes, a few rows at a time.
class Reading {
public:
    Reading(Transaction& tx, const Found& table, const std::string& beside)
        : m_tx(tx)
        , m_is_sqlite(tx.engine() == Engine::sqlite)
        , m_goes_by_offset(!table.has_row_numbers)
        , m_limit(std::ranges::any_of(table.fields, &Field::is_bytes) ? few_rows : many_rows) {
        m_select = "SELECT " + place() + " AS place, " + as_bytes(key_of(table), false) + " AS row_key";
        for (std::size_t i = 0; i < table.fields.size(); ++i) {
            const auto& field = table.fields[i];
            m_select += ", " + as_bytes(in_quotes(field.name), field.is_bytes) + " AS " + name_of(i);
            if (field.name == beside) m_beside = name_of(i);
        }
        m_select +=
            " FROM " + (table.schema.empty() ? "" : in_quotes(table.schema) + ".") + in_quotes(table.name);
    }

    static std::string name_of(std::size_t field) { return "c" + std::to_string(field); }
    const std::string& beside() const { return m_beside; }

    std::vector<Row> next() {
        auto rows = rows_from_here();
        m_offset += m_limit;
        if (!rows.empty()) m_last = rows.back().text("place");
        return rows;
    }

private:
    std::vector<Row> rows_from_here() {
        if (m_goes_by_offset)
            return m_tx.rows(m_select + " LIMIT :most OFFSET :from", {{"most", m_limit}, {"from", m_offset}});
        const std::string order = m_is_sqlite ? " ORDER BY rowid LIMIT :most" : " ORDER BY ctid LIMIT :most";
        if (m_last.empty()) return m_tx.rows(m_select + order, {{"most", m_limit}});
        const std::string behind = m_is_sqlite ? " WHERE rowid > CAST(:last AS INTEGER)"
                                               : " WHERE ctid > CAST(CAST(:last AS TEXT) AS tid)";
        return m_tx.rows(m_select + behind + order, {{"most", m_limit}, {"last", m_last}});
    }
    std::string place() const {
        if (!m_is_sqlite) return "CAST(ctid AS TEXT)";
        return m_goes_by_offset ? "''" : "CAST(rowid AS TEXT)";
    }
    std::string as_bytes(const std::string& value, bool is_bytes) const {
        if (m_is_sqlite) return "CAST(" + value + " AS BLOB)";
        return is_bytes ? value : "convert_to(CAST(" + value + " AS TEXT), 'UTF8')";
    }
    std::string key_of(const Found& table) const {
        std::string key;
        for (const auto& field : table.fields)
            if (field.in_key)
                key += (key.empty() ? "" : " || ' ' || ") + ("CAST(" + in_quotes(field.name) + " AS TEXT)");
        return key.empty() ? place() : key;
    }

    Transaction& m_tx;
    bool m_is_sqlite{};
    bool m_goes_by_offset{};
    std::int64_t m_limit{};
    std::string m_select{};
    std::string m_beside{};
    std::int64_t m_offset{};
    std::string m_last{};
};

void read_table(
    Transaction& tx,
    const Found& table,
    const std::string& beside,
    const std::function<void(const Stored&)>& take) {
    Reading reading(tx, table, beside);
    // A schema of its own is named; that of the program is not.
    const bool is_usual = table.schema.empty() || table.schema == "public";
    Stored stored{is_usual ? table.name : table.schema + "." + table.name, "", "", "", ""};
    for (auto rows = reading.next(); !rows.empty(); rows = reading.next())
        for (const auto& row : rows) {
            stored.row = row.maybe_bytes("row_key").value_or("");
            stored.beside = reading.beside().empty() ? "" : row.maybe_bytes(reading.beside()).value_or("");
            for (std::size_t i = 0; i < table.fields.size(); ++i) {
                auto bytes = row.maybe_bytes(Reading::name_of(i));
                if (!bytes) continue;
                stored.column = table.fields[i].name;
                stored.bytes = std::move(*bytes);
                take(stored);
            }
        }
}

} // namespace

void each_stored(
    Database& database, const std::string& beside, const std::function<void(const Stored&)>& take) {
    const auto tables = database.read([](Transaction& tx) {
        return tx.engine() == Engine::sqlite ? sqlite_tables(tx) : postgresql_tables(tx);
    });
    for (const auto& table : tables)
        database.read([&](Transaction& tx) { read_table(tx, table, beside, take); });
}

} // namespace throughline::db
