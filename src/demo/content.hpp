// SPDX-License-Identifier: GPL-3.0-or-later
// The content of Marlshire as it lies in marlshire/, moved in time so that it reads as of today.
#pragma once

#include "platform/base/instant.hpp"
#include "platform/calendar/calendar.hpp"

#include <nlohmann/json.hpp>

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace throughline::demo {

using calendar::Date;
using Files = std::map<std::string, std::string_view, std::less<>>;

/// Moves everything by one number of whole weeks, so that weekdays stay true. Tokens such as {2026-05-29|d
/// MMMM} in text are a date and the way it is written.
class Shift {
public:
    Shift(Date anchor, Date today);
    int weeks() const { return m_weeks; }
    Date date(Date written) const;
    /// Text with its tokens written out. Throws std::runtime_error for a malformed one.
    std::string text(std::string_view text) const;
    /// An ISO date or an instant with its offset is moved; any other text has its tokens written out.
    std::string value(std::string_view text) const;
    /// A chronology's date cell: dd/MM/yyyy is moved too.
    std::string cell(std::string_view text) const;

private:
    int m_weeks{};
};

/// Every string of a JSON document moved.
nlohmann::json moved(const nlohmann::json& document, const Shift& shift);

/// Noon in London, or the instant itself where the text holds a time.
Instant instant_of(const std::string& text);
Date date_of(const std::string& text);

struct ContentRow {
    std::string id{};
    std::string agency{};
    std::string date{};
    std::string time{};
    std::string source{};
    std::string what{};
    std::string comment{};
};

class Content {
public:
    Content(Files files, Date today);
    const nlohmann::json& county() const { return m_county; }
    nlohmann::json case_named(const std::string& file) const;
    std::vector<ContentRow> rows(const std::string& file) const;
    std::string markdown(const std::string& file) const;
    std::string_view bytes(const std::string& file) const;
    Date today() const { return m_shift.date(m_anchor); }

private:
    Files m_files;
    Date m_anchor;
    Shift m_shift;
    nlohmann::json m_county;
};

} // namespace throughline::demo
