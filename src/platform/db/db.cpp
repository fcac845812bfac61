// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/db/db.hpp"

#include "platform/db/connection.hpp"

#include <algorithm>

namespace throughline::db {
namespace {

template <class T>
const T& demand(const Value::Held& held, std::string_view column) {
    if (const auto* value = std::get_if<T>(&held)) return *value;
    const char* what = std::holds_alternative<std::monostate>(held) ? " is NULL" : " holds another type";
    throw std::logic_error("column " + std::string(column) + what);
}

bool is_null(const Value::Held& held) { return std::holds_alternative<std::monostate>(held); }

} // namespace

Value::Value() = default;
Value::Value(std::nullptr_t) {}
Value::Value(int number) : m_held(std::int64_t{number}) {}
Value::Value(std::int64_t number) : m_held(number) {}
Value::Value(double number) : m_held(number) {}
Value::Value(const char* text) : m_held(std::string(text)) {}
Value::Value(std::string_view text) : m_held(std::string(text)) {}
Value::Value(std::string text) : m_held(std::move(text)) {}
Value::Value(Bytes bytes) : m_held(std::move(bytes)) {}
Value::Value(const Value&) = default;
Value::Value(Value&&) noexcept = default;
Value& Value::operator=(const Value&) = default;
Value& Value::operator=(Value&&) noexcept = default;
Value::~Value() = default;

Row::Row(std::shared_ptr<const std::vector<std::string>> columns, std::vector<Value::Held> values)
    : m_columns(std::move(columns)), m_values(std::move(values)) {}

std::string Row::text(std::string_view column) const { return demand<std::string>(at(column), column); }

std::int64_t Row::integer(std::string_view column) const { return demand<std::int64_t>(at(column), column); }

double Row::real(std::string_view column) const { return demand<double>(at(column), column); }

std::string Row::bytes(std::string_view column) const { return demand<Bytes>(at(column), column).data; }

std::optional<std::string> Row::maybe_text(std::string_view column) const {
    if (is_null(at(column))) return std::nullopt;
    return text(column);
}

std::optional<std::int64_t> Row::maybe_integer(std::string_view column) const {
    if (is_null(at(column))) return std::nullopt;
    return integer(column);
}

std::optional<std::string> Row::maybe_bytes(std::string_view column) const {
    if (is_null(at(column))) return std::nullopt;
    return bytes(column);
}

const Value::Held& Row::at(std::string_view column) const {
    const auto found = std::find(m_columns->begin(), m_columns->end(), column);
    if (found == m_columns->end()) throw std::logic_error("no column " + std::string(column));
    return m_values[static_cast<std::size_t>(found - m_columns->begin())];
}

std::vector<Row> Transaction::rows(std::string_view sql, const Parameters& parameters) {
    return m_connection.rows(sql, parameters);
}

std::optional<Row> Transaction::row(std::string_view sql, const Parameters& parameters) {
    auto found = rows(sql, parameters);
    if (found.size() > 1) throw std::logic_error("more than one row where at most one was meant");
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

std::int64_t Transaction::change(std::string_view sql, const Parameters& parameters) {
    return m_connection.change(sql, parameters);
}

void Transaction::run(std::string_view sql) { m_connection.run(sql); }

void Transaction::within_savepoint(const std::function<void()>& act) { m_connection.within_savepoint(act); }

Engine Transaction::engine() const { return m_connection.engine(); }

std::unique_ptr<Database> Database::open(const std::string& url) {
    constexpr std::string_view sqlite = "sqlite:";
    if (url.starts_with(sqlite)) return detail::open_sqlite(url.substr(sqlite.size()));
    if (url.starts_with("postgresql://") || url.starts_with("postgres://"))
        return detail::open_postgresql(url);
    // The URL may hold a password, so it is not repeated.
    throw std::runtime_error("a database URL begins with sqlite: or postgresql://");
}

} // namespace throughline::db
