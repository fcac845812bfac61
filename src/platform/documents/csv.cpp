// SPDX-License-Identifier: GPL-3.0-or-later
// Separated values (RFC 4180) as they really come: any of four separators, quotes that are doubled, stray or
// never closed, line breaks inside quotes, and the encodings of Excel's "CSV", "CSV UTF-8" and "Unicode
// text".
#include "platform/documents/readers.hpp"
#include "platform/documents/unreadable.hpp"
#include "platform/text/text.hpp"

#include <algorithm>
#include <array>
#include <map>

namespace throughline::documents {

namespace {

constexpr std::array<char, 4> separators{',', ';', '\t', '|'};
constexpr std::size_t rows_to_sniff = 200;

/// Reads records one after the other and knows on which physical line it is.
class Records {
public:
    Records(std::string_view text, char separator) : m_text(text), m_separator(separator) {}

    bool next(Row& row) {
        if (m_at >= m_text.size()) return false;
        row.line = m_line;
        row.cells.clear();
        for (;;) {
            row.cells.emplace_back().text = field();
            if (m_at < m_text.size() && m_text[m_at] == m_separator) {
                ++m_at;
                continue;
            }
            end_line();
            return true;
        }
    }

private:
    std::string field() {
        std::string text;
        auto start = m_at;
        while (start < m_text.size() && m_text[start] == ' ' && m_separator != ' ') ++start;
        if (start < m_text.size() && m_text[start] == '"' && start < m_quotes_end) quoted(start, text);
        while (m_at < m_text.size() && !ends_field(m_text[m_at])) text += m_text[m_at++];
        return text;
    }

    /// Takes a quoted field from its opening quote. A quote that is never closed is an ordinary character,
    /// and so are the quotes of `"Mum" said no`.
    void quoted(std::size_t open, std::string& text) {
        int lines = 0;
        for (auto at = open + 1; at < m_text.size(); ++at) {
            if (m_text[at] != '"') {
                if (is_line_end(at)) ++lines;
                text += m_text[at];
            } else if (at + 1 < m_text.size() && m_text[at + 1] == '"') {
                text += m_text[at++];
            } else if (closes(at)) {
                m_at = at + 1;
                m_line += lines;
                return;
            } else if (closes_on_this_line(at)) {
                text += m_text[at];
            } else {
                text.clear();
                return;
            }
        }
        text.clear();
        m_quotes_end = open; // no later quote is closed either
    }

    /// Whether a separator, a line end or the end of the file follows the quote, spaces aside.
    bool closes(std::size_t quote) const {
        auto after = quote + 1;
        while (after < m_text.size() && m_text[after] == ' ') ++after;
        return after >= m_text.size() || ends_field(m_text[after]);
    }
    /// Whether a quote that closes comes on the same line. What one look found is kept, so that a line of
    /// nothing but quotes takes one pass.
    bool closes_on_this_line(std::size_t quote) {
        if (quote < m_looked.from || quote >= m_looked.to) {
            auto at = quote + 1;
            while (at < m_text.size() && m_text[at] != '\n' && m_text[at] != '\r' &&
                   !(m_text[at] == '"' && closes(at)))
                ++at;
            m_looked = {quote, at, at < m_text.size() && m_text[at] == '"'};
        }
        return m_looked.closes;
    }

    bool is_line_end(std::size_t at) const {
        return m_text[at] == '\n' ||
               (m_text[at] == '\r' && (at + 1 >= m_text.size() || m_text[at + 1] != '\n'));
    }
    bool ends_field(char c) const { return c == m_separator || c == '\n' || c == '\r'; }

    void end_line() {
        if (m_at >= m_text.size()) return;
        if (m_text[m_at] == '\r' && m_at + 1 < m_text.size() && m_text[m_at + 1] == '\n') ++m_at;
        ++m_at;
        ++m_line;
    }

    std::string_view m_text;
    char m_separator;
    std::size_t m_at{};
    struct {
        std::size_t from{}, to{};
        bool closes{};
    } m_looked{};
    std::size_t m_quotes_end{std::string_view::npos};
    int m_line{1};
};

/// How well a separator explains the first rows: how many have the usual number of columns, if that is more
/// than one.
struct Fit {
    std::size_t rows{};
    std::size_t columns{};
    bool operator>(const Fit& other) const {
        return rows != other.rows ? rows > other.rows : columns > other.columns;
    }
};

Fit fit(std::string_view text, char separator) {
    Records records(text, separator);
    std::map<std::size_t, std::size_t> seen;
    Row row;
    for (std::size_t i = 0; i < rows_to_sniff && records.next(row); ++i) ++seen[row.cells.size()];
    Fit best;
    for (const auto& [columns, rows] : seen)
        if (columns > 1 && Fit{rows, columns} > best) best = {rows, columns};
    return best;
}

char sniff(std::string_view text) {
    char best = ',';
    Fit most;
    for (const char separator : separators)
        if (const auto found = fit(text, separator); found > most) {
            most = found;
            best = separator;
        }
    return best;
}

/// Excel's own hint on the first line: `sep=;`.
bool take_hint(std::string_view& text, char& separator) {
    if (text.size() < 5 || (!text.starts_with("sep=") && !text.starts_with("SEP="))) return false;
    const auto end = text.find_first_of("\r\n", 5);
    if (end != 5) return false;
    separator = text[4];
    return std::find(separators.begin(), separators.end(), separator) != separators.end();
}

} // namespace

void read_csv(std::string_view bytes, TableBuilder& builder) {
    const auto utf8 = text::to_utf8(bytes);
    std::string_view text = utf8;
    char separator{};
    const bool hinted = take_hint(text, separator);
    if (!hinted) separator = sniff(text);
    builder.begin("");
    Records records(text, separator);
    Row row;
    if (hinted) records.next(row);
    while (records.next(row)) builder.add(row.line, std::move(row.cells), true);
    auto& rows = builder.current().rows;
    while (!rows.empty() && rows.back().cells.empty()) rows.pop_back();
}

} // namespace throughline::documents
