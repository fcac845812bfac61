// SPDX-License-Identifier: GPL-3.0-or-later
// Text as people write it, by ICU: one encoding (UTF-8), one form for comparing, word boundaries.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace throughline::text {

bool is_utf8(std::string_view bytes);
/// The bytes as UTF-8: a byte order mark (UTF-8, UTF-16) is obeyed and dropped, valid UTF-8 is kept, anything
/// else is read as Windows-1252.
std::string to_utf8(std::string_view bytes);
/// White space at both ends gone; control characters other than tab and newline gone; CRLF becomes LF.
std::string tidy(std::string_view utf8);
/// NFC: one spelling in bytes for what reads the same. Words and case stay.
std::string compose(std::string_view utf8);
/// NFKC and case folding: equal folds mean equal words.
std::string fold(std::string_view utf8);

/// A word as it stands in the text: byte offsets into the original and its folded form.
struct Word {
    std::size_t start{};
    std::size_t end{};
    std::string folded{};
};
/// Words by Unicode boundaries (UAX 29); punctuation and spaces are not words. Digits are.
std::vector<Word> words(std::string_view utf8);

std::size_t characters(std::string_view utf8); ///< code points
/// At most `limit` code points, cut at a boundary, with an ellipsis when cut.
std::string shorten(std::string_view utf8, std::size_t limit);
/// Collation key of English (root) order: compare keys as bytes.
std::string sort_key(std::string_view utf8);

} // namespace throughline::text
