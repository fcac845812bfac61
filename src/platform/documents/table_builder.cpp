// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/documents/table_builder.hpp"

#include "platform/documents/unreadable.hpp"
#include "platform/text/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace throughline::documents {

namespace {

constexpr int longest_blank_run = 50;

bool is_plain(std::string_view text) {
    return std::all_of(
        text.begin(), text.end(), [](char c) { return (c >= ' ' && c < 0x7F) || c == '\n' || c == '\t'; });
}

bool is_blank(const std::vector<Cell>& cells) {
    return std::all_of(
        cells.begin(), cells.end(), [](const Cell& cell) { return cell.text.empty() && !cell.serial; });
}

} // namespace

std::string clean(std::string text) {
    if (text.empty()) return text;
    const auto is_end = [](char c) { return c == ' ' || c == '\n' || c == '\t'; };
    if (!is_plain(text)) return text::tidy(text::is_utf8(text) ? text : text::to_utf8(text));
    if (!is_end(text.front()) && !is_end(text.back())) return text;
    const auto first = text.find_first_not_of(" \n\t");
    if (first == std::string::npos) return {};
    return text.substr(first, text.find_last_not_of(" \n\t") + 1 - first);
}

Table& TableBuilder::begin(std::string part) {
    m_last_line = 0;
    m_tables.emplace_back().part = clean(std::move(part));
    return m_tables.back();
}

void TableBuilder::add(int line, std::vector<Cell> cells, bool keep_blank) {
    for (auto& cell : cells) {
        cell.text = clean(std::move(cell.text));
        if (cell.text.size() > m_caps.cell_bytes)
            throw Unreadable(fmt::format(
                "{} has a cell with more than {} KB of text. Split it over several rows and send the file "
                "again.",
                place(line),
                m_caps.cell_bytes / 1024));
        count_text(cell.text.size() + sizeof(Cell));
    }
    while (!cells.empty() && cells.back().text.empty() && !cells.back().serial) cells.pop_back();
    if (cells.size() > m_caps.columns) too_wide(line);
    if (is_blank(cells) && !keep_blank) return;
    for (int blank = m_last_line + 1; !keep_blank && blank < line && blank <= m_last_line + longest_blank_run;
         ++blank)
        push(blank, {});
    push(line, std::move(cells));
    m_last_line = line;
}

void TableBuilder::push(int line, std::vector<Cell> cells) {
    if (++m_rows > m_caps.rows)
        throw Unreadable(fmt::format(
            "This file holds more than {} rows. Send it in parts, or keep only the rows that were asked for.",
            m_caps.rows));
    m_tables.back().rows.push_back({line, std::move(cells)});
}

void TableBuilder::count_text(std::size_t bytes) {
    m_text += bytes;
    if (m_text > m_caps.inflated_bytes)
        throw Unreadable(
            "The tables of this file hold far more text than can be taken in. Keep only the rows that "
            "were asked for and send it again.");
}

void TableBuilder::too_wide(int line) const {
    throw Unreadable(fmt::format(
        "{} uses more than {} columns. Copy the columns that were asked for into a new file and send that.",
        place(line),
        m_caps.columns));
}

std::string TableBuilder::place(int line) const {
    const auto& part = m_tables.back().part;
    return part.empty() ? fmt::format("Line {}", line) : fmt::format("Row {} of “{}”", line, part);
}

std::vector<Table> TableBuilder::take() { return std::move(m_tables); }

void repeat_down(TableBuilder& builder, Table& table, const std::vector<Merged>& merges) {
    const auto by_line = [](const Row& row, int line) { return row.line < line; };
    for (const auto& merge : merges) {
        auto row = std::lower_bound(table.rows.begin(), table.rows.end(), merge.first_line, by_line);
        if (row == table.rows.end() || row->line != merge.first_line || row->cells.size() <= merge.column)
            continue;
        auto cell = row->cells[merge.column];
        if (cell.text.empty()) continue;
        cell.repeated = true;
        for (++row; row != table.rows.end() && row->line <= merge.last_line; ++row) {
            if (row->cells.empty()) continue; // a blank row stays blank
            if (row->cells.size() <= merge.column) row->cells.resize(merge.column + 1);
            auto& below = row->cells[merge.column];
            if (!below.text.empty()) continue;
            builder.count_text(cell.text.size() + sizeof(Cell));
            below = cell;
        }
    }
}

} // namespace throughline::documents
