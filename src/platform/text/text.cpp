// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/text/text.hpp"

#include "platform/text/next_character.hpp"

#include <unicode/brkiter.h>
#include <unicode/bytestream.h>
#include <unicode/coll.h>
#include <unicode/normalizer2.h>
#include <unicode/stringpiece.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utext.h>
#include <unicode/utf8.h>

#include <limits>
#include <memory>
#include <stdexcept>

namespace throughline::text {
namespace {

void demand(UErrorCode status, const char* doing) {
    if (U_FAILURE(status))
        throw std::runtime_error(std::string("ICU failed ") + doing + ": " + u_errorName(status));
}

/// ICU counts in 32 bits; nothing we hold as one text is near that.
icu::StringPiece piece(std::string_view utf8) {
    if (utf8.size() > static_cast<std::size_t>(std::numeric_limits<int32_t>::max() / 4))
        throw std::length_error("a text is too long for ICU");
    return {utf8.data(), static_cast<int32_t>(utf8.size())};
}

/// Calls `see(code point, start, end)` for each character; ill-formed bytes appear as U+FFFD.
template <class See>
void each_character(std::string_view utf8, See see) {
    const auto length = static_cast<std::int64_t>(utf8.size());
    for (std::int64_t i = 0; i < length;) {
        const auto start = static_cast<std::size_t>(i);
        const UChar32 c = next_character(utf8, i);
        see(c < 0 ? 0xFFFD : c, start, static_cast<std::size_t>(i));
    }
}

void append(std::string& out, UChar32 c) {
    char bytes[U8_MAX_LENGTH];
    int32_t length = 0;
    U8_APPEND_UNSAFE(bytes, length, c);
    out.append(bytes, static_cast<std::size_t>(length));
}

/// A break iterator over UTF-8, so that its offsets are bytes of the original. Iterators are costly to build
/// and not safe to share, therefore one for each thread and kind.
class Boundaries {
public:
    explicit Boundaries(icu::BreakIterator* iterator) : m_iterator(iterator) {}

    icu::BreakIterator& over(std::string_view utf8) {
        const auto whole = piece(utf8);
        UErrorCode status = U_ZERO_ERROR;
        UText text = UTEXT_INITIALIZER;
        utext_openUTF8(&text, whole.data(), whole.length(), &status);
        m_iterator->setText(&text, status);
        utext_close(&text); // the iterator keeps a shallow clone
        demand(status, "reading text for its boundaries");
        return *m_iterator;
    }

private:
    std::unique_ptr<icu::BreakIterator> m_iterator;
};

Boundaries& word_boundaries() {
    thread_local Boundaries boundaries([] {
        UErrorCode status = U_ZERO_ERROR;
        auto* made = icu::BreakIterator::createWordInstance(icu::Locale::getRoot(), status);
        demand(status, "making word boundaries");
        return made;
    }());
    return boundaries;
}

Boundaries& letter_boundaries() {
    thread_local Boundaries boundaries([] {
        UErrorCode status = U_ZERO_ERROR;
        auto* made = icu::BreakIterator::createCharacterInstance(icu::Locale::getRoot(), status);
        demand(status, "making letter boundaries");
        return made;
    }());
    return boundaries;
}

const icu::Collator& collator() {
    thread_local const std::unique_ptr<icu::Collator> root([] {
        UErrorCode status = U_ZERO_ERROR;
        auto* made = icu::Collator::createInstance(icu::Locale::getRoot(), status);
        demand(status, "making the collator");
        return made;
    }());
    return *root;
}

std::string_view without_white_ends(std::string_view utf8) {
    std::size_t first = utf8.size();
    std::size_t last = 0;
    each_character(utf8, [&](UChar32 c, std::size_t start, std::size_t end) {
        if (u_isUWhiteSpace(c)) return;
        if (first == utf8.size()) first = start;
        last = end;
    });
    return last == 0 ? std::string_view{} : utf8.substr(first, last - first);
}

std::string normalized(const icu::Normalizer2& form, std::string_view utf8) {
    UErrorCode status = U_ZERO_ERROR;
    std::string out;
    icu::StringByteSink<std::string> sink(&out);
    form.normalizeUTF8(0, piece(utf8), sink, nullptr, status);
    demand(status, "normalising text");
    return out;
}

} // namespace

std::string tidy(std::string_view utf8) {
    std::string kept;
    kept.reserve(utf8.size());
    bool after_return = false;
    each_character(utf8, [&](UChar32 c, std::size_t, std::size_t) {
        const bool second_half = after_return && c == '\n';
        after_return = c == '\r';
        if (second_half) return;
        if (c == '\r') c = '\n';
        if (u_charType(c) == U_CONTROL_CHAR && c != '\t' && c != '\n') return;
        append(kept, c);
    });
    return std::string(without_white_ends(kept));
}

std::string compose(std::string_view utf8) {
    UErrorCode status = U_ZERO_ERROR;
    const auto* form = icu::Normalizer2::getNFCInstance(status);
    demand(status, "loading its normal form");
    return normalized(*form, utf8);
}

std::string fold(std::string_view utf8) {
    UErrorCode status = U_ZERO_ERROR;
    const auto* form = icu::Normalizer2::getNFKCCasefoldInstance(status);
    demand(status, "loading its folding");
    return normalized(*form, utf8);
}

std::vector<Word> words(std::string_view utf8) {
    std::vector<Word> found;
    auto& boundary = word_boundaries().over(utf8);
    int32_t start = boundary.first();
    for (int32_t end = boundary.next(); end != icu::BreakIterator::DONE; start = end, end = boundary.next()) {
        if (boundary.getRuleStatus() < UBRK_WORD_NONE_LIMIT) continue;
        const auto from = static_cast<std::size_t>(start);
        const auto to = static_cast<std::size_t>(end);
        found.push_back({from, to, fold(utf8.substr(from, to - from))});
    }
    return found;
}

std::size_t characters(std::string_view utf8) {
    std::size_t count = 0;
    each_character(utf8, [&](UChar32, std::size_t, std::size_t) { ++count; });
    return count;
}

std::string shorten(std::string_view utf8, std::size_t limit) {
    if (limit == 0) return {};

    // Where the text must end so that the ellipsis still fits.
    std::size_t count = 0;
    std::size_t room = 0;
    each_character(utf8, [&](UChar32, std::size_t start, std::size_t) {
        if (++count == limit) room = start;
    });
    if (count <= limit) return std::string(utf8);

    // The end of the last whole word, when that keeps at least half; otherwise between two letters.
    const auto at = static_cast<int32_t>(room);
    auto& word = word_boundaries().over(utf8);
    std::size_t cut = word.isBoundary(at) ? room : static_cast<std::size_t>(word.preceding(at));
    if (cut < room / 2 || cut == 0) {
        auto& letter = letter_boundaries().over(utf8);
        cut = letter.isBoundary(at) ? room : static_cast<std::size_t>(letter.preceding(at));
    }
    std::string out(utf8.substr(0, cut));
    while (!out.empty() && (out.back() == ' ' || out.back() == '\n' || out.back() == '\t')) out.pop_back();
    return out + "…";
}

std::string sort_key(std::string_view utf8) {
    const auto wide = icu::UnicodeString::fromUTF8(piece(utf8));
    const int32_t length = collator().getSortKey(wide, nullptr, 0);
    std::string key(static_cast<std::size_t>(length), '\0');
    collator().getSortKey(wide, reinterpret_cast<uint8_t*>(key.data()), length);
    if (!key.empty()) key.pop_back(); // ICU ends a key with a zero byte
    return key;
}

} // namespace throughline::text
