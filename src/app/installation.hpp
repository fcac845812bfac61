// SPDX-License-Identifier: GPL-3.0-or-later
// One installation: its data folder, keys folder and database, opened together for a command.
#pragma once

#include "people/operations.hpp"
#include "platform/db/migrations.hpp"

#include <filesystem>
#include <memory>
#include <string>

namespace throughline {

/// The options every subcommand takes.
struct Where {
    std::filesystem::path data{"var"};
    std::filesystem::path keys{}; ///< empty: DATA/keys
    std::string database{};       ///< empty: sqlite:DATA/throughline.db

    std::filesystem::path key_folder() const { return keys.empty() ? data / "keys" : keys; }
    std::string database_url() const {
        return database.empty() ? "sqlite:" + (data / "throughline.db").string() : database;
    }
};

/// The schema that this program carries.
const std::vector<db::Migration>& carried_migrations();

/// This program's own file, held open from the start: a new release laid over it while we serve is not what
/// we start for an upload.
class OwnProgram {
public:
    OwnProgram();
    ~OwnProgram();
    OwnProgram(const OwnProgram&) = delete;
    OwnProgram& operator=(const OwnProgram&) = delete;
    std::filesystem::path path() const; ///< under /proc/self/fd: good in this process alone

private:
    int m_descriptor{-1};
};

class Installation {
public:
    enum class Create { no, yes };
    /// Opens what is there; with Create::yes makes folder, keys and schema when they are not. Throws
    /// std::runtime_error in words for the operator.
    Installation(const Where& where, Create create);
    ~Installation(); ///< signs the ledger's head when it moved
    Installation(const Installation&) = delete;
    Installation& operator=(const Installation&) = delete;

    people::Environment& house() { return m_house; }
    const ledger::Ledger& ledger() const { return m_ledger; }
    db::Database& database() { return *m_database; }
    const Where& where() const { return m_where; }

    /// Facts about the installation, such as demo = yes.
    std::string fact(std::string_view name);
    void set_fact(std::string_view name, std::string_view value);
    bool is_demo() { return fact("demo") == "yes"; }

    /// The offset of a demo's clock from the real one.
    void set_clock_offset(std::int64_t microseconds) { m_offset = microseconds; }

private:
    Where m_where;
    std::int64_t m_offset{};
    OwnProgram m_program;
    Random m_random;
    std::unique_ptr<db::Database> m_database;
    crypto::KeyFolder m_keys;
    ledger::Ledger m_ledger;
    statutory::Statute m_statute;
    form::Definitions m_forms;
    html::Templates m_templates;
    people::Environment m_house;
};

/// Holds the data folder, made when it is not there, for one server at a time; a lock left by a process that
/// died does not count.
class FolderLock {
public:
    explicit FolderLock(
        const std::filesystem::path& folder); ///< throws std::runtime_error when another server holds it
    ~FolderLock();
    FolderLock(const FolderLock&) = delete;
    FolderLock& operator=(const FolderLock&) = delete;

private:
    int m_descriptor{-1};
};

} // namespace throughline
