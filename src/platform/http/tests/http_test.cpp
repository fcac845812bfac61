// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/http/http.hpp"
#include "platform/http/limits.hpp"
#include "platform/http/router.hpp"
#include "platform/http/target.hpp"
#include "platform/http/wire.hpp"

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>

namespace throughline::http {
namespace {

int status_of(const std::string& body) {
    try {
        (void)read_urlencoded(body);
        return 200;
    } catch (const Stop& stop) {
        return stop.status();
    }
}

TEST(FormTest, FieldsKeepTheirOrderAndTheirRepeats) {
    const auto form = read_urlencoded("b=2&a=1&b=%26+x&&c");
    EXPECT_EQ(form.text("b"), "2");
    EXPECT_EQ(form.all("b"), (std::vector<std::string>{"2", "& x"}));
    EXPECT_TRUE(form.has("c"));
    EXPECT_FALSE(form.has("d"));
    EXPECT_EQ(form.text("d"), "");
    EXPECT_EQ(form.fields().size(), 4U);
    EXPECT_EQ(form.upload("b"), nullptr);
}

TEST(FormTest, WhatTheHouseCannotHoldIsRefused) {
    EXPECT_EQ(status_of("a=%"), 400);
    EXPECT_EQ(status_of("a=%4"), 400);
    EXPECT_EQ(status_of("a=%g0"), 400);
    EXPECT_EQ(status_of("a=%00"), 400);
    EXPECT_EQ(status_of("a=%ED%A0%80"), 400) << "a surrogate";
    EXPECT_EQ(status_of("a=%F4%90%80%80"), 400) << "past U+10FFFF";
    EXPECT_EQ(status_of("a=%E2%82"), 400) << "cut short";
    EXPECT_EQ(status_of("a=%F0%9F%91%A7%E2%82%AC%C3%A9"), 200);
}

TEST(FormTest, TooManyFieldsOrTooLongAFieldAreRefused) {
    std::string many;
    for (std::size_t i = 0; i < limits::fields; ++i) many += "a=1&";
    EXPECT_EQ(status_of(many), 200);
    EXPECT_EQ(status_of(many + "a=1"), 413);
    EXPECT_EQ(status_of("a=" + std::string(limits::field_bytes, 'x')), 200);
    EXPECT_EQ(status_of("a=" + std::string(limits::field_bytes + 1, 'x')), 413);
}

TEST(EncodeTest, WhatIsEncodedIsReadBack) {
    std::string every;
    for (int c = 1; c < 256; ++c) every += static_cast<char>(c);
    EXPECT_EQ(percent_decode(encode(every), false), every);
    EXPECT_EQ(percent_decode(encode(every), true), every);
    EXPECT_EQ(encode("a b/é~"), "a%20b%2F%C3%A9~");
}

TEST(RequestTest, HeadersAndCookiesAreFoundByName) {
    Request request;
    request.headers = {{"cookie", "a=1; session=xyz=="}, {"x", "1"}, {"cookie", "b=2"}, {"x", "2"}};
    EXPECT_EQ(request.cookie("session"), "xyz==");
    EXPECT_EQ(request.cookie("b"), "2");
    EXPECT_EQ(request.cookie("sess"), "");
    EXPECT_EQ(request.header("x"), "1, 2");
    EXPECT_EQ(request.header("y"), "");
}

TEST(RequestTest, AnArgumentTheRouteDoesNotHaveIsABug) {
    Request request;
    request.arguments = {{"reference", "RR-MAR-2026-017"}};
    EXPECT_EQ(request.argument("reference"), "RR-MAR-2026-017");
    EXPECT_THROW((void)request.argument("refrence"), std::logic_error);
}

TEST(RedirectTest, NobodyIsSentToAnotherHouse) {
    EXPECT_EQ(see_other("/cases?page=2#top").status, 303);
    EXPECT_EQ(see_other("/").headers.front().second, "/");
    for (const auto* elsewhere :
         {"//evil.example",
          "/\\evil.example",
          "https://evil.example",
          "",
          "cases",
          "/\t/evil.example",
          "/a\r\nb"})
        EXPECT_THROW(see_other(elsewhere), std::logic_error) << elsewhere;
}

TEST(TargetTest, PathAndQueryAreDecodedApart) {
    Request request;
    request.target = "/cases/a%2520b%3Fc?q=%3Fd&e=f+g";
    read_target(request);
    EXPECT_EQ(request.path, "/cases/a%20b?c") << "decoded once";
    EXPECT_EQ(request.query.text("q"), "?d");
    EXPECT_EQ(request.query.text("e"), "f g");
}

TEST(TargetTest, TheFormForProxiesIsTaken) {
    Request request;
    request.target = "http://throughline.example:8080/cases?a=1";
    read_target(request);
    EXPECT_EQ(request.path, "/cases");
    request.target = "http://throughline.example";
    read_target(request);
    EXPECT_EQ(request.path, "/");
}

TEST(TargetTest, DotsInANameAreNoWayUp) {
    Request request;
    request.target = "/notes..txt/..x/...";
    EXPECT_NO_THROW(read_target(request));
    for (const auto* target : {"/..", "/a/..", "/../a", "/a/..%2fb", "/%2e./a"}) {
        request.target = target;
        EXPECT_THROW(read_target(request), Stop) << target;
    }
}

TEST(RouterTest, APatternMatchesSegmentBySegment) {
    EXPECT_TRUE(match("/", "/"));
    EXPECT_TRUE(match("/cases", "/cases"));
    EXPECT_FALSE(match("/cases", "/cases/"));
    EXPECT_FALSE(match("/cases", "/case"));
    EXPECT_FALSE(match("/cases", ""));
    const auto found = match("/cases/{reference}/people/{person}", "/cases/A-1/people/CHILD-1");
    ASSERT_TRUE(found);
    EXPECT_EQ(found->at("reference"), "A-1");
    EXPECT_EQ(found->at("person"), "CHILD-1");
    EXPECT_FALSE(match("/cases/{reference}", "/cases/"));
    EXPECT_FALSE(match("/cases/{reference}", "/cases/a/b"));
    EXPECT_FALSE(match("/cases/{reference}/people", "/cases//people"));
}

enum class Right { see, change };
struct Nobody {};

TEST(RouterTest, TheFirstRouteThatFitsIsFound) {
    Router<Right, Nobody> router;
    const auto answer = [](const Request&, Nobody&) { return plain("x"); };
    router.get("/cases/new", Right::change, answer);
    router.get("/cases/{reference}", Right::see, answer);
    router.upload("/cases/{reference}/files", Right::change, answer, 1000);
    EXPECT_EQ(router.find(Method::get, "/cases/new")->route->permission, Right::change);
    EXPECT_EQ(router.find(Method::head, "/cases/A-1")->route->permission, Right::see);
    EXPECT_FALSE(router.find(Method::post, "/cases/A-1"));
    EXPECT_TRUE(router.knows("/cases/A-1"));
    EXPECT_FALSE(router.knows("/people"));
    EXPECT_TRUE(router.find(Method::post, "/cases/A-1/files")->route->uploads);
}

TEST(WireTest, WhatAHandlerSetsStands) {
    const auto wire = put_on_wire(
        plain("x")
            .with("cache-control", "public, max-age=60")
            .with("Set-Cookie", "a=1")
            .with("Set-Cookie", "b=2"),
        Method::get,
        "id",
        true);
    EXPECT_EQ(wire.head.find("no-store"), std::string::npos);
    EXPECT_NE(wire.head.find("Set-Cookie: a=1\r\nSet-Cookie: b=2\r\n"), std::string::npos);
    EXPECT_NE(wire.head.find("Content-Length: 1\r\n"), std::string::npos);
    EXPECT_TRUE(wire.head.ends_with("\r\n\r\n"));
}

TEST(WireTest, AHeaderThatWouldBreakTheLineIsABug) {
    const auto wire = [](const std::string& name, const std::string& value) {
        return put_on_wire(plain("x").with(name, value), Method::get, "id", true);
    };
    EXPECT_THROW(wire("X", "a\r\nb"), std::logic_error);
    EXPECT_THROW(wire("X", "a\nb"), std::logic_error);
    EXPECT_THROW(wire("X", std::string("a\0b", 3)), std::logic_error);
    EXPECT_THROW(wire("X: y\r\nZ", "a"), std::logic_error);
    EXPECT_THROW(wire("", "a"), std::logic_error);
    EXPECT_THROW(wire("content-length", "7"), std::logic_error) << "the server's own to write";
}

TEST(WireTest, ANotModifiedPageHasNoBodyAndNoLength) {
    const auto wire = put_on_wire(plain("left out", 304), Method::get, "id", true);
    EXPECT_TRUE(wire.content().empty());
    EXPECT_EQ(wire.head.find("Content-Length"), std::string::npos);
}

} // namespace
} // namespace throughline::http
