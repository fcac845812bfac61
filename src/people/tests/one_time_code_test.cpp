// SPDX-License-Identifier: GPL-3.0-or-later
#include "people/one_time_code.hpp"

#include <gtest/gtest.h>

namespace throughline::people {
namespace {

constexpr std::string_view rfc_secret = "12345678901234567890";
constexpr Instant at_second(std::int64_t second) { return {seconds(second)}; }

TEST(OneTimeCodeTest, TheCodesAreThoseOfTheStandard) {
    // RFC 6238, appendix B, SHA-1: the last six of its eight digits.
    EXPECT_EQ(code_of_step(rfc_secret, step_at(at_second(59))), "287082");
    EXPECT_EQ(code_of_step(rfc_secret, step_at(at_second(1111111109))), "081804");
    EXPECT_EQ(code_of_step(rfc_secret, step_at(at_second(1111111111))), "050471");
    EXPECT_EQ(code_of_step(rfc_secret, step_at(at_second(1234567890))), "005924");
    EXPECT_EQ(code_of_step(rfc_secret, step_at(at_second(2000000000))), "279037");
    EXPECT_EQ(code_of_step(rfc_secret, step_at(at_second(20000000000))), "353130");
}

TEST(OneTimeCodeTest, AClockMayBeOneStepOffAndNoMore) {
    const auto now = at_second(2000000010);
    const auto step = step_at(now);
    for (int off = -3; off <= 3; ++off) {
        const auto found = step_of_code(rfc_secret, code_of_step(rfc_secret, step + off), now, 0);
        EXPECT_EQ(found.has_value(), off >= -1 && off <= 1) << off;
        EXPECT_EQ(found.value_or(step + off), step + off);
    }
}

TEST(OneTimeCodeTest, ACodeOfAStepThatWasTakenIsNone) {
    const auto now = at_second(2000000010);
    const auto step = step_at(now);
    EXPECT_FALSE(step_of_code(rfc_secret, code_of_step(rfc_secret, step), now, step));
    EXPECT_FALSE(step_of_code(rfc_secret, code_of_step(rfc_secret, step - 1), now, step));
    EXPECT_TRUE(step_of_code(rfc_secret, code_of_step(rfc_secret, step + 1), now, step));
}

TEST(OneTimeCodeTest, SpacesWithinACodeDoNotCountAndAnythingElseDoes) {
    const auto now = at_second(59);
    EXPECT_TRUE(step_of_code(rfc_secret, " 287 082 ", now, -1));
    for (const auto* typed : {"", "28708", "2870820", "287083", "287-082", "２８７０８２"})
        EXPECT_FALSE(step_of_code(rfc_secret, typed, now, -1)) << typed;
}

TEST(OneTimeCodeTest, APhoneIsToldTheKeyAndWhoseItIs) {
    EXPECT_EQ(in_groups(rfc_secret), "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
    EXPECT_EQ(
        address_for_phones(rfc_secret, "Throughline, Marl & Shire", "ruth@marlshire.example"),
        "otpauth://totp/Throughline%2C%20Marl%20%26%20Shire:ruth%40marlshire.example"
        "?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Throughline%2C%20Marl%20%26%20Shire"
        "&algorithm=SHA1&digits=6&period=30");
}

} // namespace
} // namespace throughline::people
