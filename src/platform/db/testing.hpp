// SPDX-License-Identifier: GPL-3.0-or-later
// A fresh, migrated database for one test: SQLite in a temporary folder, or, when THROUGHLINE_TEST_ENGINE is
// "postgresql", a new database on the server that THROUGHLINE_TEST_POSTGRES names. Gone when the object is
// gone.
#pragma once

#include "platform/db/db.hpp"

#include <filesystem>
#include <memory>
#include <string>

namespace throughline::db {

class TestDatabase {
public:
    /// `migrated`: all files of the project's db/migrations are applied (from `source_dir`/db/migrations).
    explicit TestDatabase(const std::filesystem::path& source_dir, bool migrated = true);
    ~TestDatabase();
    TestDatabase(const TestDatabase&) = delete;
    TestDatabase& operator=(const TestDatabase&) = delete;

    Database& operator*() { return *m_database; }
    Database* operator->() { return m_database.get(); }
    const std::string& url() const { return m_url; }
    const std::filesystem::path& folder() const { return m_folder; }

private:
    std::filesystem::path m_folder;
    std::string m_url;
    std::string m_name;
    std::unique_ptr<Database> m_database;
};

} // namespace throughline::db
