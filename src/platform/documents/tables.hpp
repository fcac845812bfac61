// SPDX-License-Identifier: GPL-3.0-or-later
// Tables out of the files people send: .docx, .xlsx, .ods, .csv. Streaming, with caps on inflated bytes,
// rows, columns and cell length. Knows nothing of what the tables mean.
#pragma once

#include "platform/base/outcome.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace throughline::documents {

struct Cell {
    std::string text{}; ///< as a person reads it in the file
    std::optional<double>
        serial{};         ///< a spreadsheet date or date-time as its serial day number (1900 system)
    bool repeated{false}; ///< stands here because a merged cell reaches down from a row above
    bool operator==(const Cell&) const = default;
};

struct Row {
    int line{}; ///< 1-based row of the sheet, the table, or line of the CSV
    std::vector<Cell> cells{};
};

struct Table {
    std::string part{}; ///< sheet name, or "table 2" in a Word file; empty for CSV
    std::vector<Row> rows{};
    bool outside{false}; ///< not a table: the text before, between or after a Word file's tables, a row each
    bool hidden{false};  ///< a sheet that the sender hid
    bool days_from_1904{
        false}; ///< plain numbers meant as days count from 1904 (serials are already converted)
};

struct Caps {
    std::uint64_t file_bytes{25ULL << 20};
    std::uint64_t inflated_bytes{200ULL << 20};
    std::size_t rows{50'000};
    std::size_t columns{200};
    std::size_t cell_bytes{64 * 1024};
};

enum class Format { docx, xlsx, ods, csv };

/// What the bytes are, by looking at them and then at the file's name; nothing when it is none of ours.
std::optional<Format> recognise(std::string_view bytes, std::string_view file_name);

/// Reads all tables of the file. Refuses, in words for the person who sent it: an empty, malformed, oversize,
/// password-protected or wrong-type file, a zip bomb, a file without a table.
Outcome<std::vector<Table>>
read_tables(std::string_view bytes, std::string_view file_name, const Caps& caps = {});

} // namespace throughline::documents
