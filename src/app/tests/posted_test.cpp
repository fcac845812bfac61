// SPDX-License-Identifier: GPL-3.0-or-later
// What becomes of a form that is posted twice, or after the session ran out.
#include "app/testing.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <thread>

namespace throughline {
namespace {

using in_process::Answer;
using in_process::Service;
using in_process::Visitor;

constexpr std::string_view password = "three quiet herons";

class PostedTest : public ::testing::Test {
protected:
    /// An account with a password that can be typed.
    void give_password(std::string_view account) {
        static const auto hash = crypto::hash_password(password);
        m_service.county().database().write([&](db::Transaction& tx) {
            tx.change(
                "UPDATE account SET password_hash = :hash WHERE id = :id", {{"hash", hash}, {"id", account}});
        });
    }
    Answer sign_in_by_hand(const Visitor& browser, const std::string& account, const std::string& next) {
        return m_service.post(
            browser,
            "/sign-in",
            {{"email", account + "@marlshire.example"}, {"password", std::string(password)}, {"next", next}});
    }
    bool shows(const Answer& answer, std::string_view text) {
        return answer.sent.find(text) != std::string::npos;
    }

    Service m_service{SOURCE_DIR};
};

TEST_F(PostedTest, TheSameFormPostedTwiceActsOnceAndLeadsToTheSamePlace) {
    const auto visitor = m_service.sign_in("unit");
    const in_process::Fields form{{"name", "Wren"}, {"once", "pressed-twice"}};
    const auto first = m_service.post(visitor, "/cases/new", form);
    const auto second = m_service.post(visitor, "/cases/new", form);
    EXPECT_EQ(first.header("Location"), "/cases/MAR-2026-001?done=opened");
    EXPECT_EQ(second.header("Location"), first.header("Location"));
    EXPECT_EQ(m_service.count("case_file"), 1);
}

TEST_F(PostedTest, ADoublePressWhoseHalvesMeetActsOnceAndLeadsToTheSamePlace) {
    const auto visitor = m_service.sign_in("unit");
    const in_process::Fields form{{"name", "Wren"}, {"once", "pressed-twice"}};
    Answer first, second;
    std::thread at_once([&] { first = m_service.post(visitor, "/cases/new", form); });
    second = m_service.post(visitor, "/cases/new", form);
    at_once.join();
    EXPECT_EQ(first.header("Location"), "/cases/MAR-2026-001?done=opened");
    EXPECT_EQ(second.header("Location"), first.header("Location"));
    EXPECT_EQ(m_service.count("case_file"), 1);
}

TEST_F(PostedTest, TwoFormsOfOnePageBothAct) {
    const auto file = m_service.county().open_case("Wren");
    const auto access = people::CaseAccess::of_the_system(file.id, file.reference);
    const auto visitor = m_service.sign_in("unit");
    const auto path = "/cases/" + file.reference + "/access";
    for (const auto* account : {"reviewer", "scrutineer"}) {
        const auto answer = m_service.post(visitor, path, {{"account", account}, {"once", "one-page"}});
        EXPECT_EQ(answer.header("Location"), path + "?done=saved");
    }
    std::vector<std::string> holders;
    for (const auto& held :
         m_service.county().read([&](db::Transaction& tx) { return case_file::grants_of(tx, access); }))
        holders.push_back(held.holder);
    EXPECT_EQ(std::ranges::count(holders, "reviewer"), 1);
    EXPECT_EQ(std::ranges::count(holders, "scrutineer"), 1);
}

TEST_F(PostedTest, ARefusedFormMayBeMendedAndPostedAgain) {
    const auto visitor = m_service.sign_in("unit");
    EXPECT_EQ(m_service.post(visitor, "/cases/new", {{"name", ""}, {"once", "page"}}).status(), 422);
    EXPECT_EQ(m_service.post(visitor, "/cases/new", {{"name", ""}, {"once", "page"}}).status(), 422);
    EXPECT_EQ(m_service.post(visitor, "/cases/new", {{"name", "Wren"}, {"once", "page"}}).status(), 303);
}

TEST_F(PostedTest, OneAccountsFormDoesNotStandInTheWayOfAnothers) {
    const in_process::Fields form{{"name", "Wren"}, {"once", "the-same"}};
    EXPECT_EQ(m_service.post(m_service.sign_in("unit"), "/cases/new", form).status(), 303);
    const auto other = m_service.post(m_service.sign_in("other_county_unit"), "/cases/new", form);
    EXPECT_EQ(other.header("Location"), "/cases/NOR-2026-001?done=opened");
}

TEST_F(PostedTest, AfterSigningInAgainAPersonLandsOnWhatTheyTypedAndCanSendIt) {
    give_password("unit");
    const auto expired = m_service.sign_in("unit", seconds(61 * 60));
    const auto kept = m_service.post(expired, "/cases/new", {{"name", "Wren"}}).header("Location");
    const auto door = m_service.get(expired, kept).header("Location");
    ASSERT_EQ(door, "/sign-in?next=" + http::encode(kept));
    const auto asked = m_service.get(expired, door);
    EXPECT_TRUE(shows(asked, "name=\"next\" value=\"" + kept + "\""));

    const auto signed_in = sign_in_by_hand(expired, "unit", kept);
    ASSERT_EQ(signed_in.header("Location"), kept);
    const auto again = m_service.visitor_from(signed_in);
    EXPECT_TRUE(shows(m_service.get(again, kept), "name=\"name\" value=\"Wren\""));
    const auto sent = m_service.post(again, "/cases/new", {{"name", "Wren"}});
    EXPECT_EQ(sent.header("Location"), "/cases/MAR-2026-001?done=opened");
}

TEST_F(PostedTest, AMistypedPasswordDoesNotLoseTheWayBack) {
    const auto answer = m_service.post(
        {}, "/sign-in", {{"email", "unit@marlshire.example"}, {"password", ""}, {"next", "/kept/0192"}});
    EXPECT_EQ(answer.status(), 422);
    EXPECT_TRUE(shows(answer, "name=\"next\" value=\"/kept/0192\""));
}

TEST_F(PostedTest, SigningInLeadsToNoOtherSite) {
    give_password("unit");
    for (const auto* next :
         {"https://elsewhere.example", "//elsewhere.example", "/\\elsewhere.example", "/a\r\nb"})
        EXPECT_EQ(sign_in_by_hand({}, "unit", next).header("Location"), "/cases") << next;
}

TEST_F(PostedTest, SigningInAgainInASecondTabKeepsNoPasswordAnywhere) {
    give_password("unit");
    const auto signed_in = m_service.sign_in("unit");
    const auto answer = m_service.post_bare(
        signed_in, "/sign-in", {{"email", "unit@marlshire.example"}, {"password", std::string(password)}});
    EXPECT_EQ(answer.header("Location"), "/cases");
    EXPECT_EQ(m_service.count("kept_form"), 0);
}

TEST_F(PostedTest, SigningOutEndsTheSession) {
    const auto visitor = m_service.sign_in("unit");
    EXPECT_EQ(m_service.get(visitor, "/cases").status(), 200);
    EXPECT_EQ(m_service.post(visitor, "/sign-out", {}).header("Location"), "/");
    EXPECT_EQ(m_service.get(visitor, "/cases").header("Location"), "/sign-in?next=%2Fcases");
}

} // namespace
} // namespace throughline
