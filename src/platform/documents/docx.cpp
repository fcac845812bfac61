// SPDX-License-Identifier: GPL-3.0-or-later
// Tables of a Word document (ECMA-376, 17.4), as a person sees them with all changes accepted.
#include "platform/documents/readers.hpp"
#include "platform/documents/unreadable.hpp"
#include "platform/documents/xml_walk.hpp"

#include <fmt/format.h>
#include <pugixml.hpp>

#include <algorithm>
#include <array>
#include <charconv>

namespace throughline::documents {

namespace {

bool any_of(std::string_view name, std::initializer_list<std::string_view> names) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

/// What stands in the file and not on the page: settings, deleted text, field codes, the copy for old
/// programs.
bool is_unseen(std::string_view name) {
    return any_of(
        name,
        {"pPr",
         "rPr",
         "tblPr",
         "tblGrid",
         "trPr",
         "tcPr",
         "sdtPr",
         "sdtEndPr",
         "del",
         "moveFrom",
         "delText",
         "instrText",
         "delInstrText",
         "fldData",
         "Fallback",
         "rt",
         "OLEObject"});
}

bool is_on(const pugi::xml_node& setting) {
    if (!setting) return false;
    const auto value = attribute(setting, "val");
    return value != "0" && value != "false" && value != "off";
}

/// Wingdings and Symbol tick boxes; other symbols have no letter of their own.
std::string_view symbol(std::string_view code) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 8> known{
        {{"F0FE", "☒"},
         {"F0FD", "☒"},
         {"F078", "☒"},
         {"F052", "☑"},
         {"F0A8", "☐"},
         {"F06F", "☐"},
         {"F0FC", "✓"},
         {"F0FB", "✗"}}};
    for (const auto& [name, letter] : known)
        if (code == name) return letter;
    return {};
}

std::size_t whole_number(std::string_view text, std::size_t otherwise) {
    std::size_t value = otherwise;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

void append_table(const pugi::xml_node& table, std::string& to);

void append_text(const pugi::xml_node& node, std::string& to, bool with_tables) {
    for (const auto& each : node.children()) {
        const auto name = local_name(each);
        if (is_unseen(name)) continue;
        if (name == "t")
            to += each.text().get();
        else if (name == "tab" || name == "ptab")
            to += '\t';
        else if (name == "br" || name == "cr")
            to += '\n';
        else if (name == "noBreakHyphen")
            to += '-';
        else if (name == "sym")
            to += symbol(attribute(each, "char"));
        else if (name == "p") {
            if (!to.empty() && to.back() != '\n') to += '\n';
            append_text(each, to, with_tables);
            to += '\n';
        } else if (name == "tbl") {
            if (with_tables) append_table(each, to);
        } else if (name == "sdt") {
            // A control that nobody has filled in shows its prompt; that is not an answer.
            if (!is_on(child(child(each, "sdtPr"), "showingPlcHdr"))) append_text(each, to, with_tables);
        } else
            append_text(each, to, with_tables);
    }
}

template <class F>
void each_of(const pugi::xml_node& parent, std::string_view wanted, const F& act) {
    for (const auto& node : parent.children()) {
        const auto name = local_name(node);
        if (name == wanted)
            act(node);
        else if (any_of(
                     name,
                     {"sdt",
                      "sdtContent",
                      "ins",
                      "moveTo",
                      "customXml",
                      "smartTag",
                      "AlternateContent",
                      "Choice"}))
            each_of(node, wanted, act);
    }
}

/// A small table inside a cell, as lines of the cell.
void append_table(const pugi::xml_node& table, std::string& to) {
    each_of(table, "tr", [&](const pugi::xml_node& row) {
        std::string line;
        each_of(row, "tc", [&](const pugi::xml_node& cell) {
            std::string text;
            append_text(cell, text, true);
            text = clean(std::move(text));
            if (!text.empty()) line += (line.empty() ? "" : " | ") + text;
        });
        if (!to.empty() && to.back() != '\n') to += '\n';
        to += line;
        to += '\n';
    });
}

bool is_deleted(const pugi::xml_node& row) { return bool(child(child(row, "trPr"), "del")); }

class DocxReader : public XmlVisitor {
public:
    explicit DocxReader(TableBuilder& builder) : m_builder(builder) {}

    void opened(std::string_view, const pugi::xml_node&) override {
        if (++m_depth > 1) return;
        end_text();
        begin_table();
    }
    void closed(std::string_view) override { --m_depth; }
    void whole(std::string_view name, const pugi::xml_node& element) override {
        if (name == "tr")
            add_row(element);
        else
            add_paragraph(element);
    }
    void finish() { end_text(); }
    int tables() const { return m_tables; }

private:
    void begin_table() {
        m_builder.begin(fmt::format("table {}", ++m_tables));
        m_line = 0;
        m_above.clear();
    }

    void add_row(const pugi::xml_node& row) {
        if (is_deleted(row)) return;
        if (lift_inner_tables(row)) return;
        // A row that stands in no table is read as one of a table of its own: nothing is dropped.
        if (m_tables == 0) {
            end_text();
            begin_table();
        }
        const auto before = whole_number(attribute(child(child(row, "trPr"), "gridBefore"), "val"), 0);
        ++m_line;
        if (before > m_builder.caps().columns) m_builder.too_wide(m_line);
        std::vector<Cell> cells(before);
        each_of(row, "tc", [&](const pugi::xml_node& cell) { add_cell(cell, cells); });
        m_builder.add(m_line, std::move(cells), true);
    }

    void add_cell(const pugi::xml_node& node, std::vector<Cell>& cells) {
        const auto settings = child(node, "tcPr");
        const auto span =
            std::max<std::size_t>(whole_number(attribute(child(settings, "gridSpan"), "val"), 1), 1);
        const auto column = cells.size();
        // A span may run over the table's edge; only what holds text counts against the cap.
        // The sum is not formed before it is known to be small: the file may name any number.
        const auto widest = 4 * m_builder.caps().columns;
        if (span > widest || column > widest - span) m_builder.too_wide(m_line);
        cells.resize(column + span);
        m_above.resize(std::max(m_above.size(), cells.size()));
        auto& cell = cells[column];
        append_text(node, cell.text, true);
        cell.text = clean(std::move(cell.text));
        const auto merge = child(settings, "vMerge");
        if (merge && attribute(merge, "val") != "restart") {
            if (cell.text.empty() && !m_above[column].empty()) cell = {m_above[column], {}, true};
        } else
            m_above[column] = merge ? cell.text : std::string();
    }

    /// A row that holds nothing but further tables lays out the page: they are read as tables of their own.
    bool lift_inner_tables(const pugi::xml_node& row) {
        std::string around;
        append_text(row, around, false);
        if (!clean(std::move(around)).empty()) return false;
        std::vector<pugi::xml_node> inner;
        each_of(row, "tc", [&](const pugi::xml_node& cell) {
            each_of(cell, "tbl", [&](const pugi::xml_node& table) { inner.push_back(table); });
        });
        if (inner.empty()) return false;
        const auto kept_above = std::exchange(m_above, {});
        const auto kept_line = m_line + 1;
        for (const auto& table : inner) {
            begin_table();
            each_of(table, "tr", [&](const pugi::xml_node& each) { add_row(each); });
        }
        // What follows in the outer table goes on in a part of its own.
        m_builder.begin(fmt::format("table {}", ++m_tables));
        m_above = kept_above;
        m_line = kept_line;
        return true;
    }

    void add_paragraph(const pugi::xml_node& paragraph) {
        if (m_depth > 0) return;
        ++m_paragraph;
        std::string text;
        append_text(paragraph, text, false);
        text = clean(std::move(text));
        if (!text.empty()) m_text.push_back({m_paragraph, {Cell{std::move(text), {}, false}}});
        each_text_box(paragraph);
    }

    void each_text_box(const pugi::xml_node& node) {
        for (const auto& each : node.children()) {
            if (is_unseen(local_name(each))) continue;
            if (local_name(each) != "tbl") {
                each_text_box(each);
                continue;
            }
            end_text();
            begin_table();
            each_of(each, "tr", [&](const pugi::xml_node& row) { add_row(row); });
        }
    }

    void end_text() {
        if (m_text.empty()) return;
        m_builder.begin(m_tables == 0 ? "before table 1" : fmt::format("after table {}", m_tables)).outside =
            true;
        for (auto& row : m_text) m_builder.add(row.line, std::move(row.cells), true);
        m_text.clear();
    }

    TableBuilder& m_builder;
    int m_depth{};
    int m_tables{};
    int m_line{};
    int m_paragraph{};
    std::vector<std::string> m_above; ///< by column: the text of a merged cell that reaches down
    std::vector<Row> m_text;          ///< paragraphs since the last table
};

} // namespace

void read_docx(Archive& archive, TableBuilder& builder) {
    DocxReader reader(builder);
    walk(archive, main_part(archive), {{"tr", "p"}, {"tbl"}}, reader);
    reader.finish();
    if (reader.tables() == 0)
        throw Unreadable("This document has no table. Put what you have to tell in a table, "
                         "or use the template "
                         "that came with the request.");
}

} // namespace throughline::documents
