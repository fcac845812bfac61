// SPDX-License-Identifier: GPL-3.0-or-later
// Office files and separated text, read as a child reads them, and on into rows of a chronology.
#include "chronology/chronology.hpp"
#include "platform/documents/number_format.hpp"
#include "platform/documents/parse.hpp"
#include "platform/documents/tables.hpp"
#include "platform/text/text.hpp"
#include "target.hpp"

#include <zip.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <stdexcept>
#include <vector>

namespace throughline::fuzz {
namespace {

using documents::Table;

/// Small enough that the fuzzer reaches them.
constexpr documents::Caps caps{
    .file_bytes = 256 * 1024, .inflated_bytes = 2 << 20, .rows = 500, .columns = 40, .cell_bytes = 2048};

const chronology::DateContext context{.today = *calendar::make_date(2026, 11, 23)};

std::vector<std::string_view> chunks(std::string_view text) {
    std::vector<std::string_view> all;
    const std::string_view space = " \t\n\r\f\v";
    for (std::size_t at = 0; (at = text.find_first_not_of(space, at)) != text.npos;) {
        const auto end = std::min(text.find_first_of(space, at), text.size());
        all.push_back(text.substr(at, end - at));
        at = end;
    }
    return all;
}

std::size_t times(std::string_view text, std::string_view part) {
    std::size_t count = 0;
    for (auto at = text.find(part); at != text.npos; at = text.find(part, at + part.size())) ++count;
    return count;
}

/// Whatever stood in a cell stands in a row, in what was skipped or in what was refused, as often as it was
/// there.
void demand_nothing_dropped(const std::vector<Table>& tables) {
    const auto reading = chronology::read_rows(tables, "Marl Bank Primary", "return", context);
    std::string out;
    for (const auto& row : reading.rows) {
        out += row.source + '\n' + row.date.start_text + '\n' + row.what + '\n';
        if (row.date.start_time) out += *row.date.start_time + '\n';
        if (row.comment) out += *row.comment + '\n';
        demand(text::is_utf8(row.what), "a row's words are text");
    }
    for (const auto* left : {&reading.skipped, &reading.refused})
        for (const auto& one : *left) {
            demand(!one.reason.empty(), "what is left out says why");
            out += one.text + '\n';
        }
    std::map<std::string_view, std::size_t> wanted;
    for (const auto& table : tables)
        for (const auto& row : table.rows)
            for (const auto& cell : row.cells)
                if (!cell.repeated)
                    for (const auto chunk : chunks(cell.text)) ++wanted[chunk];
    for (const auto& [chunk, count] : wanted)
        if (times(out, chunk) < count)
            throw Broken{"every cell is found again: \"" + std::string(chunk) + "\" is not"};
}

void demand_within_bounds(const std::vector<Table>& tables) {
    std::size_t rows = 0;
    for (const auto& table : tables) {
        demand(text::is_utf8(table.part), "a sheet's name is text");
        rows += table.rows.size();
        int line = 0;
        for (const auto& row : table.rows) {
            demand(row.line > line || (line == 0 && row.line >= 0), "lines go up");
            line = row.line;
            demand(row.cells.size() <= caps.columns, "columns stay under their cap");
            for (const auto& cell : row.cells) {
                demand(cell.text.size() <= caps.cell_bytes, "a cell stays under its cap");
                demand(text::is_utf8(cell.text), "a cell is text");
                demand(cell.text.find('\0') == std::string::npos, "a cell holds no NUL");
            }
        }
    }
    demand(rows <= caps.rows, "rows stay under their cap");
}

void read(std::string_view bytes, std::string_view name) {
    const auto tables = documents::read_tables(bytes, name, caps);
    const auto answer = documents::write_answer(tables);
    const auto heard = documents::read_answer(answer);
    demand(documents::write_answer(heard) == answer, "what the child says is what the parent hears");
    if (!tables) {
        demand(!tables.refusal().message().empty(), "a refusal says something");
        return;
    }
    demand_within_bounds(*tables);
    demand_nothing_dropped(*tables);
}

struct Part {
    std::string name{};
    std::string_view text{};
};

/// `=== word/document.xml` on a line of its own begins a part, so that the fuzzer works on what stands in the
/// package and not on the package's sums.
std::vector<Part> parts_of(std::string_view text) {
    constexpr std::string_view begins = "=== ";
    std::vector<Part> parts;
    for (std::size_t at = 0; at < text.size() && parts.size() < 12;) {
        const auto line_end = std::min(text.find('\n', at), text.size());
        auto next = text.find("\n=== ", line_end);
        next = next == text.npos ? text.size() : next + 1;
        auto name = text.substr(at, line_end - at);
        if (name.starts_with(begins)) name.remove_prefix(begins.size());
        const auto body = std::min(line_end + 1, text.size());
        parts.push_back({std::string(name), text.substr(body, next - body)});
        at = next;
    }
    return parts;
}

/// A package of these parts; empty when libzip takes none of them.
std::string packed(const std::vector<Part>& parts) {
    zip_error_t error;
    auto* source = zip_source_buffer_create(nullptr, 0, 0, &error);
    zip_source_keep(source);
    auto* archive = zip_open_from_source(source, ZIP_TRUNCATE, &error);
    if (archive == nullptr) throw std::runtime_error("libzip makes no package");
    for (const auto& part : parts) {
        auto* text = zip_source_buffer(archive, part.text.data(), part.text.size(), 0);
        const auto index = zip_file_add(archive, part.name.c_str(), text, ZIP_FL_ENC_UTF_8);
        if (index < 0)
            zip_source_free(text); // a name twice, or none
        else
            zip_set_file_compression(archive, static_cast<zip_uint64_t>(index), ZIP_CM_STORE, 0);
    }
    if (zip_close(archive) != 0) zip_discard(archive);
    std::string bytes;
    if (zip_source_open(source) == 0) {
        zip_source_seek(source, 0, SEEK_END);
        bytes.resize(static_cast<std::size_t>(std::max<zip_int64_t>(zip_source_tell(source), 0)));
        zip_source_seek(source, 0, SEEK_SET);
        zip_source_read(source, bytes.data(), bytes.size());
        zip_source_close(source);
    }
    zip_source_free(source);
    return bytes;
}

} // namespace

void office_file(std::string_view bytes) {
    // The ending decides only where the bytes do not.
    static constexpr std::string_view names[] = {"a.docx", "a.xlsx", "a.ods", "a.csv", "a.xls", "a"};
    read(bytes, names[bytes.size() % std::size(names)]);
}

void docx_parts(std::string_view bytes) { read(packed(parts_of(bytes)), "a.docx"); }
void xlsx_parts(std::string_view bytes) { read(packed(parts_of(bytes)), "a.xlsx"); }
void ods_parts(std::string_view bytes) { read(packed(parts_of(bytes)), "a.ods"); }
void csv_file(std::string_view bytes) { read(bytes, "a.csv"); }

void child_answer(std::string_view bytes) {
    std::string again;
    try {
        again = documents::write_answer(documents::read_answer(bytes));
    } catch (const std::runtime_error&) {
        return;
    }
    demand(
        documents::write_answer(documents::read_answer(again)) == again, "an answer heard is said the same");
}

void number_format(std::string_view bytes) {
    const auto line = std::min(bytes.find('\n'), bytes.size());
    const std::string number(bytes.substr(0, line));
    const auto format = bytes.substr(std::min(line + 1, bytes.size()));
    const auto value = std::strtod(number.c_str(), nullptr);
    (void)documents::is_date_format(format);
    demand(documents::show_number(value, format).size() <= 4096 + format.size() * 32, "a number stays short");
    demand(documents::show_date(value, format).size() <= 4096 + format.size() * 32, "a date stays short");
    (void)documents::serial_of_iso(number);
}

} // namespace throughline::fuzz
