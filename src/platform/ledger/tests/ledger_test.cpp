// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/ledger/tests/fixture.hpp"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include <chrono>
#include <iostream>
#include <thread>

namespace throughline::ledger {
namespace {

using testing::ElementsAre;
using testing::Field;
using testing::IsEmpty;
using testing::SizeIs;
using testing::StartsWith;

TEST_F(LedgerTest, AnEmptyLedgerIsWhole) {
    EXPECT_THAT(faults(), IsEmpty());
    sign();
    EXPECT_FALSE(std::filesystem::exists(heads_log));
    EXPECT_EQ(ledger.verify(*database).entries, 0);
}

TEST_F(LedgerTest, EntriesAreNumberedFromOneAndKeptAsTheyWereGiven) {
    const Entry full{at(7), "0190", "chair", "case_file.opened", "RR-MAR-2026-017", "code-4"};
    database->write([&](db::Transaction& tx) {
        ledger.append(tx, full);
        ledger.append(tx, opened(1));
    });
    const auto kept = database->read([](db::Transaction& tx) { return about(tx, "RR-MAR-2026-017", 9); });
    ASSERT_THAT(kept, SizeIs(1));
    EXPECT_EQ(kept[0].seq, 1);
    EXPECT_EQ(kept[0].entry.at, full.at);
    EXPECT_EQ(kept[0].entry.who, "0190");
    EXPECT_EQ(kept[0].entry.role, "chair");
    EXPECT_EQ(kept[0].entry.what, "case_file.opened");
    EXPECT_EQ(kept[0].entry.why, "code-4");
    EXPECT_THAT(kept[0].hash, SizeIs(64));
}

TEST_F(LedgerTest, AnEntryFallsWithTheChangeItBelongsTo) {
    append(2);
    EXPECT_THROW(
        database->write([&](db::Transaction& tx) {
            ledger.append(tx, opened(3));
            throw std::runtime_error("the change failed");
        }),
        std::runtime_error);
    append(1);
    sign();
    EXPECT_EQ(ledger.verify(*database).entries, 4); // three, and the beginning of heads.log
    EXPECT_THAT(faults(), IsEmpty());
}

TEST_F(LedgerTest, AnEntryWithoutWhoOrWhatIsABug) {
    database->write([&](db::Transaction& tx) {
        EXPECT_THROW(ledger.append(tx, {at(1), "", "", "case_file.opened", "", ""}), std::logic_error);
        EXPECT_THROW(ledger.append(tx, {at(1), "system", "", "", "", ""}), std::logic_error);
    });
}

TEST_F(LedgerTest, EntriesAboutARecordComeNewestFirstAndByPrefix) {
    database->write([&](db::Transaction& tx) {
        for (const char* record : {"RR-1", "RR-1/finding-2", "RR-2", "rr-1", "RR", "RR-1%"}) {
            auto entry = opened(1);
            entry.record = record;
            ledger.append(tx, entry);
        }
    });
    const auto records = [&](std::string_view prefix, std::int64_t limit) {
        return database->read([&](db::Transaction& tx) {
            std::vector<std::string> found;
            for (const auto& kept : about(tx, prefix, limit)) found.push_back(kept.entry.record);
            return found;
        });
    };
    EXPECT_THAT(records("RR-1", 9), ElementsAre("RR-1%", "RR-1/finding-2", "RR-1"));
    EXPECT_THAT(records("RR-1", 2), ElementsAre("RR-1%", "RR-1/finding-2"));
    EXPECT_THAT(records("RR-1%", 9), ElementsAre("RR-1%"));
    EXPECT_THAT(records("RR-3", 9), IsEmpty());
}

TEST_F(LedgerTest, AHeadIsSignedOnlyWhenItMoved) {
    append(3);
    sign();
    EXPECT_THAT(heads(), ElementsAre(StartsWith("3 "), StartsWith("4 ")));
    sign();
    EXPECT_THAT(heads(), SizeIs(2));
    append(1);
    sign();
    EXPECT_THAT(heads(), ElementsAre(StartsWith("3 "), StartsWith("4 "), StartsWith("5 ")));
    struct stat status {};
    ASSERT_EQ(::stat(heads_log.c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777U, 0600U);
}

TEST_F(LedgerTest, AppendingAndSigningAtTheSameTimeLeavesAWholeLedger) {
    append(1);
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 4; ++thread)
        threads.emplace_back([&, thread] {
            const auto own = db::Database::open(database.url());
            for (int i = 0; i < 25; ++i) {
                own->write([&](db::Transaction& tx) { ledger.append(tx, opened(100 * thread + i)); });
                if (i % 5 == thread) ledger.sign_head(*own, at(i));
                if (i % 10 == thread) {
                    EXPECT_THAT(
                        ledger.verify(*own).faults, testing::Each(StartsWith("heads.log is missing")));
                }
            }
        });
    for (auto& thread : threads) thread.join();
    sign();
    const auto verdict = ledger.verify(*database);
    EXPECT_THAT(verdict.faults, IsEmpty());
    EXPECT_EQ(verdict.entries, 1 + 100 + 1);
}

TEST_F(LedgerTest, AppendingAndVerifyingKeepUpWithACrowd) {
    using Clock = std::chrono::steady_clock;
    const auto seconds_since = [](Clock::time_point start) {
        return std::chrono::duration<double>(Clock::now() - start).count();
    };
    auto start = Clock::now();
    append(200);
    const auto one_each = 200 / seconds_since(start);
    start = Clock::now();
    database->write([&](db::Transaction& tx) {
        for (int i = 0; i < 2000; ++i) ledger.append(tx, opened(++appended));
    });
    const auto many = 2000 / seconds_since(start);
    sign();
    start = Clock::now();
    EXPECT_THAT(faults(), IsEmpty());
    const auto verified = 2201 / seconds_since(start);
    std::cout << "appended per second: " << one_each << " one a transaction, " << many
              << " within one transaction; verified per second: " << verified << '\n';
    RecordProperty("appended_per_second", std::to_string(one_each));
    // Far below what is measured; a quadratic slip would fall under it.
    EXPECT_GT(many, 200);
    EXPECT_GT(verified, 1000);
}

} // namespace
} // namespace throughline::ledger
