// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/text/base64.hpp"
#include "platform/text/letters.hpp"

#include <gtest/gtest.h>

namespace throughline::text {
namespace {

using namespace std::string_literals;

/// Folded letters, with what stands between them: nothing, ~ for hidden, a space for near, | for far.
std::string as_read(std::string_view bytes, Tags tags = Tags::stand, Encoding encoding = Encoding::utf8) {
    std::string shown;
    for (const auto& letter : read_letters(bytes, encoding, tags).letters) {
        switch (letter.before) {
        case Gap::none: break;
        case Gap::hidden: shown += '~'; break;
        case Gap::near: shown += ' '; break;
        case Gap::far: shown += '|'; break;
        }
        shown += letter.folded < 0x80 ? static_cast<char>(letter.folded) : '*';
    }
    return shown;
}

TEST(Letters, are_folded_without_case_and_accents) {
    EXPECT_EQ(as_read("Zoë"), "|zoe");
    EXPECT_EQ(as_read("ZOE\u0308"), "|zoe");
    EXPECT_EQ(as_read("Łukasz Sørensen"), "|lukasz sorensen");
    EXPECT_EQ(as_read("ﬁne Groß"), "|fine gross");
    EXPECT_EQ(as_read("Ｊane"), "|jane");
}

TEST(Letters, tell_what_stands_between_them) {
    EXPECT_EQ(as_read("O'Brien O’Brien"), "|o~brien o~brien");
    EXPECT_EQ(as_read("Doe, Jane"), "|doe jane");
    EXPECT_EQ(as_read("Jane          \n\t  Doe"), "|jane doe");
    EXPECT_EQ(as_read("Jane .... Doe"), "|jane|doe");
    EXPECT_EQ(
        as_read("Jane\x01"
                "Doe"),
        "|jane|doe");
    EXPECT_EQ(as_read("Ja-\r\n    ne"), "|ja~ne");
    EXPECT_EQ(as_read("Kelly-Ann"), "|kelly ann");
    EXPECT_EQ(as_read("Ja\u00ADne"), "|ja~ne");
}

TEST(Letters, are_read_with_and_without_tags) {
    EXPECT_EQ(as_read("<b>J</b>ane", Tags::dropped), "|j~ane");
    EXPECT_EQ(as_read("<p title=\"Jane\">"), "|p title jane");
    EXPECT_EQ(as_read("a < b and c > d", Tags::dropped), "|a b and c d");
    EXPECT_TRUE(read_letters("x<br/>y", Encoding::utf8, Tags::stand).has_tags);
    EXPECT_FALSE(read_letters("x < y", Encoding::utf8, Tags::stand).has_tags);
}

TEST(Letters, are_read_behind_what_stands_for_them) {
    EXPECT_EQ(as_read("Zo%C3%AB%20Doe"), "|zoe doe");
    EXPECT_EQ(as_read("Zo\\u00eb\\nDoe"), "|zoe doe");
    EXPECT_EQ(as_read("Zo&euml;&nbsp;O&#39;Hara&#x20;Li"), "|zoe o~hara li");
    EXPECT_EQ(as_read("100% R&D 5 & 6;"), "|100 r d 5 6");
    EXPECT_EQ(as_read("&#99999999;&#xFFFFFFF;"), as_read("&#99999999;&#xFFFFFFF;"));
}

TEST(Letters, of_ill_formed_text_are_those_of_windows) {
    EXPECT_EQ(as_read("Zo\xEB Doe"), "|zoe doe");
    EXPECT_EQ(
        as_read("O\x92"
                "Brien"),
        "|o~brien");
}

TEST(Letters, keep_their_place_in_the_bytes) {
    const auto read = read_letters("Zo&euml; <b>D</b>oe", Encoding::utf8, Tags::dropped);
    ASSERT_EQ(read.letters.size(), 6);
    EXPECT_EQ(read.at(read.letters[2]), 2);
    EXPECT_EQ(read.at(read.letters[3]), 12);
    EXPECT_TRUE(read.letters[3].is_capital);
    EXPECT_EQ(read.around(read.letters[3], 3, 2), "e  D "); // tags are spaces there
}

TEST(Letters, of_utf16_are_found_at_either_place_and_in_either_order) {
    const auto little = "J\0a\0n\0e\0"s, big = "\0J\0a\0n\0e"s;
    EXPECT_EQ(as_read(little, Tags::stand, Encoding::utf16_little), "|jane");
    EXPECT_EQ(as_read(big, Tags::stand, Encoding::utf16_big), "|jane");
    const auto read_as = [](std::string_view bytes) {
        std::string all;
        for (const auto& [start, encoding] : utf16_in(bytes))
            all += as_read(bytes.substr(start), Tags::stand, encoding);
        return all;
    };
    EXPECT_NE(read_as("x" + little).find("jane"), std::string::npos);
    EXPECT_NE(read_as("xy" + little).find("jane"), std::string::npos);
    EXPECT_NE(read_as(big).find("jane"), std::string::npos);
    EXPECT_NE(read_as("x" + big).find("jane"), std::string::npos);
    EXPECT_TRUE(utf16_in("Jane Doe").empty());
    EXPECT_TRUE(utf16_in("a\0b\0"s).empty());
}

TEST(Base64, runs_are_found_in_other_text) {
    const auto runs = base64_in("src=\"data:;base64,VGhlIGNoaWxkIGlzIGNhbGxlZCBKYW5lIERvZS4=\" and words");
    ASSERT_EQ(runs.size(), 1);
    EXPECT_EQ(runs[0].at, 18);
    EXPECT_EQ(runs[0].decoded, "The child is called Jane Doe.");
    const auto lines = base64_in("\r\n\r\nVGhlIGNoaWxkIGlzIGNh\r\nbGxlZCBKYW5lIERvZS4=\r\n");
    EXPECT_TRUE(lines.empty()) << "lines of twenty are not those of a letter";
    const auto letter = base64_in("VGhlIGNoaWxkIGlzIGNhbGxl\r\nZCBKYW5lIERvZS4=\r\n");
    ASSERT_EQ(letter.size(), 1);
    EXPECT_EQ(letter[0].decoded, "The child is called Jane Doe.");
    EXPECT_TRUE(base64_in("018f3c6e-7a1b-7c3d-8e4f-0123456789ab deadbeefdeadbeefdeadbeefdeadbeef").empty());
    EXPECT_TRUE(base64_in("an ordinary sentence of ordinary words").empty());
}

} // namespace
} // namespace throughline::text
