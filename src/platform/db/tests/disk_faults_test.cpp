// SPDX-License-Identifier: GPL-3.0-or-later
// Database on a disk that fails, is full, or loses its power, at one operation after the other: what was
// committed is there, what was not is whole or absent, and work goes on when the disk does.
#include "platform/db/db.hpp"
#include "platform/db/tests/faulty_disk.hpp"

#include <gtest/gtest.h>
#include <sqlite3.h>
#include <unistd.h>

#include <filesystem>
#include <memory>
#include <string>

namespace throughline::db {
namespace {

namespace fs = std::filesystem;
using Operation = FaultyDisk::Operation;

constexpr int acts = 12;
constexpr int parts = 4;
constexpr std::size_t part_bytes = 15'000;

std::string part_of(std::int64_t seq, int n) {
    return std::string(part_bytes, static_cast<char>('a' + (seq * parts + n) % 26));
}

/// One act as the program does them: an entry that follows the last one, what belongs to it, and the new
/// head.
void act(Database& database) {
    database.write([](Transaction& tx) {
        tx.run("PRAGMA wal_autocheckpoint = 40"); // the log is written back every few acts
        const auto seq = tx.row("SELECT seq FROM head")->integer("seq") + 1;
        tx.change("INSERT INTO entry (seq) VALUES (:seq)", {{"seq", seq}});
        for (int n = 0; n < parts; ++n)
            tx.change(
                "INSERT INTO part (seq, n, bytes) VALUES (:seq, :n, :bytes)",
                {{"seq", seq}, {"n", n}, {"bytes", Bytes{part_of(seq, n)}}});
        tx.change("UPDATE head SET seq = :seq", {{"seq", seq}});
    });
}

class DiskFaults : public ::testing::Test {
protected:
    DiskFaults() {
        fs::create_directories(m_folder);
        auto database = Database::open("sqlite:" + (m_folder / "fresh.db").string());
        database->write([](Transaction& tx) {
            tx.run("CREATE TABLE head (seq BIGINT NOT NULL)");
            tx.run("INSERT INTO head (seq) VALUES (0)");
            tx.run("CREATE TABLE entry (seq BIGINT NOT NULL PRIMARY KEY)");
            tx.run("CREATE TABLE part (seq BIGINT NOT NULL REFERENCES entry (seq), n BIGINT NOT NULL, bytes "
                   "BLOB NOT NULL, PRIMARY KEY (seq, n))");
        });
    }
    ~DiskFaults() override { fs::remove_all(m_folder); }

    /// A new copy of the database with its first tables.
    std::string url() {
        for (const auto* end : {"", "-wal", "-shm"}) fs::remove(m_file.string() + end);
        fs::copy_file(m_folder / "fresh.db", m_file);
        return "sqlite:" + m_file.string();
    }

    /// Opened without any fault: whole, and with as many acts as were acknowledged, or the one more that was
    /// tried.
    void expect_whole(int acknowledged, int tried) {
        auto database = Database::open("sqlite:" + m_file.string());
        database->read([&](Transaction& tx) {
            EXPECT_EQ(tx.row("PRAGMA integrity_check")->text("integrity_check"), "ok");
            const auto seq = tx.row("SELECT seq FROM head")->integer("seq");
            EXPECT_GE(seq, acknowledged);
            EXPECT_LE(seq, tried);
            EXPECT_EQ(tx.row("SELECT count(*) AS n FROM entry")->integer("n"), seq);
            const auto found = tx.rows("SELECT seq, n, bytes FROM part ORDER BY seq, n");
            EXPECT_EQ(static_cast<std::int64_t>(found.size()), seq * parts);
            for (const auto& part : found)
                EXPECT_TRUE(
                    part.bytes("bytes") == part_of(part.integer("seq"), static_cast<int>(part.integer("n"))));
        });
    }

    /// How many operations the acts take when nothing goes wrong.
    int operations(FaultyDisk& disk, Operation operation) {
        auto database = Database::open(url());
        const int before = disk.count(operation);
        for (int i = 0; i < acts; ++i) act(*database);
        return disk.count(operation) - before;
    }

    /// The acts with one fault in them, or with a disk that is broken from there on until half of the rest
    /// are through.
    void acts_with(FaultyDisk& disk, Operation operation, int n, int code, bool stays) {
        auto database = Database::open(url());
        disk.fail(operation, n, code, stays);
        int acknowledged = 0, refused = 0, after_healing = 0;
        for (int i = 0; i < acts; ++i) {
            if (stays && refused == 3) disk.heal();
            try {
                act(*database);
                ++acknowledged;
                if (refused == 3) ++after_healing;
            } catch (const Fault& fault) {
                ++refused;
                EXPECT_TRUE(disk.has_failed()) << fault.what();
            }
        }
        disk.heal();
        // However it failed, the next act is done: nobody has to start the program again.
        EXPECT_NO_THROW(act(*database));
        database.reset();
        expect_whole(acknowledged + 1, acknowledged + 1 + refused);
        m_refused += refused;
    }

    void every(Operation operation, int code) {
        FaultyDisk disk;
        const int all = operations(disk, operation);
        const int step = std::max(1, all / 25);
        for (const bool stays : {false, true})
            for (int n = 1; n <= all; n += step) {
                SCOPED_TRACE(testing::Message() << "operation " << n << " of " << all << ", stays " << stays);
                acts_with(disk, operation, n, code, stays);
            }
        EXPECT_GT(m_refused, 0) << "no fault was noticed by anybody";
    }

    fs::path m_folder = fs::temp_directory_path() / ("disk-faults-" + std::to_string(::getpid()));
    fs::path m_file = m_folder / "throughline.db";
    int m_refused = 0;
};

TEST_F(DiskFaults, AWriteThatFailsCostsItsActAlone) { every(Operation::write, SQLITE_IOERR_WRITE); }
TEST_F(DiskFaults, AFullDiskCostsTheActsItHasNoRoomForAlone) { every(Operation::write, SQLITE_FULL); }
TEST_F(DiskFaults, ASyncThatFailsCostsItsActAlone) { every(Operation::sync, SQLITE_IOERR_FSYNC); }

TEST_F(DiskFaults, ALogThatCannotBeShortenedOrOpenedLosesNothing) {
    for (const auto operation : {Operation::truncate, Operation::open, Operation::remove})
        for (const bool stays : {false, true})
            for (const int n : {1, 2, 3}) {
                FaultyDisk disk;
                const int code = operation == Operation::open       ? SQLITE_CANTOPEN
                                 : operation == Operation::truncate ? SQLITE_IOERR_TRUNCATE
                                                                    : SQLITE_IOERR_DELETE;
                int acknowledged = 0, tried = 0;
                try {
                    const auto where = url();
                    disk.fail(operation, n, code, stays);
                    auto database = Database::open(where);
                    for (int i = 0; i < acts; ++i) {
                        ++tried;
                        try {
                            act(*database);
                            ++acknowledged;
                        } catch (const Fault&) { // what was asked for
                        }
                    }
                } catch (const Fault& fault) {
                    EXPECT_EQ(fault.kind(), Fault::Kind::gone) << "not even opened";
                }
                disk.heal();
                expect_whole(acknowledged, tried);
            }
}

TEST_F(DiskFaults, AFullDiskIsToldFromABrokenOne) {
    FaultyDisk disk;
    auto database = Database::open(url());
    disk.fail(Operation::write, 1, SQLITE_FULL, false);
    try {
        act(*database);
        FAIL() << "it was written";
    } catch (const Fault& fault) {
        EXPECT_EQ(fault.kind(), Fault::Kind::full);
    }
    disk.fail(Operation::sync, 1, SQLITE_IOERR_FSYNC, false);
    try {
        act(*database);
        FAIL() << "it was written";
    } catch (const Fault& fault) {
        EXPECT_EQ(fault.kind(), Fault::Kind::gone);
    }
}

TEST_F(DiskFaults, WhenThePowerGoesEveryAcknowledgedActIsOnTheDiskAndNoneByHalves) {
    int all = 0;
    {
        FaultyDisk disk;
        auto database = Database::open(url());
        const int before = disk.count();
        for (int i = 0; i < acts; ++i) act(*database);
        all = disk.count() - before;
    }
    const int step = std::max(1, all / 150);
    int lost = 0;
    for (int n = 1; n <= all; n += step) {
        SCOPED_TRACE(testing::Message() << "power lost at operation " << n << " of " << all);
        int acknowledged = 0, tried = 0;
        FaultyDisk disk;
        {
            auto database = Database::open(url());
            disk.lose_power(n);
            for (; tried < acts && !disk.is_dark();) {
                ++tried;
                try {
                    act(*database);
                    ++acknowledged;
                } catch (const Fault&) { // the lights are out
                    ++lost;
                }
            }
        }
        disk.leave_what_survived(static_cast<std::uint64_t>(n));
        disk.heal();
        expect_whole(acknowledged, tried);
    }
    EXPECT_GT(lost, 0);
}

} // namespace
} // namespace throughline::db
