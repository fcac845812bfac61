// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/base/identifier.hpp"
#include "platform/base/instant.hpp"
#include "platform/base/outcome.hpp"

#include <gtest/gtest.h>

namespace throughline {
namespace {

TEST(InstantTest, WhatIsWrittenIsReadBack) {
    const Instant at{1'788'784'496'000'123};
    EXPECT_EQ(to_text(at), "2026-09-07T12:34:56.000123Z");
    EXPECT_EQ(read_instant(to_text(at)), at);
}

TEST(InstantTest, AShortFractionAndNoFractionAreRead) {
    EXPECT_EQ(read_instant("2026-09-07T12:34:56Z"), (Instant{1'788'784'496'000'000}));
    EXPECT_EQ(read_instant("2026-09-07T12:34:56.5Z"), (Instant{1'788'784'496'500'000}));
}

TEST(InstantTest, ADayThatDoesNotExistIsNoInstant) {
    EXPECT_FALSE(read_instant("2026-02-30T12:34:56Z"));
    EXPECT_FALSE(read_instant("2026-09-07 12:34:56Z"));
    EXPECT_FALSE(read_instant("2026-09-07T25:00:00Z"));
    EXPECT_FALSE(read_instant(""));
}

TEST(IdentifierTest, LaterIdentifiersSortLater) {
    const Random zero = [](std::span<std::byte> bytes) {
        std::fill(bytes.begin(), bytes.end(), std::byte{0});
    };
    const auto first = new_identifier({1'788'784'496'000'000}, zero);
    const auto later = new_identifier({1'788'784'497'000'000}, zero);
    EXPECT_LT(first, later);
    EXPECT_EQ(first.size(), 36U);
    EXPECT_EQ(first[14], '7');
}

TEST(OutcomeTest, ReadingTheOtherSideIsABug) {
    const Outcome<int> refused = invalid("age", "Enter an age");
    EXPECT_FALSE(refused);
    EXPECT_EQ(refused.refusal().message(), "Enter an age");
    EXPECT_THROW((void)refused.value(), std::logic_error);
}

} // namespace
} // namespace throughline
