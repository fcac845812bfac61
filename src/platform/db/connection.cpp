// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/db/connection.hpp"

#include <algorithm>
#include <chrono>
#include <stdexcept>
#include <utility>

namespace throughline::db::detail {

template <class F>
auto Connection::watched(F&& act) {
    if (m_broken) throw std::logic_error("a statement followed one that failed in the same transaction");
    try {
        return act();
    } catch (...) {
        m_broken = true;
        throw;
    }
}

std::vector<Row> Connection::rows(std::string_view sql, const Parameters& parameters) {
    return watched([&] { return fetch(sql, parameters); });
}

std::int64_t Connection::change(std::string_view sql, const Parameters& parameters) {
    return watched([&] { return alter(sql, parameters); });
}

void Connection::run(std::string_view sql) {
    watched([&] { execute(std::string(sql)); });
}

void Connection::within_savepoint(const std::function<void()>& act) {
    const std::string name = "s" + std::to_string(m_savepoints + 1);
    run("SAVEPOINT " + name);
    ++m_savepoints;
    try {
        act();
        demand_whole();
    } catch (...) {
        --m_savepoints;
        try {
            execute("ROLLBACK TO SAVEPOINT " + name);
            execute("RELEASE SAVEPOINT " + name);
            m_broken = false;
        } catch (const Fault&) {
            // The connection or the whole transaction is gone; the first failure says more.
            m_broken = true;
        }
        throw;
    }
    --m_savepoints;
    run("RELEASE SAVEPOINT " + name);
}

void Connection::demand_whole() const {
    if (m_broken)
        throw std::logic_error("a statement failed, and the transaction was to go on as if it had not");
}

Pool::Pool(std::size_t most, Connect connect) : m_most(most), m_connect(std::move(connect)) {
    m_idle.reserve(most);
}

/// Waits with the lock given; false after ten seconds.
bool Pool::has_one_to_give(std::unique_lock<std::mutex>& lock) {
    if (m_out < m_most) return true;
    const auto began = std::chrono::steady_clock::now();
    ++m_waiting;
    const bool has = m_returned.wait_for(lock, std::chrono::seconds(10), [&] { return m_out < m_most; });
    --m_waiting;
    m_waited +=
        std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - began)
            .count();
    return has;
}

PoolUse Pool::use() const {
    const std::lock_guard lock(m_mutex);
    return {m_out, m_most, m_waiting, m_waited};
}

std::unique_ptr<Connection> Pool::take() {
    {
        std::unique_lock lock(m_mutex);
        if (!has_one_to_give(lock)) {
            throw Fault(Fault::Kind::busy, "no database connection became free within 10 seconds");
        }
        ++m_out;
        if (!m_idle.empty()) {
            auto connection = std::move(m_idle.back());
            m_idle.pop_back();
            return connection;
        }
    }
    try {
        return m_connect();
    } catch (...) {
        give_back(nullptr);
        throw;
    }
}

void Pool::give_back(std::unique_ptr<Connection> connection) noexcept {
    std::vector<std::unique_ptr<Connection>> forgotten;
    {
        const std::lock_guard lock(m_mutex);
        --m_out;
        if (connection && connection->alive()) {
            m_idle.push_back(std::move(connection)); // capacity for all was reserved
        } else {
            forgotten.swap(m_idle);
            m_idle.reserve(m_most);
        }
    }
    m_returned.notify_one();
}

namespace {

/// Databases in whose transaction this thread stands.
// NOLINTNEXTLINE(cppcoreguidelines-avoid-non-const-global-variables): what a thread is doing is known per
// thread.
thread_local std::vector<const Database*> transactions_here;

class Entered {
public:
    explicit Entered(const Database* database) {
        if (std::find(transactions_here.begin(), transactions_here.end(), database) !=
            transactions_here.end()) {
            throw std::logic_error("a transaction was begun inside another one of the same database");
        }
        transactions_here.push_back(database);
    }
    ~Entered() { transactions_here.pop_back(); }
    Entered(const Entered&) = delete;
    Entered& operator=(const Entered&) = delete;
};

class Borrowed {
public:
    Borrowed(Pool& pool, std::unique_ptr<Connection> connection)
        : m_pool(pool), m_connection(std::move(connection)) {}
    ~Borrowed() { m_pool.give_back(std::move(m_connection)); }
    Borrowed(const Borrowed&) = delete;
    Borrowed& operator=(const Borrowed&) = delete;
    Connection& operator*() { return *m_connection; }
    Connection* operator->() { return m_connection.get(); }

private:
    Pool& m_pool;
    std::unique_ptr<Connection> m_connection;
};

/// A connection with a transaction begun on it. An idle connection may have been lost unnoticed; nothing has
/// been done on it yet, so a fresh one is tried once.
template <class Begin>
std::unique_ptr<Connection> begun(Pool& pool, Begin&& begin) {
    for (bool again = true;; again = false) {
        auto connection = pool.take();
        try {
            begin(*connection);
            return connection;
        } catch (const Fault& fault) {
            pool.give_back(std::move(connection));
            if (!again || fault.kind() != Fault::Kind::gone) throw;
        } catch (...) {
            pool.give_back(std::move(connection));
            throw;
        }
    }
}

class Pooled : public Database {
public:
    Pooled(
        Engine engine,
        std::shared_ptr<Pool> readers,
        std::shared_ptr<Pool> writers,
        std::shared_ptr<const Exchanges> exchanges)
        : m_engine(engine)
        , m_readers(std::move(readers))
        , m_writers(std::move(writers))
        , m_exchanges(std::move(exchanges)) {}

    Engine engine() const override { return m_engine; }
    PoolUse pool_use() const override {
        auto use = m_writers->use();
        if (m_readers == m_writers) return use;
        const auto reading = m_readers->use();
        use.in_use += reading.in_use;
        use.most += reading.most;
        use.waiting += reading.waiting;
        use.waited_in_all += reading.waited_in_all;
        return use;
    }
    std::uint64_t exchanges() const override { return m_exchanges ? m_exchanges->load() : 0; }

protected:
    void
    transact(bool writes, const Familiar& familiar, const std::function<bool(Transaction&)>& act) override;

private:
    std::unique_ptr<Connection> begin(bool writes, const Familiar& familiar);

    Engine m_engine;
    std::shared_ptr<Pool> m_readers;
    std::shared_ptr<Pool> m_writers;
    std::shared_ptr<const Exchanges> m_exchanges;
    Foresight m_foresight;
};

std::unique_ptr<Connection> Pooled::begin(bool writes, const Familiar& familiar) {
    if (writes) return begun(*m_writers, [](Connection& connection) { connection.begin(true); });
    try {
        return begun(*m_readers, [&](Connection& connection) {
            if (familiar.key.empty()) return connection.begin(false);
            connection.begin_reading(m_foresight.questions(familiar));
        });
    } catch (const Fault&) {
        // Whatever of it could not be asked any more, the next one does without.
        m_foresight.forget(familiar);
        throw;
    }
}

void Pooled::transact(bool writes, const Familiar& familiar, const std::function<bool(Transaction&)>& act) {
    const Entered entered(this);
    Borrowed connection(writes ? *m_writers : *m_readers, begin(writes, familiar));
    bool keep = false;
    try {
        Transaction tx(*connection);
        keep = act(tx);
        if (keep) {
            connection->demand_whole();
            if (!familiar.key.empty())
                if (const auto asked = connection->learnt(m_foresight); !asked.empty())
                    m_foresight.remember(familiar, asked);
            connection->commit();
        }
    } catch (...) {
        connection->rollback();
        throw;
    }
    if (!keep) connection->rollback();
}

} // namespace

std::unique_ptr<Database> pooled(
    Engine engine,
    std::shared_ptr<Pool> readers,
    std::shared_ptr<Pool> writers,
    std::shared_ptr<const Exchanges> exchanges) {
    return std::make_unique<Pooled>(engine, std::move(readers), std::move(writers), std::move(exchanges));
}

} // namespace throughline::db::detail
