// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/db/copying.hpp"

#include <algorithm>
#include <stdexcept>

namespace throughline::db {
namespace {

constexpr std::int64_t many_rows = 500;
constexpr std::int64_t few_rows = 32; ///< where a row may hold a chunk of a file, 256 KiB

std::string in_quotes(std::string_view name) { return '"' + std::string(name) + '"'; }

template <class F>
std::string joined(std::size_t count, F&& part) {
    std::string all;
    for (std::size_t i = 0; i < count; ++i) all += (i == 0 ? "" : ", ") + part(i);
    return all;
}

Value value_of(const Row& row, const Column& column) {
    if (column.type == "BIGINT") return row.maybe_integer(column.name);
    if (column.type == "TEXT") return row.maybe_text(column.name);
    if (column.type == "BLOB") {
        auto bytes = row.maybe_bytes(column.name);
        return bytes ? Value(Bytes{std::move(*bytes)}) : Value();
    }
    throw std::logic_error("a column of a type that is not copied: " + column.type);
}

/// Reads a table piece by piece along its primary key.
class Pages {
public:
    explicit Pages(const Table& table) : m_table(table) {
        for (const auto& column : table.columns)
            if (column.key > 0) m_key.push_back(&column);
        std::ranges::sort(m_key, {}, &Column::key);
        if (m_key.empty()) throw std::logic_error("the table " + table.name + " has no primary key");
        for (std::size_t i = 0; i < m_key.size(); ++i) m_names.push_back("k" + std::to_string(i));
        m_limit = std::ranges::any_of(table.columns, [](const Column& c) { return c.type == "BLOB"; })
                      ? few_rows
                      : many_rows;
    }

    std::vector<Row> next(Transaction& from) {
        const auto& columns = m_table.columns;
        const auto key = joined(m_key.size(), [&](std::size_t i) { return in_quotes(m_key[i]->name); });
        Parameters parameters{{"most", m_limit}};
        std::string where;
        if (!m_last.empty()) {
            where = " WHERE (" + key + ") > (" +
                    joined(m_names.size(), [&](std::size_t i) { return ":" + m_names[i]; }) + ")";
            for (std::size_t i = 0; i < m_names.size(); ++i) parameters.emplace_back(m_names[i], m_last[i]);
        }
        auto rows = from.rows(
            "SELECT " + joined(columns.size(), [&](std::size_t i) { return in_quotes(columns[i].name); }) +
                " FROM " + in_quotes(m_table.name) + where + " ORDER BY " + key + " LIMIT :most",
            parameters);
        if (!rows.empty()) {
            m_last.clear();
            for (const auto* column : m_key) m_last.push_back(value_of(rows.back(), *column));
        }
        return rows;
    }

private:
    const Table& m_table;
    std::vector<const Column*> m_key{};
    std::vector<std::string> m_names{};
    std::vector<Value> m_last{};
    std::int64_t m_limit{};
};

} // namespace

std::vector<Table> tables_of(Transaction& sqlite) {
    std::vector<Table> tables;
    for (const auto& row : sqlite.rows(
             R"(SELECT name FROM sqlite_master
                 WHERE type = 'table' AND name NOT LIKE 'sqlite\_%' ESCAPE '\' AND name <> 'schema_migration'
                 ORDER BY rowid)")) {
        Table table{row.text("name"), {}};
        for (const auto& column : sqlite.rows(
                 "SELECT name, type, pk FROM pragma_table_info(:name) ORDER BY cid", {{"name", table.name}}))
            table.columns.push_back({column.text("name"), column.text("type"), column.integer("pk")});
        tables.push_back(std::move(table));
    }
    return tables;
}

void empty(Transaction& tx, const std::vector<Table>& tables) {
    for (auto table = tables.rbegin(); table != tables.rend(); ++table)
        tx.change("DELETE FROM " + in_quotes(table->name));
}

std::int64_t copy(Transaction& from, Transaction& to, const Table& table) {
    const auto& columns = table.columns;
    std::vector<std::string> names;
    for (std::size_t i = 0; i < columns.size(); ++i) names.push_back("c" + std::to_string(i));
    const auto insert = "INSERT INTO " + in_quotes(table.name) + " (" +
                        joined(columns.size(), [&](std::size_t i) { return in_quotes(columns[i].name); }) +
                        ") VALUES (" + joined(columns.size(), [&](std::size_t i) { return ":" + names[i]; }) +
                        ")";

    std::int64_t copied = 0;
    Pages pages(table);
    for (auto rows = pages.next(from); !rows.empty(); rows = pages.next(from))
        for (const auto& row : rows) {
            Parameters parameters;
            for (std::size_t i = 0; i < columns.size(); ++i)
                parameters.emplace_back(names[i], value_of(row, columns[i]));
            to.change(insert, parameters);
            ++copied;
        }
    return copied;
}

} // namespace throughline::db
