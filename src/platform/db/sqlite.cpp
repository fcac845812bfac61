// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/db/connection.hpp"
#include "platform/db/placeholders.hpp"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <map>
#include <stdexcept>
#include <system_error>
#include <thread>
#include <utility>

namespace throughline::db::detail {
namespace {

constexpr std::size_t most_readers = 8;
constexpr std::size_t most_statements = 256;
constexpr int wait_milliseconds = 10'000;

struct CloseDatabase {
    void operator()(sqlite3* database) const { sqlite3_close_v2(database); }
};
struct FinalizeStatement {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using DatabaseHandle = std::unique_ptr<sqlite3, CloseDatabase>;
using StatementHandle = std::unique_ptr<sqlite3_stmt, FinalizeStatement>;

enum class Use { reading, writing };

Fault::Kind kind_of(int code) {
    switch (code) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY: return Fault::Kind::unique;
    case SQLITE_CONSTRAINT_FOREIGNKEY: return Fault::Kind::foreign_key;
    case SQLITE_CONSTRAINT_CHECK: return Fault::Kind::check;
    case SQLITE_CONSTRAINT_NOTNULL: return Fault::Kind::not_null;
    default: break;
    }
    switch (code & 0xFF) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return Fault::Kind::busy;
    case SQLITE_CANTOPEN:
    case SQLITE_IOERR: return Fault::Kind::gone;
    case SQLITE_READONLY:
    case SQLITE_FULL: return Fault::Kind::full;
    default: return Fault::Kind::other;
    }
}

struct Prepared {
    Cut cut{};
    StatementHandle statement{};
    std::vector<int> positions{}; ///< SQLite's index of each placeholder
};

class SqliteConnection final : public Connection {
public:
    SqliteConnection(const std::string& path, Use use);

    Engine engine() const override { return Engine::sqlite; }
    void begin(bool writes) override;
    void commit() override;
    void rollback() noexcept override;
    bool alive() const noexcept override { return sqlite3_get_autocommit(m_database.get()) != 0; }

protected:
    std::vector<Row> fetch(std::string_view sql, const Parameters& parameters) override;
    std::int64_t alter(std::string_view sql, const Parameters& parameters) override;
    void execute(const std::string& sql) override;

private:
    [[noreturn]] void fail(int code) const;
    StatementHandle prepare(const std::string& sql);
    Prepared& prepared(std::string_view sql);
    void bind(Prepared& prepared, const Parameters& parameters);
    /// True while there is a row.
    bool step(sqlite3_stmt* statement);
    void settle(Use use);
    void use_write_ahead_log();

    Use m_use;
    DatabaseHandle m_database;
    std::map<std::string, Prepared, std::less<>> m_prepared;
};

/// Leaves a cached statement ready for its next use, without the values it was bound to.
class Reset {
public:
    explicit Reset(sqlite3_stmt* statement) : m_statement(statement) {}
    ~Reset() {
        sqlite3_reset(m_statement);
        sqlite3_clear_bindings(m_statement);
    }
    Reset(const Reset&) = delete;
    Reset& operator=(const Reset&) = delete;

private:
    sqlite3_stmt* m_statement;
};

SqliteConnection::SqliteConnection(const std::string& path, Use use) : m_use(use) {
    sqlite3* opened = nullptr;
    const int code = sqlite3_open_v2(
        path.c_str(), &opened, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
    m_database.reset(opened);
    if (code != SQLITE_OK) throw Fault(kind_of(code), std::string("SQLite open: ") + sqlite3_errstr(code));
    settle(use);
}

void SqliteConnection::settle(Use use) {
    sqlite3_busy_timeout(m_database.get(), wait_milliseconds);
    // Text in double quotes is a name and never a string, and LIKE tells A from a: as on PostgreSQL.
    // NOLINTBEGIN(cppcoreguidelines-pro-type-vararg): SQLite's own way to be configured.
    sqlite3_db_config(m_database.get(), SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
    sqlite3_db_config(m_database.get(), SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
    sqlite3_db_config(m_database.get(), SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    // NOLINTEND(cppcoreguidelines-pro-type-vararg)
    execute("PRAGMA case_sensitive_like = ON");
    execute("PRAGMA trusted_schema = OFF");
    execute("PRAGMA foreign_keys = ON");
    execute("PRAGMA secure_delete = ON");
    execute("PRAGMA temp_store = MEMORY"); // nothing spills into a temporary file
    execute("PRAGMA cache_size = -8000");
    if (use == Use::writing) {
        use_write_ahead_log();
        execute("PRAGMA synchronous = FULL");
        execute("PRAGMA journal_size_limit = 16777216");
    } else {
        execute("PRAGMA query_only = ON");
    }
}

// Two processes that open a new database at once can refuse each other without the busy timeout being asked.
void SqliteConnection::use_write_ahead_log() {
    for (int tries = 0;; ++tries) {
        const auto statement = prepare("PRAGMA journal_mode = WAL");
        const int code = sqlite3_step(statement.get());
        if (code == SQLITE_ROW) {
            const auto* mode = reinterpret_cast<const char*>(sqlite3_column_text(statement.get(), 0));
            if (mode != nullptr && std::string_view(mode) == "wal") return;
            throw Fault(Fault::Kind::other, "SQLite cannot keep a write-ahead log here");
        }
        if ((code & 0xFF) != SQLITE_BUSY || tries == 100) fail(code);
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
}

void SqliteConnection::begin(bool writes) {
    fresh();
    execute(writes ? "BEGIN IMMEDIATE" : "BEGIN");
}

void SqliteConnection::commit() { execute("COMMIT"); }

void SqliteConnection::rollback() noexcept {
    // SQLite itself rolls back after some failures, such as a full disk.
    if (sqlite3_get_autocommit(m_database.get()) == 0) {
        sqlite3_exec(m_database.get(), "ROLLBACK", nullptr, nullptr, nullptr);
    }
}

// What SQLite says of a constraint names tables and columns; of anything else only the code is passed on.
void SqliteConnection::fail(int code) const {
    const bool constraint = (code & 0xFF) == SQLITE_CONSTRAINT && kind_of(code) != Fault::Kind::other;
    const char* said = constraint ? sqlite3_errmsg(m_database.get()) : sqlite3_errstr(code);
    if (m_use == Use::reading && (code & 0xFF) == SQLITE_READONLY) {
        throw std::logic_error("a read transaction was to write");
    }
    throw Fault(kind_of(code), std::string("SQLite: ") + said + " (" + std::to_string(code) + ")");
}

// While preparing, SQLite has only seen our own SQL, so it may be quoted.
StatementHandle SqliteConnection::prepare(const std::string& sql) {
    sqlite3_stmt* statement = nullptr;
    const char* rest = nullptr;
    const int code = sqlite3_prepare_v3(
        m_database.get(),
        sql.c_str(),
        static_cast<int>(sql.size() + 1),
        SQLITE_PREPARE_PERSISTENT,
        &statement,
        &rest);
    StatementHandle handle(statement);
    if (code == SQLITE_ERROR)
        throw Fault(Fault::Kind::other, std::string("SQLite: ") + sqlite3_errmsg(m_database.get()));
    if (code != SQLITE_OK) fail(code);
    if (!handle) throw std::logic_error("SQL without a statement");
    if (!split_statements(rest).empty()) throw std::logic_error("SQL with more than one statement");
    return handle;
}

Prepared& SqliteConnection::prepared(std::string_view sql) {
    if (const auto found = m_prepared.find(sql); found != m_prepared.end()) return found->second;
    if (m_prepared.size() >= most_statements) m_prepared.clear();

    Prepared prepared;
    prepared.cut = cut_at_placeholders(sql);
    std::string numbered = prepared.cut.texts.front();
    std::map<std::string_view, int> numbers;
    for (std::size_t i = 0; i < prepared.cut.names.size(); ++i) {
        const auto next = static_cast<int>(numbers.size()) + 1;
        const int number = numbers.emplace(prepared.cut.names[i], next).first->second;
        prepared.positions.push_back(number);
        numbered += "?" + std::to_string(number) + prepared.cut.texts[i + 1];
    }
    prepared.statement = prepare(numbered);
    return m_prepared.emplace(std::string(sql), std::move(prepared)).first->second;
}

int bind_one(sqlite3_stmt* statement, int position, const Value::Held& held) {
    struct Bind {
        sqlite3_stmt* statement;
        int position;
        int operator()(std::monostate /*null*/) const { return sqlite3_bind_null(statement, position); }
        int operator()(std::int64_t number) const { return sqlite3_bind_int64(statement, position, number); }
        int operator()(double number) const { return sqlite3_bind_double(statement, position, number); }
        int operator()(const std::string& text) const {
            demand_text(text);
            return sqlite3_bind_text64(
                statement, position, text.data(), text.size(), SQLITE_STATIC, SQLITE_UTF8);
        }
        int operator()(const Bytes& bytes) const {
            return sqlite3_bind_blob64(
                statement, position, bytes.data.data(), bytes.data.size(), SQLITE_STATIC);
        }
    };
    return std::visit(Bind{statement, position}, held);
}

// The values outlive the statement's run, so SQLite need not copy them.
void SqliteConnection::bind(Prepared& prepared, const Parameters& parameters) {
    const auto indexes = match(prepared.cut, parameters);
    for (std::size_t i = 0; i < indexes.size(); ++i) {
        const auto& held = parameters[indexes[i]].second.held();
        if (const int code = bind_one(prepared.statement.get(), prepared.positions[i], held);
            code != SQLITE_OK) {
            fail(code);
        }
    }
}

bool SqliteConnection::step(sqlite3_stmt* statement) {
    const int code = sqlite3_step(statement);
    if (code == SQLITE_ROW) return true;
    if (code != SQLITE_DONE) fail(code);
    return false;
}

Value::Held column(sqlite3_stmt* statement, int at) {
    const auto text = [&](const void* data) {
        const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement, at));
        return size == 0 ? std::string() : std::string(static_cast<const char*>(data), size);
    };
    switch (sqlite3_column_type(statement, at)) {
    case SQLITE_INTEGER: return std::int64_t{sqlite3_column_int64(statement, at)};
    case SQLITE_FLOAT: return sqlite3_column_double(statement, at);
    case SQLITE_TEXT: return text(sqlite3_column_text(statement, at));
    case SQLITE_BLOB: return Bytes{text(sqlite3_column_blob(statement, at))};
    default: return std::monostate{};
    }
}

std::vector<Row> SqliteConnection::fetch(std::string_view sql, const Parameters& parameters) {
    auto& ready = prepared(sql);
    auto* statement = ready.statement.get();
    const Reset reset(statement);
    bind(ready, parameters);

    std::vector<Row> rows;
    std::shared_ptr<const std::vector<std::string>> names;
    while (step(statement)) {
        const int width = sqlite3_column_count(statement);
        if (!names) {
            std::vector<std::string> found;
            found.reserve(static_cast<std::size_t>(width));
            for (int at = 0; at < width; ++at) found.emplace_back(sqlite3_column_name(statement, at));
            names = std::make_shared<const std::vector<std::string>>(std::move(found));
        }
        std::vector<Value::Held> values;
        values.reserve(static_cast<std::size_t>(width));
        for (int at = 0; at < width; ++at) values.push_back(column(statement, at));
        rows.emplace_back(names, std::move(values));
    }
    return rows;
}

std::int64_t SqliteConnection::alter(std::string_view sql, const Parameters& parameters) {
    auto& ready = prepared(sql);
    const Reset reset(ready.statement.get());
    bind(ready, parameters);
    while (step(ready.statement.get())) {
    }
    return sqlite3_changes64(m_database.get());
}

void SqliteConnection::execute(const std::string& sql) {
    const auto statement = prepare(sql);
    while (step(statement.get())) {
    }
}

// Only a file that is not there is made: closing a descriptor of one that SQLite has open would drop its
// locks.
void create_private(const std::string& path) {
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-vararg)
    const int file = ::open(path.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
    if (file >= 0) {
        ::close(file);
    } else if (errno != EEXIST) {
        throw std::system_error(errno, std::generic_category(), "the SQLite database file cannot be made");
    }
}

} // namespace

std::unique_ptr<Database> open_sqlite(const std::string& path) {
    if (path.empty() || path.front() == ':') {
        throw std::runtime_error("a database URL sqlite: needs the path of a file");
    }
    create_private(path);
    const auto connect = [path](Use use) {
        return [path, use] { return std::make_unique<SqliteConnection>(path, use); };
    };
    auto writers = std::make_shared<Pool>(1, connect(Use::writing));
    writers->give_back(writers->take()); // a file that is no database is noticed now
    return pooled(
        Engine::sqlite, std::make_shared<Pool>(most_readers, connect(Use::reading)), std::move(writers));
}

} // namespace throughline::db::detail
