// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/db/dialect.hpp"

namespace throughline::db::dialect {
namespace {

std::string_view pick(Engine engine, std::string_view on_sqlite, std::string_view on_postgresql) {
    return engine == Engine::sqlite ? on_sqlite : on_postgresql;
}

} // namespace

std::string_view bytes_type(Engine engine) { return pick(engine, "BLOB", "BYTEA"); }

std::string_view skip_locked(Engine engine) { return pick(engine, "", " FOR UPDATE SKIP LOCKED"); }

std::string_view count_tables(Engine engine) {
    return pick(
        engine,
        "SELECT count(*) AS n FROM sqlite_schema WHERE type = 'table' AND name = :name",
        "SELECT count(*) AS n FROM pg_tables WHERE schemaname = current_schema() AND tablename = :name");
}

std::string_view lock_schema(Engine engine) {
    return pick(engine, "", "SELECT pg_advisory_xact_lock(7241093552718)"); // a number of our own
}

} // namespace throughline::db::dialect
