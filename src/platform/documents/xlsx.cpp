// SPDX-License-Identifier: GPL-3.0-or-later
// Sheets of an Excel workbook (ECMA-376, part 1, 18), every cell as a person sees it.
#include "platform/documents/number_format.hpp"
#include "platform/documents/readers.hpp"
#include "platform/documents/unreadable.hpp"
#include "platform/documents/xml_walk.hpp"

#include <pugixml.hpp>

#include <charconv>
#include <map>

namespace throughline::documents {

namespace {

constexpr double from_1904_to_1900 = 1462;
constexpr std::size_t most_merges = 20'000;
constexpr int most_lines = 1'048'576; ///< what a sheet can have

template <class T>
std::optional<T> number(std::string_view text) {
    T value{};
    const auto* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, value);
    if (error != std::errc() || stop != end) return {};
    return value;
}

/// The text of a string item: its runs, without the reading aids of East Asian names.
std::string item_text(const pugi::xml_node& item) {
    std::string text;
    for (const auto& each : item.children()) {
        if (local_name(each) == "t") text += each.text().get();
        if (local_name(each) == "r") text += child(each, "t").text().get();
    }
    return text;
}

class SharedStrings : public XmlVisitor {
public:
    void opened(std::string_view, const pugi::xml_node&) override {}
    void closed(std::string_view) override {}
    void whole(std::string_view, const pugi::xml_node& item) override { m_texts.push_back(item_text(item)); }
    std::string at(std::string_view index) const {
        const auto found = number<std::size_t>(index);
        if (!found || *found >= m_texts.size())
            throw Unreadable(
                "Part of this workbook is missing. Open it in Excel, save it again and send the new copy.");
        return m_texts[*found];
    }

private:
    std::vector<std::string> m_texts;
};

/// The number format of each cell style.
std::vector<std::string> cell_formats(const std::string& xml) {
    pugi::xml_document document;
    load(xml, document);
    const auto styles = document.document_element();
    std::map<int, std::string> custom;
    for (const auto& each : child(styles, "numFmts").children())
        if (const auto id = number<int>(attribute(each, "numFmtId")))
            custom[*id] = attribute(each, "formatCode");
    std::vector<std::string> formats;
    for (const auto& each : child(styles, "cellXfs").children()) {
        const auto id = number<int>(attribute(each, "numFmtId")).value_or(0);
        const auto own = custom.find(id);
        formats.emplace_back(own != custom.end() ? own->second : std::string(built_in_format(id)));
    }
    return formats;
}

struct Format {
    std::string code{};
    bool is_date{};
};

struct Book {
    SharedStrings strings{};
    std::vector<Format> formats{};
    bool from_1904{};
};

/// `AB12` → row 12, column 27 (from 0).
bool read_reference(std::string_view text, int& row, std::size_t& column) {
    std::size_t letters = 0;
    column = 0;
    for (; letters < text.size() && letters < 4 &&
           ((text[letters] | 0x20) >= 'a' && (text[letters] | 0x20) <= 'z');
         ++letters)
        column = column * 26 + static_cast<std::size_t>((text[letters] | 0x20) - 'a' + 1);
    if (letters == 0) return false;
    --column;
    const auto found = number<int>(text.substr(letters));
    row = found.value_or(0);
    return found.has_value();
}

class SheetReader : public XmlVisitor {
public:
    SheetReader(const Book& book, TableBuilder& builder) : m_book(book), m_builder(builder) {}

    void opened(std::string_view, const pugi::xml_node& tag) override {
        const auto range = attribute(tag, "ref");
        const auto colon = range.find(':');
        if (colon == std::string_view::npos || m_merges.size() >= most_merges) return;
        int first = 0, last = 0;
        std::size_t left = 0, right = 0;
        if (read_reference(range.substr(0, colon), first, left) &&
            read_reference(range.substr(colon + 1), last, right) && last > first)
            m_merges.push_back({first, last, left});
    }
    void closed(std::string_view) override {}

    void whole(std::string_view, const pugi::xml_node& row) override {
        // Sheets count upwards; a number that does not, or leaps beyond any sheet, is passed over.
        const auto numbered = number<int>(attribute(row, "r")).value_or(0);
        m_line = numbered > m_line && numbered <= most_lines ? numbered : m_line + 1;
        std::vector<Cell> cells;
        std::size_t column = 0;
        for (const auto& node : row.children()) {
            if (local_name(node) != "c") continue;
            int ignored = 0;
            std::size_t named = 0;
            if (read_reference(attribute(node, "r"), ignored, named)) column = named;
            auto cell = read_cell(node);
            if (!cell.text.empty()) {
                if (column >= m_builder.caps().columns) m_builder.too_wide(m_line);
                if (cells.size() <= column) cells.resize(column + 1);
                cells[column] = std::move(cell);
            }
            ++column;
        }
        m_builder.add(m_line, std::move(cells));
    }

    void finish() { repeat_down(m_builder, m_builder.current(), m_merges); }

private:
    Cell read_cell(const pugi::xml_node& node) const {
        const auto type = attribute(node, "t");
        if (type == "inlineStr") return {item_text(child(node, "is")), {}, false};
        const std::string_view value = child(node, "v").text().get();
        if (value.empty()) return {};
        if (type == "s") return {m_book.strings.at(value), {}, false};
        if (type == "b") return {value == "1" ? "TRUE" : "FALSE", {}, false};
        if (type == "d") return iso_date(value);
        if (type == "str" || type == "e") return {std::string(value), {}, false};
        return numeric(value, number<std::size_t>(attribute(node, "s")).value_or(0));
    }

    static Cell iso_date(std::string_view value) {
        const auto serial = serial_of_iso(value);
        if (serial < 0) return {std::string(value), {}, false};
        return {std::string(value), serial, false};
    }

    Cell numeric(std::string_view value, std::size_t style) const {
        const auto found = number<double>(value);
        if (!found) return {std::string(value), {}, false};
        if (style >= m_book.formats.size()) return {show_number(*found, ""), {}, false};
        const auto& format = m_book.formats[style];
        if (!format.is_date) return {show_number(*found, format.code), {}, false};
        // A time of day alone is the same in both systems.
        const auto serial = m_book.from_1904 && *found >= 1 ? *found + from_1904_to_1900 : *found;
        return {show_date(serial, format.code), serial, false};
    }

    const Book& m_book;
    TableBuilder& m_builder;
    std::vector<Merged> m_merges;
    int m_line{};
};

} // namespace

void read_xlsx(Archive& archive, TableBuilder& builder) {
    const auto main = main_part(archive);
    const auto related = relations(archive, main);
    Book book;
    for (const auto& relation : related) {
        if (!archive.has(relation.target)) continue;
        if (relation.kind == "sharedStrings") walk(archive, relation.target, {{"si"}, {}}, book.strings);
        if (relation.kind == "styles")
            for (auto& code : cell_formats(archive.whole(relation.target))) {
                const bool is_date = is_date_format(code);
                book.formats.push_back({std::move(code), is_date});
            }
    }
    pugi::xml_document workbook;
    load(archive.whole(main), workbook);
    const auto days = attribute(child(workbook.document_element(), "workbookPr"), "date1904");
    book.from_1904 = days == "1" || days == "true";
    for (const auto& sheet : child(workbook.document_element(), "sheets").children())
        for (const auto& relation : related) {
            if (relation.id != attribute(sheet, "id") || relation.kind != "worksheet") continue;
            auto& table = builder.begin(std::string(attribute(sheet, "name")));
            table.hidden = attribute(sheet, "state").find("idden") != std::string_view::npos;
            table.days_from_1904 = book.from_1904;
            SheetReader reader(book, builder);
            walk(archive, relation.target, {{"row"}, {"mergeCell"}}, reader);
            reader.finish();
        }
}

} // namespace throughline::documents
