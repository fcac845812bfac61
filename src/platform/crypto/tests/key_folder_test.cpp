// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/crypto/key_file.hpp"
#include "platform/crypto/key_folder.hpp"
#include "platform/crypto/tests/scratch.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <thread>

namespace throughline::crypto {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::IsSupersetOf;
using testing::SizeIs;

class KeyFolderTest : public testing::Test {
protected:
    static void SetUpTestSuite() { start(); }
    Random random = system_random();
    Scratch scratch{};
    fs::path path = scratch / "keys";
};

unsigned mode_of(const fs::path& file) {
    struct stat status {};
    if (::stat(file.c_str(), &status) != 0) return 0;
    return status.st_mode & 0777U;
}

std::size_t files_in(const fs::path& folder) {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), fs::directory_iterator{}));
}

TEST_F(KeyFolderTest, ANewFolderIsPrivateAndHasTheKeysOfEveryInstallation) {
    const auto keys = KeyFolder::open_or_create(scratch / "data/keys/", random);
    EXPECT_THAT(keys.names(), ElementsAre("keyed-hash", "ledger", "ledger-head", "session"));
    EXPECT_EQ(mode_of(scratch / "data/keys"), 0700U);
    EXPECT_EQ(mode_of(scratch / "data/keys/ledger.key"), 0600U);
    EXPECT_NE(keys.key("ledger").bytes(), keys.key("session").bytes());
    EXPECT_FALSE(fs::exists(scratch / "data/keys.unfinished"));
}

TEST_F(KeyFolderTest, AFolderOpenedAgainHasTheSameKeys) {
    auto first = KeyFolder::open_or_create(path, random);
    const Key made = first.create("case-1", random);
    EXPECT_EQ(KeyFolder::open_or_create(path, random).key("case-1").bytes(), made.bytes());
    EXPECT_EQ(KeyFolder::open(path).key("ledger").bytes(), first.key("ledger").bytes());
}

TEST_F(KeyFolderTest, AKeyThatALaterReleaseNeedsIsMadeOnceAndTheOthersStay) {
    auto keys = KeyFolder::open_or_create(path, random);
    const auto ledger = keys.key("ledger");
    constexpr std::array<std::string_view, 2> later{"later", "ledger"};
    keys.make_missing(later, random);
    const auto made = keys.key("later");
    keys.make_missing(later, random);
    EXPECT_EQ(keys.key("later").bytes(), made.bytes());
    EXPECT_EQ(keys.key("ledger").bytes(), ledger.bytes());
    EXPECT_EQ(mode_of(path / "later.key"), 0600U);
}

TEST_F(KeyFolderTest, AFolderThatOthersMayEnterIsRefusedAndLeftAsItIs) {
    KeyFolder::open_or_create(path, random);
    for (const auto mode : {fs::perms::group_exec, fs::perms::others_read, fs::perms::group_write}) {
        fs::permissions(path, fs::perms::owner_all | mode);
        const auto before = mode_of(path);
        EXPECT_THROW((void)KeyFolder::open_or_create(path, random), std::runtime_error);
        EXPECT_THROW((void)KeyFolder::open(path), std::runtime_error);
        EXPECT_EQ(mode_of(path), before);
    }
    fs::permissions(path, static_cast<fs::perms>(0755));
    EXPECT_THROW((void)KeyFolder::open(path), std::runtime_error);
}

TEST_F(KeyFolderTest, AKeyFileThatOthersMayReadIsRefused) {
    auto keys = KeyFolder::open_or_create(path, random);
    fs::permissions(path / "ledger.key", static_cast<fs::perms>(0640));
    EXPECT_THROW((void)keys.key("ledger"), std::runtime_error);
}

TEST_F(KeyFolderTest, AFolderThatIsNotThereIsNotMadeByOpeningIt) {
    EXPECT_THROW((void)KeyFolder::open(path), KeyMissing);
    EXPECT_FALSE(fs::exists(path));
}

TEST_F(KeyFolderTest, AnEmptyFolderMayBeAnUnmountedDiskAndGetsNoSecondKeys) {
    fs::create_directory(path);
    fs::permissions(path, static_cast<fs::perms>(0700));
    EXPECT_THROW((void)KeyFolder::open_or_create(path, random), KeyMissing);
    EXPECT_EQ(files_in(path), 0U);
}

TEST_F(KeyFolderTest, AMissingKeyIsNeverMadeASecondTime) {
    auto keys = KeyFolder::open_or_create(path, random);
    fs::remove(path / "ledger.key");
    EXPECT_THROW((void)keys.key("ledger"), KeyMissing);
    EXPECT_THROW((void)KeyFolder::open_or_create(path, random), KeyMissing);
    EXPECT_FALSE(fs::exists(path / "ledger.key"));
}

TEST_F(KeyFolderTest, ANameIsNeverAPath) {
    auto keys = KeyFolder::open_or_create(path, random);
    for (const char* name : {"", "../ledger", "a/b", "a.b", "A", "-a", "a b", ".lock", "a\n"}) {
        EXPECT_THROW((void)keys.key(name), std::logic_error) << name;
        EXPECT_THROW((void)keys.has(name), std::logic_error) << name;
        EXPECT_THROW((void)keys.create(name, random), std::logic_error) << name;
        EXPECT_THROW(keys.destroy(name), std::logic_error) << name;
    }
    EXPECT_THROW((void)keys.key(std::string(101, 'a')), std::logic_error);
}

TEST_F(KeyFolderTest, AKeyThatExistsIsNotOverwritten) {
    auto keys = KeyFolder::open_or_create(path, random);
    const Key first = keys.create("case-1", random);
    EXPECT_THROW((void)keys.create("case-1", random), std::runtime_error);
    EXPECT_EQ(KeyFolder::open(path).key("case-1").bytes(), first.bytes());
}

TEST_F(KeyFolderTest, ADestroyedKeyIsGoneForEverybodyAtOnce) {
    auto keys = KeyFolder::open_or_create(path, random);
    const auto elsewhere = KeyFolder::open(path);
    keys.create("case-1", random);
    (void)elsewhere.key("case-1"); // now remembered there
    keys.destroy("case-1");
    EXPECT_FALSE(keys.has("case-1"));
    EXPECT_THROW((void)keys.key("case-1"), KeyMissing);
    EXPECT_THROW((void)elsewhere.key("case-1"), KeyMissing);
    EXPECT_NO_THROW(keys.destroy("case-1"));
    EXPECT_FALSE(has_remains(path));
}

TEST_F(KeyFolderTest, DestroyingOverwritesTheBytesOfTheFile) {
    auto keys = KeyFolder::open_or_create(path, random);
    keys.create("case-1", random);
    const auto before = slurp(path / "case-1.key");
    const int held = ::open((path / "case-1.key").c_str(), O_RDONLY);
    keys.destroy("case-1");
    std::string after(before.size(), 'x');
    EXPECT_EQ(::pread(held, after.data(), after.size(), 0), static_cast<ssize_t>(before.size()));
    ::close(held);
    EXPECT_EQ(after, std::string(before.size(), '\0'));
}

TEST_F(KeyFolderTest, ADamagedOrRenamedKeyFileIsNoticed) {
    auto keys = KeyFolder::open_or_create(path, random);
    keys.create("case-1", random);
    fs::copy_file(path / "case-1.key", path / "case-2.key");
    EXPECT_THROW((void)keys.key("case-2"), std::runtime_error);

    auto text = slurp(path / "case-1.key");
    const auto at = text.find('\n') + 5;
    text[at] = text[at] == 'A' ? 'B' : 'A';
    spill(path / "case-1.key", text);
    EXPECT_THROW((void)keys.key("case-1"), std::runtime_error);
    spill(path / "case-1.key", "");
    EXPECT_THROW((void)keys.key("case-1"), std::runtime_error);
}

// What a process leaves that was killed between two steps.

TEST_F(KeyFolderTest, AKeyWhoseMakerWasKilledBeforeItsNameIsCleared) {
    KeyFolder::open_or_create(path, random);
    write_new_file(path / ".case-1.new", write_key("case-1", new_key(random)).text);
    auto keys = KeyFolder::open(path);
    EXPECT_FALSE(keys.has("case-1"));
    EXPECT_FALSE(fs::exists(path / ".case-1.new"));
    EXPECT_NO_THROW((void)keys.create("case-1", random));
}

TEST_F(KeyFolderTest, AKeyWhoseMakerWasKilledAfterItsNameStaysWhole) {
    const Key made = KeyFolder::open_or_create(path, random).create("case-1", random);
    fs::create_hard_link(path / "case-1.key", path / ".case-1.new");
    EXPECT_EQ(KeyFolder::open(path).key("case-1").bytes(), made.bytes());
    EXPECT_FALSE(fs::exists(path / ".case-1.new"));
}

TEST_F(KeyFolderTest, AHalfDestroyedKeyIsDestroyed) {
    KeyFolder::open_or_create(path, random).create("case-1", random);
    fs::rename(path / "case-1.key", path / ".case-1.destroyed");
    EXPECT_FALSE(KeyFolder::open(path).has("case-1"));
    EXPECT_FALSE(fs::exists(path / ".case-1.destroyed"));
}

TEST_F(KeyFolderTest, AFolderThatWasHalfMadeIsMadeAnew) {
    fs::create_directory(scratch / "keys.unfinished");
    fs::permissions(scratch / "keys.unfinished", static_cast<fs::perms>(0700));
    spill(scratch / "keys.unfinished/ledger.key", "half");
    const auto keys = KeyFolder::open_or_create(path, random);
    EXPECT_THAT(keys.names(), SizeIs(4));
    EXPECT_NO_THROW((void)keys.key("ledger"));
}

TEST_F(KeyFolderTest, ManyProcessesThatStartAtOnceShareOneSetOfKeys) {
    std::vector<pid_t> children;
    for (int i = 0; i < 8; ++i) {
        const pid_t child = ::fork();
        if (child == 0) {
            int status = 1;
            try {
                auto keys = KeyFolder::open_or_create(path, random);
                const auto name = "seen-" + std::to_string(i);
                spill(scratch / name.c_str(), hex(keys.key("ledger").bytes()));
                status = 0;
            } catch (...) {
            }
            ::_exit(status);
        }
        children.push_back(child);
    }
    for (const auto child : children) {
        int status = 0;
        ::waitpid(child, &status, 0);
        EXPECT_EQ(status, 0);
    }
    const auto kept = hex(KeyFolder::open(path).key("ledger").bytes());
    for (int i = 0; i < 8; ++i) EXPECT_EQ(slurp(scratch / ("seen-" + std::to_string(i)).c_str()), kept);
}

TEST_F(KeyFolderTest, AMakerKilledAtAnyMomentLeavesWholeKeysOrNone) {
    KeyFolder::open_or_create(path, random);
    for (int round = 0; round < 40; ++round) {
        const pid_t child = ::fork();
        if (child == 0) {
            auto keys = KeyFolder::open(path);
            for (int i = 0;; ++i) {
                const auto name = "case-" + std::to_string(round) + "-" + std::to_string(i);
                keys.create(name, random);
                if (i % 3 == 0) keys.destroy(name);
            }
        }
        std::this_thread::sleep_for(std::chrono::microseconds(500 + 700 * round));
        ::kill(child, SIGKILL);
        ::waitpid(child, nullptr, 0);
        const auto keys = KeyFolder::open(path);
        EXPECT_FALSE(has_remains(path));
        for (const auto& name : keys.names()) EXPECT_NO_THROW((void)keys.key(name)) << name;
    }
}

TEST_F(KeyFolderTest, ThreadsMayAskAtTheSameTime) {
    auto keys = KeyFolder::open_or_create(path, random);
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i)
        threads.emplace_back([&, i] {
            const auto name = "case-" + std::to_string(i);
            const Key made = keys.create(name, random);
            for (int turn = 0; turn < 200; ++turn) EXPECT_EQ(keys.key(name).bytes(), made.bytes());
        });
    for (auto& thread : threads) thread.join();
    EXPECT_THAT(keys.names(), IsSupersetOf({"case-0", "case-1", "case-2", "case-3"}));
}

} // namespace
} // namespace throughline::crypto
