// SPDX-License-Identifier: GPL-3.0-or-later
// Collects the rows of a file's tables under the caps, whichever reader they come from.
#pragma once

#include "platform/documents/tables.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace throughline::documents {

/// Valid UTF-8 without control characters or white space at the ends; CRLF is LF.
std::string clean(std::string text);

class TableBuilder {
public:
    explicit TableBuilder(const Caps& caps) : m_caps(caps) {}

    Table& begin(std::string part);
    /// Adds a row of the current table; texts are cleaned, empty cells at the end go. Lines that are passed
    /// over become blank rows (50 at most in a run), blank rows at the end of a table go unless `keep_blank`.
    /// Throws Unreadable past the caps.
    void add(int line, std::vector<Cell> cells, bool keep_blank = false);
    std::vector<Table> take();
    Table& current() { return m_tables.back(); }
    const Caps& caps() const { return m_caps; }
    /// Counts text that is copied into further cells against the cap on all text.
    void count_text(std::size_t bytes);
    [[noreturn]] void too_wide(int line) const;

private:
    void push(int line, std::vector<Cell> cells);
    std::string place(int line) const;

    Caps m_caps;
    std::vector<Table> m_tables;
    std::size_t m_rows{};
    std::uint64_t m_text{};
    int m_last_line{};
};

/// Cells (row and column from 0, ends included) that were merged into one.
struct Merged {
    int first_line{};
    int last_line{};
    std::size_t column{};
};
/// Repeats the top cell of each merge in the empty cells of its first column below.
void repeat_down(TableBuilder& builder, Table& table, const std::vector<Merged>& merges);

} // namespace throughline::documents
