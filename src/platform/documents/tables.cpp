// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/documents/tables.hpp"

#include "platform/documents/readers.hpp"
#include "platform/documents/unreadable.hpp"
#include "platform/documents/wrong_type.hpp"
#include "platform/text/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace throughline::documents {

namespace {

bool is_zip(std::string_view bytes) {
    return bytes.starts_with("PK\x03\x04") || bytes.starts_with("PK\x05\x06");
}

std::optional<Format> recognise_package(std::string_view bytes) {
    Archive archive(bytes, {});
    if (archive.has("content.xml") && archive.has("mimetype"))
        return archive.whole("mimetype").starts_with("application/vnd.oasis.opendocument.spreadsheet")
                   ? std::optional(Format::ods)
                   : std::nullopt;
    const auto main = main_part(archive);
    if (main.ends_with(".bin") || main.empty()) return {};
    if (main.starts_with("word/")) return Format::docx;
    if (main.starts_with("xl/")) return Format::xlsx;
    return {};
}

/// Whether these could be the letters of a text: no control characters that no text has.
bool looks_like_text(std::string_view bytes) {
    if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF")) return true;
    return std::none_of(bytes.begin(), bytes.end(), [](char c) {
        return static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\r' && c != '\t' && c != '\f' &&
               c != '\v' && c != '\x1A';
    });
}

void read(Format format, std::string_view bytes, TableBuilder& builder, const Caps& caps) {
    if (format == Format::csv) {
        read_csv(bytes, builder);
        return;
    }
    Archive archive(bytes, caps);
    switch (format) {
    case Format::docx: read_docx(archive, builder); return;
    case Format::xlsx: read_xlsx(archive, builder); return;
    case Format::ods: read_ods(archive, builder); return;
    case Format::csv: return;
    }
}

std::vector<Table> read(std::string_view bytes, std::string_view file_name, const Caps& caps) {
    if (bytes.empty()) throw Unreadable("This file is empty. Check that it was saved, and send it again.");
    if (bytes.size() > caps.file_bytes)
        throw Unreadable(fmt::format(
            "This file is larger than {} MB. Take out pictures and pages that are not the table, and "
            "send it again.",
            caps.file_bytes >> 20));
    const auto format = is_zip(bytes) ? recognise_package(bytes) : recognise(bytes, file_name);
    if (!format) throw Unreadable(why_wrong_type(bytes, file_name));
    TableBuilder builder(caps);
    read(*format, bytes, builder, caps);
    auto tables = builder.take();
    std::erase_if(tables, [](const Table& table) { return table.rows.empty(); });
    if (std::all_of(tables.begin(), tables.end(), [](const Table& table) { return table.outside; }))
        throw Unreadable("There is nothing in the tables of this file. Check that it is the right one.");
    return tables;
}

} // namespace

std::optional<Format> recognise(std::string_view bytes, std::string_view file_name) {
    if (bytes.empty()) return {};
    if (is_zip(bytes)) {
        try {
            return recognise_package(bytes);
        } catch (const Unreadable&) {
            return {}; // not to be opened, so none of ours
        }
    }
    if (is_other_type(bytes) || !looks_like_text(bytes)) return {};
    const auto ending = ending_of(file_name);
    // Case systems like to name their separated values .xls.
    for (const auto* own : {"", "csv", "tsv", "tab", "txt", "xls"})
        if (ending == own) return Format::csv;
    return {};
}

Outcome<std::vector<Table>>
read_tables(std::string_view bytes, std::string_view file_name, const Caps& caps) {
    try {
        return read(bytes, file_name, caps);
    } catch (const Unreadable& reason) {
        return invalid("file", reason.what());
    }
}

} // namespace throughline::documents
