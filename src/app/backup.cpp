// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/backup.hpp"

#include "app/backup_file.hpp"
#include "app/commands.hpp"
#include "app/facts.hpp"
#include "people/sign_in_keys.hpp"
#include "platform/crypto/crypto.hpp"
#include "platform/db/copying.hpp"
#include "platform/documents/storage.hpp"

#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <fstream>
#include <map>

namespace throughline {
namespace {

namespace fs = std::filesystem;

/// Who was signed in, or tried to, and which forms were pressed: a backup that is brought back must not sign
/// anybody in. Hashes by which a child is found across cases, once there are any, belong here too: they are
/// made anew from the registers.
constexpr std::array<std::string_view, 6> left_out{
    "session", "half_signed_in", "second_factor_begun", "tries", "sign_in_attempt", "posted_form"};

std::vector<db::Table> tables_to_copy(db::Transaction& sqlite) {
    auto tables = db::tables_of(sqlite);
    std::erase_if(
        tables, [](const db::Table& table) { return std::ranges::count(left_out, table.name) != 0; });
    return tables;
}

std::int64_t entries_in(db::Transaction& tx) {
    return tx.row("SELECT seq FROM ledger_head WHERE id = 1")->integer("seq");
}

// Kept in the backup's own database, beside the tables of the schema.
constexpr std::string_view heads_table = "backup_head_line";

void keep_heads(db::Transaction& backup, const ledger::Ledger& ledger, std::int64_t entries) {
    backup.run("CREATE TABLE backup_head_line (n BIGINT NOT NULL PRIMARY KEY, line TEXT NOT NULL)");
    std::int64_t n = 0;
    for (const auto& line : ledger.heads_up_to(entries))
        backup.change(
            "INSERT INTO backup_head_line (n, line) VALUES (:n, :line)", {{"n", ++n}, {"line", line}});
}

void bring_heads(db::Transaction& backup, const fs::path& heads_log) {
    std::ofstream out(heads_log);
    for (const auto& row : backup.rows("SELECT line FROM backup_head_line ORDER BY n"))
        out << row.text("line") << '\n';
    if (!out.flush()) throw std::runtime_error(fmt::format("Cannot write {}.", heads_log.string()));
    out.close();
    fs::permissions(heads_log, fs::perms::owner_read | fs::perms::owner_write);
}

/// The migrations that a backup was taken under: this program's, up to some point.
std::vector<db::Migration> schema_of(db::Transaction& backup) {
    std::vector<db::Migration> schema;
    for (const auto& row : backup.rows("SELECT name FROM schema_migration ORDER BY name")) {
        const auto& ours = carried_migrations();
        const auto found = std::ranges::find(ours, row.text("name"), &db::Migration::name);
        if (found == ours.end())
            throw std::runtime_error("The backup was taken by a newer release. Restore it with that one.");
        schema.push_back(*found);
    }
    return schema;
}

/// Fills an empty database, made with the backup's own schema, and brings it to this release.
void fill(db::Database& database, db::Database& backup, const fs::path& heads_log) {
    backup.read([&](db::Transaction& from) {
        db::migrate(database, schema_of(from), system_now());
        auto tables = tables_to_copy(from);
        std::erase_if(tables, [](const db::Table& table) { return table.name == heads_table; });
        database.write([&](db::Transaction& to) {
            db::empty(to, tables);
            for (const auto& table : tables) (void)db::copy(from, to, table);
        });
        bring_heads(from, heads_log);
    });
    db::migrate(database, carried_migrations(), system_now());
}

bool is_empty(const fs::path& folder, const fs::path& keys) {
    if (!fs::exists(folder)) return true;
    return std::ranges::all_of(fs::directory_iterator(folder), [&](const fs::directory_entry& entry) {
        return fs::weakly_canonical(entry.path()) == fs::weakly_canonical(keys);
    });
}

bool holds_tables(db::Database& database) {
    const auto* catalogue = database.engine() == db::Engine::sqlite
                                ? "SELECT count(*) AS n FROM sqlite_master WHERE type = 'table'"
                                : "SELECT count(*) AS n FROM pg_tables WHERE schemaname = current_schema()";
    return database.read([&](db::Transaction& tx) { return tx.row(catalogue)->integer("n"); }) > 0;
}

/// Takes away what a restore that failed has made in a PostgreSQL database; a SQLite file goes as a whole.
void drop_tables(db::Database& database) {
    if (database.engine() != db::Engine::postgresql) return;
    database.write([](db::Transaction& tx) {
        for (const auto& row : tx.rows(
                 "SELECT CAST(tablename AS TEXT) AS name FROM pg_tables WHERE schemaname = current_schema()"))
            tx.run("DROP TABLE \"" + row.text("name") + "\" CASCADE");
    });
}

/// What is wrong with what stands in the tables, beyond what the schema itself holds.
std::vector<std::string> faults_in(db::Database& database) {
    return database.read([](db::Transaction& tx) {
        std::vector<std::string> faults;
        if (tx.row("SELECT count(*) AS n FROM pragma_foreign_key_check")->integer("n") > 0)
            faults.emplace_back("A row refers to one that is not there.");
        for (const auto& row : tx.rows("PRAGMA integrity_check"))
            if (row.text("integrity_check") != "ok") faults.emplace_back("The database file is damaged.");
        if (const auto n = documents::count_broken(tx); n > 0)
            faults.push_back(fmt::format("{} documents are not whole.", n));
        return faults;
    });
}

/// Full disks and limits are told as errors, not as signals.
void take_limits_as_errors() { std::signal(SIGXFSZ, SIG_IGN); } // NOLINT(cert-err33-c): cannot fail

/// A backup may also be checked where there is no installation, or one that cannot be opened: nothing is
/// noted then.
void note_check(const Where& where) {
    std::error_code ignored;
    if (!fs::exists(where.data / "heads.log", ignored)) return;
    try {
        Installation installation(where, Installation::Create::no);
        note_moment(installation, backup_checked_fact);
    } catch (const std::exception&) {
        return;
    }
}

} // namespace

int back_up(const Where& where, const fs::path& file) {
    take_limits_as_errors();
    Installation installation(where, Installation::Create::no);
    if (fs::exists(file))
        throw std::runtime_error(fmt::format("{} is there already. Choose another name.", file.string()));
    const auto at = system_now();
    installation.ledger().sign_head(installation.database(), at);

    const ScratchFolder scratch(file.has_parent_path() ? file.parent_path() : fs::path("."));
    const auto body = scratch.path() / "backup.db";
    BackupHead head{to_text(at), THROUGHLINE_VERSION, 0, 0, {}};
    {
        const auto backup = db::Database::open("sqlite:" + body.string());
        db::migrate(*backup, carried_migrations(), at);
        installation.database().read([&](db::Transaction& from) {
            backup->write([&](db::Transaction& to) {
                const auto tables = tables_to_copy(to);
                db::empty(to, tables);
                for (const auto& table : tables) (void)db::copy(from, to, table);
                head.entries = entries_in(from);
                keep_heads(to, installation.ledger(), head.entries);
            });
        });
    } // closed: the write-ahead log goes into the file
    const auto written = write_backup(file, body, head);
    installation.database().write([&](db::Transaction& tx) {
        installation.ledger().append(
            tx, {system_now(), "system", "operator", "backup.taken", written.sha256, ""});
    });
    note_moment(installation, backup_taken_fact);
    fmt::print(
        "{}: {} bytes, {} ledger entries. The keys are not in it: `throughline keys backup FILE`, and keep "
        "the two "
        "apart.\n",
        file.string(),
        written.size,
        written.entries);
    return 0;
}

int restore(const Where& where, const fs::path& file) {
    take_limits_as_errors();
    crypto::start();
    const auto keys = where.key_folder();
    if (!is_empty(where.data, keys))
        throw std::runtime_error(fmt::format(
            "{} holds something already. Restore into a folder that holds nothing but its keys.",
            where.data.string()));
    const bool made_folder = fs::create_directories(where.data);
    if (made_folder) fs::permissions(where.data, fs::perms::owner_all);
    try {
        const ScratchFolder scratch(where.data);
        const auto body = scratch.path() / "backup.db";
        const auto head = read_backup(file, body);
        const auto backup = db::Database::open("sqlite:" + body.string());
        const auto database = db::Database::open(where.database_url());
        if (holds_tables(*database))
            throw std::runtime_error("The database holds tables already. Restore into an empty one.");
        try {
            fill(*database, *backup, where.data / "heads.log");
        } catch (const std::exception&) { // the next try needs an empty database again
            drop_tables(*database);
            throw;
        }
        fmt::print("Restored what stood there on {}: {} ledger entries.\n", head.taken_at, head.entries);
    } catch (const std::exception&) { // a half restored folder must not pass for a whole one
        std::error_code ignored;
        for (const auto* name : {"throughline.db", "throughline.db-wal", "throughline.db-shm", "heads.log"})
            fs::remove(where.data / name, ignored);
        if (made_folder) fs::remove(where.data, ignored);
        throw;
    }
    if (fs::exists(keys))
        fmt::print("The keys are in {}. Check with `throughline ledger verify`.\n", keys.string());
    else
        fmt::print("Now bring the keys back with `throughline keys restore FILE`, then check with "
                   "`throughline ledger "
                   "verify`.\n");
    return 0;
}

int check_backup(const Where& where, const fs::path& file) {
    take_limits_as_errors();
    crypto::start();
    if (!where.keys.empty() && !fs::exists(where.keys))
        throw std::runtime_error(fmt::format("There is no keys folder {}.", where.keys.string()));
    const auto began = std::chrono::steady_clock::now();
    const ScratchFolder scratch(fs::temp_directory_path());
    const auto body = scratch.path() / "backup.db";
    std::vector<std::string> faults;
    BackupHead head;
    bool verified = false;
    try {
        head = read_backup(file, body);
        const auto backup = db::Database::open("sqlite:" + body.string());
        const auto database = db::Database::open("sqlite:" + (scratch.path() / "restored.db").string());
        const auto heads_log = scratch.path() / "heads.log";
        fill(*database, *backup, heads_log);
        faults = faults_in(*database);
        if (database->read(entries_in) != head.entries)
            faults.emplace_back("The backup does not hold the ledger entries that it says it holds.");
        if (fs::exists(where.key_folder())) {
            const auto keys = crypto::KeyFolder::open(where.key_folder());
            const auto verdict = ledger::Ledger(keys, heads_log).verify(*database);
            faults.insert(faults.end(), verdict.faults.begin(), verdict.faults.end());
            if (const auto lost = people::lost_sign_in_key(*database, keys); !lost.empty())
                faults.push_back(lost);
            verified = true;
        }
    } catch (const std::exception& fault) { // whatever stops a restore is what this command is asked for
        faults.emplace_back(fault.what());
    }
    for (const auto& fault : faults) fmt::print("{}\n", fault);
    const auto took = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
    if (faults.empty())
        fmt::print(
            "The backup of {} restores: {} ledger entries, {}. It took {:.1f} seconds.\n",
            head.taken_at,
            head.entries,
            verified ? "the ledger is whole"
                     : "the ledger's chain was not checked, because the keys are not here",
            took);
    if (faults.empty()) note_check(where);
    return faults.empty() ? 0 : 1;
}

} // namespace throughline
