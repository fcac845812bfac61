// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/db/connection.hpp"
#include "platform/db/placeholders.hpp"
#include "platform/db/postgresql_values.hpp"

#include <libpq-fe.h>

#include <algorithm>
#include <array>
#include <bit>
#include <limits>
#include <map>
#include <span>
#include <stdexcept>
#include <utility>

namespace throughline::db::detail {
namespace {

constexpr std::size_t most_connections = 8;
constexpr std::size_t most_statements = 512;

struct FinishConnection {
    void operator()(PGconn* connection) const { PQfinish(connection); }
};
struct ClearResult {
    void operator()(PGresult* result) const { PQclear(result); }
};
using ConnectionHandle = std::unique_ptr<PGconn, FinishConnection>;
using Result = std::unique_ptr<PGresult, ClearResult>;

Fault::Kind kind_of(std::string_view state) {
    static constexpr std::array<std::pair<std::string_view, Fault::Kind>, 16> kinds{{
        {"23505", Fault::Kind::unique},
        {"23503", Fault::Kind::foreign_key},
        {"23514", Fault::Kind::check},
        {"23502", Fault::Kind::not_null},
        {"40001", Fault::Kind::busy}, // serialisation
        {"40P01", Fault::Kind::busy}, // deadlock
        {"55P03", Fault::Kind::busy}, // lock timeout
        {"57014", Fault::Kind::busy}, // statement timeout
        {"53100", Fault::Kind::full},
        {"53200", Fault::Kind::full},
        {"53300", Fault::Kind::gone}, // too many connections
        {"57P01", Fault::Kind::gone}, // shut down
        {"57P02", Fault::Kind::gone},
        {"57P03", Fault::Kind::gone},
        {"57P05", Fault::Kind::gone},
        {"25P03", Fault::Kind::gone},
    }};
    const auto* found =
        std::find_if(kinds.begin(), kinds.end(), [&](const auto& k) { return k.first == state; });
    if (found != kinds.end()) return found->second;
    return state.starts_with("08") ? Fault::Kind::gone : Fault::Kind::other;
}

std::string field(const Result& result, int code) {
    const char* text = PQresultErrorField(result.get(), code);
    return text == nullptr ? std::string() : std::string(text);
}

// A reader sees one moment throughout, as on SQLite; read-only snapshots never conflict.
constexpr const char* begin_to_read = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

void demand_sent(int sent) {
    if (sent != 1) throw Fault(Fault::Kind::gone, "PostgreSQL: the connection was lost");
}

/// A question that was asked ahead, and its answer until somebody asks for it.
struct Foreseen {
    Question question{};
    Result answer{};
    bool was_asked{};
};

/// SQL in use on a connection, and the server's name for it under each combination of types.
struct Known {
    Cut cut{};
    std::map<std::string, std::string, std::less<>> names{};
};

/// Values in PostgreSQL's binary form, as libpq takes them.
struct Bound {
    std::string types{}; ///< a letter for each placeholder in order of occurrence
    std::string sql{};
    std::vector<Oid> oids{};
    std::vector<std::string> numbers{};
    std::vector<const char*> values{};
    std::vector<int> lengths{};
    std::vector<int> formats{};
};

class PostgresConnection final : public Connection {
public:
    PostgresConnection(const std::string& url, std::shared_ptr<Exchanges> exchanges);

    Engine engine() const override { return Engine::postgresql; }
    void begin(bool writes) override;
    void begin_reading(std::vector<Question> ahead) override;
    std::vector<Question> learnt(Foresight& foresight) override;
    void commit() override;
    void rollback() noexcept override;
    bool alive() const noexcept override {
        return PQstatus(m_connection.get()) == CONNECTION_OK &&
               (m_is_ending || (PQtransactionStatus(m_connection.get()) == PQTRANS_IDLE &&
                                PQpipelineStatus(m_connection.get()) == PQ_PIPELINE_OFF));
    }
    void demand_our_locale();

protected:
    std::vector<Row> fetch(std::string_view sql, const Parameters& parameters) override;
    std::int64_t alter(std::string_view sql, const Parameters& parameters) override;
    void execute(const std::string& sql) override;

private:
    enum class Said { while_preparing, while_running };
    void command(const char* sql);
    Result checked(PGresult* given, Said said);
    Result perform(std::string_view sql, const Parameters& parameters);
    std::vector<Row> rows_of(const Result& result);
    /// The answer to what was asked ahead; nothing when it was not.
    const Result* foreseen(std::string_view sql, const Parameters& parameters);
    void miss(std::string_view sql, const Parameters& parameters);
    void ask_all();
    void send(const Question& question, std::vector<Said>& sent);
    void end_reading() noexcept;
    void settle();
    void take_end();
    Result next_in_pipeline(Said said);
    /// The server is asked and waited for.
    PGresult* waited(PGresult* result) {
        ++*m_exchanges;
        return result;
    }
    Known& known(std::string_view sql);
    void forget_statements();

    ConnectionHandle m_connection;
    std::map<std::string, Known, std::less<>> m_known;
    std::size_t m_prepared{};
    std::shared_ptr<Exchanges> m_exchanges;
    std::vector<Foreseen> m_foreseen;
    /// What was asked and had not been foreseen.
    std::vector<std::pair<std::string, std::vector<std::pair<std::string, Value>>>> m_missed;
    bool m_is_familiar{};
    bool m_reads{};
    bool m_is_ending{}; ///< a read's COMMIT is on its way, and nobody has waited for its answer
};

// Each value is sent with its own type. A NULL has none, so it is written into the SQL: the server cannot
// always tell the type of a placeholder that holds it (`:x IS NULL OR a = :x`).
Bound in_binary_form(const Cut& cut, const Parameters& parameters) {
    struct Add {
        Bound& bound;
        void operator()(std::monostate /*null*/) const {}
        void operator()(std::int64_t number) const {
            add(type_int8, bound.numbers.emplace_back(big_endian(static_cast<std::uint64_t>(number))), 1);
        }
        void operator()(double number) const {
            add(type_float8, bound.numbers.emplace_back(big_endian(std::bit_cast<std::uint64_t>(number))), 1);
        }
        void operator()(const std::string& text) const {
            demand_text(text);
            add(type_text, text, 1);
        }
        void operator()(const Bytes& bytes) const { add(type_bytea, bytes.data, 1); }
        void add(Oid type, const std::string& data, int format) const {
            if (data.size() > static_cast<std::size_t>(std::numeric_limits<int>::max())) {
                throw std::logic_error("a value of more than 2 GiB");
            }
            bound.oids.push_back(type);
            bound.values.push_back(data.data());
            bound.lengths.push_back(static_cast<int>(data.size()));
            bound.formats.push_back(format);
        }
    };

    const auto indexes = match(cut, parameters);
    Bound bound;
    bound.numbers.reserve(indexes.size()); // so that pointers into it stay
    bound.sql = cut.texts.front();
    std::map<std::size_t, std::size_t> numbers;
    for (std::size_t i = 0; i < indexes.size(); ++i) {
        const auto& held = parameters[indexes[i]].second.held();
        bound.types += std::string_view("nirtb")[held.index()];
        if (held.index() == 0) {
            bound.sql += "NULL";
        } else {
            const auto [number, first] = numbers.emplace(indexes[i], numbers.size() + 1);
            if (first) std::visit(Add{bound}, held);
            bound.sql += "$" + std::to_string(number->second);
        }
        bound.sql += cut.texts[i + 1];
    }
    return bound;
}

PostgresConnection::PostgresConnection(const std::string& url, std::shared_ptr<Exchanges> exchanges)
    : m_exchanges(std::move(exchanges)) {
    // What stands before dbname the URL may change; what stands behind it may not.
    const std::array<const char*, 6> names{
        "connect_timeout", "application_name", "tcp_user_timeout", "dbname", "client_encoding", nullptr};
    const std::array<const char*, 6> values{"10", "throughline", "30000", url.c_str(), "UTF8", nullptr};
    m_connection.reset(PQconnectdbParams(names.data(), values.data(), 1));
    if (PQstatus(m_connection.get()) != CONNECTION_OK) {
        const std::string said = PQerrorMessage(m_connection.get());
        throw Fault(Fault::Kind::gone, "PostgreSQL: " + said.substr(0, said.find('\n')));
    }
    // Notices would go to standard error, and may quote values.
    PQsetNoticeProcessor(
        m_connection.get(), [](void*, const char*) {}, nullptr);
    command("SET TIME ZONE 'UTC'; SET lock_timeout = '10s'; SET standard_conforming_strings = on");
}

void PostgresConnection::demand_our_locale() {
    const auto found = checked(
        PQexec(
            m_connection.get(),
            "SELECT datcollate, pg_encoding_to_char(encoding) FROM pg_database WHERE datname = "
            "current_database()"),
        Said::while_preparing);
    const std::string collation = PQgetvalue(found.get(), 0, 0);
    const std::string encoding = PQgetvalue(found.get(), 0, 1);
    if (collation == "C" && encoding == "UTF8") return;
    throw std::runtime_error(
        "this PostgreSQL database has LC_COLLATE \"" + collation + "\" and encoding " + encoding +
        "; create it with TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C' ENCODING 'UTF8'");
}

void PostgresConnection::begin(bool writes) {
    settle();
    fresh();
    m_reads = !writes;
    m_is_familiar = false;
    m_foreseen.clear();
    command(writes ? "BEGIN ISOLATION LEVEL READ COMMITTED" : begin_to_read);
}

void PostgresConnection::begin_reading(std::vector<Question> ahead) {
    if (ahead.empty()) {
        begin(false);
    } else {
        fresh();
        m_reads = true;
        m_foreseen.clear();
        for (auto& question : ahead) m_foreseen.push_back({std::move(question)});
        try {
            ask_all();
        } catch (...) {
            m_connection.reset(); // half asked: nobody knows what is still to come on it
            throw;
        }
    }
    m_is_familiar = true;
    m_missed.clear();
}

void PostgresConnection::ask_all() {
    if (m_prepared + m_foreseen.size() >= most_statements) {
        settle();
        forget_statements();
    }
    auto* connection = m_connection.get();
    const bool follows = std::exchange(m_is_ending, false);
    if (!follows) demand_sent(PQenterPipelineMode(connection));
    std::vector<Said> sent{Said::while_running};
    demand_sent(PQsendQueryParams(connection, begin_to_read, 0, nullptr, nullptr, nullptr, nullptr, 1));
    for (const auto& foreseen : m_foreseen) send(foreseen.question, sent);
    demand_sent(PQpipelineSync(connection));
    ++*m_exchanges;

    if (follows) take_end();
    auto foreseen = m_foreseen.begin();
    next_in_pipeline(sent.front());
    for (auto said = sent.begin() + 1; said != sent.end(); ++said) {
        auto answer = next_in_pipeline(*said);
        if (*said == Said::while_running) (foreseen++)->answer = std::move(answer);
    }
    const Result end(PQgetResult(connection));
    if (PQresultStatus(end.get()) != PGRES_PIPELINE_SYNC || PQexitPipelineMode(connection) != 1)
        throw Fault(Fault::Kind::gone, "PostgreSQL: a pipeline did not end as it should");
}

void PostgresConnection::send(const Question& question, std::vector<Said>& sent) {
    auto& statement = known(question.sql);
    const auto bound = in_binary_form(statement.cut, question.values);
    const auto count = static_cast<int>(bound.oids.size());
    auto* connection = m_connection.get();
    auto prepared = statement.names.find(bound.types);
    if (prepared == statement.names.end()) {
        const std::string name = "t" + std::to_string(++m_prepared);
        demand_sent(PQsendPrepare(connection, name.c_str(), bound.sql.c_str(), count, bound.oids.data()));
        sent.push_back(Said::while_preparing);
        prepared = statement.names.emplace(bound.types, name).first;
    }
    demand_sent(PQsendQueryPrepared(
        connection,
        prepared->second.c_str(),
        count,
        bound.values.data(),
        bound.lengths.data(),
        bound.formats.data(),
        1));
    sent.push_back(Said::while_running);
}

Result PostgresConnection::next_in_pipeline(Said said) {
    auto result = checked(PQgetResult(m_connection.get()), said);
    PQclear(PQgetResult(m_connection.get())); // each answer is followed by an empty one
    return result;
}

const Result* PostgresConnection::foreseen(std::string_view sql, const Parameters& parameters) {
    const auto found = std::ranges::find_if(
        m_foreseen, [&](const Foreseen& one) { return one.question.is(sql, parameters); });
    if (found == m_foreseen.end()) return nullptr;
    found->was_asked = true;
    return &found->answer;
}

void PostgresConnection::miss(std::string_view sql, const Parameters& parameters) {
    auto& [text, values] = m_missed.emplace_back();
    text = sql;
    for (const auto& [name, value] : parameters) values.emplace_back(name, value);
}

std::vector<Question> PostgresConnection::learnt(Foresight& foresight) {
    const bool as_foreseen =
        m_missed.empty() && std::ranges::all_of(m_foreseen, [](const auto& one) { return one.was_asked; });
    if (as_foreseen) return {};
    std::vector<Question> asked;
    for (const auto& one : m_foreseen)
        if (one.was_asked) asked.push_back(one.question);
    for (const auto& [text, values] : m_missed) {
        Question question{foresight.keep(text), {}};
        for (const auto& [name, value] : values) question.values.emplace_back(foresight.keep(name), value);
        const bool is_twice = std::ranges::any_of(
            asked, [&](const Question& other) { return other.is(question.sql, question.values); });
        if (!is_twice) asked.push_back(std::move(question));
    }
    return asked;
}

// Nobody waits for the end of a read: its answer comes before that to the next questions, which are sent
// without waiting for it. What could not be sent leaves a connection that is not alive.
void PostgresConnection::end_reading() noexcept {
    auto* connection = m_connection.get();
    m_is_ending = PQenterPipelineMode(connection) == 1 &&
                  PQsendQueryParams(connection, "COMMIT", 0, nullptr, nullptr, nullptr, nullptr, 1) == 1 &&
                  PQpipelineSync(connection) == 1;
}

void PostgresConnection::settle() {
    if (!m_is_ending) return;
    m_is_ending = false;
    auto* connection = m_connection.get();
    if (PQconsumeInput(connection) == 1 && PQisBusy(connection) == 1) ++*m_exchanges;
    take_end();
    if (PQexitPipelineMode(connection) != 1 || !alive())
        throw Fault(Fault::Kind::gone, "PostgreSQL: the connection was lost");
}

void PostgresConnection::take_end() {
    next_in_pipeline(Said::while_running);
    const Result end(PQgetResult(m_connection.get()));
    if (PQresultStatus(end.get()) != PGRES_PIPELINE_SYNC)
        throw Fault(Fault::Kind::gone, "PostgreSQL: a pipeline did not end as it should");
}

// The server answers the COMMIT of a broken transaction with a cheerful ROLLBACK.
void PostgresConnection::commit() {
    if (m_reads) return end_reading();
    const auto result = checked(waited(PQexec(m_connection.get(), "COMMIT")), Said::while_running);
    if (PQcmdStatus(result.get()) != std::string_view("COMMIT")) {
        throw Fault(Fault::Kind::other, "PostgreSQL: a transaction was not committed");
    }
}

void PostgresConnection::rollback() noexcept {
    const auto status = PQtransactionStatus(m_connection.get());
    if (status == PQTRANS_INTRANS || status == PQTRANS_INERROR)
        PQclear(waited(PQexec(m_connection.get(), "ROLLBACK")));
}

void PostgresConnection::command(const char* sql) {
    checked(waited(PQexec(m_connection.get(), sql)), Said::while_running);
}

// While preparing, the server has only seen our own SQL, so it may be quoted. While running, its message and
// detail may hold values: only the SQLSTATE and the constraint's name are passed on.
Result PostgresConnection::checked(PGresult* given, Said said) {
    Result result(given);
    const auto status = PQresultStatus(result.get());
    if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) return result;
    if (PQstatus(m_connection.get()) != CONNECTION_OK) {
        throw Fault(Fault::Kind::gone, "PostgreSQL: the connection was lost");
    }
    const auto state = field(result, PG_DIAG_SQLSTATE);
    if (state == "25006") throw std::logic_error("a read transaction was to write");
    std::string what = "PostgreSQL: SQLSTATE " + state;
    if (const auto name = field(result, PG_DIAG_CONSTRAINT_NAME); !name.empty())
        what += ", constraint " + name;
    if (said == Said::while_preparing) what += ": " + field(result, PG_DIAG_MESSAGE_PRIMARY);
    throw Fault(kind_of(state), what);
}

Known& PostgresConnection::known(std::string_view sql) {
    if (m_prepared >= most_statements) forget_statements();
    if (const auto found = m_known.find(sql); found != m_known.end()) return found->second;
    return m_known.emplace(std::string(sql), Known{cut_at_placeholders(sql), {}}).first->second;
}

void PostgresConnection::forget_statements() {
    command("DEALLOCATE ALL");
    m_known.clear();
    m_prepared = 0;
}

Result PostgresConnection::perform(std::string_view sql, const Parameters& parameters) {
    auto& statement = known(sql);
    const auto bound = in_binary_form(statement.cut, parameters);
    const auto count = static_cast<int>(bound.oids.size());
    auto prepared = statement.names.find(bound.types);
    if (prepared == statement.names.end()) {
        const std::string name = "t" + std::to_string(m_prepared + 1);
        checked(
            waited(PQprepare(m_connection.get(), name.c_str(), bound.sql.c_str(), count, bound.oids.data())),
            Said::while_preparing);
        prepared = statement.names.emplace(bound.types, name).first;
        ++m_prepared;
    }
    return checked(
        waited(PQexecPrepared(
            m_connection.get(),
            prepared->second.c_str(),
            count,
            bound.values.data(),
            bound.lengths.data(),
            bound.formats.data(),
            1)),
        Said::while_running);
}

std::vector<Row> PostgresConnection::fetch(std::string_view sql, const Parameters& parameters) {
    if (!m_reads || !m_is_familiar) return rows_of(perform(sql, parameters));
    if (const auto* answer = foreseen(sql, parameters)) return rows_of(*answer);
    miss(sql, parameters);
    return rows_of(perform(sql, parameters));
}

std::vector<Row> PostgresConnection::rows_of(const Result& result) {
    const int width = PQnfields(result.get());
    std::vector<std::string> names;
    names.reserve(static_cast<std::size_t>(width));
    for (int at = 0; at < width; ++at) names.emplace_back(PQfname(result.get(), at));
    const auto shared = std::make_shared<const std::vector<std::string>>(std::move(names));

    std::vector<Row> rows;
    rows.reserve(static_cast<std::size_t>(PQntuples(result.get())));
    for (int line = 0; line < PQntuples(result.get()); ++line) {
        std::vector<Value::Held> values;
        values.reserve(static_cast<std::size_t>(width));
        for (int at = 0; at < width; ++at) {
            if (PQgetisnull(result.get(), line, at) != 0) {
                values.emplace_back();
                continue;
            }
            const auto size = static_cast<std::size_t>(PQgetlength(result.get(), line, at));
            values.push_back(decode(PQftype(result.get(), at), {PQgetvalue(result.get(), line, at), size}));
        }
        rows.emplace_back(shared, std::move(values));
    }
    return rows;
}

std::int64_t PostgresConnection::alter(std::string_view sql, const Parameters& parameters) {
    const auto result = perform(sql, parameters);
    const std::string_view touched = PQcmdTuples(result.get());
    std::int64_t count = 0;
    for (const char digit : touched) count = count * 10 + (digit - '0');
    return count;
}

// The extended protocol takes one statement only; a second one is refused, not skipped.
void PostgresConnection::execute(const std::string& sql) {
    checked(waited(PQprepare(m_connection.get(), "", sql.c_str(), 0, nullptr)), Said::while_preparing);
    checked(
        waited(PQexecPrepared(m_connection.get(), "", 0, nullptr, nullptr, nullptr, 1)), Said::while_running);
}

} // namespace

std::unique_ptr<Database> open_postgresql(const std::string& url) {
    auto exchanges = std::make_shared<Exchanges>();
    auto first = std::make_unique<PostgresConnection>(url, exchanges);
    first->demand_our_locale();
    first.reset();
    auto pool = std::make_shared<Pool>(
        most_connections, [url, exchanges] { return std::make_unique<PostgresConnection>(url, exchanges); });
    return pooled(Engine::postgresql, pool, pool, exchanges);
}

} // namespace throughline::db::detail
