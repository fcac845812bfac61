// SPDX-License-Identifier: GPL-3.0-or-later
// The second factor as people meet it: set up with a phone, asked for at the door, recovered from, taken
// away.
#include "app/testing.hpp"
#include "people/half_signed_in.hpp"
#include "people/one_time_code.hpp"
#include "people/second_factor.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace throughline {
namespace {

using in_process::Answer;
using in_process::Service;
using in_process::Visitor;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

constexpr auto page = "/account/second-factor";
constexpr auto a_step = seconds(30);
constexpr auto a_while = seconds(16 * 60);

std::string between(const std::string& text, std::string_view before, std::string_view after) {
    const auto begins = text.find(before);
    if (begins == text.npos) return {};
    const auto from = begins + before.size();
    return text.substr(from, text.find(after, from) - from);
}

std::vector<std::string> recovery_codes_in(const std::string& html) {
    std::vector<std::string> codes;
    constexpr std::string_view before = "<li class=\"tl-code\">";
    for (auto at = html.find(before); at != html.npos; at = html.find(before, at + 1))
        codes.push_back(html.substr(at + before.size(), html.find('<', at + 1) - at - before.size()));
    return codes;
}

/// What a phone makes of the key that the page shows.
std::string secret_of_key(std::string_view key) {
    std::string bytes;
    unsigned held = 0;
    int bits = 0;
    for (const char letter : key) {
        if (letter == ' ') continue;
        held = held << 5 | static_cast<unsigned>(letter >= 'A' ? letter - 'A' : letter - '2' + 26);
        bits += 5;
        if (bits < 8) continue;
        bits -= 8;
        bytes += static_cast<char>(held >> bits & 0xff);
    }
    return bytes;
}

class SecondFactorTest : public ::testing::Test {
protected:
    SecondFactorTest() {
        static const auto hash = crypto::hash_password("three quiet herons");
        m_service.county().database().write([&](db::Transaction& tx) {
            tx.change("UPDATE account SET password_hash = :hash", {{"hash", hash}});
        });
    }

    /// Goes through the pages as a person does, and gives the recovery codes.
    std::vector<std::string> set_up(const Visitor& visitor) {
        begin(visitor);
        const auto shown = confirm(visitor, code());
        EXPECT_EQ(shown.status(), 200);
        return recovery_codes_in(shown.response.body);
    }
    void begin(const Visitor& visitor) {
        EXPECT_EQ(
            m_service.post(visitor, "/account/second-factor/begin", {}).header("Location"),
            "/account/second-factor/set-up");
        const auto shown = m_service.get(visitor, "/account/second-factor/set-up");
        m_secret = secret_of_key(between(shown.response.body, "<p class=\"govuk-body tl-code\">", "</p>"));
        EXPECT_EQ(m_secret.size(), 20U);
    }
    Answer confirm(const Visitor& visitor, const std::string& typed) {
        return m_service.post(visitor, "/account/second-factor/set-up", {{"one_time_code", typed}});
    }
    std::string code(std::int64_t steps_away = 0) {
        const auto step = people::step_at(m_service.house().now()) + steps_away;
        return people::code_of_step(m_secret, step);
    }

    Answer password(const std::string& who = "unit") {
        return m_service.post(
            {},
            "/sign-in",
            {{"email", who + "@marlshire.example"},
             {"password", "three quiet herons"},
             {"next", "/cases/new"}});
    }
    /// With the cookie that the password gave.
    Answer second(const Answer& after_password, const std::string& typed) {
        return m_service.post_bare(
            {},
            "/sign-in/code",
            {{"one_time_code", typed}, {"next", "/cases/new"}},
            {{"cookie", cookie_of(after_password)}});
    }
    static std::string cookie_of(const Answer& answer) {
        const auto cookie = answer.header("Set-Cookie");
        return cookie.substr(0, cookie.find(';'));
    }
    std::vector<std::string> ledger() {
        return m_service.county().read([](db::Transaction& tx) {
            std::vector<std::string> entries;
            for (const auto& row : tx.rows("SELECT what, why FROM ledger ORDER BY seq"))
                entries.push_back(row.text("what") + (row.text("why").empty() ? "" : " " + row.text("why")));
            return entries;
        });
    }

    Service m_service{SOURCE_DIR};
    std::string m_secret;
};

TEST_F(SecondFactorTest, ItCountsOnlyOnceACodeOfThePhoneWasShown) {
    const auto visitor = m_service.sign_in("unit");
    EXPECT_THAT(m_service.get(visitor, page).sent, HasSubstr("Set it up"));
    begin(visitor);
    EXPECT_EQ(password().header("Location"), "/cases/new");
    EXPECT_EQ(confirm(visitor, "").status(), 422);
    EXPECT_EQ(confirm(visitor, code(3)).status(), 422);
    EXPECT_EQ(password().header("Location"), "/cases/new");

    const auto shown = confirm(visitor, code());
    EXPECT_EQ(recovery_codes_in(shown.response.body).size(), 10U);
    EXPECT_THAT(shown.sent, HasSubstr("Cache-Control: no-store"));
    EXPECT_EQ(password().header("Location"), "/sign-in/code?next=%2Fcases%2Fnew");
    EXPECT_THAT(ledger(), testing::Contains("people.second_factor_set_up"));
    EXPECT_THAT(m_service.get(visitor, page).sent, HasSubstr("10 of 10"));
}

TEST_F(SecondFactorTest, TheKeyIsInThePictureAndInLettersAndGoesWhenItIsDone) {
    const auto visitor = m_service.sign_in("unit");
    EXPECT_EQ(m_service.get(visitor, "/account/second-factor/set-up").header("Location"), page);
    begin(visitor);
    const auto shown = m_service.get(visitor, "/account/second-factor/set-up");
    EXPECT_THAT(shown.sent, HasSubstr("<svg class=\"tl-qr\""));
    EXPECT_THAT(shown.sent, HasSubstr("unit@marlshire.example"));
    EXPECT_EQ(
        m_service.get(m_service.sign_in("notifier"), "/account/second-factor/set-up").header("Location"),
        page);
    m_service.county().pass(seconds(31 * 60));
    EXPECT_EQ(m_service.get(visitor, "/account/second-factor/set-up").header("Location"), page);
    m_service.county().pass(seconds(-31 * 60));
    EXPECT_EQ(confirm(visitor, code()).status(), 200);
    EXPECT_EQ(m_service.get(visitor, "/account/second-factor/set-up").header("Location"), page);
}

TEST_F(SecondFactorTest, AfterThePasswordNothingIsOpenUntilTheCode) {
    set_up(m_service.sign_in("unit"));
    const auto sessions = m_service.count("session");
    const auto half = password();
    EXPECT_THAT(half.header("Set-Cookie"), StartsWith("throughline_code="));
    EXPECT_THAT(half.header("Set-Cookie"), HasSubstr("; HttpOnly; SameSite=Lax; Max-Age=300"));
    EXPECT_EQ(m_service.count("session"), sessions);
    // Neither in its own cookie nor in a session's does the token open anything.
    const auto token = cookie_of(half).substr(cookie_of(half).find('=') + 1);
    for (const auto& cookie : {cookie_of(half), "throughline_session=" + token})
        EXPECT_THAT(
            m_service.get({}, "/cases", {{"cookie", cookie}}).header("Location"), StartsWith("/sign-in"));

    EXPECT_THAT(
        m_service.get({}, "/sign-in/code", {{"cookie", cookie_of(half)}}).sent,
        HasSubstr("autocomplete=\"one-time-code\""));
    m_service.county().pass(a_step);
    const auto whole = second(half, code());
    EXPECT_EQ(whole.header("Location"), "/cases/new");
    EXPECT_EQ(m_service.get(m_service.visitor_from(whole), "/cases").status(), 200);
    EXPECT_THAT(ledger(), testing::Contains("people.signed_in code"));
    EXPECT_EQ(m_service.count("half_signed_in"), 0);
}

TEST_F(SecondFactorTest, ACodeIsTakenOnceAndTheNextOneAfterIt) {
    set_up(m_service.sign_in("unit"));
    // The one that set it up is used, too.
    EXPECT_EQ(second(password(), code()).status(), 422);
    m_service.county().pass(a_step);
    const auto one = password(), other = password();
    const auto now = code();
    EXPECT_EQ(second(one, now).status(), 303);
    const auto again = second(other, now);
    EXPECT_EQ(again.status(), 422);
    EXPECT_THAT(again.sent, HasSubstr("used before"));
    EXPECT_EQ(second(other, code(1)).status(), 303);
}

TEST_F(SecondFactorTest, ARecoveryCodeSignsInOnceHoweverItIsTyped) {
    auto codes = set_up(m_service.sign_in("unit"));
    ASSERT_EQ(codes.size(), 10U);
    EXPECT_EQ(std::set<std::string>(codes.begin(), codes.end()).size(), 10U);
    std::string typed = " ";
    for (const char letter : codes[3])
        typed += letter == '-' ? ' ' : static_cast<char>(std::toupper(static_cast<unsigned char>(letter)));
    EXPECT_EQ(second(password(), typed).status(), 303);
    EXPECT_THAT(ledger(), testing::Contains("people.signed_in recovery_code"));
    EXPECT_EQ(second(password(), codes[3]).status(), 422);
    EXPECT_EQ(second(password(), codes[4]).status(), 303);
    EXPECT_THAT(m_service.get(m_service.sign_in("unit"), page).sent, HasSubstr("8 of 10"));
}

TEST_F(SecondFactorTest, OnesRecoveryCodesAreNobodyElses) {
    const auto codes = set_up(m_service.sign_in("unit"));
    (void)set_up(m_service.sign_in("notifier"));
    EXPECT_EQ(second(password("notifier"), codes[0]).status(), 422);
    EXPECT_EQ(second(password("unit"), codes[0]).status(), 303);
}

TEST_F(SecondFactorTest, NewRecoveryCodesReplaceTheOldOnes) {
    const auto visitor = m_service.sign_in("unit");
    const auto old = set_up(visitor);
    const auto shown = m_service.post(visitor, "/account/second-factor/codes", {});
    const auto fresh = recovery_codes_in(shown.response.body);
    ASSERT_EQ(fresh.size(), 10U);
    EXPECT_EQ(second(password(), old[0]).status(), 422);
    EXPECT_EQ(second(password(), fresh[0]).status(), 303);
    // Somebody without a second factor has none to make.
    EXPECT_EQ(
        m_service.post(m_service.sign_in("notifier"), "/account/second-factor/codes", {}).header("Location"),
        page);
}

TEST_F(SecondFactorTest, TheFiveMinutesForTheCodeEnd) {
    set_up(m_service.sign_in("unit"));
    const auto half = password();
    m_service.county().pass(seconds(5 * 60 + 1));
    const auto begins_again =
        m_service.get({}, "/sign-in/code?next=/cases/new", {{"cookie", cookie_of(half)}});
    EXPECT_THAT(begins_again.sent, HasSubstr("current-password"));
    EXPECT_THAT(begins_again.sent, HasSubstr("name=\"next\" value=\"/cases/new\""));
    const auto late = second(half, code());
    EXPECT_EQ(late.status(), 422);
    EXPECT_THAT(late.sent, HasSubstr("The five minutes for the code ran out"));
    EXPECT_THAT(late.sent, Not(HasSubstr("Set-Cookie: throughline_session")));
}

TEST_F(SecondFactorTest, AnotherPasswordOrADisabledAccountEndsTheWayToTheCode) {
    set_up(m_service.sign_in("unit"));
    m_service.county().pass(a_step);
    const auto half = password();
    const auto change = [&](const std::string& sql) {
        m_service.county().database().write([&](db::Transaction& tx) { tx.change(sql); });
    };
    change("UPDATE account SET password_hash = 'another' WHERE id = 'unit'");
    EXPECT_THAT(second(half, code()).sent, HasSubstr("The five minutes for the code ran out"));
    change("UPDATE account SET password_hash = (SELECT password_hash FROM account WHERE id = 'notifier') "
           "WHERE id = 'unit'");
    EXPECT_THAT(
        m_service.get({}, "/sign-in/code", {{"cookie", cookie_of(half)}}).sent, HasSubstr("one_time_code"));
    change("UPDATE account SET disabled_at = '2026-08-27T11:00:00.000000Z' WHERE id = 'unit'");
    EXPECT_THAT(second(half, code()).sent, HasSubstr("The five minutes for the code ran out"));
}

TEST_F(SecondFactorTest, TenWrongCodesAreFollowedByAPauseThatEnds) {
    const auto codes = set_up(m_service.sign_in("unit"));
    for (int i = 0; i < 10; ++i) EXPECT_EQ(second(password(), "000000").status(), 422);
    const auto paused = second(password(), codes[0]);
    EXPECT_EQ(paused.status(), 422);
    EXPECT_THAT(paused.sent, HasSubstr("There were many wrong codes"));
    m_service.county().pass(seconds(60 * 60));
    EXPECT_EQ(second(password(), codes[0]).status(), 303);
    // One that was right takes the count back.
    for (int i = 0; i < 9; ++i) EXPECT_EQ(second(password(), "000000").status(), 422);
    EXPECT_EQ(second(password(), codes[1]).status(), 303);
    for (int i = 0; i < 9; ++i) EXPECT_EQ(second(password(), "000000").status(), 422);
    EXPECT_EQ(second(password(), codes[2]).status(), 303);
}

TEST_F(SecondFactorTest, TakenAwayThePasswordAloneSignsIn) {
    const auto visitor = m_service.sign_in("unit");
    (void)set_up(visitor);
    EXPECT_EQ(
        m_service.post(visitor, "/account/second-factor/remove", {}).header("Location"),
        std::string(page) + "?done=password_alone");
    EXPECT_EQ(password().header("Location"), "/cases/new");
    EXPECT_EQ(m_service.count("recovery_code"), 0);
    EXPECT_THAT(ledger(), testing::Contains("people.second_factor_taken_away"));
}

TEST_F(SecondFactorTest, SettingUpMakingCodesAndTakingAwayAskWhoItIs) {
    const auto visitor = m_service.sign_in("unit", a_while);
    for (const auto* path :
         {"/account/second-factor/begin", "/account/second-factor/codes", "/account/second-factor/remove"}) {
        const auto asked = m_service.post(visitor, path, {});
        EXPECT_THAT(asked.sent, HasSubstr(">Confirm it is you</h1>")) << path;
    }
    EXPECT_EQ(m_service.count("second_factor_begun"), 0);
}

TEST_F(SecondFactorTest, AnotherPhoneTakesThePlaceOfTheOldOneWithItsFirstCode) {
    const auto visitor = m_service.sign_in("unit");
    (void)set_up(visitor);
    const auto old_secret = m_secret;
    begin(visitor);
    m_service.county().pass(a_step);
    const auto of_old = people::code_of_step(old_secret, people::step_at(m_service.house().now()));
    EXPECT_EQ(second(password(), of_old).status(), 303);
    EXPECT_EQ(confirm(visitor, code()).status(), 200);
    m_service.county().pass(a_step);
    const auto next_of_old = people::code_of_step(old_secret, people::step_at(m_service.house().now()));
    EXPECT_EQ(second(password(), next_of_old).status(), 422);
    EXPECT_EQ(second(password(), code()).status(), 303);
}

TEST_F(SecondFactorTest, SettingUpSignsOutEverywhereElse) {
    const auto visitor = m_service.sign_in("unit"), elsewhere = m_service.sign_in("unit");
    (void)set_up(visitor);
    EXPECT_EQ(m_service.get(visitor, "/cases").status(), 200);
    EXPECT_THAT(m_service.get(elsewhere, "/cases").header("Location"), StartsWith("/sign-in"));
}

TEST_F(SecondFactorTest, AnOperatorTakesItAwayAndEverySessionEnds) {
    const auto visitor = m_service.sign_in("unit");
    (void)set_up(visitor);
    m_service.county().database().write([&](db::Transaction& tx) {
        EXPECT_TRUE(people::reset_second_factor(tx, "unit", m_service.house().now()));
        EXPECT_FALSE(people::reset_second_factor(tx, "unit", m_service.house().now()));
    });
    EXPECT_THAT(m_service.get(visitor, "/cases").header("Location"), StartsWith("/sign-in"));
    EXPECT_EQ(password().header("Location"), "/cases/new");
}

TEST_F(SecondFactorTest, NeitherTheKeyNorARecoveryCodeStandsInTheDatabase) {
    const auto codes = set_up(m_service.sign_in("unit"));
    m_service.county().read([&](db::Transaction& tx) {
        EXPECT_EQ(
            tx.row("SELECT sealed FROM second_factor")->bytes("sealed").find(m_secret), std::string::npos);
        std::set<std::string> hashes;
        for (const auto& row : tx.rows("SELECT code_hash, salt FROM recovery_code")) {
            hashes.insert(row.text("code_hash"));
            for (const auto& code : codes)
                EXPECT_NE(row.text("code_hash"), crypto::hex(crypto::sha256(code)));
        }
        EXPECT_EQ(hashes.size(), 10U);
    });
}

} // namespace
} // namespace throughline
