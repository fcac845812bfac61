// SPDX-License-Identifier: GPL-3.0-or-later
// “Confirm it is you”: some minutes after signing in, the pages that show names, publish or give something
// out ask for the password again, carry on with what was asked for, and tell nothing to those who may not
// ask.
#include "app/testing.hpp"

#include <gtest/gtest.h>

#include <set>

namespace throughline {
namespace {

using in_process::Answer;
using in_process::Fields;
using in_process::Service;
using in_process::Visitor;

constexpr std::string_view password = "three quiet herons";
constexpr auto a_while = seconds(16 * 60);

bool asks(const Answer& answer) {
    return answer.status() == 200 && answer.sent.find(">Confirm it is you</h1>") != std::string::npos;
}

class ConfirmationTest : public ::testing::Test {
protected:
    ConfirmationTest() {
        static const auto hash = crypto::hash_password(password);
        m_service.county().database().write([&](db::Transaction& tx) {
            tx.change("UPDATE account SET password_hash = :hash", {{"hash", hash}});
        });
        const auto done = m_service.county().act("unit", [&](people::Work& work) -> Outcome<Done> {
            const auto opened = case_file::open_case(work, "partnership", "Wren");
            m_names = "/cases/" + opened->reference + "/names";
            return Done{};
        });
        if (!done) throw std::logic_error(done.refusal().message());
    }

    std::int64_t views() { return m_service.count("named_view"); }
    Answer show_names(const Visitor& visitor, Fields more = {}) {
        more.emplace_back("reason", "to ring the <school>");
        return m_service.post(visitor, m_names, more);
    }

    Service m_service{SOURCE_DIR};
    std::string m_names;
};

TEST_F(ConfirmationTest, JustAfterSigningInNothingIsAskedAgain) {
    EXPECT_EQ(show_names(m_service.sign_in("unit")).status(), 303);
    EXPECT_EQ(views(), 1);
}

TEST_F(ConfirmationTest, AQuarterOfAnHourLaterNamesAreAskedForWithThePasswordAndTheReasonIsCarriedAlong) {
    const auto visitor = m_service.sign_in("unit", a_while);
    const auto asked = show_names(visitor);
    EXPECT_TRUE(asks(asked));
    EXPECT_NE(asked.sent.find("name=\"reason\" value=\"to ring the &lt;school&gt;\""), std::string::npos);
    EXPECT_NE(asked.sent.find("action=\"" + m_names + "\""), std::string::npos);
    EXPECT_EQ(views(), 0);

    EXPECT_EQ(show_names(visitor, {{"confirm_password", std::string(password)}}).status(), 303);
    EXPECT_EQ(views(), 1);
    // Confirmed for a quarter of an hour: the next one is not asked.
    EXPECT_EQ(show_names(visitor).status(), 303);
}

TEST_F(ConfirmationTest, AWrongOrEmptyPasswordIsAskedForAgainAndNothingIsDone) {
    const auto visitor = m_service.sign_in("unit", a_while);
    for (const std::string given : {"", "two quiet herons"}) {
        const auto answer = show_names(visitor, {{"confirm_password", given}});
        EXPECT_EQ(answer.status(), 422);
        EXPECT_NE(answer.sent.find("name=\"reason\""), std::string::npos);
        EXPECT_EQ(answer.sent.find("two quiet herons"), std::string::npos);
    }
    EXPECT_EQ(views(), 0);
}

TEST_F(ConfirmationTest, FiveWrongTriesEndThisSessionAndNoOtherAndKeepWhatWasTypedButNotThePassword) {
    const auto other = m_service.sign_in("unit");
    const auto visitor = m_service.sign_in("unit", a_while);
    for (int i = 0; i < 4; ++i)
        EXPECT_EQ(show_names(visitor, {{"confirm_password", "two quiet herons"}}).status(), 422);
    const auto last = show_names(visitor, {{"confirm_password", "two quiet herons"}});
    ASSERT_TRUE(last.header("Location").starts_with("/kept/"));
    EXPECT_TRUE(m_service.get(visitor, "/cases").header("Location").starts_with("/sign-in"));

    const auto kept = m_service.get(other, last.header("Location"));
    EXPECT_EQ(kept.status(), 200);
    EXPECT_NE(kept.sent.find("to ring the &lt;school&gt;"), std::string::npos);
    EXPECT_EQ(kept.sent.find("herons"), std::string::npos);
}

TEST_F(ConfirmationTest, WithTheSessionEndedNotEvenTheRightPasswordIsTaken) {
    const auto visitor = m_service.sign_in("unit", a_while);
    for (int i = 0; i < 5; ++i) show_names(visitor, {{"confirm_password", "two quiet herons"}});
    EXPECT_TRUE(show_names(visitor, {{"confirm_password", std::string(password)}})
                    .header("Location")
                    .starts_with("/kept/"));
    EXPECT_EQ(views(), 0);
}

TEST_F(ConfirmationTest, APageThatAsksIsReachedAfterThePassword) {
    const auto visitor = m_service.sign_in("unit", a_while);
    const auto page = m_names.substr(0, m_names.rfind('/')) + "/notification/record/text";
    const auto sent_on = m_service.get(visitor, page);
    EXPECT_EQ(sent_on.header("Location"), "/confirm?next=" + http::encode(page));
    EXPECT_TRUE(asks(m_service.get(visitor, sent_on.header("Location"))));
    EXPECT_TRUE(asks(m_service.post(visitor, "/confirm", {{"next", page}})));
    const auto confirmed =
        m_service.post(visitor, "/confirm", {{"next", page}, {"confirm_password", std::string(password)}});
    EXPECT_EQ(confirmed.header("Location"), page);
    EXPECT_EQ(m_service.get(visitor, "/confirm?next=" + http::encode(page)).header("Location"), page);
    EXPECT_EQ(m_service.get(visitor, "/confirm?next=//evil.example/").header("Location"), "/cases");
}

TEST_F(ConfirmationTest, EveryRouteThatAsksNeedsASessionAndSaysNothingToThoseWhoMayNotAsk) {
    std::set<std::string> asking;
    for (const auto& route : m_service.routes().routes())
        if (route.confirm == http::Confirm::it_is_you) {
            asking.insert(route.pattern);
            EXPECT_NE(route.permission, people::Permission::everybody) << route.pattern;
        }
    EXPECT_EQ(
        asking,
        (std::set<std::string>{
            "/confirm",
            "/account/sessions",
            "/account/second-factor/begin",
            "/account/second-factor/codes",
            "/account/second-factor/remove",
            "/cases/{reference}/names",
            "/cases/{reference}/access",
            "/cases/{reference}/notification/record/text",
            "/cases/{reference}/report/check",
            "/cases/{reference}/publication/date"}));
    const auto stranger = m_service.sign_in("other_county_unit", a_while);
    EXPECT_EQ(m_service.post(stranger, m_names, {}).status(), 404);
    EXPECT_EQ(
        m_service.post(stranger, m_names, {}).sent,
        m_service.post(stranger, "/cases/MAR-2026-999/names", {}).sent);
}

TEST_F(ConfirmationTest, WithoutItsTokenAPostTriesNoPassword) {
    const auto visitor = m_service.sign_in("unit", a_while);
    for (int i = 0; i < 9; ++i)
        m_service.post_bare(visitor, m_names, {{"confirm_password", "two quiet herons"}, {"csrf", "x"}});
    EXPECT_EQ(show_names(visitor, {{"confirm_password", std::string(password)}}).status(), 303);
}

TEST_F(ConfirmationTest, EndingNamedViewIsNeverAskedFor) {
    show_names(m_service.sign_in("unit"));
    const auto visitor = m_service.sign_in("unit", a_while);
    EXPECT_EQ(m_service.post(visitor, m_names + "/end", {}).status(), 303);
}

} // namespace
} // namespace throughline
