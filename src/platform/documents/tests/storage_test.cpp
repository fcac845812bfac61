// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/db/testing.hpp"
#include "platform/documents/storage.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <fstream>
#include <iostream>
#include <iterator>

namespace throughline::documents {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr std::size_t chunk = 256 * 1024;

class StorageTest : public testing::Test {
protected:
    static void SetUpTestSuite() { crypto::start(); }

    Stored keep_bytes(std::string_view bytes) {
        return database->write([&](db::Transaction& tx) {
            return keep(
                tx, key, "Grace's letter.docx", "application/msword", bytes, {1'788'784'496'000'000}, random);
        });
    }
    Document open_it(const std::string& id, const crypto::Key& with) {
        return database->read([&](db::Transaction& tx) { return open(tx, with, id); });
    }
    /// What opening the document comes to: why it is refused, or "opened".
    std::string opening(const std::string& id) {
        try {
            (void)open_it(id, key);
        } catch (const std::runtime_error& error) {
            return error.what();
        }
        return "opened";
    }
    void tamper(std::string_view sql, const db::Parameters& parameters) {
        database->write([&](db::Transaction& tx) { ASSERT_GT(tx.change(sql, parameters), 0); });
    }

    Random random = crypto::system_random();
    crypto::Key key = crypto::new_key(random);
    db::TestDatabase database{SOURCE_DIR};
    std::string long_bytes = crypto::random_bytes(3 * chunk + 1000, random);
};

TEST_F(StorageTest, AFileComesBackAsItWasWhateverItsLength) {
    for (const std::size_t size :
         {std::size_t{0}, std::size_t{1}, chunk - 1, chunk, chunk + 1, 2 * chunk, 40 * chunk + 3}) {
        const auto bytes = crypto::random_bytes(size, random);
        const auto stored = keep_bytes(bytes);
        EXPECT_EQ(stored.size, size);
        EXPECT_EQ(stored.sha256, crypto::hex(crypto::sha256(bytes)));
        const auto document = open_it(stored.id, key);
        EXPECT_EQ(document.file_name, "Grace's letter.docx");
        EXPECT_EQ(document.media_type, "application/msword");
        EXPECT_EQ(document.sha256, stored.sha256);
        EXPECT_TRUE(document.bytes == bytes) << size;
    }
}

TEST_F(StorageTest, AFileDoesNotOpenUnderAnotherKey) {
    const auto stored = keep_bytes("a letter");
    EXPECT_THROW((void)open_it(stored.id, crypto::new_key(random)), std::runtime_error);
}

TEST_F(StorageTest, ADocumentThatIsNotThereIsNamedByItsIdAlone) {
    EXPECT_THAT(opening("0190-nobody"), HasSubstr("0190-nobody: there is no such document"));
}

TEST_F(StorageTest, ADocumentWithAMissingChunkRefusesToOpen) {
    for (int n = 0; n < 4; ++n) {
        const auto stored = keep_bytes(long_bytes);
        tamper(
            "DELETE FROM document_chunk WHERE document_id = :id AND n = :n", {{"id", stored.id}, {"n", n}});
        EXPECT_THAT(opening(stored.id), HasSubstr("chunk " + std::to_string(n) + " is missing"));
    }
    const auto empty = keep_bytes("");
    tamper("DELETE FROM document_chunk WHERE document_id = :id", {{"id", empty.id}});
    EXPECT_THAT(opening(empty.id), HasSubstr("chunk 0 is missing"));
}

TEST_F(StorageTest, AFileThatLacksAPartIsCountedWithoutItsKey) {
    const auto broken = [&] { return database->read(count_broken); };
    for (const std::size_t size : {std::size_t{0}, std::size_t{5}, chunk, 2 * chunk + 7}) {
        const auto stored = keep_bytes(crypto::random_bytes(size, random));
        EXPECT_EQ(broken(), 0) << size;
        tamper(
            "UPDATE document_chunk SET n = n + 900 WHERE document_id = :id AND n = 0", {{"id", stored.id}});
        EXPECT_EQ(broken(), 1) << "the first, " << size;
        tamper("UPDATE document_chunk SET n = 0 WHERE document_id = :id AND n = 900", {{"id", stored.id}});
    }
    const auto stored = keep_bytes(long_bytes);
    tamper("DELETE FROM document_chunk WHERE document_id = :id AND n = 3", {{"id", stored.id}});
    EXPECT_EQ(broken(), 1) << "the last";
    const auto other = keep_bytes("a short letter");
    tamper(
        "UPDATE document_chunk SET sealed = :cut WHERE document_id = :id",
        {{"id", other.id}, {"cut", db::Bytes{"cut"}}});
    EXPECT_EQ(broken(), 2) << "cut short";
}

TEST_F(StorageTest, ADocumentWithSwappedChunksRefusesToOpen) {
    const auto stored = keep_bytes(long_bytes);
    const auto move = "UPDATE document_chunk SET n = :to WHERE document_id = :id AND n = :from";
    tamper(move, {{"id", stored.id}, {"from", 1}, {"to", 99}});
    tamper(move, {{"id", stored.id}, {"from", 2}, {"to", 1}});
    tamper(move, {{"id", stored.id}, {"from", 99}, {"to", 2}});
    EXPECT_THAT(opening(stored.id), HasSubstr("chunk 1 does not open"));
}

TEST_F(StorageTest, AChunkOfAnotherDocumentOfTheSameCaseDoesNotOpenHere) {
    const auto stored = keep_bytes(long_bytes), other = keep_bytes(long_bytes);
    tamper(
        "UPDATE document_chunk SET sealed = (SELECT sealed FROM document_chunk WHERE document_id = :other "
        "AND n = 1) "
        "WHERE document_id = :id AND n = 1",
        {{"id", stored.id}, {"other", other.id}});
    EXPECT_THAT(opening(stored.id), HasSubstr("chunk 1 does not open"));
}

TEST_F(StorageTest, AFileCutOffAtAChunkWithItsSizeChangedRefusesToOpen) {
    const auto stored = keep_bytes(long_bytes);
    tamper("DELETE FROM document_chunk WHERE document_id = :id AND n = 3", {{"id", stored.id}});
    tamper("UPDATE document SET size = :size WHERE id = :id", {{"id", stored.id}, {"size", int{3 * chunk}}});
    EXPECT_THAT(opening(stored.id), HasSubstr("its heading does not open"));
}

TEST_F(StorageTest, AChunkTooManyIsNoticed) {
    const auto stored = keep_bytes(long_bytes);
    tamper(
        "INSERT INTO document_chunk (document_id, n, sealed) "
        "SELECT document_id, 4, sealed FROM document_chunk WHERE document_id = :id AND n = 3",
        {{"id", stored.id}});
    EXPECT_THAT(opening(stored.id), HasSubstr("a chunk too many"));
}

TEST_F(StorageTest, AnAlteredMediaTypeOrAnotherDocumentsHeadingIsNoticed) {
    const auto stored = keep_bytes("a letter"), other = keep_bytes("a letter");
    tamper("UPDATE document SET media_type = 'text/html' WHERE id = :id", {{"id", stored.id}});
    EXPECT_THAT(opening(stored.id), HasSubstr("its heading does not open"));
    tamper(
        "UPDATE document SET media_type = 'application/msword', "
        "heading_sealed = (SELECT heading_sealed FROM document WHERE id = :other) WHERE id = :id",
        {{"id", stored.id}, {"other", other.id}});
    EXPECT_THAT(opening(stored.id), HasSubstr("its heading does not open"));
}

TEST_F(StorageTest, ABrokenDocumentIsNotNamedByItsFileName) {
    const auto stored = keep_bytes(long_bytes);
    tamper("DELETE FROM document_chunk WHERE document_id = :id AND n = 2", {{"id", stored.id}});
    EXPECT_THAT(opening(stored.id), Not(HasSubstr("Grace")));
}

TEST_F(StorageTest, NeitherNameNorTextNorSha256StandsInTheOpen) {
    const auto stored = keep_bytes("Grace went to the clinic");
    std::string all;
    database->read([&](db::Transaction& tx) {
        for (const auto& row : tx.rows("SELECT * FROM document"))
            all += row.bytes("heading_sealed") + row.text("media_type") + row.text("kept_at");
        for (const auto& row : tx.rows("SELECT sealed FROM document_chunk")) all += row.bytes("sealed");
    });
    for (const std::string& secret :
         {std::string("Grace"),
          std::string("clinic"),
          stored.sha256,
          crypto::sha256("Grace went to the clinic")})
        EXPECT_THAT(all, Not(HasSubstr(secret)));
    if (database->engine() != db::Engine::sqlite) return;
    for (const auto& entry : std::filesystem::directory_iterator(database.folder())) {
        std::ifstream in{entry.path(), std::ios::binary};
        const std::string file{std::istreambuf_iterator<char>(in), {}};
        EXPECT_THAT(file, Not(HasSubstr("Grace went"))) << entry.path();
        EXPECT_THAT(file, Not(HasSubstr(stored.sha256))) << entry.path();
    }
}

TEST_F(StorageTest, AFileIsNotKeptWhenItsTransactionFails) {
    EXPECT_THROW(
        database->write([&](db::Transaction& tx) {
            (void)keep(tx, key, "a", "text/plain", long_bytes, {1'788'784'496'000'000}, random);
            throw std::runtime_error("the change failed");
        }),
        std::runtime_error);
    database->read([&](db::Transaction& tx) {
        EXPECT_EQ(tx.row("SELECT count(*) AS n FROM document")->integer("n"), 0);
        EXPECT_EQ(tx.row("SELECT count(*) AS n FROM document_chunk")->integer("n"), 0);
    });
}

TEST_F(StorageTest, ALargeFileIsKeptAndOpenedInReasonableTime) {
    const auto bytes = crypto::random_bytes(25U << 20, random);
    const auto start = std::chrono::steady_clock::now();
    const auto stored = keep_bytes(bytes);
    const auto kept = std::chrono::steady_clock::now();
    EXPECT_TRUE(open_it(stored.id, key).bytes == bytes);
    const std::chrono::duration<double> keeping = kept - start,
                                        opening_it = std::chrono::steady_clock::now() - kept;
    std::cout << "25 MiB: kept in " << keeping.count() << " s, opened in " << opening_it.count() << " s\n";
    EXPECT_LT(keeping.count() + opening_it.count(), 30);
}

} // namespace
} // namespace throughline::documents
