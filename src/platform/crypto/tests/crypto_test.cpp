// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/crypto/crypto.hpp"

#include <gtest/gtest.h>

#include <numeric>
#include <span>
#include <stdexcept>

namespace throughline::crypto {
namespace {

class CryptoTest : public testing::Test {
protected:
    CryptoTest() { start(); }
    Random random = system_random();
};

/// Bytes that count up from `first`.
std::string counting(std::size_t count, int first) {
    std::string bytes(count, '\0');
    std::iota(bytes.begin(), bytes.end(), static_cast<char>(first));
    return bytes;
}

TEST_F(CryptoTest, TheHashOfAKnownTextIsThePublishedOne) {
    // FIPS 180-4, the example "abc".
    EXPECT_EQ(hex(sha256("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    Sha256 in_pieces;
    in_pieces.add("a");
    in_pieces.add("");
    in_pieces.add("bc");
    EXPECT_EQ(in_pieces.finish(), sha256("abc"));
}

TEST_F(CryptoTest, LettersToBeTypedHaveNoLookAlikesAndAreGroupedByFour) {
    const auto letters = random_letters(500, random);
    EXPECT_EQ(letters.size(), 500U * 5 - 1);
    for (std::size_t i = 0; i < letters.size(); ++i) {
        EXPECT_EQ(letters[i] == '-', i % 5 == 4);
        EXPECT_EQ(std::string_view("01ilo").find(letters[i]), std::string_view::npos);
    }
    for (const auto letter : std::string_view("abcdefghjkmnpqrstuvwxyz23456789"))
        EXPECT_NE(letters.find(letter), letters.npos) << letter;
}

TEST_F(CryptoTest, AHashIsFinishedOnce) {
    Sha256 hash;
    (void)hash.finish();
    EXPECT_THROW((void)hash.finish(), std::logic_error);
    EXPECT_THROW(hash.add("more"), std::logic_error);
}

TEST_F(CryptoTest, AnHmacIsTheOneAnotherProgramMakes) {
    // Computed with Python's hmac module.
    EXPECT_EQ(
        hex(hmac_sha256(Key(counting(32, 0)), "rapid review")),
        "53b6c558d2e525a20048540d21414981e8d1b15fb18645040e1254927268c38f");
}

TEST_F(CryptoTest, SealingIsThePublishedXChaCha20Poly1305) {
    // draft-irtf-cfrg-xchacha-03, appendix A.3.1.
    const Random nonce = [](std::span<std::byte> bytes) {
        for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<std::byte>(0x40 + i);
    };
    const std::string about = std::string("\x50\x51\x52\x53", 4) + counting(8, 0xc0);
    const auto sealed = seal(
        Key(counting(32, 0x80)),
        "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, "
        "sunscreen "
        "would be it.",
        about,
        nonce);
    EXPECT_EQ(hex(sealed.substr(0, 25)), "01404142434445464748494a4b4c4d4e4f5051525354555657");
    EXPECT_EQ(hex(sealed.substr(25, 16)), "bd6d179d3e83d43b9576579493c0e939");
    EXPECT_EQ(hex(sealed.substr(sealed.size() - 16)), "c0875924c1c7987947deafd8780acf49");
}

TEST_F(CryptoTest, WhatIsSealedOpensWhereItBelongs) {
    const Key key = new_key(random);
    for (const std::string& plain : {std::string(), std::string("Grace"), random_bytes(100'000, random)}) {
        const auto sealed = seal(key, plain, "case 1/person/2/name", random);
        EXPECT_EQ(open(key, sealed, "case 1/person/2/name"), plain);
    }
}

TEST_F(CryptoTest, ASealedValueMovedElsewhereDoesNotOpen) {
    const Key key = new_key(random);
    const auto sealed = seal(key, "Grace", "case 1/person/2/name", random);
    EXPECT_FALSE(open(key, sealed, "case 1/person/3/name"));
    EXPECT_FALSE(open(key, sealed, ""));
    EXPECT_FALSE(open(new_key(random), sealed, "case 1/person/2/name"));
}

TEST_F(CryptoTest, ASealedValueWithAnyByteChangedDoesNotOpen) {
    const Key key = new_key(random);
    const auto sealed = seal(key, "Grace", "name", random);
    for (std::size_t i = 0; i < sealed.size(); ++i) {
        auto altered = sealed;
        altered[i] = static_cast<char>(altered[i] ^ 1);
        EXPECT_FALSE(open(key, altered, "name")) << "byte " << i;
        EXPECT_FALSE(open(key, sealed.substr(0, i), "name")) << "cut to " << i;
    }
    EXPECT_FALSE(open(key, sealed + "x", "name"));
}

TEST_F(CryptoTest, SealingTheSameTextTwiceGivesDifferentBytes) {
    const Key key = new_key(random);
    EXPECT_NE(seal(key, "Grace", "name", random), seal(key, "Grace", "name", random));
}

TEST_F(CryptoTest, Base64urlIsReadBackAndNothingElseIs) {
    for (const std::string& bytes :
         {std::string(), std::string("\xff", 1), std::string("\xfb\xff\xfe", 3), counting(255, 0)})
        EXPECT_EQ(from_base64url(base64url(bytes)), bytes);
    EXPECT_EQ(base64url("\xfb\xff\xfe"), "-__-");
    for (const char* text : {"a", "+/+/", "YWI=", "YW I", "YWK", "YWJ\n"})
        EXPECT_FALSE(from_base64url(text)) << text;
}

TEST_F(CryptoTest, APasswordIsKnownAgainAndAnotherIsNot) {
    const auto hash = hash_password("correct horse");
    EXPECT_TRUE(hash.starts_with("$argon2id$v=19$m=65536,t=2,p=1$")) << hash;
    EXPECT_TRUE(verify_password(hash, "correct horse"));
    EXPECT_FALSE(verify_password(hash, "correct horsf"));
    EXPECT_FALSE(verify_password("", "correct horse"));
    EXPECT_FALSE(verify_password("not a hash", "correct horse"));
    EXPECT_NE(hash, hash_password("correct horse"));
}

TEST_F(CryptoTest, ASignatureIsThePublishedEd25519) {
    // RFC 8032, section 7.1, test 1: the empty message.
    const auto seed = Key("\x9d\x61\xb1\x9d\xef\xfd\x5a\x60\xba\x84\x4a\xf4\x92\xec\x2c\xc4"
                          "\x44\x49\xc5\x69\x7b\x32\x69\x19\x70\x3b\xac\x03\x1c\xae\x7f\x60");
    const SigningKey key{seed};
    EXPECT_EQ(hex(key.public_key()), "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
    EXPECT_EQ(
        hex(key.sign("")),
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25b"
        "f5f0595bbe2"
        "4655141438e7a100b");
}

TEST_F(CryptoTest, ASignatureHoldsForItsMessageAlone) {
    const SigningKey key{new_key(random)};
    const auto signature = key.sign("head 5");
    EXPECT_TRUE(verify_signature(key.public_key(), "head 5", signature));
    EXPECT_FALSE(verify_signature(key.public_key(), "head 6", signature));
    EXPECT_FALSE(verify_signature(SigningKey{new_key(random)}.public_key(), "head 5", signature));
    EXPECT_FALSE(verify_signature(key.public_key(), "head 5", signature.substr(1)));
}

TEST_F(CryptoTest, AKeyDrawnFromAPassphraseDependsOnPassphraseAndSalt) {
    const Stretching quick{1, 8192};
    const std::string salt = counting(16, 0), other = counting(16, 1);
    EXPECT_EQ(key_from_passphrase("a", salt, quick).bytes(), key_from_passphrase("a", salt, quick).bytes());
    EXPECT_NE(key_from_passphrase("a", salt, quick).bytes(), key_from_passphrase("b", salt, quick).bytes());
    EXPECT_NE(key_from_passphrase("a", salt, quick).bytes(), key_from_passphrase("a", other, quick).bytes());
}

TEST_F(CryptoTest, SameComparesLengthAndBytes) {
    EXPECT_TRUE(same("abc", "abc"));
    EXPECT_TRUE(same("", ""));
    EXPECT_FALSE(same("abc", "abd"));
    EXPECT_FALSE(same("abc", "abcd"));
}

TEST_F(CryptoTest, AKeyHas32Bytes) { EXPECT_THROW(Key("short"), std::logic_error); }

} // namespace
} // namespace throughline::crypto
