// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tests/demo_house.hpp"

#include "app/jobs.hpp"
#include "demo/operations.hpp"
#include "platform/html/template_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace throughline::in_process {
namespace {

/// How one row of a table reads as text, whatever its columns are.
std::string row_as_text(db::Transaction& tx, const std::string& table) {
    if (tx.engine() == db::Engine::postgresql) return "to_jsonb(" + table + ")::text";
    std::string text;
    for (const auto& column : tx.rows("SELECT name FROM pragma_table_info(:table)", {{"table", table}}))
        text += (text.empty() ? "" : " || ',' || ") + fmt::format("quote({})", column.text("name"));
    return text;
}

std::vector<std::string> tables(db::Transaction& tx) {
    std::vector<std::string> names;
    for (const auto& row : tx.rows(
             tx.engine() == db::Engine::postgresql ? "SELECT table_name::text AS name FROM "
                                                     "information_schema.tables WHERE table_schema = 'public'"
                                                   : "SELECT name FROM sqlite_master WHERE type = 'table'"))
        names.push_back(row.text("name"));
    return names;
}

std::string without_what_reading_writes(const std::string& table) {
    // The head moves with the notes of openings.
    if (table == "ledger") return " WHERE what NOT IN ('case_file.read', 'notification.record_taken')";
    if (table == "ledger_head") return " WHERE seq < 0";
    return {};
}

} // namespace

ToldCounty::ToldCounty(const std::filesystem::path& source_dir) : HasCounty(source_dir) {
    m_county.database().write([](db::Transaction& tx) {
        for (const auto* table : {"account", "organisation", "partnership"})
            tx.change(std::string("DELETE FROM ") + table);
    });
    static const html::Templates templates(html::read_template_files(source_dir));
    const auto& bare = m_county.house();
    const people::Environment house{
        bare.database,
        bare.keys,
        bare.ledger,
        bare.statute,
        bare.forms,
        templates,
        bare.random,
        bare.now,
        bare.public_url,
        std::filesystem::temp_directory_path(),
        bare.program,
        bare.wake_jobs};
    demo::fill(house, calendar::london_date(house.now()));
    run_jobs(house);
}

people::Account DemoHouse::somebody(people::Role role) {
    return m_house.database.read([&](db::Transaction& tx) -> people::Account {
        const auto accounts = people::all_accounts(tx);
        const auto found = std::ranges::find(accounts, role, &people::Account::role);
        if (found == accounts.end()) throw std::logic_error("the demo has nobody of this role");
        return *found;
    });
}

std::vector<case_file::CaseFile> DemoHouse::cases() {
    return m_house.database.read([](db::Transaction& tx) {
        std::vector<case_file::CaseFile> all;
        for (const auto& row :
             tx.rows("SELECT id, partnership_id, reference, name FROM case_file ORDER BY reference"))
            all.push_back(
                {row.text("id"),
                 row.text("partnership_id"),
                 row.text("reference"),
                 row.text("name"),
                 {},
                 {},
                 {}});
        return all;
    });
}

void DemoHouse::change(const std::string& sql, const db::Parameters& parameters) {
    m_house.database.write([&](db::Transaction& tx) { tx.change(sql, parameters); });
}

void DemoHouse::show_names_to(std::string_view account) {
    for (const auto& file : cases())
        change(
            "INSERT INTO named_view (account_id, case_id, ends_at) "
            "VALUES (:account, :case_id, '2030-01-01T00:00:00.000000Z')",
            {{"account", account}, {"case_id", file.id}});
}

std::vector<std::string> DemoHouse::contents() {
    return m_house.database.read([](db::Transaction& tx) {
        std::vector<std::string> all;
        for (const auto& table : tables(tx))
            for (const auto& row : tx.rows(fmt::format(
                     "SELECT {} AS row_text FROM {}{}",
                     row_as_text(tx, table),
                     table,
                     without_what_reading_writes(table))))
                all.push_back(table + ": " + row.text("row_text"));
        std::ranges::sort(all);
        return all;
    });
}

} // namespace throughline::in_process
