// SPDX-License-Identifier: GPL-3.0-or-later
// Where somebody might be led: no address, form or header that a stranger wrote leads to another site or ends
// up in a header of the answer.
#include "app/testing.hpp"
#include "people/half_signed_in.hpp"

#include <gtest/gtest.h>

#include <array>

namespace throughline {
namespace {

using in_process::Answer;
using in_process::Fields;
using in_process::Service;
using in_process::Visitor;

/// Addresses that a careless check takes for our own, and header lines inside an address.
constexpr std::array hostile_targets{
    "https://evil.example/",
    "//evil.example/",
    "///evil.example/",
    "/\\evil.example/",
    "\\\\evil.example/",
    "/\t/evil.example/",
    "/\n/evil.example/",
    "\t//evil.example/",
    " //evil.example/",
    "javascript:alert(1)",
    "data:text/html,x",
    "/cases\r\nSet-Cookie: throughline_session=chosen",
    "/cases\nX-Injected: yes",
    "/cases\rX-Injected: yes",
    "/cases\xe2\x80\xa8X-Injected: yes",
    "evil.example",
    "@evil.example",
    "",
};

class RedirectsTest : public ::testing::Test {
protected:
    RedirectsTest() {
        static const auto hash = crypto::hash_password("three quiet herons");
        m_service.county().database().write([&](db::Transaction& tx) {
            tx.change("UPDATE account SET password_hash = :hash WHERE id = 'unit'", {{"hash", hash}});
        });
    }

    /// Stays with us, and nothing of the target became a line of the header.
    static void expect_harmless(const Answer& answer) {
        const auto location = answer.header("Location");
        EXPECT_TRUE(location.empty() || http::is_own_path(location)) << location;
        const auto head = answer.sent.substr(0, answer.sent.find("\r\n\r\n"));
        EXPECT_EQ(head.find("\nX-Injected"), head.npos);
        EXPECT_EQ(head.find("=chosen"), head.npos);
        EXPECT_EQ(head.find("evil.example"), head.npos);
        EXPECT_LT(answer.status(), 500);
    }

    Service m_service{SOURCE_DIR};
};

TEST_F(RedirectsTest, SigningInNeverLeadsElsewhere) {
    const auto visitor = m_service.sign_in("unit");
    for (const std::string target : hostile_targets) {
        SCOPED_TRACE(target);
        expect_harmless(m_service.get(visitor, "/sign-in?next=" + http::encode(target)));
        const auto asked = m_service.get({}, "/sign-in?next=" + http::encode(target));
        expect_harmless(asked);
        EXPECT_NE(asked.sent.find("name=\"next\" value=\"/cases\""), std::string::npos);
    }
    for (const std::string target : {"//evil.example/", "/\\evil.example/", "/cases\r\nX-Injected: yes"}) {
        const auto signed_in = m_service.post(
            {},
            "/sign-in",
            {{"email", "unit@marlshire.example"}, {"password", "three quiet herons"}, {"next", target}});
        EXPECT_EQ(signed_in.header("Location"), "/cases");
        expect_harmless(signed_in);
    }
}

TEST_F(RedirectsTest, NorDoesTheWayByTheCode) {
    const auto token = m_service.county().database().write([&](db::Transaction& tx) {
        return people::begin_half_signed_in(tx, "unit", m_service.house().now(), m_service.house().random);
    });
    const in_process::Headers half{{"cookie", "throughline_code=" + token}};
    for (const std::string target : hostile_targets) {
        SCOPED_TRACE(target);
        for (const auto& headers : {in_process::Headers{}, half}) {
            expect_harmless(m_service.get({}, "/sign-in/code?next=" + http::encode(target), headers));
            expect_harmless(
                m_service.post({}, "/sign-in/code", {{"one_time_code", "x"}, {"next", target}}, headers));
        }
        const auto asked = m_service.get({}, "/sign-in/code?next=" + http::encode(target), half);
        EXPECT_NE(asked.sent.find("name=\"next\" value=\"/cases\""), std::string::npos);
    }
}

TEST_F(RedirectsTest, ThePathThatSomebodyAskedForLeadsBackToUsAlone) {
    for (const std::string target :
         {"//evil.example/cases",
          "/%2F/evil.example",
          "/%5Cevil.example",
          "/%09/evil.example",
          "/cases%0d%0aSet-Cookie:%20throughline_session=chosen",
          "/cases?next=%0d%0aX-Injected:%20yes",
          "/cases/%E2%80%A8X-Injected:%20yes",
          "http://evil.example/cases",
          "https://evil.example//evil.example/"}) {
        SCOPED_TRACE(target);
        const auto answer = m_service.get({}, target);
        EXPECT_LT(answer.status(), 500);
        // Whatever is carried along stands encoded behind next=, and is judged again when it is used.
        const auto location = answer.header("Location");
        EXPECT_TRUE(location.empty() || location.starts_with("/sign-in?next=")) << location;
        EXPECT_EQ(location.find_first_of("\r\n\\"), location.npos);
        if (location.empty()) continue;
        const auto onward = m_service.get(m_service.sign_in("unit"), location).header("Location");
        EXPECT_TRUE(http::is_own_path(onward)) << onward;
    }
}

TEST_F(RedirectsTest, AKeptFormIsSentNowhereElse) {
    const auto visitor = m_service.sign_in("unit");
    for (const std::string path : {"//evil.example/cases/new", "/cases/new//evil.example"}) {
        const auto kept = m_service.post_bare(visitor, path, {{"name", "Wren"}});
        expect_harmless(kept);
        if (!kept.header("Location").starts_with("/kept/")) continue;
        const auto shown = m_service.get(visitor, kept.header("Location"));
        EXPECT_EQ(shown.sent.find("action=\"//"), std::string::npos);
    }
}

TEST_F(RedirectsTest, TheHostHeaderAndWhatAProxyMightSayAreNotBelieved) {
    const in_process::Headers lies{
        {"host", "evil.example"},
        {"x-forwarded-host", "evil.example"},
        {"x-forwarded-proto", "https"},
        {"x-forwarded-for", "127.0.0.1"},
        {"x-original-url", "/cases"},
        {"x-rewrite-url", "/cases"},
        {"forwarded", "for=127.0.0.1;host=evil.example;proto=https"},
        {"x-http-method-override", "POST"}};
    const auto visitor = m_service.sign_in("unit");
    for (const auto* path : {"/", "/reviews", "/feed.atom", "/sign-in", "/cases", "/no-such-page"})
        for (const auto& who : {Visitor{}, visitor}) {
            SCOPED_TRACE(path);
            const auto lied_to = m_service.get(who, path, lies);
            EXPECT_EQ(lied_to.sent.find("evil.example"), std::string::npos);
            EXPECT_EQ(lied_to.status(), m_service.get(who, path).status());
        }
    EXPECT_EQ(m_service.get(visitor, "/cases/new?_method=POST&name=Teal", lies).status(), 200);
    EXPECT_EQ(m_service.count("case_file"), 0);
}

TEST_F(RedirectsTest, AFormThatSaysItIsAnotherMethodIsAPost) {
    const auto visitor = m_service.sign_in("unit");
    const auto answer = m_service.post(
        visitor,
        "/cases/new",
        {{"name", "Teal"}, {"_method", "DELETE"}},
        {{"x-http-method-override", "DELETE"}});
    EXPECT_EQ(answer.status(), 303);
    EXPECT_EQ(m_service.count("case_file"), 1);
}

} // namespace
} // namespace throughline
