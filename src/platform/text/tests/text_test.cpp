// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/text/text.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <thread>

namespace throughline::text {
namespace {

using namespace std::string_view_literals;

TEST(Text, Utf8IsToldFromOtherBytes) {
    EXPECT_TRUE(is_utf8(""));
    EXPECT_TRUE(is_utf8("Zoë £5 – ok"));
    EXPECT_FALSE(is_utf8("Zo\xEB"));
    EXPECT_FALSE(is_utf8("\xC0\xAF"));         // an overlong slash
    EXPECT_FALSE(is_utf8("\xED\xA0\x80"));     // half a surrogate pair
    EXPECT_FALSE(is_utf8("cut \xE2\x80"));     // ends inside a character
    EXPECT_FALSE(is_utf8("\xF4\x90\x80\x80")); // beyond Unicode
}

TEST(Text, AByteOrderMarkIsObeyedAndDropped) {
    EXPECT_EQ(to_utf8("\xEF\xBB\xBFZo\xC3\xAB"), "Zoë");
    EXPECT_EQ(to_utf8("\xFF\xFEZ\0o\0\xEB\0"sv), "Zoë");
    EXPECT_EQ(to_utf8("\xFE\xFF\0Z\0o\0\xEB"sv), "Zoë");
}

TEST(Text, BytesThatAreNotUtf8AreReadAsWindows1252) {
    EXPECT_EQ(
        to_utf8("Zo\xEB said \x93no\x94 \x96 \xA3"
                "5"),
        "Zoë said “no” – £5");
    EXPECT_EQ(to_utf8("Zoë"), "Zoë");
    EXPECT_TRUE(is_utf8(to_utf8("\x81\x8D\x90\xFF")));
}

TEST(Text, TidyDropsControlCharactersAndWhiteEnds) {
    EXPECT_EQ(tidy(" \t\u00A0one\r\ntwo\rthree\x07\u0085\t.\n "), "one\ntwo\nthree\t.");
    EXPECT_EQ(tidy("a\0b"sv), "ab");
    EXPECT_EQ(tidy(" \r\n "), "");
    EXPECT_TRUE(is_utf8(tidy("cut \xE2\x80")));
}

TEST(Text, EqualWordsFoldToEqualText) {
    EXPECT_EQ(fold("ZOË"), fold("Zoe\u0308")); // composed and decomposed
    EXPECT_EQ(fold("Straße"), fold("STRASSE"));
    EXPECT_EQ(fold("ﬁle"), fold("file"));
    EXPECT_EQ(fold("O’Neill"), "o’neill");
    EXPECT_NE(fold("Zoe"), fold("Zoë"));
}

TEST(Text, ComposingChangesBytesButNeverWords) {
    EXPECT_EQ(compose("Zoe\u0308"), "Zoë");
    EXPECT_EQ(compose("ﬁle STRASSE"), "ﬁle STRASSE");
}

TEST(Text, WordsCarryByteOffsetsIntoTheOriginal) {
    const auto text = "Zoë’s GP (Dr O'Neill) rang – 3 times."sv;
    std::vector<std::string> originals;
    for (const auto& word : words(text))
        originals.emplace_back(text.substr(word.start, word.end - word.start));
    EXPECT_EQ(originals, (std::vector<std::string>{"Zoë’s", "GP", "Dr", "O'Neill", "rang", "3", "times"}));
    EXPECT_EQ(words(text).front().folded, "zoë’s");
    EXPECT_TRUE(words(" … – !").empty());
    EXPECT_TRUE(words("").empty());
}

TEST(Text, BrokenBytesDoNotBreakTheWordsAroundThem) {
    const auto found = words("one \xFF two");
    ASSERT_EQ(found.size(), 2U);
    EXPECT_EQ(found.back().folded, "two");
}

TEST(Text, SeveralThreadsMayReadWordsAtOnce) {
    std::vector<std::size_t> counts(4);
    {
        std::vector<std::jthread> threads;
        for (auto& count : counts)
            threads.emplace_back([&count] {
                for (int i = 0; i < 200; ++i) count += words("four words of text").size();
            });
    }
    EXPECT_TRUE(std::ranges::all_of(counts, [](std::size_t n) { return n == 800; }));
}

TEST(Text, CharactersAreCountedNotBytes) {
    EXPECT_EQ(characters("Zoë £5"), 6U);
    EXPECT_EQ(characters(""), 0U);
}

TEST(Text, ShortenKeepsTheLimitAndCutsBetweenWords) {
    EXPECT_EQ(shorten("The health visitor rang", 40), "The health visitor rang");
    EXPECT_EQ(shorten("The health visitor rang", 16), "The health…");
    EXPECT_EQ(shorten("Donaudampfschifffahrt", 6), "Donau…");
    EXPECT_EQ(
        shorten("e\u0301e\u0301e\u0301e\u0301", 4), "e\u0301…"); // never between a letter and its accent
    EXPECT_EQ(shorten("anything", 1), "…");
    EXPECT_EQ(shorten("anything", 0), "");
    for (std::size_t limit = 0; limit < 30; ++limit)
        EXPECT_LE(characters(shorten("Zoë’s own words, as she said them", limit)), limit);
}

TEST(Text, SortKeysOrderNamesAsAReaderExpects) {
    std::vector<std::string> names{"Zara", "ábel", "Abel", "Östlund", "O'Neill", "oneill", "abel"};
    std::ranges::sort(names, {}, [](const std::string& name) { return sort_key(name); });
    EXPECT_EQ(names.front(), "abel");
    EXPECT_EQ(names[2], "ábel");
    EXPECT_EQ(names.back(), "Zara");
    EXPECT_LT(sort_key("Östlund"), sort_key("Zara"));
    EXPECT_EQ(sort_key("same"), sort_key("same"));
}

} // namespace
} // namespace throughline::text
