// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/db/testing.hpp"

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace throughline::db {
namespace {

/// What is told of PostgreSQL is true of SQLite too, which is never waited for.
class ForesightTest : public testing::Test {
protected:
    ForesightTest() {
        m_database->write([](Transaction& tx) {
            tx.run("CREATE TABLE bird (name TEXT NOT NULL PRIMARY KEY, nests BIGINT NOT NULL)");
            tx.run("INSERT INTO bird (name, nests) VALUES ('wren', 2), ('teal', 5), ('rook', 40)");
        });
    }

    static std::int64_t nests(Transaction& tx, std::string_view name) {
        const auto row = tx.row("SELECT nests FROM bird WHERE name = :name", {{"name", name}});
        return row ? row->integer("nests") : 0;
    }
    std::int64_t look(const Familiar& familiar, std::vector<std::string> names) {
        return m_database->read(familiar, [&](Transaction& tx) {
            std::int64_t sum = 0;
            for (const auto& name : names) sum += nests(tx, name);
            return sum;
        });
    }
    /// How often the server was waited for.
    template <class F>
    std::uint64_t waits(F&& act) {
        const auto before = m_database->exchanges();
        act();
        return m_database->exchanges() - before;
    }
    std::uint64_t at_most(std::uint64_t on_postgresql) {
        return m_database->engine() == Engine::postgresql ? on_postgresql : 0;
    }

    TestDatabase m_database{SOURCE_DIR, false};
};

TEST_F(ForesightTest, AReadThatComesAgainWaitsForTheServerOnce) {
    const Familiar page{"page", {}};
    EXPECT_EQ(look(page, {"wren", "teal", "rook"}), 47);
    EXPECT_EQ(waits([&] { EXPECT_EQ(look(page, {"wren", "teal", "rook"}), 47); }), at_most(1));
}

TEST_F(ForesightTest, AnswersAreNeverKept) {
    const Familiar page{"page", {}};
    look(page, {"wren", "rook"});
    m_database->write([](Transaction& tx) { tx.change("UPDATE bird SET nests = 3 WHERE name = 'wren'"); });
    EXPECT_EQ(look(page, {"wren"}), 3);
    m_database->write([](Transaction& tx) { tx.change("DELETE FROM bird"); });
    EXPECT_EQ(look(page, {"wren"}), 0);
}

TEST_F(ForesightTest, WhatWasNotForeseenIsAskedAndForeseenTheNextTime) {
    const Familiar page{"page", {}};
    look(page, {"wren", "rook"});
    EXPECT_EQ(look(page, {"wren", "teal"}), 7);
    EXPECT_EQ(waits([&] { EXPECT_EQ(look(page, {"wren", "teal"}), 7); }), at_most(1));
    EXPECT_EQ(waits([&] { EXPECT_EQ(look(page, {"teal", "wren"}), 7); }), at_most(1));
}

TEST_F(ForesightTest, WhatVariesIsAskedAsItIsNow) {
    look({"page", {"wren"}}, {"wren", "teal"});
    EXPECT_EQ(waits([&] { EXPECT_EQ(look({"page", {"rook"}}, {"rook", "teal"}), 45); }), at_most(1));
}

TEST_F(ForesightTest, TheSameQuestionTwiceIsAskedOnce) {
    const Familiar page{"page", {}};
    look(page, {"wren", "wren", "teal"});
    EXPECT_EQ(waits([&] { EXPECT_EQ(look(page, {"wren", "teal", "wren", "wren"}), 11); }), at_most(1));
}

TEST_F(ForesightTest, AllIsAnsweredFromOneMoment) {
    const Familiar page{"page", {}};
    look(page, {"wren", "rook"});
    m_database->read(page, [&](Transaction& tx) {
        EXPECT_EQ(nests(tx, "wren"), 2);
        std::thread([&] {
            m_database->write([](Transaction& other) { other.change("UPDATE bird SET nests = nests + 1"); });
        }).join();
        EXPECT_EQ(nests(tx, "wren") + nests(tx, "teal"), 7); // one foreseen, one not
    });
    EXPECT_EQ(look(page, {"wren", "teal"}), 9);
}

TEST_F(ForesightTest, AReadThatThrowsLeavesTheConnectionUsable) {
    const Familiar page{"page", {}};
    look(page, {"wren", "rook"});
    for (int i = 0; i < 20; ++i)
        EXPECT_THROW(
            m_database->read(
                page,
                [](Transaction& tx) {
                    nests(tx, "wren");
                    throw std::runtime_error("the page failed");
                }),
            std::runtime_error);
    EXPECT_EQ(look(page, {"wren", "teal"}), 7);
}

TEST_F(ForesightTest, AQuestionThatCanNoLongerBeAskedFailsOnceAndIsForgotten) {
    const Familiar page{"page", {}};
    look(page, {"wren", "rook"});
    m_database->write([](Transaction& tx) { tx.run("DROP TABLE bird"); });
    const auto other = [&] {
        return m_database->read(
            page, [](Transaction& tx) { return tx.row("SELECT 1 AS one")->integer("one"); });
    };
    if (m_database->engine() == Engine::postgresql) {
        EXPECT_THROW(other(), Fault);
    }
    EXPECT_EQ(other(), 1);
}

TEST_F(ForesightTest, AReadCannotWriteHoweverFamiliar) {
    const Familiar page{"page", {}};
    look(page, {"wren", "rook"});
    EXPECT_THROW(
        m_database->read(page, [](Transaction& tx) { tx.change("DELETE FROM bird"); }), std::logic_error);
    EXPECT_EQ(look(page, {"wren"}), 2);
}

TEST_F(ForesightTest, ManyKindsOfReadsAndValuesDoNotGrowWithoutEnd) {
    for (int i = 0; i < 1'500; ++i)
        EXPECT_EQ(look({"page " + std::to_string(i), {}}, {"wren", "nobody " + std::to_string(i)}), 2);
    EXPECT_EQ(look({"page 0", {}}, {"wren"}), 2);
}

} // namespace
} // namespace throughline::db
