// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/html/assets.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace throughline::html {
namespace {

using Files = std::map<std::string, std::string_view, std::less<>>;

Assets built() {
    return Assets({
        {"manifest.txt", "closed.css closed-0a1b.css\n"},
        {"closed-0a1b.css", "plain"},
        {"closed-0a1b.css.gz", "gzipped"},
        {"closed-0a1b.css.br", "brotli"},
    });
}

http::Request asking(std::string file, std::vector<std::pair<std::string, std::string>> headers = {}) {
    http::Request request;
    request.arguments["file"] = std::move(file);
    request.headers = std::move(headers);
    return request;
}

std::string header(const http::Response& response, const std::string& name) {
    for (const auto& [key, value] : response.headers)
        if (key == name) return value;
    return {};
}

TEST(AssetsTest, AnAddressCarriesTheFingerprint) {
    EXPECT_EQ(built().address("closed.css"), "/assets/closed-0a1b.css");
    EXPECT_THROW((void)built().address("open.css"), std::logic_error);
}

TEST(AssetsTest, TheBrowserGetsTheSmallestFormItReads) {
    const auto assets = built();
    const auto sent = [&](const std::string& accepts) {
        return *assets.answer(asking("closed-0a1b.css", {{"accept-encoding", accepts}})).shared_body;
    };
    EXPECT_EQ(sent("gzip, deflate, br"), "brotli");
    EXPECT_EQ(sent("gzip, br;q=0"), "gzipped");
    EXPECT_EQ(sent("gzip;q=0.0, br; q=0"), "plain");
    EXPECT_EQ(sent("broth"), "plain");
    EXPECT_EQ(sent(""), "plain");
}

TEST(AssetsTest, AnAssetMayBeKeptForEver) {
    const auto response = built().answer(asking("closed-0a1b.css"));
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(header(response, "Content-Type"), "text/css; charset=utf-8");
    EXPECT_EQ(header(response, "Cache-Control"), "public, max-age=31536000, immutable");
    EXPECT_EQ(header(response, "Vary"), "Accept-Encoding");
    const auto again =
        built().answer(asking("closed-0a1b.css", {{"if-none-match", "\"x\", " + header(response, "ETag")}}));
    EXPECT_EQ(again.status, 304);
    EXPECT_FALSE(again.shared_body);
}

TEST(AssetsTest, WhatWasNotBuiltIsNotThere) {
    EXPECT_EQ(built().answer(asking("manifest.txt")).status, 404);
    EXPECT_EQ(built().answer(asking("closed-0a1b.css.gz")).status, 404);
    const Files unfinished{{"manifest.txt", "a.css a-1.css\n"}};
    EXPECT_THROW(Assets{unfinished}, std::logic_error);
    EXPECT_THROW(Assets{Files{}}, std::logic_error);
}

} // namespace
} // namespace throughline::html
