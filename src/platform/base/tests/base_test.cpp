// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/base/fault.hpp"
#include "platform/base/identifier.hpp"
#include "platform/base/instant.hpp"
#include "platform/base/outcome.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <stdexcept>

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

struct OfOurs : std::runtime_error {
    using std::runtime_error::runtime_error;
};

TEST(FaultTest, OurOwnWordsArePassedOn) {
    EXPECT_EQ(fault_words(std::runtime_error("the disk is full")), "the disk is full");
    EXPECT_EQ(fault_words(OfOurs("a key is missing")), "a key is missing");
    EXPECT_EQ(fault_kind(std::runtime_error("")), "std::runtime_error");
}

TEST(FaultTest, TheWordsOfALibraryAreNot) {
    const std::filesystem::filesystem_error fault("Tamsin Orrell.docx", std::error_code());
    EXPECT_EQ(fault_words(fault), "");
    EXPECT_EQ(fault_words(std::invalid_argument("Tamsin")), "");
    EXPECT_NE(fault_kind(fault).find("filesystem_error"), std::string::npos);
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
