// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/db/dialect.hpp"
#include "platform/db/testing.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <stdexcept>

namespace throughline::db {
namespace {

struct Values : testing::Test {
    Values() {
        database->write([](Transaction& tx) {
            tx.run(
                "CREATE TABLE thing (id BIGINT NOT NULL PRIMARY KEY, n BIGINT, t TEXT, d DOUBLE PRECISION, "
                "b " +
                std::string(dialect::bytes_type(tx.engine())) + ")");
        });
    }
    TestDatabase database{SOURCE_DIR, false};
};

constexpr std::string_view insert_sql = "INSERT INTO thing (id, n, t, d, b) VALUES (:id, :n, :t, :d, :b)";

TEST_F(Values, OfEveryTypeComeBackAsTheyWent) {
    struct Case {
        std::int64_t n;
        std::string t;
        double d;
        std::string b;
    };
    std::string every_byte;
    for (int byte = 0; byte < 256; ++byte) every_byte.push_back(static_cast<char>(byte));
    const std::vector<Case> cases{
        {0, "", 0.0, ""},
        {std::numeric_limits<std::int64_t>::max(), "Zoë, 李, \xF0\x9F\x8C\xB1", 0.1, every_byte},
        {std::numeric_limits<std::int64_t>::min(), "it's :not ? $1 \\ \"x\"", -1.5e300, std::string(3, '\0')},
        {-1,
         std::string(300'000, 'x'),
         std::numeric_limits<double>::denorm_min(),
         std::string(300'000, '\xFE')},
    };
    database->write([&](Transaction& tx) {
        for (std::size_t i = 0; i < cases.size(); ++i) {
            const auto& c = cases[i];
            EXPECT_EQ(
                tx.change(
                    insert_sql,
                    {{"id", static_cast<int>(i)}, {"n", c.n}, {"t", c.t}, {"d", c.d}, {"b", Bytes{c.b}}}),
                1);
        }
    });
    const auto rows =
        database->read([](Transaction& tx) { return tx.rows("SELECT * FROM thing ORDER BY id"); });
    ASSERT_EQ(rows.size(), cases.size());
    for (std::size_t i = 0; i < cases.size(); ++i) {
        EXPECT_EQ(rows[i].integer("n"), cases[i].n);
        EXPECT_EQ(rows[i].text("t"), cases[i].t);
        EXPECT_EQ(rows[i].real("d"), cases[i].d);
        EXPECT_EQ(rows[i].bytes("b"), cases[i].b);
    }
}

TEST_F(Values, NullComesBackAsNothingAndIsNotEmptyText) {
    database->write([](Transaction& tx) {
        tx.change(
            insert_sql,
            {{"id", 1},
             {"n", nullptr},
             {"t", std::optional<std::string>{}},
             {"d", std::optional<double>{}},
             {"b", std::optional<Bytes>{}}});
        tx.change(
            insert_sql,
            {{"id", 2}, {"n", std::optional<std::int64_t>{7}}, {"t", ""}, {"d", 1.0}, {"b", Bytes{}}});
    });
    database->read([](Transaction& tx) {
        const auto rows = tx.rows("SELECT * FROM thing ORDER BY id");
        EXPECT_EQ(rows[0].maybe_integer("n"), std::nullopt);
        EXPECT_EQ(rows[0].maybe_text("t"), std::nullopt);
        EXPECT_EQ(rows[0].maybe_bytes("b"), std::nullopt);
        EXPECT_THROW(rows[0].text("t"), std::logic_error);
        EXPECT_EQ(rows[1].maybe_integer("n"), 7);
        EXPECT_EQ(rows[1].maybe_text("t"), "");
        EXPECT_EQ(rows[1].maybe_bytes("b"), "");
    });
}

TEST_F(Values, TheSameSqlTakesNullAndAValueInTurn) {
    constexpr std::string_view sql = "SELECT count(*) AS n FROM (SELECT 5 AS a) x WHERE :a IS NULL OR x.a = "
                                     ":a OR x.a = coalesce(:a, 5) + :b";
    database->read([&](Transaction& tx) {
        for (int i = 0; i < 3; ++i) {
            EXPECT_EQ(tx.row(sql, {{"a", nullptr}, {"b", 1}})->integer("n"), 1);
            EXPECT_EQ(tx.row(sql, {{"a", 5}, {"b", nullptr}})->integer("n"), 1);
            EXPECT_EQ(tx.row(sql, {{"a", 4}, {"b", 1}})->integer("n"), 1);
            EXPECT_EQ(tx.row(sql, {{"a", 9}, {"b", 1}})->integer("n"), 0);
        }
    });
}

TEST_F(Values, CountsSumsAndTruthsAreIntegers) {
    database->write([](Transaction& tx) {
        for (int i = 1; i <= 3; ++i) {
            tx.change(
                "INSERT INTO thing (id, n) VALUES (:id, :n)", {{"id", i}, {"n", -1'000'000'000'000 * i}});
        }
    });
    database->read([](Transaction& tx) {
        const auto row =
            tx.row("SELECT count(*) AS many, sum(n) AS total, max(n) AS greatest, avg(n) AS mean, "
                   "EXISTS (SELECT 1 FROM thing WHERE id = 3) AS there, sum(d) AS none FROM thing");
        EXPECT_EQ(row->integer("many"), 3);
        EXPECT_EQ(row->integer("total"), -6'000'000'000'000);
        EXPECT_EQ(row->integer("greatest"), -1'000'000'000'000);
        EXPECT_DOUBLE_EQ(row->real("mean"), -2e12);
        EXPECT_TRUE(row->flag("there"));
        EXPECT_EQ(row->maybe_integer("none"), std::nullopt);
    });
}

TEST_F(Values, ANumericIsReadAsSqliteWouldGiveIt) {
    if (database->engine() == Engine::sqlite) GTEST_SKIP() << "SQLite has no such type";
    database->read([](Transaction& tx) {
        const auto whole = [&](const std::string& n) {
            return tx.row("SELECT CAST(" + n + " AS NUMERIC) AS n")->integer("n");
        };
        const auto real = [&](const std::string& n) {
            return tx.row("SELECT CAST(" + n + " AS NUMERIC) AS n")->real("n");
        };
        for (const std::int64_t n : {0L, 1L, -1L, 9'999L, 10'000L, -100'000'000L, 123'456'789'012L}) {
            EXPECT_EQ(whole(std::to_string(n)), n);
        }
        EXPECT_EQ(whole("9223372036854775807"), std::numeric_limits<std::int64_t>::max());
        EXPECT_EQ(whole("-9223372036854775808"), std::numeric_limits<std::int64_t>::min());
        EXPECT_DOUBLE_EQ(real("0.5"), 0.5);
        EXPECT_DOUBLE_EQ(real("-12345.678"), -12345.678);
        EXPECT_DOUBLE_EQ(real("0.00001"), 0.00001);
        EXPECT_DOUBLE_EQ(real("2.00"), 2.0);
    });
    EXPECT_THROW(
        database->read([](Transaction& tx) { tx.row("SELECT 9223372036854775808 AS n"); }), std::logic_error);
}

TEST_F(Values, OfATypeWeDoNotUseAreABug) {
    if (database->engine() == Engine::sqlite) GTEST_SKIP() << "SQLite has no such type";
    EXPECT_THROW(
        database->read([](Transaction& tx) { tx.row("SELECT CAST('2026-09-07' AS DATE) AS d"); }),
        std::logic_error);
}

TEST_F(Values, TextThatIsNotUtf8OrHoldsANulIsABug) {
    for (const auto& bad : {std::string("\xFF"), std::string("a\0b", 3)}) {
        EXPECT_THROW(
            database->write([&](Transaction& tx) {
                tx.change("INSERT INTO thing (id, t) VALUES (1, :t)", {{"t", bad}});
            }),
            std::logic_error);
    }
}

TEST_F(Values, TextInAColumnOfIntegersIsNotRead) {
    database->read([](Transaction& tx) {
        const auto row = tx.row("SELECT 'seven' AS word, 7 AS number");
        EXPECT_THROW(row->integer("word"), std::logic_error);
        EXPECT_THROW(row->text("number"), std::logic_error);
        EXPECT_THROW(row->bytes("word"), std::logic_error);
        EXPECT_THROW(row->real("number"), std::logic_error);
        EXPECT_THROW(row->text("absent"), std::logic_error);
    });
}

TEST_F(Values, LikeTellsCapitalsFromSmallLettersAndOrderIsByBytes) {
    database->read([](Transaction& tx) {
        EXPECT_FALSE(tx.row("SELECT 'RR-MAR-2026' LIKE 'rr-%' AS same")->flag("same"));
        const auto rows = tx.rows("SELECT w FROM (SELECT 'b' AS w UNION ALL SELECT 'É' UNION ALL SELECT 'a' "
                                  "UNION ALL SELECT 'B') x "
                                  "ORDER BY w");
        std::string order;
        for (const auto& row : rows) order += row.text("w");
        EXPECT_EQ(order, "BabÉ");
    });
}

TEST_F(Values, ADoubleQuotedWordIsANameAndNeverAString) {
    EXPECT_THROW(database->read([](Transaction& tx) { tx.rows(R"(SELECT "nowhere" AS x)"); }), Fault);
}

TEST_F(Values, MoreThanOneStatementIsRefusedNotSkipped) {
    EXPECT_ANY_THROW(database->write([](Transaction& tx) {
        tx.change("INSERT INTO thing (id) VALUES (1); INSERT INTO thing (id) VALUES (2)");
    }));
    EXPECT_ANY_THROW(database->write([](Transaction& tx) {
        tx.run("INSERT INTO thing (id) VALUES (1); INSERT INTO thing (id) VALUES (2)");
    }));
    database->read(
        [](Transaction& tx) { EXPECT_EQ(tx.row("SELECT count(*) AS n FROM thing")->integer("n"), 0); });
}

TEST_F(Values, MoreStatementsThanAConnectionKeepsStillWork) {
    database->write([](Transaction& tx) {
        for (int i = 0; i < 1200; ++i) {
            const auto sql = "SELECT :a + " + std::to_string(i) + " AS n";
            ASSERT_EQ(tx.row(sql, {{"a", 1}})->integer("n"), i + 1);
        }
        ASSERT_EQ(tx.row("SELECT :a + 0 AS n", {{"a", 5}})->integer("n"), 5);
    });
}

TEST_F(Values, OneRowIsOneRow) {
    database->read([](Transaction& tx) {
        EXPECT_FALSE(tx.row("SELECT 1 AS x WHERE 1 = 2"));
        EXPECT_THROW(tx.row("SELECT 1 AS x UNION ALL SELECT 2"), std::logic_error);
    });
}

} // namespace
} // namespace throughline::db
