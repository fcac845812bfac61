// SPDX-License-Identifier: GPL-3.0-or-later
#include "rapid_review/changes.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace throughline::rapid_review {
namespace {

// The table below has one cell for each pair of words: 4 million are 8 MB and a few milliseconds.
constexpr std::size_t most_cells = 4'000'000;
constexpr std::size_t words_beside_a_change = 6;

using Words = std::vector<std::string_view>;

Words split(std::string_view text) {
    Words words;
    std::size_t at = 0;
    while ((at = text.find_first_not_of(" \t\n", at)) != text.npos) {
        const auto end = std::min(text.find_first_of(" \t\n", at), text.size());
        words.push_back(text.substr(at, end - at));
        at = end;
    }
    return words;
}

void append(std::vector<Change>& changes, Change::Kind kind, std::string_view word) {
    if (changes.empty() || changes.back().kind != kind)
        changes.push_back({kind, std::string(word)});
    else
        changes.back().text.append(" ").append(word);
}

std::string first_words(const Words& words, std::size_t from, std::size_t count) {
    std::string text;
    for (std::size_t i = from; i < from + count; ++i) {
        if (!text.empty()) text += ' ';
        text += words[i];
    }
    return text;
}

} // namespace

std::vector<Change> changes_between(std::string_view before, std::string_view after) {
    using enum Change::Kind;
    const auto old_words = split(before), new_words = split(after);
    const auto rows = old_words.size(), columns = new_words.size();
    std::vector<Change> changes;
    const bool too_long = (rows + 1) * (columns + 1) > most_cells;

    // Longest common subsequence of the words that are left, from each pair of places on.
    std::vector<std::uint16_t> common(too_long ? 0 : (rows + 1) * (columns + 1));
    const auto cell = [&](std::size_t row, std::size_t column) -> std::uint16_t& {
        return common[row * (columns + 1) + column];
    };
    if (!too_long)
        for (auto row = rows; row-- > 0;)
            for (auto column = columns; column-- > 0;)
                cell(row, column) = old_words[row] == new_words[column]
                                        ? static_cast<std::uint16_t>(cell(row + 1, column + 1) + 1)
                                        : std::max(cell(row + 1, column), cell(row, column + 1));

    std::size_t row = 0, column = 0;
    while (!too_long && row < rows && column < columns) {
        if (old_words[row] == new_words[column]) {
            append(changes, same, new_words[column++]);
            ++row;
        } else if (cell(row + 1, column) >= cell(row, column + 1))
            append(changes, gone, old_words[row++]);
        else
            append(changes, come, new_words[column++]);
    }
    while (row < rows) append(changes, gone, old_words[row++]);
    while (column < columns) append(changes, come, new_words[column++]);
    return changes;
}

std::vector<Change> in_brief(const std::vector<Change>& changes) {
    std::vector<Change> brief;
    for (std::size_t i = 0; i < changes.size(); ++i) {
        const auto& change = changes[i];
        const auto words = split(change.text);
        const bool first = i == 0, last = i + 1 == changes.size();
        const auto kept = words_beside_a_change * (first || last ? 1 : 2);
        if (change.kind != Change::Kind::same || words.size() <= kept + 1) {
            brief.push_back(change);
            continue;
        }
        std::string text;
        if (!first) text = first_words(words, 0, words_beside_a_change) + " …";
        if (!last) {
            if (first) text = "…";
            text += " " + first_words(words, words.size() - words_beside_a_change, words_beside_a_change);
        }
        brief.push_back({Change::Kind::same, text});
    }
    return brief;
}

} // namespace throughline::rapid_review
