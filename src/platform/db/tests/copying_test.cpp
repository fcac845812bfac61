// SPDX-License-Identifier: GPL-3.0-or-later
// Whole tables from one database to another, whichever engine either has.
#include "platform/db/copying.hpp"
#include "platform/db/testing.hpp"

#include <gtest/gtest.h>

#include <filesystem>

namespace throughline::db {
namespace {

constexpr std::string_view letters = R"(CREATE TABLE "letter" (
    id TEXT NOT NULL, "at" BIGINT NOT NULL, note TEXT, sealed {{bytes}}, PRIMARY KEY ("at", id)))";
constexpr std::string_view answers =
    "CREATE TABLE answer (id TEXT NOT NULL PRIMARY KEY, letter_at BIGINT NOT NULL, letter_id TEXT NOT NULL, "
    "FOREIGN KEY (letter_at, letter_id) REFERENCES letter (\"at\", id))";

void make_schema(Transaction& tx) {
    std::string made(letters);
    made.replace(made.find("{{bytes}}"), 9, tx.engine() == Engine::sqlite ? "BLOB" : "BYTEA");
    tx.run(made);
    tx.run(answers);
}

/// A SQLite file that goes with the test, as a backup is one.
class Beside {
public:
    Beside() { m_database->write(make_schema); }
    ~Beside() {
        m_database.reset();
        std::filesystem::remove_all(m_folder);
    }
    Beside(const Beside&) = delete;
    Beside& operator=(const Beside&) = delete;
    Database& operator*() { return *m_database; }

private:
    static std::filesystem::path made_folder() {
        auto pattern = (std::filesystem::temp_directory_path() / "throughline-copying.XXXXXX").string();
        if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no folder could be made");
        return pattern;
    }
    std::filesystem::path m_folder{made_folder()};
    std::unique_ptr<Database> m_database{Database::open("sqlite:" + (m_folder / "beside.db").string())};
};

class CopyingTest : public ::testing::Test {
protected:
    CopyingTest() { database->write(make_schema); }
    std::int64_t copy_all(Database& from, Database& to) {
        const auto tables = (*m_beside).read(tables_of);
        return from.read([&](Transaction& source) {
            return to.write([&](Transaction& target) {
                empty(target, tables);
                std::int64_t copied = 0;
                for (const auto& table : tables) copied += copy(source, target, table);
                return copied;
            });
        });
    }
    TestDatabase database{SOURCE_DIR, false};
    Beside m_beside;
};

TEST_F(CopyingTest, TablesStandInTheOrderInWhichTheyReferToEachOther) {
    const auto tables = (*m_beside).read(tables_of);
    ASSERT_EQ(tables.size(), 2U);
    EXPECT_EQ(tables[0].name, "letter");
    EXPECT_EQ(tables[0].columns[1].key, 1) << "the key's own order, not that of the columns";
    EXPECT_EQ(tables[1].name, "answer");
}

TEST_F(CopyingTest, EveryRowComesOverToTheLastByteAndBack) {
    database->write([](Transaction& tx) {
        for (int i = 0; i < 1203; ++i)
            tx.change(
                R"(INSERT INTO letter ("at", id, note, sealed) VALUES (:at, :id, :note, :sealed))",
                {{"at", i / 7},
                 {"id", std::to_string(i)},
                 {"note", i % 3 == 0 ? Value() : Value("nº " + std::to_string(i))},
                 {"sealed",
                  i % 5 == 0 ? Value() : Value(Bytes{std::string("\0\xff", 2) + std::to_string(i)})}});
        tx.change("INSERT INTO answer (id, letter_at, letter_id) VALUES ('a', 0, '3')");
    });
    EXPECT_EQ(copy_all(*database, *m_beside), 1204);
    const auto tables = (*m_beside).read(tables_of);
    database->write([&](Transaction& tx) { empty(tx, tables); });
    EXPECT_EQ(copy_all(*m_beside, *database), 1204);

    const auto all = database->read([](Transaction& tx) {
        return tx.rows(R"(SELECT "at", id, note, sealed FROM letter ORDER BY CAST(id AS BIGINT))");
    });
    ASSERT_EQ(all.size(), 1203U);
    for (std::size_t i = 0; i < all.size(); ++i) {
        EXPECT_EQ(all[i].integer("at"), static_cast<std::int64_t>(i / 7));
        EXPECT_EQ(all[i].maybe_text("note").has_value(), i % 3 != 0);
        EXPECT_EQ(all[i].maybe_bytes("sealed").has_value(), i % 5 != 0);
    }
    EXPECT_EQ(all[1].bytes("sealed"), std::string("\0\xff", 2) + "1");
}

TEST_F(CopyingTest, ATableWithoutAPrimaryKeyIsABug) {
    (*m_beside).write([](Transaction& tx) { tx.run("CREATE TABLE keyless (word TEXT NOT NULL)"); });
    EXPECT_THROW((void)copy_all(*database, *m_beside), std::logic_error);
}

} // namespace
} // namespace throughline::db
