// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/text/letters.hpp"

#include "platform/text/next_character.hpp"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <optional>
#include <stdexcept>
#include <utility>

namespace throughline::text {
namespace {

constexpr std::size_t longest_tag = 2000;
constexpr char32_t tag_mark = 0xE000; ///< private use: nobody writes it

/// What one character becomes; empty for what is neither letter nor digit.
struct Folded {
    std::array<char32_t, 4> letters{};
    std::size_t size{};
};

void add_letter(Folded& folded, UChar32 c) {
    if (folded.size == folded.letters.size()) return;
    if (const auto digit = u_charDigitValue(c); digit >= 0)
        folded.letters[folded.size++] = U'0' + static_cast<char32_t>(digit);
    else if (u_isalpha(c) != 0)
        folded.letters[folded.size++] = static_cast<char32_t>(u_foldCase(c, U_FOLD_CASE_DEFAULT));
}

/// Letters that Unicode does not take apart and people leave the stroke off.
std::u32string_view without_stroke(char32_t c) {
    switch (c) {
    case 0xC6:
    case 0xE6: return U"ae";
    case 0xD8:
    case 0xF8: return U"o";
    case 0xDF:
    case 0x1E9E: return U"ss";
    case 0x110:
    case 0x111: return U"d";
    case 0x131: return U"i";
    case 0x141:
    case 0x142: return U"l";
    case 0x152:
    case 0x153: return U"oe";
    default: return {};
    }
}

Folded folded_by_icu(char32_t code) {
    Folded folded;
    if (const auto plain = without_stroke(code); !plain.empty()) {
        for (const auto c : plain) add_letter(folded, static_cast<UChar32>(c));
        return folded;
    }
    UErrorCode status = U_ZERO_ERROR;
    const auto* form = icu::Normalizer2::getNFKDInstance(status);
    if (U_FAILURE(status)) throw std::runtime_error("ICU failed finding its normal form");
    icu::UnicodeString parts;
    if (form->getDecomposition(static_cast<UChar32>(code), parts) == 0) {
        add_letter(folded, static_cast<UChar32>(code));
        return folded;
    }
    for (int32_t i = 0; i < parts.length(); i = parts.moveIndex32(i, 1))
        add_letter(folded, parts.char32At(i));
    return folded;
}

constexpr std::size_t remembered = 0x250; ///< Latin, which is nearly everything

const Folded& folded(char32_t code, Folded& space) {
    static const auto latin = [] {
        std::vector<Folded> all;
        for (char32_t c = 0; c < remembered; ++c) all.push_back(folded_by_icu(c));
        return all;
    }();
    if (code < remembered) return latin[code];
    return space = folded_by_icu(code);
}

bool is_capital(char32_t c) {
    if (c < 0x80) return c >= U'A' && c <= U'Z';
    return u_isupper(static_cast<UChar32>(c)) != 0 || u_istitle(static_cast<UChar32>(c)) != 0;
}

int hex(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

/// The number that `digits` hex digits make, or nothing.
std::optional<char32_t> hex_number(std::string_view digits) {
    char32_t number = 0;
    for (const char c : digits) {
        if (hex(c) < 0) return {};
        number = number * 16 + static_cast<char32_t>(hex(c));
    }
    return number;
}

constexpr std::array<char32_t, 32> windows_1252{
    0x20AC, 0x81,   0x201A, 0x192,  0x201E, 0x2026, 0x2020, 0x2021, 0x2C6,  0x2030, 0x160,
    0x2039, 0x152,  0x8D,   0x17D,  0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x2DC,  0x2122, 0x161,  0x203A, 0x153,  0x9D,   0x17E,  0x178};

/// UTF-8 with what stands for other characters in files, pages and addresses, one character at a time.
class Utf8 {
public:
    explicit Utf8(std::string_view bytes) : m_bytes(bytes) {}

    bool at_end() const { return m_at >= m_bytes.size(); }
    std::size_t at() const { return m_at; }

    char32_t next() {
        const char c = m_bytes[m_at];
        if (c == '%')
            if (const auto read = percent()) return *read;
        if (c == '\\')
            if (const auto read = backslash()) return *read;
        if (c == '&')
            if (const auto read = entity()) return *read;
        if (static_cast<unsigned char>(c) < 0x80) {
            ++m_at;
            return static_cast<unsigned char>(c);
        }
        auto after = static_cast<std::int64_t>(m_at);
        const auto read = next_character(m_bytes, after);
        if (read >= 0) {
            m_at = static_cast<std::size_t>(after);
            return static_cast<char32_t>(read);
        }
        ++m_at;
        const auto byte = static_cast<unsigned char>(c);
        return byte < 0xA0 ? windows_1252.at(byte - 0x80U) : byte;
    }

private:
    /// `%4A`, or the several bytes of `%C3%AB`.
    std::optional<char32_t> percent() {
        std::array<char, 4> bytes{};
        std::size_t count = 0;
        for (auto at = m_at; count < bytes.size() && at + 3 <= m_bytes.size() && m_bytes[at] == '%';
             at += 3) {
            const auto byte = hex_number(m_bytes.substr(at + 1, 2));
            if (!byte) break;
            bytes.at(count++) = static_cast<char>(*byte);
        }
        if (count == 0) return {};
        std::int64_t used = 0;
        const auto read = next_character({bytes.data(), count}, used);
        if (read < 0) return {};
        m_at += 3 * static_cast<std::size_t>(used);
        return static_cast<char32_t>(read);
    }

    std::optional<char32_t> backslash() {
        const auto rest = m_bytes.substr(m_at + 1, 5);
        if (rest.size() == 5 && rest[0] == 'u')
            if (const auto read = hex_number(rest.substr(1))) {
                m_at += 6;
                return read;
            }
        if (rest.empty() || (rest[0] != 'n' && rest[0] != 'r' && rest[0] != 't')) return {};
        m_at += 2;
        return U' ';
    }

    std::optional<char32_t> entity() {
        const auto rest = m_bytes.substr(m_at + 1, 10);
        const auto end = rest.find(';');
        if (end == rest.npos || end == 0) return {};
        const auto read = named(rest.substr(0, end));
        if (!read || *read > 0x10FFFF) return {};
        m_at += end + 2;
        return read;
    }

    static std::optional<char32_t> named(std::string_view name) {
        if (name.starts_with("#x") || name.starts_with("#X")) return hex_number(name.substr(2));
        if (name.starts_with("#")) {
            char32_t number = 0;
            for (const char c : name.substr(1)) {
                if (c < '0' || c > '9') return {};
                number = number * 10 + static_cast<char32_t>(c - '0');
            }
            return number;
        }
        constexpr std::array<std::pair<std::string_view, char32_t>, 9> words{
            {{"nbsp", 0xA0},
             {"amp", U'&'},
             {"apos", U'\''},
             {"quot", U'"'},
             {"lt", U'<'},
             {"gt", U'>'},
             {"shy", 0xAD},
             {"rsquo", 0x2019},
             {"szlig", 0xDF}}};
        for (const auto& [word, code] : words)
            if (word == name) return code;
        // Accents are dropped in folding, so the letter alone will do; but it must not become a tag's mark.
        for (const std::string_view accent :
             {"acute", "grave", "uml", "circ", "tilde", "cedil", "ring", "slash"})
            if (name.size() == accent.size() + 1 && name.ends_with(accent) && u_isalpha(name[0]) != 0)
                return static_cast<unsigned char>(name[0]);
        return {};
    }

    std::string_view m_bytes;
    std::size_t m_at{};
};

void take_utf8(std::string_view bytes, std::vector<Character>& into) {
    into.reserve(bytes.size());
    for (Utf8 reader(bytes); !reader.at_end();) {
        const auto at = static_cast<std::uint32_t>(reader.at());
        into.push_back({reader.next(), at});
    }
}

void take_utf16(std::string_view bytes, Encoding encoding, std::vector<Character>& into) {
    into.reserve(bytes.size() / 2);
    for (std::size_t at = 0; at + 1 < bytes.size(); at += 2) {
        const auto first = static_cast<unsigned char>(bytes[at]),
                   second = static_cast<unsigned char>(bytes[at + 1]);
        const auto code =
            encoding == Encoding::utf16_little ? (second << 8U) | first : (first << 8U) | second;
        into.push_back({static_cast<char32_t>(code), static_cast<std::uint32_t>(at)});
    }
}

/// Where the tag that begins at `from` ends (behind its `>`), or `from` when none begins there.
std::size_t behind_tag(const std::vector<Character>& characters, std::size_t from) {
    if (characters[from].code != U'<' || from + 2 >= characters.size()) return from;
    const auto first = characters[from + 1].code;
    const bool opens = (first >= U'a' && first <= U'z') || (first >= U'A' && first <= U'Z') ||
                       first == U'/' || first == U'!' || first == U'?';
    if (!opens) return from;
    const auto until = std::min(characters.size(), from + longest_tag);
    for (auto i = from + 1; i < until; ++i) {
        if (characters[i].code == U'>') return i + 1;
        if (characters[i].code == U'<') return from;
    }
    return from;
}

/// Puts one mark in the place of each tag when they are to be dropped. Says whether there was any.
bool look_for_tags(std::vector<Character>& characters, Tags tags) {
    bool any = false;
    std::size_t kept = 0;
    for (std::size_t i = 0; i < characters.size();) {
        const auto end = behind_tag(characters, i);
        if (end == i) {
            characters[kept++] = characters[i++];
            continue;
        }
        any = true;
        if (tags == Tags::stand) return true;
        characters[kept++] = {tag_mark, characters[i].at};
        i = end;
    }
    characters.resize(kept);
    return any;
}

bool is_white(char32_t c) {
    if (c < 0x80) return c == U' ' || (c >= 0x09 && c <= 0x0D);
    return u_isUWhiteSpace(static_cast<UChar32>(c)) != 0;
}

bool is_hidden(char32_t c) {
    return c == tag_mark || c == U'\'' || c == 0x2019 || c == 0x2BC || c == 0xAD ||
           (c >= 0x200B && c <= 0x200F) || c == 0x2060 || c == 0xFEFF;
}

bool is_mark(char32_t c) {
    if (c < 0x80) return c > 0x20 && c != 0x7F;
    return u_ispunct(static_cast<UChar32>(c)) != 0 ||
           (u_getCombiningClass(static_cast<UChar32>(c)) == 0 &&
            (U_GET_GC_MASK(static_cast<UChar32>(c)) & U_GC_S_MASK) != 0);
}

/// Accents that stand by themselves, behind their letter.
bool is_accent(char32_t c) {
    return c >= 0x300 && (U_GET_GC_MASK(static_cast<UChar32>(c)) & U_GC_M_MASK) != 0;
}

/// What has been seen since the last letter.
class Between {
public:
    void see(char32_t c) {
        if (is_white(c)) {
            m_line_ends = m_line_ends || c == U'\n' || c == U'\r';
            if (!m_in_white) ++m_marks;
            m_in_white = true;
            return;
        }
        if (is_hidden(c)) {
            m_hidden = true;
            return;
        }
        m_in_white = false;
        if (!is_mark(c)) m_marks = too_many;
        m_only_hyphen = m_marks == 0 && (c == U'-' || c == 0x2010);
        ++m_marks;
    }
    Gap gap() const {
        if (m_marks == 0) return m_hidden ? Gap::hidden : Gap::none;
        if (m_only_hyphen && m_line_ends && m_marks == 2) return Gap::hidden;
        return m_marks <= 3 ? Gap::near : Gap::far;
    }

private:
    static constexpr int too_many = 1000;
    int m_marks{};
    bool m_in_white{};
    bool m_hidden{};
    bool m_only_hyphen{};
    bool m_line_ends{};
};

void take_letters(Letters& read) {
    Folded space;
    Between between;
    bool first = true;
    for (std::uint32_t i = 0; i < read.characters.size(); ++i) {
        const auto code = read.characters[i].code;
        if (code != tag_mark && is_accent(code)) continue;
        const auto& became = code == tag_mark ? (space = {}) : folded(code, space);
        if (became.size == 0) {
            between.see(code);
            continue;
        }
        for (std::size_t k = 0; k < became.size; ++k) {
            const auto gap = k > 0 ? Gap::none : first ? Gap::far : between.gap();
            read.letters.push_back({became.letters.at(k), i, gap, is_capital(code)});
        }
        first = false;
        between = {};
    }
}

void append(std::string& out, char32_t code) {
    char bytes[U8_MAX_LENGTH];
    int32_t length = 0;
    const auto c = static_cast<UChar32>(code);
    U8_APPEND_UNSAFE(bytes, length, c);
    out.append(bytes, static_cast<std::size_t>(length));
}

bool is_ascii_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

} // namespace

std::string Letters::around(const Letter& letter, std::size_t before, std::size_t after) const {
    std::string words;
    const auto from = letter.place > before ? letter.place - before : 0;
    const auto to = std::min(characters.size(), letter.place + after);
    for (auto i = from; i < to; ++i) {
        const auto code = characters[i].code;
        const bool is_text = code >= 0x20 && code < 0x110000 && (code < 0xD800 || code > 0xDFFF);
        append(words, !is_text || code == tag_mark ? U' ' : code);
    }
    return words;
}

Letters read_letters(std::string_view bytes, Encoding encoding, Tags tags) {
    if (bytes.size() > (std::size_t{1} << 30U)) throw std::length_error("too much at once for its letters");
    Letters read;
    if (encoding == Encoding::utf8)
        take_utf8(bytes, read.characters);
    else
        take_utf16(bytes, encoding, read.characters);
    read.has_tags = look_for_tags(read.characters, tags);
    take_letters(read);
    return read;
}

std::u32string letters_of(std::string_view utf8) {
    std::u32string letters;
    for (const auto& letter : read_letters(utf8, Encoding::utf8, Tags::stand).letters)
        letters += letter.folded;
    return letters;
}

std::vector<MaybeUtf16> utf16_in(std::string_view bytes) {
    std::array<bool, 2> seen{}; // a letter, then a zero byte, beginning at an even or an odd place
    for (auto zero = bytes.find('\0'); zero != bytes.npos && !(seen[0] && seen[1]);
         zero = bytes.find('\0', zero + 1)) {
        // The zeros of "J\0a\0n\0"; in "\0J\0a\0n" they are the same but for the last.
        if (zero < 3 || zero + 1 >= bytes.size() || bytes[zero - 2] != '\0') continue;
        if (is_ascii_letter(bytes[zero - 1]) && is_ascii_letter(bytes[zero - 3]) &&
            is_ascii_letter(bytes[zero + 1]))
            seen[(zero + 1) % 2] = true;
    }
    std::vector<MaybeUtf16> maybe;
    for (const std::size_t start : {0U, 1U})
        if (seen.at(start)) {
            maybe.push_back({start, Encoding::utf16_little});
            maybe.push_back({1 - start, Encoding::utf16_big});
        }
    return maybe;
}

} // namespace throughline::text
