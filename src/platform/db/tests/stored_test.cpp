// SPDX-License-Identifier: GPL-3.0-or-later
// Everything that stands in a database, whatever its tables are.
#include "platform/db/stored.hpp"
#include "platform/db/testing.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace throughline::db {
namespace {

using ::testing::ElementsAre;
using ::testing::UnorderedElementsAre;

class StoredTest : public ::testing::Test {
protected:
    void make(std::string sql) {
        const std::string bytes = database->engine() == Engine::sqlite ? "BLOB" : "BYTEA";
        if (const auto at = sql.find("{{bytes}}"); at != std::string::npos) sql.replace(at, 9, bytes);
        database->write([&](Transaction& tx) { tx.run(sql); });
    }
    std::vector<std::string> all(const std::string& beside = "") {
        std::vector<std::string> found;
        each_stored(*database, beside, [&](const Stored& stored) {
            found.push_back(
                stored.table + "." + stored.column + " " + stored.row + "=" + stored.bytes +
                (stored.beside.empty() ? "" : " of " + stored.beside));
        });
        return found;
    }
    TestDatabase database{SOURCE_DIR, false};
};

TEST_F(StoredTest, every_value_is_handed_over_with_its_place) {
    make(
        R"(CREATE TABLE "odd ""table" (a TEXT NOT NULL, b BIGINT NOT NULL, "of" TEXT, sealed {{bytes}}, PRIMARY KEY (a, b)))");
    database->write([](Transaction& tx) {
        tx.change(
            R"(INSERT INTO "odd ""table" (a, b, "of", sealed) VALUES (:a, 7, :of, :sealed))",
            {{"a", "Zoë"}, {"of", nullptr}, {"sealed", Bytes{std::string("\xff\0x", 3)}}});
        tx.change(
            R"(INSERT INTO "odd ""table" (a, b, "of", sealed) VALUES (:a, 8, :of, :sealed))",
            {{"a", "b"}, {"of", "c"}, {"sealed", nullptr}});
    });
    EXPECT_THAT(
        all("of"),
        UnorderedElementsAre(
            "odd \"table.a Zoë 7=Zoë",
            "odd \"table.b Zoë 7=7",
            "odd \"table.sealed Zoë 7=" + std::string("\xff\0x", 3),
            "odd \"table.a b 8=b of c",
            "odd \"table.b b 8=8 of c",
            "odd \"table.of b 8=c of c"));
}

TEST_F(StoredTest, many_rows_are_read_piece_by_piece_each_once) {
    make("CREATE TABLE many (n BIGINT NOT NULL)"); // without a key
    database->write([](Transaction& tx) {
        for (int i = 0; i < 1203; ++i) tx.change("INSERT INTO many (n) VALUES (:n)", {{"n", i}});
    });
    std::vector<std::string> values;
    each_stored(*database, "", [&](const Stored& stored) { values.push_back(stored.bytes); });
    ASSERT_EQ(values.size(), 1203);
    std::ranges::sort(values);
    EXPECT_EQ(std::ranges::adjacent_find(values), values.end());
}

TEST_F(StoredTest, an_engine_s_own_tables_are_read_too) {
    if (database->engine() == Engine::sqlite) {
        make("CREATE TABLE numbered (id TEXT NOT NULL PRIMARY KEY, note TEXT) WITHOUT ROWID");
        make("INSERT INTO numbered VALUES ('x', 'here')");
        EXPECT_THAT(all(), ElementsAre("numbered.id x=x", "numbered.note x=here"));
    } else {
        make("CREATE SCHEMA elsewhere");
        make("CREATE TABLE elsewhere.other (id BIGINT PRIMARY KEY, note JSONB, list TEXT[])");
        make("INSERT INTO elsewhere.other VALUES (1, '{\"a\": \"here\"}', ARRAY['b'])");
        EXPECT_THAT(
            all(),
            ElementsAre(
                "elsewhere.other.id 1=1",
                "elsewhere.other.note 1={\"a\": \"here\"}",
                "elsewhere.other.list 1={b}"));
    }
}

} // namespace
} // namespace throughline::db
