// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/documents/wrong_type.hpp"

#include <algorithm>
#include <array>

namespace throughline::documents {

namespace {

constexpr std::string_view send = " Send the table as .docx, .xlsx, .ods or .csv.";

struct Type {
    std::string_view begins{};
    std::string_view says{};
};

using namespace std::string_view_literals;

constexpr std::array types{
    Type{"%PDF"sv, "This is a PDF. Send the Word, Excel or CSV file that it was made from."sv},
    Type{
        "{\\rtf"sv,
        "This is a rich text file. Open it in Word, choose Save As and Word Document (.docx), and send that."sv},
    Type{"\xFF\xD8\xFF"sv, "This is a picture."sv},
    Type{"\x89PNG"sv, "This is a picture."sv},
    Type{"GIF8"sv, "This is a picture."sv},
    Type{"II*\0"sv, "This is a picture."sv},
    Type{"MM\0*"sv, "This is a picture."sv},
    Type{"RIFF"sv, "This is a picture or a recording."sv},
    Type{"MZ"sv, "This is a program, not a document."sv},
    Type{
        "\x7F"
        "ELF"sv,
        "This is a program, not a document."sv},
    Type{"\x1F\x8B"sv, "This is a packed file. Unpack it first and send the document inside."sv},
    Type{"7z\xBC\xAF"sv, "This is a packed file. Unpack it first and send the document inside."sv},
    Type{"Rar!"sv, "This is a packed file. Unpack it first and send the document inside."sv},
};

constexpr std::string_view compound = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"sv;

std::string lower(std::string_view text) {
    std::string all(text);
    std::transform(all.begin(), all.end(), all.begin(), [](char c) {
        return static_cast<char>(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
    });
    return all;
}

bool is_markup(std::string_view bytes) {
    auto head = lower(bytes.substr(0, 512));
    if (head.starts_with("\xEF\xBB\xBF")) head.erase(0, 3);
    head.erase(0, std::min(head.find_first_not_of(" \r\n\t"), head.size()));
    for (const auto* begins : {"<!doctype", "<html", "<?xml", "<table", "<head", "<meta", "mime-version:"})
        if (head.starts_with(begins)) return true;
    return false;
}

bool holds_wide(std::string_view bytes, std::string_view name) {
    std::string wide;
    for (const char c : name) {
        wide += c;
        wide += '\0';
    }
    return bytes.find(wide) != std::string_view::npos;
}

std::string why_compound(std::string_view bytes, std::string_view file_name) {
    const auto ending = ending_of(file_name);
    if (holds_wide(bytes, "EncryptedPackage") || ending == "docx" || ending == "xlsx" || ending == "docm" ||
        ending == "xlsm")
        return "This file is protected with a password. Remove the password (File, Info, Protect) and send "
               "it again; it "
               "is encrypted here anyway.";
    if (holds_wide(bytes, "__substg1.0_"))
        return "This is an e-mail. Save the document that is attached to it and send that.";
    if (holds_wide(bytes, "Workbook") || ending == "xls")
        return "This is a workbook of Excel 97 to 2003. Open it, choose Save As and Excel Workbook (.xlsx), "
               "and send that.";
    return "This is a document of Word 97 to 2003 or another old program. Open it, choose Save As and Word "
           "Document "
           "(.docx), and send that.";
}

std::string why_zip(std::string_view bytes, std::string_view file_name) {
    const auto has = [&](std::string_view part) { return bytes.find(part) != std::string_view::npos; };
    if (has("opendocument.text"))
        return "This is an OpenDocument text. Open it, choose Save As and Word Document (.docx), and send "
               "that.";
    if (has("xl/workbook.bin"))
        return "This is a binary Excel workbook. Open it, choose Save As and Excel Workbook (.xlsx), and "
               "send that.";
    if (has("ppt/presentation")) return "This is a presentation." + std::string(send);
    if (const auto ending = ending_of(file_name); ending == "docx" || ending == "xlsx" || ending == "ods")
        return "This file is damaged: it has the name of an office document but not its parts. Open it in "
               "the program "
               "that made it, save it again and send the new copy.";
    return "This is a packed file. Unpack it first and send the document inside.";
}

} // namespace

std::string ending_of(std::string_view file_name) {
    const auto slash = file_name.find_last_of("/\\");
    if (slash != std::string_view::npos) file_name.remove_prefix(slash + 1);
    const auto dot = file_name.rfind('.');
    return dot == std::string_view::npos || dot == 0 ? std::string() : lower(file_name.substr(dot + 1));
}

bool is_other_type(std::string_view bytes) {
    if (bytes.starts_with(compound) || is_markup(bytes)) return true;
    return std::any_of(types.begin(), types.end(), [&](const Type& type) {
        // "MZ" may begin a line of text; a program has control characters soon after.
        if (type.begins == "MZ")
            return bytes.starts_with("MZ") && bytes.substr(0, 64).find('\0') != std::string_view::npos;
        return bytes.starts_with(type.begins);
    });
}

std::string why_wrong_type(std::string_view bytes, std::string_view file_name) {
    if (bytes.starts_with("PK")) return why_zip(bytes, file_name);
    if (bytes.starts_with(compound)) return why_compound(bytes, file_name);
    if (is_markup(bytes))
        return "This is a web page or XML, whatever its name says. Open it in Word or Excel, choose Save As "
               "and Word "
               "Document (.docx) or Excel Workbook (.xlsx), and send that.";
    for (const auto& type : types)
        if (bytes.starts_with(type.begins)) {
            const std::string says(type.says);
            return says.find("end ") != std::string::npos ? says : says + std::string(send);
        }
    if (const auto ending = ending_of(file_name); ending == "docx" || ending == "xlsx" || ending == "ods")
        return "This file is damaged: it does not hold what its name says. Open it in the program that made "
               "it, save it "
               "again and send the new copy.";
    return "This kind of file cannot be read here." + std::string(send);
}

} // namespace throughline::documents
