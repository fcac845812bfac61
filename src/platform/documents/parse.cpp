// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/documents/parse.hpp"

#include "platform/documents/confined.hpp"
#include "platform/documents/own_child.hpp"
#include "platform/documents/wrong_type.hpp"
#include "platform/text/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <istream>
#include <iterator>
#include <ostream>
#include <stdexcept>

namespace throughline::documents {

namespace {

// The first line names the form; then one item a line, told by its first letter:
//   refused 12:the message…      table 6:Sheet1 flags      row 17      cell 5:hello      dated 43538.5 3:14/…
//   end
// A letter r after a cell's text says that it is repeated from above.
constexpr std::string_view header = "throughline-tables 1\n";

void put_text(std::string& to, std::string_view text) {
    fmt::format_to(std::back_inserter(to), "{}:{}", text.size(), text);
}

void put_cell(std::string& to, const Cell& cell) {
    if (cell.serial)
        fmt::format_to(std::back_inserter(to), "dated {} ", *cell.serial);
    else
        to += "cell ";
    put_text(to, cell.text);
    if (cell.repeated) to += " r";
    to += '\n';
}

/// Takes the answer apart from the front.
class Answer {
public:
    explicit Answer(std::string_view text) : m_rest(text) {}

    bool take(std::string_view word) {
        if (!m_rest.starts_with(word)) return false;
        m_rest.remove_prefix(word.size());
        return true;
    }
    void demand(std::string_view word) {
        if (!take(word)) throw std::runtime_error("a child's answer is malformed");
    }
    template <class T>
    T number() {
        T value{};
        const auto [stop, error] = std::from_chars(m_rest.data(), m_rest.data() + m_rest.size(), value);
        if (error != std::errc()) throw std::runtime_error("a child's answer is malformed");
        m_rest.remove_prefix(static_cast<std::size_t>(stop - m_rest.data()));
        return value;
    }
    std::string text() {
        const auto size = number<std::size_t>();
        demand(":");
        if (size > m_rest.size()) throw std::runtime_error("a child's answer is cut off");
        std::string taken(m_rest.substr(0, size));
        m_rest.remove_prefix(size);
        if (!text::is_utf8(taken)) throw std::runtime_error("a child's answer is not text");
        return taken;
    }
    bool at_end() const { return m_rest.empty(); }

private:
    std::string_view m_rest;
};

Cell take_cell(Answer& answer, bool dated) {
    Cell cell;
    if (dated) {
        cell.serial = answer.number<double>();
        answer.demand(" ");
    }
    cell.text = answer.text();
    cell.repeated = answer.take(" r");
    answer.demand("\n");
    return cell;
}

Table take_table(Answer& answer) {
    Table table;
    table.part = answer.text();
    table.outside = answer.take(" outside");
    table.hidden = answer.take(" hidden");
    table.days_from_1904 = answer.take(" 1904");
    answer.demand("\n");
    while (answer.take("row ")) {
        auto& row = table.rows.emplace_back();
        row.line = answer.number<int>();
        answer.demand("\n");
        for (;;) {
            if (answer.take("cell "))
                row.cells.push_back(take_cell(answer, false));
            else if (answer.take("dated "))
                row.cells.push_back(take_cell(answer, true));
            else
                break;
        }
    }
    return table;
}

/// The ending alone: a name may hold a child's name, or begin with a dash.
std::string plain_name(std::string_view file_name) {
    auto ending = ending_of(file_name);
    std::erase_if(ending, [](char c) { return !((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')); });
    ending.resize(std::min<std::size_t>(ending.size(), 8));
    return ending.empty() ? "file" : "file." + ending;
}

Refusal refuse(std::string message) { return invalid("file", std::move(message)); }

} // namespace

std::string write_answer(const Outcome<std::vector<Table>>& tables) {
    std::string text(header);
    if (!tables) {
        text += "refused ";
        put_text(text, tables.refusal().message());
        return text + "\nend\n";
    }
    for (const auto& table : tables.value()) {
        text += "table ";
        put_text(text, table.part);
        if (table.outside) text += " outside";
        if (table.hidden) text += " hidden";
        if (table.days_from_1904) text += " 1904";
        text += '\n';
        for (const auto& row : table.rows) {
            fmt::format_to(std::back_inserter(text), "row {}\n", row.line);
            for (const auto& cell : row.cells) put_cell(text, cell);
        }
    }
    return text + "end\n";
}

Outcome<std::vector<Table>> read_answer(std::string_view text) {
    Answer answer(text);
    answer.demand(header);
    if (answer.take("refused ")) {
        auto message = answer.text();
        answer.demand("\nend\n");
        return refuse(std::move(message));
    }
    std::vector<Table> tables;
    while (answer.take("table ")) tables.push_back(take_table(answer));
    answer.demand("end\n");
    if (!answer.at_end()) throw std::runtime_error("a child's answer goes on after its end");
    return tables;
}

int run_parse(std::istream& in, std::ostream& out, std::string_view file_name) {
    // One byte more than the cap is enough to be refused.
    std::string bytes(Caps{}.file_bytes + 1, '\0');
    in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    if (in.bad()) return 1;
    bytes.resize(static_cast<std::size_t>(in.gcount()));
    out << write_answer(read_tables(bytes, file_name)) << std::flush;
    return out ? 0 : 1;
}

Outcome<std::vector<Table>> read_tables_confined(
    std::string_view bytes,
    std::string_view file_name,
    const std::filesystem::path& self_program,
    const std::filesystem::path& scratch_parent) {
    auto child = own_child(self_program, {"parse", plain_name(file_name)});
    child.input = bytes;
    const auto ended = run_confined(child, scratch_parent);
    switch (ended.how) {
    case Ended::How::cannot_confine:
        return refuse(
            "Files cannot be taken in at present, because they cannot be opened safely on this server. "
            "Nothing is wrong with your file. Tell the people who run Throughline, and try again later.");
    case Ended::How::timed_out:
        return refuse("This file took too long to read and was put aside. Copy its table into a new "
                      "document and send that.");
    case Ended::How::too_much_output:
        return refuse("This file holds far more text than can be taken in. Keep only the rows that were "
                      "asked for and send it "
                      "again.");
    case Ended::How::signalled: break;
    case Ended::How::exited:
        if (ended.status != 0) break;
        try {
            return read_answer(ended.output);
        } catch (const std::runtime_error&) {
            // The child was led astray by the file: that costs this document only.
            break;
        }
    }
    return refuse("This file could not be read. Open it in the program that made it, copy its "
                  "table into a "
                  "new document and send that.");
}

} // namespace throughline::documents
