// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/base/outcome.hpp"
#include "platform/db/testing.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <libpq-fe.h>
#include <sys/stat.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <thread>

namespace throughline::db {
namespace {

using testing::HasSubstr;
using testing::Not;

struct Transactions : testing::Test {
    Transactions() {
        database->write([](Transaction& tx) {
            tx.run("CREATE TABLE area (id BIGINT NOT NULL PRIMARY KEY)");
            tx.run(
                "CREATE TABLE school (id BIGINT NOT NULL PRIMARY KEY, name TEXT NOT NULL UNIQUE, "
                "area BIGINT REFERENCES area (id), version BIGINT NOT NULL DEFAULT 0 CHECK (version >= 0))");
        });
    }
    std::int64_t count() {
        return database->read(
            [](Transaction& tx) { return tx.row("SELECT count(*) AS n FROM school")->integer("n"); });
    }
    TestDatabase database{SOURCE_DIR, false};
};

constexpr std::string_view insert_sql = "INSERT INTO school (id, name) VALUES (:id, :name)";

void insert(Transaction& tx, int id, std::string_view name) {
    tx.change(insert_sql, {{"id", id}, {"name", name}});
}

Fault fault_of(Database& database, std::string_view sql, const Parameters& parameters) {
    try {
        database.write([&](Transaction& tx) { tx.change(sql, parameters); });
    } catch (const Fault& fault) {
        return fault;
    }
    throw std::runtime_error("no fault");
}

TEST_F(Transactions, AFaultHasAKindAndCarriesNoValue) {
    database->write([](Transaction& tx) { insert(tx, 4711, "Hartfield Road"); });

    const auto twice = fault_of(*database, insert_sql, {{"id", 4712}, {"name", "Hartfield Road"}});
    EXPECT_EQ(twice.kind(), Fault::Kind::unique);
    EXPECT_THAT(twice.what(), Not(HasSubstr("Hartfield")));
    EXPECT_THAT(twice.what(), Not(HasSubstr("4712")));

    const auto same_key = fault_of(*database, insert_sql, {{"id", 4711}, {"name", "Another"}});
    EXPECT_EQ(same_key.kind(), Fault::Kind::unique);
    EXPECT_THAT(same_key.what(), Not(HasSubstr("4711")));

    const auto nowhere =
        fault_of(*database, "INSERT INTO school (id, name, area) VALUES (1, 'x', :area)", {{"area", 98765}});
    EXPECT_EQ(nowhere.kind(), Fault::Kind::foreign_key);
    EXPECT_THAT(nowhere.what(), Not(HasSubstr("98765")));

    const auto negative = fault_of(
        *database, "INSERT INTO school (id, name, version) VALUES (1, :name, -1)", {{"name", "Hartfield"}});
    EXPECT_EQ(negative.kind(), Fault::Kind::check);
    EXPECT_THAT(negative.what(), Not(HasSubstr("Hartfield")));

    const auto nameless = fault_of(*database, insert_sql, {{"id", 1}, {"name", nullptr}});
    EXPECT_EQ(nameless.kind(), Fault::Kind::not_null);

    // Engines differ in whether a number out of range is theirs to notice, but neither may repeat it.
    try {
        database->write([](Transaction& tx) {
            tx.rows("SELECT CAST(:word AS BIGINT) AS n", {{"word", "Hartfield"}});
        });
    } catch (const Fault& fault) {
        EXPECT_THAT(fault.what(), Not(HasSubstr("Hartfield")));
    }
}

TEST_F(Transactions, WrongSqlIsAFaultThatSaysWhatIsWrong) {
    const auto fault = fault_of(*database, "UPDATE school SET nonsense = :name", {{"name", "Hartfield"}});
    EXPECT_EQ(fault.kind(), Fault::Kind::other);
    EXPECT_THAT(fault.what(), HasSubstr("nonsense"));
    EXPECT_THAT(fault.what(), Not(HasSubstr("Hartfield")));
}

TEST_F(Transactions, AMissingOrSuperfluousNameIsABug) {
    EXPECT_THROW(
        database->write([](Transaction& tx) {
            tx.change(insert_sql, {{"id", 1}});
        }),
        std::logic_error);
    EXPECT_THROW(
        database->write([](Transaction& tx) {
            tx.change(insert_sql, {{"id", 1}, {"name", "x"}, {"extra", 2}});
        }),
        std::logic_error);
    EXPECT_EQ(count(), 0);
}

TEST_F(Transactions, AChangeOfAnOlderVersionTouchesNoRow) {
    constexpr std::string_view sql =
        "UPDATE school SET name = :name, version = version + 1 WHERE id = :id AND version = :seen";
    database->write([](Transaction& tx) { insert(tx, 1, "x"); });
    database->write([&](Transaction& tx) {
        EXPECT_EQ(tx.change(sql, {{"id", 1}, {"name", "y"}, {"seen", 0}}), 1);
        EXPECT_EQ(tx.change(sql, {{"id", 1}, {"name", "z"}, {"seen", 0}}), 0);
        EXPECT_EQ(tx.change("DELETE FROM school WHERE id > :id", {{"id", 5}}), 0);
    });
}

TEST_F(Transactions, WhatWasThrownThroughIsRolledBack) {
    EXPECT_THROW(
        database->write([](Transaction& tx) {
            insert(tx, 1, "x");
            throw std::runtime_error("no");
        }),
        std::runtime_error);
    EXPECT_EQ(count(), 0);
}

TEST_F(Transactions, ARefusedAttemptLeavesNothingAndAnAcceptedOneStays) {
    const auto refused = database->attempt([](Transaction& tx) -> Outcome<Done> {
        insert(tx, 1, "x");
        return conflict("Somebody was first");
    });
    EXPECT_FALSE(refused);
    EXPECT_EQ(count(), 0);
    const auto accepted = database->attempt([](Transaction& tx) -> Outcome<int> {
        insert(tx, 1, "x");
        return 7;
    });
    EXPECT_EQ(accepted.value(), 7);
    EXPECT_EQ(count(), 1);
}

TEST_F(Transactions, AFaultInsideASavepointLeavesTheTransactionUsable) {
    database->write([](Transaction& tx) {
        insert(tx, 1, "x");
        EXPECT_THROW(
            tx.within_savepoint([&] {
                insert(tx, 2, "y");
                insert(tx, 3, "x");
            }),
            Fault);
        tx.within_savepoint([&] {
            insert(tx, 4, "z");
            EXPECT_THROW(tx.within_savepoint([&] { insert(tx, 5, "z"); }), Fault);
            insert(tx, 6, "w");
        });
    });
    database->read([](Transaction& tx) {
        std::string ids;
        for (const auto& row : tx.rows("SELECT id FROM school ORDER BY id"))
            ids += std::to_string(row.integer("id"));
        EXPECT_EQ(ids, "146");
    });
}

TEST_F(Transactions, ASwallowedFaultIsNeverCommitted) {
    const auto swallow = [](Transaction& tx) {
        insert(tx, 1, "x");
        EXPECT_THROW(insert(tx, 1, "y"), Fault);
    };
    EXPECT_THROW(database->write(swallow), std::logic_error);
    EXPECT_THROW(
        database->write([&](Transaction& tx) {
            swallow(tx);
            insert(tx, 2, "z");
        }),
        std::logic_error);
    EXPECT_THROW(
        database->write([&](Transaction& tx) { tx.within_savepoint([&] { swallow(tx); }); }),
        std::logic_error);
    EXPECT_EQ(count(), 0);
}

TEST_F(Transactions, AReadCannotWrite) {
    EXPECT_THROW(database->read([](Transaction& tx) { insert(tx, 1, "x"); }), std::logic_error);
    database->write([](Transaction& tx) { insert(tx, 1, "x"); });
    EXPECT_EQ(count(), 1);
}

TEST_F(Transactions, AReadSeesOneMoment) {
    database->read([&](Transaction& tx) {
        EXPECT_EQ(tx.row("SELECT count(*) AS n FROM school")->integer("n"), 0);
        std::thread([&] { database->write([](Transaction& other) { insert(other, 1, "x"); }); }).join();
        EXPECT_EQ(tx.row("SELECT count(*) AS n FROM school")->integer("n"), 0);
    });
    EXPECT_EQ(count(), 1);
}

TEST_F(Transactions, OneInsideAnotherIsABugAndNoDeadLock) {
    database->write([&](Transaction& tx) {
        EXPECT_THROW(database->read([](Transaction&) {}), std::logic_error);
        EXPECT_THROW(database->write([](Transaction&) {}), std::logic_error);
        insert(tx, 1, "x");
    });
    database->read(
        [&](Transaction&) { EXPECT_THROW(database->write([](Transaction&) {}), std::logic_error); });
    EXPECT_EQ(count(), 1);
}

TEST_F(Transactions, OfTwoDatabasesMayStandInsideEachOther) {
    TestDatabase other(SOURCE_DIR, false);
    database->read([&](Transaction&) {
        other->write([](Transaction& tx) { tx.run("CREATE TABLE copy (id BIGINT NOT NULL PRIMARY KEY)"); });
    });
}

TEST_F(Transactions, ThreadsThatWriteLoseNothing) {
    database->write([](Transaction& tx) { insert(tx, 1, "x"); });
    std::vector<std::thread> threads;
    threads.reserve(4);
    for (int t = 0; t < 4; ++t) {
        threads.emplace_back([&] {
            for (int i = 0; i < 50; ++i) {
                database->write([](Transaction& tx) {
                    tx.change("UPDATE school SET version = version + 1 WHERE id = 1");
                });
            }
        });
    }
    for (auto& thread : threads) thread.join();
    database->read(
        [](Transaction& tx) { EXPECT_EQ(tx.row("SELECT version FROM school")->integer("version"), 200); });
}

TEST_F(Transactions, MoreThreadsThanConnectionsTakeTurns) {
    std::atomic<int> done{};
    std::vector<std::thread> threads;
    threads.reserve(24);
    for (int t = 0; t < 24; ++t) {
        threads.emplace_back([&] {
            for (int i = 0; i < 10; ++i) done += count() == 0 ? 1 : 0;
        });
    }
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(done, 240);
}

TEST_F(Transactions, AnotherProcessMayWriteBesideUs) {
    const auto other = Database::open(database.url());
    std::thread thread([&] {
        for (int i = 0; i < 25; ++i) {
            other->write([&](Transaction& tx) { insert(tx, 1000 + i, "there " + std::to_string(i)); });
        }
    });
    for (int i = 0; i < 25; ++i) {
        database->write([&](Transaction& tx) { insert(tx, i, "here " + std::to_string(i)); });
    }
    thread.join();
    EXPECT_EQ(count(), 50);
}

TEST_F(Transactions, TheNextRequestAfterALostConnectionGetsAFreshOne) {
    if (database->engine() == Engine::sqlite) GTEST_SKIP() << "SQLite has no server to lose";
    const auto cut_off = [&] {
        const auto killer = Database::open(database.url());
        killer->read([](Transaction& tx) {
            tx.rows("SELECT count(pg_terminate_backend(pid)) AS n FROM pg_stat_activity "
                    "WHERE datname = current_database() AND pid <> pg_backend_pid()");
        });
        std::this_thread::sleep_for(std::chrono::milliseconds(200));
    };
    try {
        database->write([&](Transaction& tx) {
            insert(tx, 1, "x");
            cut_off();
            insert(tx, 2, "y");
        });
        FAIL() << "a lost connection was not noticed";
    } catch (const Fault& fault) {
        EXPECT_EQ(fault.kind(), Fault::Kind::gone);
    }
    EXPECT_EQ(count(), 0);

    cut_off(); // while the connection lies idle: nobody needs to notice
    database->write([](Transaction& tx) { insert(tx, 1, "x"); });
    EXPECT_EQ(count(), 1);
}

TEST_F(Transactions, ADatabaseOfAnotherCollationIsRefused) {
    if (database->engine() == Engine::sqlite) GTEST_SKIP() << "SQLite knows one collation";
    const auto refuses = [&](const std::string& name, const std::string& locale) {
        const std::unique_ptr<PGconn, void (*)(PGconn*)> server(
            PQconnectdb(std::getenv("THROUGHLINE_TEST_POSTGRES")), PQfinish);
        const auto tell = [&](const std::string& sql) {
            const std::unique_ptr<PGresult, void (*)(PGresult*)> result(
                PQexec(server.get(), sql.c_str()), PQclear);
            EXPECT_EQ(PQresultStatus(result.get()), PGRES_COMMAND_OK) << PQerrorMessage(server.get());
        };
        tell("CREATE DATABASE " + name + " TEMPLATE template0 " + locale);
        auto url = database.url();
        url.replace(url.rfind('/') + 1, std::string::npos, name);
        try {
            Database::open(url);
            ADD_FAILURE() << locale << " was not refused";
        } catch (const Fault& fault) {
            ADD_FAILURE() << fault.what();
        } catch (const std::runtime_error& refusal) {
            EXPECT_THAT(refusal.what(), HasSubstr("LC_COLLATE"));
        }
        tell("DROP DATABASE " + name);
    };
    refuses("wrong_collation", "ENCODING 'UTF8' LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8'");
    refuses("wrong_encoding", "ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C'");
}

TEST(Opening, MakesAnSqliteFileForItsOwnerAlone) {
    TestDatabase place(SOURCE_DIR, false);
    const auto path = place.folder() / "private.db";
    const auto database = Database::open("sqlite:" + path.string());
    database->write([](Transaction& tx) { tx.run("CREATE TABLE a (id BIGINT NOT NULL PRIMARY KEY)"); });
    for (const auto* end : {"", "-wal", "-shm"}) {
        struct stat found {};
        ASSERT_EQ(::stat((path.string() + end).c_str(), &found), 0) << end;
        EXPECT_EQ(found.st_mode & 0777U, 0600U) << end;
    }
}

TEST(Opening, AnSqliteFileKeepsNothingOfWhatWasDeleted) {
    const TestDatabase place(SOURCE_DIR, false);
    const auto path = place.folder() / "deleted.db";
    {
        const auto database = Database::open("sqlite:" + path.string());
        const auto names = [&](const std::string& sql) {
            database->write([&](Transaction& tx) { tx.run(sql); });
        };
        names("CREATE TABLE a (id BIGINT NOT NULL PRIMARY KEY, name TEXT NOT NULL)");
        names("INSERT INTO a (id, name) VALUES (1, 'Linnet Sparrow'), (2, 'Robin Kept')");
        names("DELETE FROM a WHERE id = 1");
    }
    ASSERT_FALSE(std::filesystem::exists(path.string() + "-wal"));
    std::ifstream in(path, std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(in), {}};
    EXPECT_THAT(bytes, HasSubstr("Robin Kept"));
    EXPECT_THAT(bytes, Not(HasSubstr("Linnet Sparrow")));
}

TEST(Opening, RefusesAnUnknownUrlWithoutRepeatingIt) {
    try {
        Database::open("mysql://root:hunter2@localhost/x");
        FAIL();
    } catch (const std::runtime_error& error) {
        EXPECT_THAT(error.what(), Not(HasSubstr("hunter2")));
    }
    EXPECT_THROW(Database::open("sqlite::memory:"), std::runtime_error);
    EXPECT_THROW(Database::open("sqlite:"), std::runtime_error);
}

TEST(Opening, RefusesAServerThatIsNotThere) {
    try {
        Database::open("postgresql://nobody:hunter2@127.0.0.1:1/x");
        FAIL();
    } catch (const Fault& fault) {
        EXPECT_EQ(fault.kind(), Fault::Kind::gone);
        EXPECT_THAT(fault.what(), Not(HasSubstr("hunter2")));
    }
}

} // namespace
} // namespace throughline::db
