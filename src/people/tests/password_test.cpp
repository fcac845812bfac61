// SPDX-License-Identifier: GPL-3.0-or-later
#include "people/password.hpp"
#include "platform/crypto/crypto.hpp"

#include <gtest/gtest.h>

namespace throughline::people {
namespace {

const Account ruth{
    "a1", "ruth.okafor@marlshire.example", "Ruth Okafor", "Business manager", "o1", Role::business_unit};

std::string refusal_of(std::string_view password) {
    const auto can = can_be_password("new_password", password, ruth);
    return can ? "" : can.refusal().message();
}

TEST(PasswordTest, ThreeUnrelatedWordsAreTakenWithoutFiguresOrSigns) {
    for (const auto* password :
         {"quiet river marlshire",
          "three quiet herons",
          "correct horse battery staple",
          "xk4-vq9r-mt2w-hh7p"})
        EXPECT_EQ(refusal_of(password), "") << password;
}

TEST(PasswordTest, CommonOnesAndPatternsAreRefusedHoweverLong) {
    for (const auto* password :
         {"passwordpassword",
          "Password1234",
          "qwertyuiop12",
          "1q2w3e4r5t6y",
          "123456789012",
          "aaaaaaaaaaaaaaaaaaaa",
          "abcdefghijklm",
          "letmeinletmein",
          "Manchester1!",
          "safeguarding1"})
        EXPECT_NE(refusal_of(password).find("easy to guess"), std::string::npos) << password;
}

TEST(PasswordTest, WhatStandsInTheAccountIsNoSecret) {
    EXPECT_NE(refusal_of("ruth.okafor.marlshire").find("easy to guess"), std::string::npos);
    EXPECT_NE(refusal_of("RuthOkafor2026").find("easy to guess"), std::string::npos);
    EXPECT_NE(refusal_of("throughline-manager").find("easy to guess"), std::string::npos);
}

TEST(PasswordTest, LengthIsCountedInCharactersFromTwelveToAHundredAndTwentyEight) {
    EXPECT_NE(refusal_of("zq5 mv8 tr2").find("at least 12"), std::string::npos);
    EXPECT_EQ(refusal_of("zq5 mv8 tr2 ŵ"), "");
    std::string longest;
    while (longest.size() < 128) longest += "żółw wyszedł nocą z rzeki po kamień "[longest.size() % 7 + 8];
    EXPECT_EQ(refusal_of(longest).find("at most"), std::string::npos);
    EXPECT_NE(refusal_of(std::string(129, 'x')).find("at most 128"), std::string::npos);
}

TEST(PasswordTest, AByteThatEndsTextElsewhereIsNoPartOfAPassword) {
    EXPECT_NE(refusal_of(std::string("three quiet herons\0and more", 27)), "");
}

TEST(PasswordTest, WhatReadsTheSameIsTheSamePassword) {
    crypto::start();
    const auto hash = hash_of_password("caf\xc3\xa9 by the water");
    EXPECT_EQ(passes({"a1", hash}, "cafe\xcc\x81 by the water"), true);
    EXPECT_EQ(passes({"a1", hash}, "cafe by the water"), false);
}

TEST(PasswordTest, BeyondTheLongestNothingIsCheckedSoATryCostsLittle) {
    crypto::start();
    const std::string much(100'000, 'x');
    EXPECT_EQ(passes({"a1", hash_of_password("three quiet herons")}, much), false);
}

} // namespace
} // namespace throughline::people
