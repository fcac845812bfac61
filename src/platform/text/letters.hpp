// SPDX-License-Identifier: GPL-3.0-or-later
// Bytes of any kind as the letters that somebody could read in them: for finding words wherever and however
// they are written. Letters are folded (case, accents, compatibility forms), and between two of them only
// remains how far apart they stand.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace throughline::text {

enum class Encoding { utf8, utf16_little, utf16_big };

/// Whether tags (`<b>`, `</w:t>`) are text like any other, or are not there.
enum class Tags { stand, dropped };

/// What stands between a letter and the one before it.
enum class Gap : std::uint8_t {
    none,
    hidden, ///< nothing a reader sees as a break: tags, soft hyphens, an apostrophe, a hyphen at a line's end
    near,   ///< up to three marks, a run of white space counting as one
    far     ///< anything else, or the beginning of the bytes
};

struct Letter {
    char32_t folded{};
    std::uint32_t place{}; ///< in Letters::characters
    Gap before{};
    bool is_capital{};

    bool is_digit() const { return folded >= U'0' && folded <= U'9'; }
};

struct Character {
    char32_t code{};
    std::uint32_t at{}; ///< byte in the original
};

struct Letters {
    std::vector<Character> characters{};
    std::vector<Letter> letters{};
    bool has_tags{}; ///< a tag was seen, whether or not it was dropped

    std::size_t at(const Letter& letter) const { return characters[letter.place].at; }
    /// The characters around a letter as UTF-8.
    std::string around(const Letter& letter, std::size_t before, std::size_t after) const;
};

/// Reads at most 1 GiB. UTF-8 that is ill-formed is read as Windows-1252; `%20`, `\u00eb`, `\n`, `&nbsp;`,
/// `&#235;` and `&euml;` are read as what they stand for.
Letters read_letters(std::string_view bytes, Encoding encoding, Tags tags);

/// Folded as read_letters folds: letters and digits alone.
std::u32string letters_of(std::string_view utf8);

/// Where UTF-16 may begin in the bytes (0 or 1) and in which order its bytes come; none when three Latin
/// letters in a row stand nowhere as UTF-16.
struct MaybeUtf16 {
    std::size_t start{};
    Encoding encoding{};
};
std::vector<MaybeUtf16> utf16_in(std::string_view bytes);

} // namespace throughline::text
