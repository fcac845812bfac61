// SPDX-License-Identifier: GPL-3.0-or-later
// The ledger and sealed storage, each in turn with what bounds it from above: a row that is only written,
// rows that are only read, bytes that are only sealed in memory.
//   bench_stores MIGRATIONS FOLDER ROUNDS      prints one JSON object a line; FOLDER is empty and stays the
//   caller's
#include "platform/crypto/crypto.hpp"
#include "platform/crypto/key_folder.hpp"
#include "platform/db/db.hpp"
#include "platform/db/migrations.hpp"
#include "platform/documents/storage.hpp"
#include "platform/ledger/ledger.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <functional>
#include <iostream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace throughline {
namespace {

namespace fs = std::filesystem;
using Act = std::function<void()>;

constexpr Instant moment{1'788'784'496'000'000};
constexpr int appends = 400;             ///< in a round, each in a transaction of its own
constexpr std::size_t chunk = 256 << 10; ///< what storage seals at a time
constexpr std::size_t file_bytes = 32 << 20;

double seconds_of(const Act& act) {
    const auto began = std::chrono::steady_clock::now();
    act();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
}

double median(std::vector<double> all) {
    std::ranges::sort(all);
    return all[all.size() / 2];
}

/// To four figures: more would say nothing.
double rounded(double value) { return std::stod(fmt::format("{:.4g}", value)); }

void demand(bool holds, std::string_view what) {
    if (!holds) throw std::runtime_error(std::string(what));
}

/// Both once a round, so that whatever else the machine does meets both; then the medians of their rates.
/// `amount`: of `unit` without its “/s”, in one act of each.
void compare(
    int rounds,
    std::string_view name,
    std::string_view unit,
    double amount,
    const Act& ours,
    const Act& bound) {
    std::vector<double> rates;
    std::vector<double> bounds;
    std::vector<double> ratios;
    for (int round = 0; round < rounds; ++round) {
        rates.push_back(amount / seconds_of(ours));
        bounds.push_back(amount / seconds_of(bound));
        ratios.push_back(rates.back() / bounds.back());
    }
    std::cout
        << nlohmann::
               ordered_json{{"name", name}, {"value", rounded(median(rates))}, {"unit", unit}, {"baseline", rounded(median(bounds))}, {"ratio", rounded(median(ratios))}}
        << std::endl;
}

void ledger_figures(db::Database& database, const fs::path& folder, int rounds) {
    const auto keys = crypto::KeyFolder::open_or_create(folder / "keys", crypto::system_random());
    const ledger::Ledger ledger(keys, folder / "heads.log");
    const ledger::Entry entry{
        moment,
        "01HZZZZZZZZZZZZZZZZZZZZZZZ",
        "business_unit",
        "chronology.date_repaired",
        "MAR-2026-001/MGH-12",
        {}};
    database.write([](db::Transaction& tx) {
        tx.run("CREATE TABLE bare (seq BIGINT PRIMARY KEY, at TEXT, who TEXT, role TEXT, what TEXT, record "
               "TEXT, why "
               "TEXT, prev TEXT, hash TEXT)");
    });
    std::int64_t seq = 0;
    const std::string hash(64, 'a');
    compare(
        rounds,
        "ledger appends, each in a transaction (baseline: the row alone)",
        "entries/s",
        appends,
        [&] {
            for (int i = 0; i < appends; ++i)
                database.write([&](db::Transaction& tx) { ledger.append(tx, entry); });
        },
        [&] {
            for (int i = 0; i < appends; ++i)
                database.write([&](db::Transaction& tx) {
                    tx.change(
                        "INSERT INTO bare VALUES (:seq, :at, :who, :role, :what, :record, :why, :prev, "
                        ":hash)",
                        {{"seq", ++seq},
                         {"at", to_text(entry.at)},
                         {"who", entry.who},
                         {"role", entry.role},
                         {"what", entry.what},
                         {"record", entry.record},
                         {"why", entry.why},
                         {"prev", hash},
                         {"hash", hash}});
                });
        });

    constexpr std::int64_t whole = 20'000;
    database.write([&](db::Transaction& tx) {
        const auto there = tx.row("SELECT seq FROM ledger_head WHERE id = 1")->integer("seq");
        for (auto i = there; i < whole; ++i) ledger.append(tx, entry);
    });
    ledger.sign_head(database, moment);
    const auto entries = ledger.verify(database).entries;
    compare(
        rounds,
        "ledger verification (baseline: the rows only read)",
        "entries/s",
        static_cast<double>(entries),
        [&] {
            const auto verdict = ledger.verify(database);
            demand(verdict.faults.empty() && verdict.entries == entries, "the ledger does not verify");
        },
        [&] {
            const auto rows = database.read(
                [](db::Transaction& tx) { return tx.rows("SELECT * FROM ledger ORDER BY seq"); });
            demand(rows.size() == static_cast<std::size_t>(entries), "the ledger lost a row");
        });
}

void storage_figures(db::Database& database, int rounds) {
    const auto random = crypto::system_random();
    const auto key = crypto::new_key(random);
    const auto bytes = crypto::random_bytes(file_bytes, random);
    const auto megabytes = static_cast<double>(file_bytes) / 1e6;
    std::vector<std::string> sealed;
    std::string id;
    compare(
        rounds,
        "sealed storage, put (baseline: hashed and sealed in memory)",
        "MB/s",
        megabytes,
        [&] {
            id = database.write([&](db::Transaction& tx) {
                return documents::keep(tx, key, "return.docx", "application/msword", bytes, moment, random)
                    .id;
            });
        },
        [&] {
            sealed.clear();
            demand(crypto::sha256(bytes).size() == 32, "no hash");
            for (std::size_t at = 0; at < bytes.size(); at += chunk)
                sealed.push_back(
                    crypto::seal(key, std::string_view(bytes).substr(at, chunk), std::to_string(at), random));
        });
    compare(
        rounds,
        "sealed storage, get (baseline: opened and hashed in memory)",
        "MB/s",
        megabytes,
        [&] {
            const auto document =
                database.read([&](db::Transaction& tx) { return documents::open(tx, key, id); });
            demand(document.bytes == bytes, "the file came back as another");
        },
        [&] {
            std::string opened;
            for (std::size_t i = 0; i < sealed.size(); ++i) {
                const auto part = crypto::open(key, sealed[i], std::to_string(i * chunk));
                demand(part.has_value(), "what was sealed does not open");
                opened += *part;
            }
            demand(crypto::sha256(opened).size() == 32 && opened == bytes, "other bytes were opened");
        });
}

} // namespace
} // namespace throughline

int main(int count, char** arguments) {
    using namespace throughline;
    const int rounds = count == 4 ? std::atoi(arguments[3]) : 0;
    if (rounds < 1) {
        std::cerr << "usage: bench_stores MIGRATIONS FOLDER ROUNDS\n";
        return 2;
    }
    try {
        const std::filesystem::path folder = arguments[2];
        crypto::start();
        const auto database = db::Database::open("sqlite:" + (folder / "stores.db").string());
        db::migrate(*database, db::read_migrations(arguments[1]), moment);
        ledger_figures(*database, folder, rounds);
        storage_figures(*database, rounds);
    } catch (const std::exception& fault) {
        std::cerr << "bench_stores: " << fault.what() << '\n';
        return 1;
    }
    return 0;
}
