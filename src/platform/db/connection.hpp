// SPDX-License-Identifier: GPL-3.0-or-later
// What the two engines have in common behind Transaction and Database: one connection, and a pool of them.
#pragma once

#include "platform/db/db.hpp"
#include "platform/db/foresight.hpp"

#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace throughline::db::detail {

/// One connection to an engine, used by one thread at a time. After a Fault the transaction is broken on both
/// engines (PostgreSQL's way): until the savepoint or the transaction is rolled back, any further statement
/// is a bug.
class Connection {
public:
    Connection() = default;
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;
    virtual ~Connection() = default;

    virtual Engine engine() const = 0;
    virtual void begin(bool writes) = 0;
    /// Begins a read and asks ahead; each is answered when `rows` asks the same.
    virtual void begin_reading(std::vector<Question> ahead) {
        (void)ahead;
        begin(false);
    }
    /// What was asked since `begin_reading`, with texts from `foresight`; nothing where all of it, and
    /// nothing else, had been asked ahead, so that there is nothing to learn.
    virtual std::vector<Question> learnt(Foresight& foresight) {
        (void)foresight;
        return {};
    }
    virtual void commit() = 0;
    /// Never throws: a connection that cannot roll back is no longer alive.
    virtual void rollback() noexcept = 0;
    /// Whether it may go back into the pool.
    virtual bool alive() const noexcept = 0;

    std::vector<Row> rows(std::string_view sql, const Parameters& parameters);
    std::int64_t change(std::string_view sql, const Parameters& parameters);
    void run(std::string_view sql);
    void within_savepoint(const std::function<void()>& act);

    /// Throws std::logic_error when a Fault was swallowed: what is left must not be committed.
    void demand_whole() const;

protected:
    virtual std::vector<Row> fetch(std::string_view sql, const Parameters& parameters) = 0;
    virtual std::int64_t alter(std::string_view sql, const Parameters& parameters) = 0;
    virtual void execute(const std::string& sql) = 0;
    void fresh() {
        m_broken = false;
        m_savepoints = 0;
    }

private:
    template <class F>
    auto watched(F&& act);
    bool m_broken{};
    int m_savepoints{};
};

using Connect = std::function<std::unique_ptr<Connection>()>;

/// Connections made when first needed, at most `most`. A pool of one is a lock.
class Pool {
public:
    Pool(std::size_t most, Connect connect);

    /// Waits for a connection; after ten seconds throws a Fault of kind busy.
    std::unique_ptr<Connection> take();
    /// Takes back what `take` gave; one that is no longer alive (or null) is forgotten, and all idle ones
    /// with it, since what broke it has most likely broken them.
    void give_back(std::unique_ptr<Connection> connection) noexcept;
    PoolUse use() const;

private:
    bool has_one_to_give(std::unique_lock<std::mutex>& lock);

    const std::size_t m_most;
    const Connect m_connect;
    mutable std::mutex m_mutex;
    std::condition_variable m_returned;
    std::size_t m_out{};
    std::size_t m_waiting{};
    std::int64_t m_waited{}; ///< microseconds
    std::vector<std::unique_ptr<Connection>> m_idle;
};

std::unique_ptr<Database> open_sqlite(const std::string& path);
std::unique_ptr<Database> open_postgresql(const std::string& url);

/// Of a database that is a server: how often it was waited for.
using Exchanges = std::atomic<std::uint64_t>;

/// A database over one pool for reading and one for writing (they may be the same).
std::unique_ptr<Database> pooled(
    Engine engine,
    std::shared_ptr<Pool> readers,
    std::shared_ptr<Pool> writers,
    std::shared_ptr<const Exchanges> exchanges = {});

} // namespace throughline::db::detail
