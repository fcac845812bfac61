// SPDX-License-Identifier: GPL-3.0-or-later
#include "chronology/chronology.hpp"
#include "chronology/columns.hpp"

#include <algorithm>
#include <span>

namespace throughline::chronology {

namespace {

using documents::Cell;
using documents::Table;

constexpr const char* blank_row = "Blank row";
constexpr const char* headings = "Column headings";
constexpr const char* above_headings = "Title or note above the column headings";
constexpr const char* section = "Heading, with no event beside it";
constexpr const char* number_alone = "Only a row number";
constexpr const char* repeated = "Only repeats the merged cells above it";
constexpr const char* outside = "Text outside the tables";
constexpr const char* no_chronology = "This table has no column of dates, so it was not read as a chronology";
constexpr const char* nothing_found = "No chronology was found in this file. Put the events in a table whose "
                                      "first row says Date, Source and What "
                                      "happened, one event in each row, and send it again.";

bool is_blank(const documents::Row& row) {
    return std::all_of(
        row.cells.begin(), row.cells.end(), [](const Cell& cell) { return cell.text.empty(); });
}

std::string all_text(const documents::Row& row) {
    std::string text;
    for (const auto& cell : row.cells) {
        if (cell.text.empty()) continue;
        if (!text.empty()) text += " | ";
        text += cell.text;
    }
    return text;
}

void add_line(std::string& to, const std::string& heading, const std::string& text) {
    if (!to.empty()) to += '\n';
    if (!heading.empty()) {
        to += heading;
        to += heading.back() == ':' ? " " : ": ";
    }
    to += text;
}

bool says_the_same_time(const std::string& text, const std::string& time) {
    return text == time || text == time + ":00" ||
           (time.front() == '0' && (text == time.substr(1) || text == time.substr(1) + ":00"));
}

class TableReader {
public:
    TableReader(
        const Table& table,
        std::string_view agency,
        std::string_view file,
        const DateContext& context,
        Reading& reading)
        : m_table(table), m_agency(agency), m_file(file), m_context(context), m_reading(reading) {
        m_context.days_from_1904 = table.days_from_1904;
    }

    void read() {
        if (m_table.outside) {
            leave_out_text();
            return;
        }
        const std::span rows(m_table.rows);
        std::size_t begin = 0;
        std::optional<Columns> columns;
        for (std::size_t i = 0; i <= rows.size(); ++i) {
            auto next = i < rows.size() ? columns_of_headings(rows[i]) : std::nullopt;
            if (i < rows.size() && !next) continue;
            read_part(rows.subspan(begin, i - begin), columns, next.has_value());
            if (!next) break;
            leave_out(rows[i], headings);
            columns = std::move(next);
            begin = i + 1;
        }
    }

private:
    /// The rows from one row of headings to the next, or the rows before the first.
    void
    read_part(std::span<const documents::Row> rows, std::optional<Columns> columns, bool headings_follow) {
        if (columns)
            settle_what(*columns, rows);
        else
            columns = guess_columns(rows, m_context);
        if (columns && headings_follow && !m_seen_headings && dated_rows(rows, *columns) < 2) columns.reset();
        m_seen_headings = m_seen_headings || headings_follow;
        for (const auto& row : rows) {
            if (is_blank(row))
                leave_out(row, blank_row);
            else if (!columns)
                leave_out(row, headings_follow ? above_headings : no_chronology);
            else
                read_row(row, *columns);
        }
    }

    std::size_t dated_rows(std::span<const documents::Row> rows, const Columns& columns) const {
        std::size_t count = 0;
        for (const auto& row : rows)
            for (std::size_t i = 0; i < row.cells.size() && i < columns.size(); ++i)
                if (columns[i].meaning == Meaning::date && columns[i].main &&
                    read_date(row.cells[i], m_context).start)
                    ++count;
        return count;
    }

    void read_row(const documents::Row& row, const Columns& columns) {
        std::size_t filled = 0, own = 0, numbers = 0, last = 0;
        for (std::size_t i = 0; i < row.cells.size(); ++i) {
            if (row.cells[i].text.empty()) continue;
            ++filled;
            if (!row.cells[i].repeated) ++own;
            if (meaning(columns, i) == Meaning::number)
                ++numbers;
            else
                last = i;
        }
        if (own == 0)
            leave_out(row, repeated);
        else if (filled == numbers && is_figure(row.cells, columns))
            leave_out(row, number_alone);
        else if (
            filled - numbers <= 1 &&
            is_heading(row.cells[last], meaning(columns, last), last, filled == numbers))
            leave_out_heading(row, row.cells[last].text);
        else
            take(row, columns);
    }

    static Meaning meaning(const Columns& columns, std::size_t i) {
        return i < columns.size() ? columns[i].meaning : Meaning::unknown;
    }

    static bool is_figure(const std::vector<Cell>& cells, const Columns& columns) {
        for (std::size_t i = 0; i < cells.size(); ++i)
            if (meaning(columns, i) == Meaning::number &&
                cells[i].text.find_first_not_of("0123456789. ") != std::string::npos)
                return false;
        return true;
    }

    /// A row with one text alone: a heading, unless it is the date or the text of an event that lacks the
    /// rest.
    bool is_heading(const Cell& cell, Meaning where, std::size_t column, bool in_number_column) const {
        if (in_number_column) return true;
        if (where == Meaning::date) {
            const auto date = read_date(cell, m_context);
            const bool day = date.start && date.earliest == date.latest;
            const bool tried = !date.start && cell.text.find_first_of("0123456789") != std::string::npos;
            return !day && !tried;
        }
        return column == 0 && where != Meaning::what && where != Meaning::comment;
    }

    void leave_out_heading(const documents::Row& row, const std::string& text) {
        // "2019", "March 2019": dates below that lack a year have this one.
        const auto date = read_date(text, m_context);
        if (date.start && date.doubts.empty() && (date.start->size() == 4 || date.start->size() == 7) &&
            date.start->back() != 'X')
            m_context.year = std::stoi(date.start->substr(0, 4));
        leave_out(row, section);
    }

    void take(const documents::Row& from, const Columns& columns) {
        Row row;
        row.agency = m_agency;
        row.file = m_file;
        row.part = m_table.part;
        row.line = from.line;
        take_when(from.cells, columns, row);
        std::string details, comment, comment_details;
        for (std::size_t i = 0; i < from.cells.size(); ++i) {
            const auto& text = from.cells[i].text;
            if (text.empty()) continue;
            static const Column nameless{};
            const auto& column = i < columns.size() ? columns[i] : nameless;
            switch (column.meaning) {
            case Meaning::date: break;
            case Meaning::time:
                if (!row.date.start_time || !says_the_same_time(text, *row.date.start_time))
                    add_line(details, column.heading.empty() ? "Time" : column.heading, text);
                break;
            case Meaning::end_date:
                if (text != row.date.start_text) add_line(details, column.heading, text);
                break;
            case Meaning::source: row.source = text; break;
            case Meaning::what: row.what = text; break;
            case Meaning::comment:
                if (column.main)
                    comment = text;
                else
                    add_line(comment_details, column.heading, text);
                break;
            case Meaning::unknown:
            case Meaning::number:
            case Meaning::end_time:
            case Meaning::detail: add_line(details, column.heading, text); break;
            }
        }
        if (!details.empty()) add_line(row.what, "", details);
        if (!comment_details.empty()) add_line(comment, "", comment_details);
        if (!comment.empty()) row.comment = std::move(comment);
        m_reading.rows.push_back(std::move(row));
    }

    void take_when(const std::vector<Cell>& cells, const Columns& columns, Row& row) const {
        row.date = read_date(std::string_view(), m_context);
        const auto each = [&](Meaning wanted, const auto& act) {
            for (std::size_t i = 0; i < cells.size() && i < columns.size(); ++i)
                if (columns[i].meaning == wanted && columns[i].main && !cells[i].text.empty()) act(cells[i]);
        };
        each(Meaning::date, [&](const Cell& cell) { row.date = read_date(cell, m_context); });
        each(Meaning::end_date, [&](const Cell& cell) {
            row.date = up_to(row.date, read_date(cell, m_context), m_context);
        });
        each(Meaning::time, [&](const Cell& cell) {
            if (const auto time = read_time(cell)) row.date.start_time = time;
        });
    }

    void leave_out(const documents::Row& row, const char* reason) {
        m_reading.skipped.push_back({std::string(m_file), m_table.part, row.line, reason, all_text(row)});
    }

    void leave_out_text() {
        LeftOut text{std::string(m_file), m_table.part, m_table.rows.front().line, outside, {}};
        for (const auto& row : m_table.rows) add_line(text.text, "", all_text(row));
        m_reading.skipped.push_back(std::move(text));
    }

    const Table& m_table;
    std::string_view m_agency;
    std::string_view m_file;
    DateContext m_context;
    Reading& m_reading;
    bool m_seen_headings{false};
};

} // namespace

Reading read_rows(
    const std::vector<Table>& tables,
    std::string_view agency,
    std::string_view file,
    const DateContext& context) {
    Reading reading;
    for (const auto& table : tables)
        if (!table.rows.empty()) TableReader(table, agency, file, context, reading).read();
    if (reading.rows.empty()) reading.refused.push_back({std::string(file), {}, {}, nothing_found, {}});
    return reading;
}

} // namespace throughline::chronology
