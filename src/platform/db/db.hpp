// SPDX-License-Identifier: GPL-3.0-or-later
// A thin typed layer on the engines' own client libraries, SQLite and PostgreSQL. SQL is written once, with
// named placeholders (`:reference`); values are always bound. Column types are BIGINT, TEXT, bytes and double
// only.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace throughline::db {

/// Raw bytes, as opposed to text.
struct Bytes {
    std::string data{};
    bool operator==(const Bytes&) const = default;
};

/// One bound or fetched value; std::monostate is NULL. Construct from int, std::int64_t, double, text, Bytes,
/// nullptr, or an std::optional of one of these. A bool is refused at compile time: store 0 or 1.
class Value {
public:
    using Held = std::variant<std::monostate, std::int64_t, double, std::string, Bytes>;

    // Out of line, because every statement makes some: a variant's copies and ends are much code.
    Value();
    Value(std::nullptr_t);
    Value(int number);
    Value(std::int64_t number);
    Value(double number);
    Value(const char* text);
    Value(std::string_view text);
    Value(std::string text);
    Value(Bytes bytes);
    Value(bool) = delete;
    Value(const Value&);
    Value(Value&&) noexcept;
    Value& operator=(const Value&);
    Value& operator=(Value&&) noexcept;
    ~Value();
    template <class T>
    Value(const std::optional<T>& maybe) {
        if (maybe) m_held = Value(*maybe).m_held;
    }

    const Held& held() const { return m_held; }

private:
    Held m_held{};
};

/// Placeholder names without the colon, and their values. A name in the SQL that is not given, or given and
/// not in the SQL, is a bug and throws std::logic_error.
using Parameters = std::vector<std::pair<std::string_view, Value>>;

enum class Engine { sqlite, postgresql };

/// What an engine refused, in our own kinds. Never carries a value that was bound.
class Fault : public std::runtime_error {
public:
    enum class Kind { unique, foreign_key, check, not_null, busy, gone, full, other };
    Fault(Kind kind, const std::string& what) : std::runtime_error(what), m_kind(kind) {}
    Kind kind() const { return m_kind; }

private:
    Kind m_kind;
};

/// One row of an answer. Columns are read by name; an unknown name or another type than stored is a bug and
/// throws std::logic_error. The plain readers demand that the value is not NULL; `maybe_` readers give
/// nothing for NULL.
class Row {
public:
    Row(std::shared_ptr<const std::vector<std::string>> columns, std::vector<Value::Held> values);

    std::string text(std::string_view column) const;
    std::int64_t integer(std::string_view column) const;
    double real(std::string_view column) const;
    std::string bytes(std::string_view column) const;
    bool flag(std::string_view column) const { return integer(column) != 0; }
    std::optional<std::string> maybe_text(std::string_view column) const;
    std::optional<std::int64_t> maybe_integer(std::string_view column) const;
    std::optional<std::string> maybe_bytes(std::string_view column) const;

private:
    const Value::Held& at(std::string_view column) const;
    std::shared_ptr<const std::vector<std::string>> m_columns;
    std::vector<Value::Held> m_values;
};

/// A kind of read that comes again and again and asks mostly the same, such as one page for one account.
/// Where a database is a server, what was asked last time is then asked in one exchange. Answers are never
/// kept.
struct Familiar {
    std::string key{}; ///< empty: not familiar
    /// Values that are new each time, such as the time: what the first was then, the first is now.
    std::vector<std::string> varying{};
    std::size_t at_least{1}; ///< a read of fewer questions is not worth remembering
};

namespace detail {
class Connection;
}

/// A transaction in progress. Given to the function passed to Database::read or Database::write; not kept.
/// After a Fault it can only be rolled back, on both engines; a Fault that is expected belongs inside a
/// savepoint. Text that is not UTF-8 or holds a NUL is a bug and throws std::logic_error.
class Transaction {
public:
    explicit Transaction(detail::Connection& connection) : m_connection(connection) {}
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;

    std::vector<Row> rows(std::string_view sql, const Parameters& parameters = {});
    /// The only row, or nothing. More than one row is a bug and throws std::logic_error.
    std::optional<Row> row(std::string_view sql, const Parameters& parameters = {});
    /// Runs one INSERT, UPDATE or DELETE and gives the number of rows it touched.
    std::int64_t change(std::string_view sql, const Parameters& parameters = {});
    /// Runs one statement without placeholders, as it stands and outside the statement cache: the schema's
    /// own.
    void run(std::string_view sql);
    /// Calls `act` inside a savepoint: if it throws, what it did is undone and the exception goes on, and the
    /// transaction stays usable.
    void within_savepoint(const std::function<void()>& act);
    Engine engine() const;

private:
    detail::Connection& m_connection;
};

/// How much of the pool is taken at one moment, and how long its users have waited since it was opened.
struct PoolUse {
    std::size_t in_use{};
    std::size_t most{};
    std::size_t waiting{};        ///< threads that wait for a connection now
    std::int64_t waited_in_all{}; ///< microseconds
};

/// A database of one engine with a small pool of connections. Safe to use from several threads.
class Database {
public:
    /// `url` is `sqlite:PATH` or `postgresql://…` (libpq's own form). A PostgreSQL database whose collation
    /// is not "C" or whose encoding is not UTF8 is refused with std::runtime_error.
    static std::unique_ptr<Database> open(const std::string& url);
    virtual ~Database() = default;

    /// Runs `act` in a read-only transaction that sees one moment throughout. Writing in it, or beginning any
    /// transaction of the same database inside another on the same thread, is a bug and throws
    /// std::logic_error.
    template <class F>
    auto read(F&& act) {
        return within(false, std::forward<F>(act));
    }

    template <class F>
    auto read(const Familiar& familiar, F&& act) {
        return within(false, std::forward<F>(act), familiar);
    }

    /// Runs `act` in a write transaction (SQLite: begin immediate, under one in-process write lock;
    /// PostgreSQL: READ COMMITTED). Commits when it returns, rolls back when it throws.
    template <class F>
    auto write(F&& act) {
        return within(true, std::forward<F>(act));
    }

    /// As `write`, but commits only when `act` returns an Outcome that holds a value: a refused act leaves
    /// nothing.
    template <class F>
    auto attempt(F&& act) {
        using Result = std::invoke_result_t<F, Transaction&>;
        std::optional<Result> result;
        transact(true, {}, [&](Transaction& tx) {
            result.emplace(act(tx));
            return static_cast<bool>(*result);
        });
        return std::move(
            *result); // NOLINT(bugprone-unchecked-optional-access): act has run, or transact threw
    }

    virtual Engine engine() const = 0;
    /// Of its connections; nothing where there is no pool.
    virtual PoolUse pool_use() const { return {}; }
    /// How often somebody has waited for a server's answer so far; 0 where there is none.
    virtual std::uint64_t exchanges() const { return 0; }

protected:
    /// Commits when `act` gives true, rolls back when it gives false or throws. Only reads are familiar.
    virtual void
    transact(bool writes, const Familiar& familiar, const std::function<bool(Transaction&)>& act) = 0;

private:
    template <class F>
    auto within(bool writes, F&& act, const Familiar& familiar = {}) {
        using Result = std::invoke_result_t<F, Transaction&>;
        if constexpr (std::is_void_v<Result>) {
            transact(writes, familiar, [&](Transaction& tx) {
                act(tx);
                return true;
            });
        } else {
            std::optional<Result> result;
            transact(writes, familiar, [&](Transaction& tx) {
                result.emplace(act(tx));
                return true;
            });
            return std::move(*result); // NOLINT(bugprone-unchecked-optional-access): as in attempt
        }
    }
};

} // namespace throughline::db
