// SPDX-License-Identifier: GPL-3.0-or-later
#include "people/people.hpp"
#include "people/session.hpp"
#include "people/sign_in.hpp"
#include "people/sign_in_keys.hpp"
#include "people/tests/council.hpp"
#include "platform/crypto/crypto.hpp"
#include "platform/db/testing.hpp"

#include <gtest/gtest.h>

namespace throughline::people {
namespace {

constexpr Instant noon{1'788'782'400'000'000}; // 2026-09-07T12:00:00Z
constexpr std::string_view right_password = "three quiet herons";

class PeopleTest : public testing::Test {
protected:
    PeopleTest() {
        make_sign_in_keys(*m_database, m_keys, m_random);
        m_database->write([&](db::Transaction& tx) {
            add_council(tx);
            ASSERT_TRUE(add_account(
                tx,
                {"a1", "Ruth@Marlshire.example", "Ruth", "Manager", "o1", Role::business_unit},
                right_password,
                noon));
        });
    }

    Outcome<Began> try_to_sign_in(std::string_view email, std::string_view password, Instant at = noon) {
        const auto tried =
            m_database->write([&](db::Transaction& tx) { return begin_sign_in(tx, m_keys, email, "", at); });
        const bool passed = passes(tried.challenge, password).value();
        return m_database->attempt([&](db::Transaction& tx) -> Outcome<Began> {
            const auto account = finish_sign_in(tx, tried, passed);
            if (!account) return account.refusal();
            return begin_session(tx, *account, at, m_random);
        });
    }

    std::optional<Session> session_of(std::string_view token, Instant at) {
        return m_database->read([&](db::Transaction& tx) { return find_session(tx, token, at); });
    }

    db::TestDatabase m_database{SOURCE_DIR};
    Random m_random = (crypto::start(), crypto::system_random());
    crypto::KeyFolder m_keys = crypto::KeyFolder::open_or_create(m_database.folder() / "keys", m_random);
};

TEST_F(PeopleTest, TheRightPasswordOpensASessionWhateverTheCaseOfTheAddress) {
    const auto began = try_to_sign_in("ruth@MARLSHIRE.example", right_password);
    ASSERT_TRUE(began);
    const auto session = session_of(began->token, noon);
    ASSERT_TRUE(session);
    EXPECT_EQ(session->account.id, "a1");
    EXPECT_FALSE(session->expired);
}

TEST_F(PeopleTest, AWrongPasswordAndAnUnknownAddressAreAnsweredAlike) {
    const auto wrong = try_to_sign_in("ruth@marlshire.example", "not the password");
    const auto unknown = try_to_sign_in("nobody@marlshire.example", "not the password");
    ASSERT_FALSE(wrong);
    ASSERT_FALSE(unknown);
    EXPECT_EQ(wrong.refusal().message(), unknown.refusal().message());
}

TEST_F(PeopleTest, ASessionIdleForAnHourIsExpiredButStillTellsWhoseItWas) {
    const auto began = try_to_sign_in("ruth@marlshire.example", right_password);
    const auto session = session_of(began->token, noon + seconds(61 * 60));
    ASSERT_TRUE(session);
    EXPECT_TRUE(session->expired);
    EXPECT_EQ(session->account.id, "a1");
}

TEST_F(PeopleTest, APasswordThatChangedWhileItWasCheckedDoesNotSignIn) {
    const auto email = "ruth@marlshire.example";
    const auto tried =
        m_database->write([&](db::Transaction& tx) { return begin_sign_in(tx, m_keys, email, "", noon); });
    ASSERT_TRUE(passes(tried.challenge, right_password).value());
    m_database->write([&](db::Transaction& tx) {
        tx.change("UPDATE account SET password_hash = 'another' WHERE email = :email", {{"email", email}});
    });
    EXPECT_FALSE(m_database->attempt([&](db::Transaction& tx) { return finish_sign_in(tx, tried, true); }));
}

TEST_F(PeopleTest, ADisabledAccountHasNoSessionAndCannotSignIn) {
    const auto began = try_to_sign_in("ruth@marlshire.example", right_password);
    m_database->write(
        [&](db::Transaction& tx) { ASSERT_TRUE(disable_account(tx, "ruth@marlshire.example", noon)); });
    EXPECT_FALSE(session_of(began->token, noon));
    EXPECT_FALSE(try_to_sign_in("ruth@marlshire.example", right_password));
}

TEST_F(PeopleTest, AShortPasswordAndATakenAddressAreRefused) {
    m_database->write([&](db::Transaction& tx) {
        EXPECT_FALSE(add_account(tx, {"a2", "x@y.example", "X", "Y", "o1", Role::notifier}, "short", noon));
        EXPECT_FALSE(add_account(
            tx, {"a3", "ruth@marlshire.example", "X", "Y", "o1", Role::notifier}, right_password, noon));
    });
}

TEST_F(PeopleTest, AMaskedTokenIsNeverTheSameTwiceAndAlwaysRight) {
    const auto secret = crypto::base64url(crypto::random_bytes(32, m_random));
    const auto first = mask_csrf(secret, m_random), second = mask_csrf(secret, m_random);
    EXPECT_NE(first, second);
    EXPECT_TRUE(is_csrf(secret, first));
    EXPECT_TRUE(is_csrf(secret, second));
    EXPECT_FALSE(is_csrf(secret, first.substr(1)));
    EXPECT_FALSE(is_csrf(secret, mask_csrf(crypto::base64url(crypto::random_bytes(32, m_random)), m_random)));
    EXPECT_FALSE(is_csrf(secret, ""));
}

TEST(PermissionTest, Rule1_OnlyTheNotifierMaySubmitANotification) {
    for (const auto role : all_roles)
        EXPECT_EQ(may(role, Permission::submit_notification), role == Role::notifier);
}

TEST(PermissionTest, TheOperatorMayDoNothingOnACase) {
    for (const auto permission : all_permissions)
        EXPECT_EQ(may(Role::system_operator, permission), permission == Permission::watch_operations);
}

} // namespace
} // namespace throughline::people
