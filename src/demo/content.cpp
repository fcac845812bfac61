// SPDX-License-Identifier: GPL-3.0-or-later
#include "demo/content.hpp"

#include "platform/calendar/names.hpp"
#include "platform/documents/tables.hpp"

#include <fmt/format.h>

#include <array>
#include <chrono>
#include <stdexcept>

namespace throughline::demo {
namespace {

namespace chrono = std::chrono;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string written(Date date, std::string_view pattern) {
    const chrono::year_month_day ymd{date};
    const auto year = static_cast<int>(ymd.year());
    const auto month = static_cast<unsigned>(ymd.month()), day = static_cast<unsigned>(ymd.day());
    std::string out;
    for (std::size_t at = 0; at < pattern.size();) {
        std::size_t run = 1;
        while (at + run < pattern.size() && pattern[at + run] == pattern[at]) ++run;
        const char letter = pattern[at];
        if (letter == 'd')
            out += run == 2 ? fmt::format("{:02}", day) : std::to_string(day);
        else if (letter == 'M' && run == 1)
            out += std::to_string(month);
        else if (letter == 'M' && run == 2)
            out += fmt::format("{:02}", month);
        else if (letter == 'M')
            out += std::string_view(calendar::month_names.at(month - 1))
                       .substr(0, run == 3 ? 3 : std::string::npos);
        else if (letter == 'y')
            out += run == 2 ? fmt::format("{:02}", year % 100) : std::to_string(year);
        else
            out += std::string(run, letter);
        at += run;
    }
    return out;
}

/// dd/MM/yyyy and nothing else.
std::optional<Date> plain_date(std::string_view text) {
    if (text.size() != 10 || text[2] != '/' || text[5] != '/') return {};
    return calendar::read_date(
        fmt::format("{}-{}-{}", text.substr(6, 4), text.substr(3, 2), text.substr(0, 2)));
}

Date must(std::optional<Date> date) {
    if (!date) throw std::runtime_error("a date in Marlshire cannot be read");
    return *date;
}

} // namespace

Shift::Shift(Date anchor, Date today)
    : m_weeks(static_cast<int>(chrono::floor<chrono::weeks>(today - anchor).count())) {}

Date Shift::date(Date date) const { return date + chrono::weeks{m_weeks}; }

std::string Shift::text(std::string_view text) const {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const bool is_token = text[at] == '{' && at + 1 < text.size() && is_digit(text[at + 1]);
        if (!is_token) {
            out += text[at++];
            continue;
        }
        const auto bar = text.find('|', at), close = text.find('}', at);
        if (bar == text.npos || close == text.npos || bar > close)
            throw std::runtime_error("a date token in Marlshire is malformed");
        const auto token = calendar::read_date(text.substr(at + 1, bar - at - 1));
        out += written(date(must(token)), text.substr(bar + 1, close - bar - 1));
        at = close + 1;
    }
    return out;
}

std::string Shift::value(std::string_view text) const {
    if (const auto plain = calendar::read_date(text)) return calendar::to_text(date(*plain));
    if (text.size() >= 19 && text[10] == 'T')
        if (const auto day = calendar::read_date(text.substr(0, 10)))
            return calendar::to_text(date(*day)) + std::string(text.substr(10));
    return this->text(text);
}

std::string Shift::cell(std::string_view text) const {
    if (const auto plain = plain_date(text)) return written(date(*plain), "dd/MM/yyyy");
    return this->text(text);
}

nlohmann::json moved(const nlohmann::json& document, const Shift& shift) {
    if (document.is_string()) return shift.value(document.get<std::string>());
    auto copy = document;
    for (auto& item : copy)
        if (document.is_structured()) item = moved(item, shift);
    return copy;
}

Date date_of(const std::string& text) { return must(calendar::read_date(text.substr(0, 10))); }

Instant instant_of(const std::string& text) {
    const auto midnight = calendar::london_midnight(date_of(text));
    if (text.size() < 16) return midnight + seconds(12 * 3600);
    return midnight + seconds(std::stoi(text.substr(11, 2)) * 3600 + std::stoi(text.substr(14, 2)) * 60);
}

Content::Content(Files files, Date today)
    : m_files(std::move(files))
    , m_anchor(must(
          calendar::read_date(nlohmann::json::parse(bytes("county.json")).at("anchor").get<std::string>())))
    , m_shift(m_anchor, today)
    , m_county(moved(nlohmann::json::parse(bytes("county.json")), m_shift)) {}

std::string_view Content::bytes(const std::string& file) const {
    const auto found = m_files.find(file);
    if (found == m_files.end()) throw std::runtime_error("Marlshire has no file " + file);
    return found->second;
}

nlohmann::json Content::case_named(const std::string& file) const {
    return moved(nlohmann::json::parse(bytes(file)), m_shift);
}

std::vector<ContentRow> Content::rows(const std::string& file) const {
    const auto tables = documents::read_tables(bytes(file), file);
    if (!tables)
        throw std::runtime_error("the rows of Marlshire cannot be read: " + tables.refusal().message());
    std::vector<ContentRow> rows;
    for (const auto& row : tables->front().rows) {
        const auto at = [&](std::size_t i) {
            return i < row.cells.size() ? row.cells[i].text : std::string();
        };
        if (at(0) == "id") continue;
        rows.push_back(
            {at(0),
             at(1),
             m_shift.cell(at(2)),
             at(3),
             m_shift.text(at(4)),
             m_shift.text(at(5)),
             m_shift.text(at(6))});
    }
    return rows;
}

std::string Content::markdown(const std::string& file) const { return m_shift.text(bytes(file)); }

} // namespace throughline::demo
