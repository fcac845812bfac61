// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/db/testing.hpp"

#include "platform/db/migrations.hpp"

#include <libpq-fe.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <map>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <system_error>

namespace throughline::db {
namespace {

namespace fs = std::filesystem;

fs::path new_folder() {
    std::string name = (fs::temp_directory_path() / "throughline-test-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) {
        throw std::system_error(errno, std::generic_category(), "no temporary folder");
    }
    return name;
}

void migrate_at(const std::string& url, const fs::path& source_dir) {
    migrate(*Database::open(url), read_migrations(source_dir / "db" / "migrations"), system_now());
}

/// A file or database migrated once in this process, of which every test gets a copy.
class SqliteTemplate {
public:
    explicit SqliteTemplate(const fs::path& source_dir) : m_folder(new_folder()) {
        migrate_at("sqlite:" + file().string(), source_dir);
    }
    ~SqliteTemplate() {
        std::error_code ignored;
        fs::remove_all(m_folder, ignored);
    }
    SqliteTemplate(const SqliteTemplate&) = delete;
    SqliteTemplate& operator=(const SqliteTemplate&) = delete;
    fs::path file() const { return m_folder / "template.db"; }

private:
    fs::path m_folder;
};

std::string server() {
    const char* url = std::getenv("THROUGHLINE_TEST_POSTGRES");
    if (url == nullptr || *url == '\0') {
        throw std::runtime_error(
            "THROUGHLINE_TEST_ENGINE is postgresql and THROUGHLINE_TEST_POSTGRES names no server: "
            "run the tests under script/test-postgres");
    }
    return url;
}

/// The server's URL with another database in it.
std::string url_of(const std::string& name) {
    const std::string url = server();
    const auto options = url.find('?');
    const auto host = url.find("://") + 3;
    const auto slash = url.find('/', host);
    const std::string tail = options == std::string::npos ? "" : url.substr(options);
    return url.substr(0, std::min(slash, options)) + "/" + name + tail;
}

// CREATE and DROP DATABASE stand outside any transaction, so they go past the layer.
void tell_server(const std::string& sql) {
    const std::unique_ptr<PGconn, void (*)(PGconn*)> connection(PQconnectdb(server().c_str()), PQfinish);
    const std::unique_ptr<PGresult, void (*)(PGresult*)> result(
        PQexec(connection.get(), sql.c_str()), PQclear);
    if (PQresultStatus(result.get()) != PGRES_COMMAND_OK) {
        throw std::runtime_error("the test server refused: " + std::string(PQerrorMessage(connection.get())));
    }
}

std::string unique_name() {
    static std::atomic<int> count{};
    return "throughline_test_" + std::to_string(::getpid()) + "_" + std::to_string(++count);
}

void create_empty(const std::string& name) {
    tell_server(
        "CREATE DATABASE " + name + " TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C' ENCODING 'UTF8'");
}

void drop(const std::string& name) noexcept {
    try {
        tell_server("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
    } catch (const std::exception&) {
        // The server removes what is left when it is taken down.
    }
}

class PostgresTemplate {
public:
    explicit PostgresTemplate(const fs::path& source_dir) : m_name(unique_name()) {
        create_empty(m_name);
        try {
            migrate_at(url_of(m_name), source_dir);
        } catch (...) {
            drop(m_name);
            throw;
        }
    }
    ~PostgresTemplate() { drop(m_name); }
    PostgresTemplate(const PostgresTemplate&) = delete;
    PostgresTemplate& operator=(const PostgresTemplate&) = delete;
    const std::string& name() const { return m_name; }

private:
    std::string m_name;
};

/// One template of each kind for the whole process.
template <class T>
const T& template_of(const fs::path& source_dir) {
    static const T only(source_dir);
    return only;
}

bool on_postgresql() {
    const char* engine = std::getenv("THROUGHLINE_TEST_ENGINE");
    if (engine == nullptr || std::string_view(engine) == "sqlite" || *engine == '\0') return false;
    if (std::string_view(engine) == "postgresql") return true;
    throw std::runtime_error("THROUGHLINE_TEST_ENGINE is sqlite or postgresql");
}

} // namespace

TestDatabase::TestDatabase(const fs::path& source_dir, bool migrated) : m_folder(new_folder()) {
    try {
        if (on_postgresql()) {
            const auto name = unique_name();
            if (migrated) {
                tell_server(
                    "CREATE DATABASE " + name + " TEMPLATE " +
                    template_of<PostgresTemplate>(source_dir).name());
            } else {
                create_empty(name);
            }
            m_name = name;
            m_url = url_of(name);
        } else {
            const auto file = m_folder / "test.db";
            if (migrated) fs::copy_file(template_of<SqliteTemplate>(source_dir).file(), file);
            m_url = "sqlite:" + file.string();
        }
        m_database = Database::open(m_url);
    } catch (...) {
        if (!m_name.empty()) drop(m_name);
        fs::remove_all(m_folder);
        throw;
    }
}

TestDatabase::~TestDatabase() {
    m_database.reset();
    if (!m_name.empty()) drop(m_name);
    std::error_code ignored;
    fs::remove_all(m_folder, ignored);
}

} // namespace throughline::db
