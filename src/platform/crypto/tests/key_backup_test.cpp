// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/crypto/key_file.hpp"
#include "platform/crypto/key_folder.hpp"
#include "platform/crypto/tests/scratch.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

namespace throughline::crypto {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

class KeyBackupTest : public testing::Test {
protected:
    static void SetUpTestSuite() { start(); }
    KeyBackupTest() { keys.create("case-1", random); }
    std::string refusal_of(std::string_view passphrase) const {
        try {
            (void)KeyFolder::restore(file, elsewhere, passphrase);
        } catch (const std::runtime_error& error) {
            return error.what();
        }
        return "restored";
    }
    Random random = system_random();
    Scratch scratch{};
    fs::path path = scratch / "keys";
    fs::path file = scratch / "keys.backup";
    fs::path elsewhere = scratch / "elsewhere";
    KeyFolder keys = KeyFolder::open_or_create(path, random);
};

TEST_F(KeyBackupTest, KeysRestoredIntoAnEmptyFolderOpenWhatWasSealed) {
    const auto sealed = seal(keys.key("case-1"), "Grace", "name", random);
    for (const char* passphrase : {"", "four quiet words here"}) {
        fs::remove(file);
        fs::remove_all(elsewhere);
        keys.backup(file, passphrase, random);
        const auto names = KeyFolder::restore(file, elsewhere, passphrase);
        EXPECT_THAT(names, ElementsAre("case-1", "keyed-hash", "ledger", "ledger-head", "session"));
        const auto restored = KeyFolder::open(elsewhere);
        EXPECT_EQ(open(restored.key("case-1"), sealed, "name"), "Grace");
        EXPECT_FALSE(has_remains(elsewhere));
    }
}

TEST_F(KeyBackupTest, ABackupIsPrivateAndNeverOverwritesAFile) {
    keys.backup(file, "", random);
    struct stat status {};
    ASSERT_EQ(::stat(file.c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777U, 0600U);
    const auto before = slurp(file);
    EXPECT_THROW(keys.backup(file, "", random), std::system_error);
    EXPECT_EQ(slurp(file), before);
    EXPECT_THAT(keys.backups(), SizeIs(1));
}

TEST_F(KeyBackupTest, ASealedBackupHoldsNoKeyInTheOpen) {
    keys.backup(file, "four quiet words here", random);
    const auto text = slurp(file);
    for (const auto& name : keys.names()) {
        EXPECT_THAT(text, Not(HasSubstr(key_as_text(keys.key(name)).text)));
        EXPECT_THAT(text, Not(HasSubstr("key " + name)));
    }
}

TEST_F(KeyBackupTest, AWrongPassphraseIsSaidToBeWrongAndNothingIsWritten) {
    keys.backup(file, "four quiet words here", random);
    EXPECT_EQ(refusal_of("four quiet words"), "this is not the passphrase the key backup was made with");
    EXPECT_THAT(refusal_of(""), HasSubstr("give the passphrase"));
    EXPECT_FALSE(fs::exists(elsewhere));
}

TEST_F(KeyBackupTest, ADamagedBackupIsRefusedWherever) {
    keys.backup(file, "", random);
    const auto whole = slurp(file);
    for (std::size_t i = 0; i < whole.size(); i += 7) {
        auto altered = whole;
        altered[i] = static_cast<char>(altered[i] ^ 1);
        spill(file, altered);
        EXPECT_NE(refusal_of(""), "restored") << "byte " << i;
        spill(file, whole.substr(0, i));
        EXPECT_NE(refusal_of(""), "restored") << "cut to " << i;
    }
    EXPECT_FALSE(fs::exists(elsewhere));
}

TEST_F(KeyBackupTest, ABackupThatAsksForEndlessWorkIsRefused) {
    const std::string text = "throughline-keys 1\nmade 2026-09-07T12:34:56.000000Z\n"
                             "sealed argon2id 4000000000 8192 AAAAAAAAAAAAAAAAAAAAAA\nAAAA\n";
    spill(file, text + "end " + hex(sha256(text)) + "\n");
    EXPECT_THAT(refusal_of("x"), HasSubstr("not a key backup"));
}

TEST_F(KeyBackupTest, ANameInABackupIsNeverAPath) {
    const std::string text = "throughline-keys 1\nmade 2026-09-07T12:34:56.000000Z\nopen\nkey ../evil " +
                             key_as_text(new_key(random)).text + "\n";
    spill(file, text + "end " + hex(sha256(text)) + "\n");
    EXPECT_THAT(refusal_of(""), HasSubstr("damaged"));
    EXPECT_FALSE(fs::exists(scratch / "evil.key"));
}

TEST_F(KeyBackupTest, AConflictIsNamedAndNothingIsWritten) {
    keys.create("case-2", random);
    keys.backup(file, "", random);
    keys.destroy("case-1");
    keys.destroy("case-2");
    const Key other = keys.create("case-2", random);
    const auto before = keys.names();
    const auto log = slurp(path / "backups.log");
    try {
        (void)KeyFolder::restore(file, path, "");
        ADD_FAILURE() << "a conflict was overwritten";
    } catch (const std::runtime_error& error) {
        EXPECT_THAT(error.what(), HasSubstr("case-2"));
        EXPECT_THAT(error.what(), Not(HasSubstr("case-1")));
    }
    EXPECT_EQ(keys.names(), before);
    EXPECT_EQ(keys.key("case-2").bytes(), other.bytes());
    EXPECT_EQ(slurp(path / "backups.log"), log);
    EXPECT_FALSE(has_remains(path));
}

TEST_F(KeyBackupTest, KeysThatAreThereAlreadyAreLeft) {
    keys.backup(file, "", random);
    keys.destroy("case-1");
    EXPECT_THAT(KeyFolder::restore(file, path, ""), ElementsAre("case-1"));
    EXPECT_THAT(KeyFolder::restore(file, path, ""), IsEmpty());
}

TEST_F(KeyBackupTest, AFolderThatOthersMayEnterGetsNoKeys) {
    keys.backup(file, "", random);
    fs::create_directory(elsewhere);
    fs::permissions(elsewhere, static_cast<fs::perms>(0755));
    EXPECT_THAT(refusal_of(""), HasSubstr("chmod 700"));
    EXPECT_TRUE(fs::is_empty(elsewhere));
}

TEST_F(KeyBackupTest, EveryBackupIsListedWithItsHash) {
    keys.backup(file, "", random);
    keys.backup(scratch / "second", "four quiet words here", random);
    const auto listed = keys.backups();
    ASSERT_THAT(listed, SizeIs(2));
    EXPECT_EQ(listed[0].sha256, hex(sha256(slurp(file))));
    EXPECT_EQ(listed[0].keys, 5);
    EXPECT_FALSE(listed[0].sealed);
    EXPECT_EQ(listed[1].sha256, hex(sha256(slurp(scratch / "second"))));
    EXPECT_TRUE(listed[1].sealed);
    EXPECT_LE(listed[0].at, listed[1].at);
}

TEST_F(KeyBackupTest, WordOfEarlierBackupsSurvivesTheLossOfTheFolder) {
    keys.backup(file, "", random);
    keys.backup(scratch / "second", "", random);
    (void)KeyFolder::restore(scratch / "second", elsewhere, "");
    (void)KeyFolder::restore(scratch / "second", elsewhere, "");
    const auto listed = KeyFolder::open(elsewhere).backups();
    ASSERT_THAT(listed, SizeIs(2));
    EXPECT_EQ(listed[0].sha256, keys.backups()[0].sha256);
    EXPECT_EQ(listed[1].sha256, keys.backups()[1].sha256);
}

TEST_F(KeyBackupTest, ARestoreKilledBeforeItsDecisionLeavesNothing) {
    write_new_file(path / ".case-8.staged", write_key("case-8", new_key(random)).text);
    const auto opened = KeyFolder::open(path);
    EXPECT_FALSE(opened.has("case-8"));
    EXPECT_FALSE(has_remains(path));
}

TEST_F(KeyBackupTest, ARestoreKilledAfterItsDecisionIsFinished) {
    const Key eight = new_key(random), nine = new_key(random);
    write_new_file(path / ".case-8.staged", write_key("case-8", eight).text);
    write_new_file(path / ".case-9.staged", write_key("case-9", nine).text);
    write_new_file(path / ".decided", "");
    fs::create_hard_link(path / ".case-8.staged", path / "case-8.key"); // killed between link and unlink
    const auto opened = KeyFolder::open(path);
    EXPECT_EQ(opened.key("case-8").bytes(), eight.bytes());
    EXPECT_EQ(opened.key("case-9").bytes(), nine.bytes());
    EXPECT_FALSE(has_remains(path));
}

} // namespace
} // namespace throughline::crypto
