// SPDX-License-Identifier: GPL-3.0-or-later
// Sheets of an OpenDocument spreadsheet (OpenDocument 1.3, part 3, 9).
#include "platform/documents/number_format.hpp"
#include "platform/documents/readers.hpp"
#include "platform/documents/unreadable.hpp"
#include "platform/documents/xml_walk.hpp"

#include <pugixml.hpp>

#include <algorithm>
#include <charconv>

namespace throughline::documents {

namespace {

int count(const pugi::xml_node& node, std::string_view name) {
    const auto text = attribute(node, name);
    int value = 1;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return std::clamp(value, 1, 10'000'000);
}

void append_text(const pugi::xml_node& node, std::string& to) {
    for (const auto& each : node.children()) {
        const auto name = local_name(each);
        if (each.type() == pugi::node_pcdata || each.type() == pugi::node_cdata)
            to += each.value();
        else if (name == "s")
            to.append(static_cast<std::size_t>(std::min(count(each, "c"), 1000)), ' ');
        else if (name == "tab")
            to += '\t';
        else if (name == "line-break")
            to += '\n';
        else if (name != "annotation" && name != "note" && name != "ruby-text")
            append_text(each, to);
    }
}

/// The paragraphs of a cell, a line each; notes pinned to the cell are left out.
std::string cell_text(const pugi::xml_node& cell) {
    std::string text;
    for (const auto& each : cell.children()) {
        if (local_name(each) != "p" && local_name(each) != "h" && local_name(each) != "list") continue;
        if (!text.empty()) text += '\n';
        append_text(each, text);
    }
    return text;
}

/// `PT16H40M00S` as a part of a day; negative when it is not one.
double part_of_day(std::string_view duration) {
    if (!duration.starts_with("PT")) return -1;
    double seconds = 0;
    const auto* at = duration.data() + 2;
    const auto* end = duration.data() + duration.size();
    while (at < end) {
        double value = 0;
        const auto [stop, error] = std::from_chars(at, end, value);
        if (error != std::errc() || stop == end) return -1;
        const double unit = *stop == 'H' ? 3600 : *stop == 'M' ? 60 : *stop == 'S' ? 1 : -1;
        if (unit < 0) return -1;
        seconds += value * unit;
        at = stop + 1;
    }
    return seconds / 86400;
}

Cell read_cell(const pugi::xml_node& node) {
    Cell cell;
    cell.text = cell_text(node);
    const auto type = attribute(node, "value-type");
    double serial = -1;
    if (type == "date") {
        serial = serial_of_iso(attribute(node, "date-value"));
        if (cell.text.empty()) cell.text = attribute(node, "date-value");
    } else if (type == "time") {
        serial = part_of_day(attribute(node, "time-value"));
    }
    if (serial >= 0) cell.serial = serial;
    if (cell.text.empty() && !type.empty() && type != "string") cell.text = attribute(node, "value");
    return cell;
}

class SheetReader : public XmlVisitor {
public:
    explicit SheetReader(TableBuilder& builder) : m_builder(builder) {}

    void opened(std::string_view, const pugi::xml_node& tag) override {
        if (m_depth++ > 0) return;
        m_builder.begin(std::string(attribute(tag, "name")));
        m_line = 0;
    }
    void closed(std::string_view) override {
        if (--m_depth > 0) return;
        repeat_down(m_builder, m_builder.current(), m_merges);
        m_merges.clear();
    }

    void whole(std::string_view, const pugi::xml_node& row) override {
        if (m_depth == 0) return;
        const int line = m_line + 1;
        const int times = count(row, "number-rows-repeated");
        m_line += times;
        auto cells = read_cells(row, line);
        if (cells.empty()) return;
        for (int i = 0; i < times; ++i) m_builder.add(line + i, cells);
    }

private:
    std::vector<Cell> read_cells(const pugi::xml_node& row, int line) {
        std::vector<Cell> cells;
        std::size_t column = 0;
        for (const auto& node : row.children()) {
            const auto name = local_name(node);
            if (name != "table-cell" && name != "covered-table-cell") continue;
            const auto times = static_cast<std::size_t>(count(node, "number-columns-repeated"));
            const auto begin = column;
            column += times;
            auto cell = read_cell(node);
            if (const int rows = count(node, "number-rows-spanned"); rows > 1)
                m_merges.push_back({line, line + rows - 1, begin});
            if (cell.text.empty()) continue;
            if (column > m_builder.caps().columns) m_builder.too_wide(line);
            cells.resize(begin);
            cells.resize(column, cell);
        }
        return cells;
    }

    TableBuilder& m_builder;
    std::vector<Merged> m_merges;
    int m_depth{};
    int m_line{};
};

} // namespace

void read_ods(Archive& archive, TableBuilder& builder) {
    if (archive.has("META-INF/manifest.xml") &&
        archive.whole("META-INF/manifest.xml").find("encryption-data") != std::string::npos)
        throw Unreadable(
            "This file is protected with a password. Save it without the password and send it again; it is "
            "encrypted here anyway.");
    SheetReader reader(builder);
    walk(archive, "content.xml", {{"table-row"}, {"table"}}, reader);
}

} // namespace throughline::documents
