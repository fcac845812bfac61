// SPDX-License-Identifier: GPL-3.0-or-later
// What somebody does with their own account: another password, and an end to the sessions they do not know.
#include "app/testing.hpp"

#include <gtest/gtest.h>

namespace throughline {
namespace {

using in_process::Answer;
using in_process::Service;
using in_process::Visitor;

constexpr auto old_password = "three quiet herons";
constexpr auto next_password = "lamp orchard seventeen";

class AccountTest : public ::testing::Test {
protected:
    AccountTest() {
        static const auto hash = crypto::hash_password(old_password);
        m_service.county().database().write([&](db::Transaction& tx) {
            tx.change("UPDATE account SET password_hash = :hash", {{"hash", hash}});
        });
    }
    Answer change(const Visitor& visitor, const std::string& current, const std::string& next) {
        return m_service.post(
            visitor, "/account/password", {{"current_password", current}, {"new_password", next}});
    }
    bool can_sign_in(const std::string& password) {
        return m_service.post({}, "/sign-in", {{"email", "unit@marlshire.example"}, {"password", password}})
                   .status() == 303;
    }
    bool is_open(const Visitor& visitor) { return m_service.get(visitor, "/account").status() == 200; }
    /// The handles of the sessions that the page offers to end.
    std::vector<std::string> offered(const Visitor& visitor) {
        const auto page = m_service.get(visitor, "/account").sent;
        constexpr std::string_view before = "name=\"end\" value=\"";
        std::vector<std::string> handles;
        for (auto at = page.find(before); at != page.npos; at = page.find(before, at + 1)) {
            const auto from = at + before.size();
            handles.push_back(page.substr(from, page.find('"', from) - from));
        }
        return handles;
    }

    Service m_service{SOURCE_DIR};
};

TEST_F(AccountTest, AnotherPasswordEndsEverySessionAndGivesANewOneHere) {
    const auto here = m_service.sign_in("unit"), elsewhere = m_service.sign_in("unit");
    const auto changed = change(here, old_password, next_password);
    ASSERT_EQ(changed.header("Location"), "/account?done=password");
    EXPECT_FALSE(is_open(here));
    EXPECT_FALSE(is_open(elsewhere));
    EXPECT_TRUE(is_open(m_service.visitor_from(changed)));
    EXPECT_FALSE(can_sign_in(old_password));
    EXPECT_TRUE(can_sign_in(next_password));
}

TEST_F(AccountTest, WithoutThePresentPasswordThereIsNoOtherOne) {
    const auto visitor = m_service.sign_in("unit");
    for (const auto* current : {"", "two quiet herons"})
        EXPECT_EQ(change(visitor, current, next_password).status(), 422);
    EXPECT_TRUE(can_sign_in(old_password));
}

TEST_F(AccountTest, AWeakOneAndTheSameOneAreRefusedWithWhatToDo) {
    const auto visitor = m_service.sign_in("unit");
    const auto weak = change(visitor, old_password, "passwordpassword");
    EXPECT_EQ(weak.status(), 422);
    EXPECT_NE(weak.sent.find("three or four words"), std::string::npos);
    EXPECT_EQ(weak.sent.find("passwordpassword"), std::string::npos) << "a password is never sent back";
    EXPECT_EQ(change(visitor, old_password, old_password).status(), 422);
    EXPECT_TRUE(is_open(visitor));
}

TEST_F(AccountTest, GuessingThePresentPasswordOnAnOpenScreenEndsTheSession) {
    const auto visitor = m_service.sign_in("unit");
    for (int i = 0; i < 4; ++i) EXPECT_EQ(change(visitor, "two quiet herons", next_password).status(), 422);
    EXPECT_TRUE(
        change(visitor, "two quiet herons", next_password).header("Location").starts_with("/sign-in"));
    EXPECT_FALSE(is_open(visitor));
}

TEST_F(AccountTest, APasswordTypedOnAnExpiredSessionIsNotKept) {
    const auto kept = change(m_service.sign_in("unit", seconds(61 * 60)), old_password, next_password);
    ASSERT_TRUE(kept.header("Location").starts_with("/kept/"));
    const auto page = m_service.get(m_service.sign_in("unit"), kept.header("Location"));
    EXPECT_EQ(page.sent.find("herons"), std::string::npos);
    EXPECT_EQ(page.sent.find("orchard"), std::string::npos);
}

TEST_F(AccountTest, SomebodySeesTheirOwnSessionsAndEndsOneOrAllOthers) {
    const auto here = m_service.sign_in("unit"), second = m_service.sign_in("unit"),
               third = m_service.sign_in("unit"), somebody_else = m_service.sign_in("notifier");
    const auto handles = offered(here);
    ASSERT_EQ(handles.size(), 3U); // two others, and all others at once
    EXPECT_EQ(
        m_service.post(here, "/account/sessions", {{"end", handles.front()}}).header("Location"),
        "/account?done=ended");
    EXPECT_NE(is_open(second), is_open(third));
    m_service.post(here, "/account/sessions", {{"end", "others"}});
    EXPECT_FALSE(is_open(second) || is_open(third));
    EXPECT_TRUE(is_open(here));
    EXPECT_TRUE(is_open(somebody_else));
}

TEST_F(AccountTest, AnotherAccountsSessionIsNotThere) {
    const auto victim = m_service.sign_in("notifier"), also = m_service.sign_in("notifier");
    const auto handle = offered(also).front();
    const auto visitor = m_service.sign_in("unit");
    const auto tried = m_service.post(visitor, "/account/sessions", {{"end", handle}});
    const auto made_up = m_service.post(visitor, "/account/sessions", {{"end", "0123456789abcdef"}});
    EXPECT_EQ(tried.status(), 404);
    EXPECT_EQ(tried.sent, made_up.sent);
    EXPECT_TRUE(is_open(victim));
}

TEST_F(AccountTest, EndingSessionsAsksWhoItIs) {
    const auto victim = m_service.sign_in("unit");
    const auto visitor = m_service.sign_in("unit", seconds(16 * 60));
    const auto asked = m_service.post(visitor, "/account/sessions", {{"end", "others"}});
    EXPECT_NE(asked.sent.find("Confirm it is you"), std::string::npos);
    EXPECT_TRUE(is_open(victim));
}

} // namespace
} // namespace throughline
