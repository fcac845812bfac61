// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/db/migrations.hpp"
#include "platform/db/testing.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>
#include <thread>

namespace throughline::db {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const Instant monday{1'788'739'200'000'000};

const Migration first{
    "0001_first.sql",
    "-- a table; with a semicolon in a comment\n"
    "CREATE TABLE a (id BIGINT NOT NULL PRIMARY KEY, b {{bytes}}, c {{bytes}} NOT NULL);\n"
    "INSERT INTO a (id, c) VALUES (1, '');\n"};
const Migration second{"0002_second.sql", "INSERT INTO a (id, c) VALUES (2, '');"};
const Migration broken{
    "0003_broken.sql", "INSERT INTO a (id, c) VALUES (3, ''); INSERT INTO nowhere VALUES (1);"};

struct Migrations : testing::Test {
    std::int64_t count() {
        return database->read(
            [](Transaction& tx) { return tx.row("SELECT count(*) AS n FROM a")->integer("n"); });
    }
    TestDatabase database{SOURCE_DIR, false};
};

TEST_F(Migrations, AreAppliedOnceInTheOrderOfTheirNames) {
    EXPECT_FALSE(is_migrated(*database, {first, second}));
    EXPECT_THAT(
        migrate(*database, {second, first}, monday), ElementsAre("0001_first.sql", "0002_second.sql"));
    EXPECT_THAT(migrate(*database, {first, second}, monday), IsEmpty());
    EXPECT_TRUE(is_migrated(*database, {first, second}));
    EXPECT_FALSE(is_migrated(*database, {first, second, broken}));
    EXPECT_EQ(count(), 2);
}

TEST_F(Migrations, WhenOneWasAppliedIsKept) {
    migrate(*database, {first}, monday);
    database->read([](Transaction& tx) {
        const auto row = tx.row("SELECT applied_at, sha256 FROM schema_migration");
        EXPECT_EQ(row->text("applied_at"), to_text(monday));
        EXPECT_EQ(row->text("sha256").size(), 64U);
    });
}

TEST_F(Migrations, AnAppliedFileThatHasChangedIsRefused) {
    migrate(*database, {first}, monday);
    EXPECT_THROW(migrate(*database, {{first.name, first.sql + " "}, second}, monday), std::runtime_error);
    EXPECT_EQ(count(), 1);
}

TEST_F(Migrations, ADatabaseThatKnowsMoreThanTheProgramIsRefused) {
    migrate(*database, {first, second}, monday);
    EXPECT_THROW(migrate(*database, {first}, monday), std::runtime_error);
}

TEST_F(Migrations, AFileThatFailsLeavesNothingOfItself) {
    EXPECT_THROW(migrate(*database, {first, broken}, monday), Fault);
    EXPECT_EQ(count(), 1);
    EXPECT_TRUE(is_migrated(*database, {first}));
    EXPECT_FALSE(is_migrated(*database, {first, broken}));
}

TEST_F(Migrations, TwoProcessesMayStartAtOnce) {
    const auto other = Database::open(database.url());
    std::size_t here = 0;
    std::size_t there = 0;
    std::thread thread([&] { there = migrate(*other, {first, second}, monday).size(); });
    here = migrate(*database, {first, second}, monday).size();
    thread.join();
    EXPECT_EQ(here + there, 2U);
    EXPECT_EQ(count(), 2);
}

TEST_F(Migrations, TheProjectsOwnFilesApply) {
    const auto ours = read_migrations(std::string(SOURCE_DIR) + "/db/migrations");
    migrate(*database, ours, monday);
    EXPECT_TRUE(is_migrated(*database, ours));
    database->read([](Transaction& tx) {
        EXPECT_EQ(tx.row("SELECT seq FROM ledger_head WHERE hash = ''")->integer("seq"), 0);
    });
}

} // namespace
} // namespace throughline::db
