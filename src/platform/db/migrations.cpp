// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/db/migrations.hpp"

#include "platform/db/dialect.hpp"
#include "platform/db/placeholders.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <map>
#include <stdexcept>

namespace throughline::db {
namespace {

constexpr std::string_view create_table_sql = R"(
    CREATE TABLE IF NOT EXISTS schema_migration (
        name TEXT NOT NULL PRIMARY KEY, sha256 TEXT NOT NULL, applied_at TEXT NOT NULL))";

constexpr std::string_view applied_sql = "SELECT name, sha256 FROM schema_migration";

constexpr std::string_view insert_sql =
    "INSERT INTO schema_migration (name, sha256, applied_at) VALUES (:name, :sha256, :at)";

std::string sha256_hex(std::string_view text) {
    std::array<unsigned char, crypto_hash_sha256_BYTES> digest{};
    crypto_hash_sha256(digest.data(), reinterpret_cast<const unsigned char*>(text.data()), text.size());
    std::array<char, 2 * crypto_hash_sha256_BYTES + 1> hex{};
    sodium_bin2hex(hex.data(), hex.size(), digest.data(), digest.size());
    return hex.data();
}

using Applied = std::map<std::string, std::string, std::less<>>; // name → SHA-256

Applied applied(Transaction& tx) {
    Applied found;
    for (const auto& row : tx.rows(applied_sql)) found.emplace(row.text("name"), row.text("sha256"));
    return found;
}

void demand_known(const Applied& done, const std::vector<Migration>& migrations) {
    for (const auto& [name, sha256] : done) {
        const auto ours =
            std::find_if(migrations.begin(), migrations.end(), [&](const auto& m) { return m.name == name; });
        if (ours == migrations.end()) {
            throw std::runtime_error("the database has a migration this program does not know: " + name);
        }
        if (sha256_hex(ours->sql) != sha256) {
            throw std::runtime_error("migration " + name + " has changed since it was applied");
        }
    }
}

std::string for_engine(std::string sql, Engine engine) {
    constexpr std::string_view mark = "{{bytes}}";
    const auto type = dialect::bytes_type(engine);
    for (auto at = sql.find(mark); at != std::string::npos; at = sql.find(mark, at + type.size())) {
        sql.replace(at, mark.size(), type);
    }
    return sql;
}

void lock(Transaction& tx) {
    if (const auto sql = dialect::lock_schema(tx.engine()); !sql.empty()) tx.run(sql);
}

/// False when another process was first.
bool apply(Transaction& tx, const Migration& migration, Instant at) {
    lock(tx);
    if (applied(tx).contains(migration.name)) return false;
    for (const auto& statement : detail::split_statements(for_engine(migration.sql, tx.engine()))) {
        tx.run(statement);
    }
    tx.change(
        insert_sql, {{"name", migration.name}, {"sha256", sha256_hex(migration.sql)}, {"at", to_text(at)}});
    return true;
}

std::vector<Migration> in_order(std::vector<Migration> migrations) {
    std::sort(
        migrations.begin(), migrations.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
    return migrations;
}

} // namespace

std::vector<std::string> migrate(Database& database, const std::vector<Migration>& migrations, Instant at) {
    const auto done = database.write([&](Transaction& tx) {
        lock(tx);
        tx.run(create_table_sql);
        auto found = applied(tx);
        demand_known(found, migrations);
        return found;
    });
    std::vector<std::string> names;
    for (const auto& migration : in_order(migrations)) {
        if (done.contains(migration.name)) continue;
        if (database.write([&](Transaction& tx) { return apply(tx, migration, at); })) {
            names.push_back(migration.name);
        }
    }
    return names;
}

bool is_migrated(Database& database, const std::vector<Migration>& migrations) {
    return database.read([&](Transaction& tx) {
        const auto tables = tx.row(dialect::count_tables(tx.engine()), {{"name", "schema_migration"}});
        if (tables->integer("n") == 0) return migrations.empty();
        const auto done = applied(tx);
        return std::all_of(
            migrations.begin(), migrations.end(), [&](const auto& m) { return done.contains(m.name); });
    });
}

std::vector<Migration> read_migrations(const std::filesystem::path& folder) {
    std::vector<Migration> migrations;
    for (const auto& file : std::filesystem::directory_iterator(folder)) {
        if (file.path().extension() != ".sql") continue;
        std::ifstream in(file.path(), std::ios::binary);
        std::string sql{std::istreambuf_iterator<char>(in), {}};
        if (!in || sql.empty()) throw std::runtime_error("cannot read " + file.path().filename().string());
        migrations.push_back({file.path().filename().string(), std::move(sql)});
    }
    return in_order(std::move(migrations));
}

} // namespace throughline::db
