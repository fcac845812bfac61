// SPDX-License-Identifier: GPL-3.0-or-later
#include "people/browser.hpp"

#include <gtest/gtest.h>

namespace throughline::people {
namespace {

TEST(BrowserTest, SaysWhichBrowserOnWhichDevice) {
    EXPECT_EQ(
        browser_in_words("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"),
        "Firefox on Windows");
    EXPECT_EQ(
        browser_in_words("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
                         "Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0"),
        "Edge on Windows");
    EXPECT_EQ(
        browser_in_words(
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, "
            "like Gecko) Version/18.0 Mobile/15E148 Safari/604.1"),
        "Safari on iPhone");
    EXPECT_EQ(
        browser_in_words("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) "
                         "Chrome/142.0.0.0 Mobile Safari/537.36"),
        "Chrome on Android");
}

TEST(BrowserTest, WhatIsNotKnownIsNeverRepeated) {
    EXPECT_EQ(browser_in_words("<script>alert(1)</script>"), "A browser");
    EXPECT_EQ(browser_in_words(""), "A browser");
}

} // namespace
} // namespace throughline::people
