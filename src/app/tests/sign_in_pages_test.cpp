// SPDX-License-Identifier: GPL-3.0-or-later
// The door as a browser meets it: its cookies, and what guessing there comes to.
#include "app/testing.hpp"
#include "people/device.hpp"
#include "people/half_signed_in.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace throughline {
namespace {

using in_process::Answer;
using in_process::Service;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

class SignInPagesTest : public ::testing::Test {
protected:
    SignInPagesTest() {
        static const auto hash = crypto::hash_password("three quiet herons");
        m_service.county().database().write([&](db::Transaction& tx) {
            tx.change("UPDATE account SET password_hash = :hash WHERE id = 'unit'", {{"hash", hash}});
        });
    }

    Answer sign_in(const std::string& email, const std::string& password, const std::string& device = {}) {
        return m_service.post_bare(
            {}, "/sign-in", {{"email", email}, {"password", password}}, {{"cookie", device}});
    }
    static std::vector<std::string> cookies(const Answer& answer) {
        std::vector<std::string> all;
        for (const auto& [name, value] : answer.response.headers)
            if (name == "Set-Cookie") all.push_back(value);
        return all;
    }
    static std::string cookie(const Answer& answer, std::string_view name) {
        for (const auto& one : cookies(answer))
            if (one.starts_with(name)) return one.substr(0, one.find(';'));
        return {};
    }

    Service m_service{SOURCE_DIR};
    const std::string m_unit{"unit@marlshire.example"};
    const std::string m_right{"three quiet herons"};
};

TEST_F(SignInPagesTest, ASessionGoesWithTheBrowserAndTheDeviceIsKnownForNinetyDays) {
    const auto in = sign_in(m_unit, m_right);
    EXPECT_THAT(
        cookies(in),
        testing::ElementsAre(
            testing::MatchesRegex("throughline_session=[^;]+; Path=/; HttpOnly; SameSite=Lax"),
            testing::MatchesRegex(
                "throughline_device=[^;]+; Path=/; HttpOnly; SameSite=Lax; Max-Age=7776000")));
    EXPECT_THAT(cookies(sign_in(m_unit, "three loud herons")), IsEmpty());
}

TEST_F(SignInPagesTest, OverTlsEveryCookieIsBoundToThisHostAlone) {
    m_service.reached_by("https://reviews.example");
    const auto in = sign_in(m_unit, m_right);
    ASSERT_EQ(cookies(in).size(), 2U);
    for (const auto& one : cookies(in)) {
        EXPECT_THAT(one, StartsWith("__Host-throughline_"));
        EXPECT_THAT(one, HasSubstr("; Secure"));
        EXPECT_THAT(one, HasSubstr("; Path=/;"));
        EXPECT_THAT(one, Not(HasSubstr("Domain")));
    }
    const auto visitor = m_service.visitor_from(in);
    EXPECT_EQ(m_service.get(visitor, "/cases").status(), 200);
    // A cookie of the plain name, which another host of the same domain could set, is nobody's.
    EXPECT_EQ(
        m_service.get({}, "/cases", {{"cookie", "throughline_session=" + visitor.token}}).status(), 303);
    const auto out = m_service.post(visitor, "/sign-out", {});
    EXPECT_THAT(cookies(out), Contains(HasSubstr("__Host-throughline_session=; Path=/; HttpOnly")));
    EXPECT_THAT(cookies(out), Contains(HasSubstr("Max-Age=0")));
}

TEST_F(SignInPagesTest, AStrangersGuessesLeaveTheDoorOfAKnownDeviceOpen) {
    const auto device = cookie(sign_in(m_unit, m_right), "throughline_device");
    for (int i = 0; i < 10; ++i) sign_in(m_unit, "three loud herons");
    EXPECT_THAT(sign_in(m_unit, m_right).sent, HasSubstr("There were many tries for this address"));
    EXPECT_EQ(sign_in(m_unit, m_right, device).status(), 303);
}

TEST_F(SignInPagesTest, AKnownAndAnUnknownAddressTakeTheSameStepsAndAreToldTheSame) {
    const auto cost = [&](const std::string& email) {
        const auto before = m_service.database().transactions();
        const auto answer = sign_in(email, "three loud herons");
        return std::pair(
            m_service.database().transactions() - before,
            answer.sent.substr(0, answer.sent.find("value=\"" + email)));
    };
    for (int i = 0; i < 12; ++i) {
        const auto [known, told] = cost(m_unit);
        const auto [unknown, told_too] = cost("nobo@marlshire.example"); // as long, for Content-Length
        EXPECT_EQ(known, unknown) << i;
        EXPECT_TRUE(told == told_too) << i;
    }
}

TEST_F(SignInPagesTest, OnlyWhoeverKnowsThePasswordLearnsOfASecondFactor) {
    m_service.county().database().write([](db::Transaction& tx) {
        tx.change(
            R"(INSERT INTO second_factor (account_id, sealed, last_step, set_up_at)
               VALUES ('unit', :sealed, 0, '2026-08-27T11:00:00.000000Z'))",
            {{"sealed", db::Bytes{"x"}}});
    });
    const auto with = sign_in(m_unit, "three loud herons"),
               without = sign_in("who@x.example", "three loud herons");
    EXPECT_EQ(with.status(), without.status());
    EXPECT_THAT(cookies(with), IsEmpty());
    EXPECT_THAT(sign_in(m_unit, m_right).header("Location"), StartsWith("/sign-in/code"));
}

} // namespace
} // namespace throughline
