// SPDX-License-Identifier: GPL-3.0-or-later
// Guessing at the door: bounded, told to nobody, and no way to keep somebody else out.
#include "people/device.hpp"
#include "people/half_signed_in.hpp"
#include "people/sign_in.hpp"
#include "people/sign_in_keys.hpp"
#include "people/tests/council.hpp"
#include "platform/db/testing.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <thread>

namespace throughline::people {
namespace {

constexpr Instant noon{1'788'782'400'000'000}; // 2026-09-07T12:00:00Z
constexpr auto a_day = seconds(24 * 60 * 60);
constexpr std::string_view ruth = "ruth@marlshire.example";
constexpr std::string_view nobody = "nobody@marlshire.example";

/// Whether a password is right is said here, not checked: hashing each would take the tests a minute.
class SignInTest : public testing::Test {
protected:
    SignInTest() {
        make_sign_in_keys(*m_database, m_keys, m_random);
        m_database->write([&](db::Transaction& tx) {
            add_council(tx);
            for (const auto* id : {"ruth", "sam"})
                tx.change(
                    R"(INSERT INTO account
                       (id, email, name, post, organisation_id, role, password_hash, created_at)
                       VALUES (:id, :email, 'N', 'P', 'o1', 'reviewer', 'none', '2026-01-01'))",
                    {{"id", id}, {"email", std::string(id) + "@marlshire.example"}});
        });
    }

    std::string
    answer(std::string_view email, bool is_right, std::string_view device = {}, std::int64_t later = 0) {
        const auto tried = m_database->write(
            [&](db::Transaction& tx) { return begin_sign_in(tx, m_keys, email, device, noon + later); });
        const auto passed = is_right && !tried.challenge.too_many;
        const auto outcome =
            m_database->attempt([&](db::Transaction& tx) { return finish_sign_in(tx, tried, passed); });
        return outcome ? "welcome" : outcome.refusal().message().substr(0, 10);
    }
    std::string device_of(std::string_view account, std::string_view cookie = {}, std::int64_t later = 0) {
        return with_known_device(m_keys, cookie, account, noon + later, m_random);
    }
    bool knows(std::string_view cookie, std::string_view account, std::int64_t later = 0) {
        return !known_device(m_keys, cookie, account, noon + later).empty();
    }

    db::TestDatabase m_database{SOURCE_DIR};
    Random m_random = (crypto::start(), crypto::system_random());
    crypto::KeyFolder m_keys = crypto::KeyFolder::open_or_create(m_database.folder() / "keys", m_random);
};

constexpr auto welcome = "welcome", wrong = "Check your", too_many = "There were";

TEST_F(SignInTest, TenWrongTriesAreFollowedByAPauseThatEnds) {
    for (int i = 0; i < 10; ++i) EXPECT_EQ(answer(ruth, false), wrong);
    EXPECT_EQ(answer(ruth, true), too_many);
    // Going on does not make it longer.
    EXPECT_EQ(answer(ruth, true, "", seconds(14 * 60)), too_many);
    EXPECT_EQ(answer(ruth, true, "", seconds(15 * 60)), welcome);
}

TEST_F(SignInTest, AnAddressThatNobodyHasIsAnsweredTheSameThroughout) {
    for (int i = 0; i < 12; ++i) EXPECT_EQ(answer(nobody, false), answer(ruth, false));
}

TEST_F(SignInTest, ATryThatWasRightTakesTheCountBack) {
    for (int i = 0; i < 9; ++i) EXPECT_EQ(answer(ruth, false), wrong);
    EXPECT_EQ(answer(ruth, true), welcome);
    for (int i = 0; i < 9; ++i) EXPECT_EQ(answer(ruth, false), wrong);
    EXPECT_EQ(answer(ruth, true), welcome);
}

TEST_F(SignInTest, WhoeverGuessesElsewhereKeepsNobodyFromTheirOwnDevice) {
    const auto own = device_of("ruth");
    for (int i = 0; i < 200; ++i) answer(ruth, false);
    EXPECT_EQ(answer(ruth, true), too_many);
    EXPECT_EQ(answer(ruth, true, own), welcome);
}

TEST_F(SignInTest, TriesOnAKnownDeviceAreBoundedToo) {
    const auto own = device_of("ruth"), other = device_of("ruth");
    for (int i = 0; i < 10; ++i) EXPECT_EQ(answer(ruth, false, own), wrong);
    EXPECT_EQ(answer(ruth, true, own), too_many);
    EXPECT_EQ(answer(ruth, true, other), welcome);
    EXPECT_EQ(answer(ruth, true), welcome);
}

TEST_F(SignInTest, ADeviceOfOneIsAStrangersForAnother) {
    const auto sams = device_of("sam");
    for (int i = 0; i < 10; ++i) EXPECT_EQ(answer(ruth, false, sams), wrong);
    EXPECT_EQ(answer(ruth, true), too_many);
    EXPECT_EQ(answer("sam@marlshire.example", true, sams), welcome);
}

TEST_F(SignInTest, ManyTriesAtOnceAreNoMoreThanManyOneAfterTheOther) {
    std::atomic<int> looked_at = 0;
    std::vector<std::thread> people;
    for (int person = 0; person < 4; ++person)
        people.emplace_back([&] {
            for (int i = 0; i < 10; ++i)
                if (!m_database
                         ->write(
                             [&](db::Transaction& tx) { return begin_sign_in(tx, m_keys, ruth, "", noon); })
                         .challenge.too_many)
                    ++looked_at;
        });
    for (auto& person : people) person.join();
    EXPECT_EQ(looked_at, 10);
}

TEST_F(SignInTest, ATryThatCouldNotBeLookedAtIsGivenBack) {
    for (int i = 0; i < 20; ++i)
        m_database->write(
            [&](db::Transaction& tx) { give_try_back(tx, begin_sign_in(tx, m_keys, ruth, "", noon).door); });
    EXPECT_EQ(answer(ruth, true), welcome);
}

TEST_F(SignInTest, WhatIsCountedNamesNobody) {
    answer(ruth, false);
    answer(ruth, false, device_of("ruth"));
    m_database->read([&](db::Transaction& tx) {
        for (const auto& row : tx.rows("SELECT door FROM tries")) {
            EXPECT_EQ(row.text("door").size(), 64U);
            EXPECT_NE(row.text("door"), crypto::hex(crypto::sha256(ruth)));
        }
    });
}

TEST_F(SignInTest, ADeviceIsKnownForNinetyDaysAndForItsAccountAlone) {
    const auto cookie = device_of("ruth");
    EXPECT_EQ(cookie.find("ruth"), std::string::npos);
    EXPECT_TRUE(knows(cookie, "ruth"));
    EXPECT_FALSE(knows(cookie, "sam"));
    EXPECT_FALSE(knows(cookie, ""));
    EXPECT_TRUE(knows(cookie, "ruth", 90 * a_day - seconds(1)));
    EXPECT_FALSE(knows(cookie, "ruth", 90 * a_day));
    EXPECT_FALSE(knows(cookie, "ruth", -seconds(1))); // given in the future
}

TEST_F(SignInTest, AMarkThatWasAlteredOrMadeUpIsNone) {
    const auto cookie = device_of("ruth");
    for (std::size_t i = 0; i < cookie.size(); ++i) {
        auto altered = cookie;
        altered[i] = altered[i] == '1' ? '2' : '1';
        EXPECT_FALSE(knows(altered, "ruth")) << i;
    }
    for (const auto* made_up :
         {"",
          "~",
          ".",
          "..",
          "...",
          "a.b.c",
          "x.1788782400.",
          "~~~~~~",
          "x.99999999999999999999.y",
          "x.-1.y"})
        EXPECT_FALSE(knows(made_up, "ruth")) << made_up;
    EXPECT_FALSE(knows(cookie + ".x", "ruth"));
}

TEST_F(SignInTest, ColleaguesAtOneComputerKeepTheirMarksFiveAtMost) {
    auto cookie = device_of("ruth");
    cookie = device_of("sam", cookie);
    cookie = device_of("ruth", cookie, a_day);
    EXPECT_EQ(std::ranges::count(cookie, '~'), 1);
    EXPECT_TRUE(knows(cookie, "ruth", 90 * a_day));
    EXPECT_TRUE(knows(cookie, "sam"));
    for (const auto* more : {"a", "b", "c", "d"}) cookie = device_of(more, cookie, a_day);
    EXPECT_EQ(std::ranges::count(cookie, '~'), 4);
    EXPECT_TRUE(knows(cookie, "ruth", a_day));
    EXPECT_FALSE(knows(cookie, "sam", a_day));
    EXPECT_LT(cookie.size(), 600U);
    // What somebody put there by hand is not given back.
    EXPECT_EQ(device_of("ruth", "a b.c.d~x\"y.z.w").find('~'), std::string::npos);
}

TEST_F(SignInTest, TheKeysAreMadeForAnInstallationThatHasNoneAndNeverASecondTime) {
    const auto was = std::string(m_keys.key(sign_in_key).bytes());
    make_sign_in_keys(*m_database, m_keys, m_random);
    EXPECT_EQ(m_keys.key(sign_in_key).bytes(), was);

    m_keys.destroy(second_factor_key);
    make_sign_in_keys(*m_database, m_keys, m_random);
    EXPECT_TRUE(m_keys.has(second_factor_key));

    m_database->write([&](db::Transaction& tx) {
        tx.change(
            R"(INSERT INTO second_factor (account_id, sealed, last_step, set_up_at)
               VALUES ('ruth', :sealed, 0, '2026-01-01'))",
            {{"sealed", db::Bytes{"x"}}});
    });
    for (const auto name : {second_factor_key, sign_in_key}) {
        m_keys.destroy(name);
        EXPECT_THROW(make_sign_in_keys(*m_database, m_keys, m_random), crypto::KeyMissing);
        EXPECT_FALSE(m_keys.has(name));
    }
    // With the last second factor taken away nothing is lost by new ones.
    m_database->write([](db::Transaction& tx) { tx.change("DELETE FROM second_factor"); });
    make_sign_in_keys(*m_database, m_keys, m_random);
    EXPECT_TRUE(m_keys.has(second_factor_key) && m_keys.has(sign_in_key));
}

TEST_F(SignInTest, AHashOfPartsDependsOnWhereOneEnds) {
    EXPECT_NE(keyed_hash(m_keys, "x", {"ab", "c"}), keyed_hash(m_keys, "x", {"a", "bc"}));
    EXPECT_NE(keyed_hash(m_keys, "x", {"a"}), keyed_hash(m_keys, "y", {"a"}));
    EXPECT_EQ(keyed_hash(m_keys, "x", {"a"}), keyed_hash(m_keys, "x", {"a"}));
}

} // namespace
} // namespace throughline::people
