// SPDX-License-Identifier: GPL-3.0-or-later
#include "chronology/columns.hpp"

#include "chronology/date_words.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace throughline::chronology {

namespace {

using documents::Cell;
using documents::Row;
using Words = std::vector<std::string>;

constexpr std::size_t longest_heading = 120;

/// The words of a heading: small letters, without what stands in brackets.
Words heading_words(std::string_view heading) {
    std::string inside_out;
    int depth = 0;
    for (const char c : plain(heading)) {
        if (c == '(' || c == '[') ++depth;
        if (depth == 0) inside_out += c;
        if ((c == ')' || c == ']') && depth > 0) --depth;
    }
    Words words;
    std::string word;
    for (const char c : inside_out + " ") {
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80)
            word += c;
        else if (c != '\'' && !word.empty())
            words.push_back(std::exchange(word, {}));
    }
    return words;
}

bool is_listed(std::string_view word, std::string_view list) {
    for (auto at = list.find(word); at != std::string_view::npos; at = list.find(word, at + 1))
        if (list[at - 1] == ' ' && list[at + word.size()] == ' ') return true;
    return false;
}
bool any_listed(const Words& words, std::string_view list) {
    return std::any_of(
        words.begin(), words.end(), [&](const std::string& word) { return is_listed(word, list); });
}
bool all_listed(const Words& words, std::string_view list) {
    return std::all_of(
        words.begin(), words.end(), [&](const std::string& word) { return is_listed(word, list); });
}

constexpr std::string_view date_words = " date dates datetime when week wc ";
// A heading made of these words alone is surely that of the events' dates.
constexpr std::string_view beside_date = " date dates datetime when week wc w c commencing of the event "
                                         "events contact incident start started starting from "
                                         "begin began and time times period day days entry occurred happened "
                                         "occurrence it did was this action key significant "
                                         "visit session meeting occur happen or range actual dd mm yy yyyy "
                                         "hh approximate uk format seen appointment call ";
// The date that something was written down stands for the event's only where there is no other.
constexpr std::string_view written_down = " recorded entered received reported logged added ";
constexpr std::string_view other_dates = " birth dob death completed completion printed signed unknown known "
                                         "due target review created what who closed approved ";
constexpr std::string_view end_words = " end ended ends ending finish finished until ";
constexpr std::string_view beside_end =
    " end ended ends ending finish finished until to date time of the event contact hh mm ";
constexpr std::string_view time_words = " time times hour hours ";
constexpr std::string_view beside_time = " time times hour hours start started starting of the day event "
                                         "contact incident hh mm 24 24hr 24hrs hr clock from at ";
constexpr std::string_view number_words =
    " no number row seq sequence id item entry event line nr s sr serial order num ";
constexpr std::string_view comment_words = " comment comments commentary analysis analytical reflection "
                                           "reflections learning impact significance relevance opinion "
                                           "view views practice lived hypothesis ";
// Words that make a heading a detail of the event, whatever else it says.
constexpr std::string_view detail_words = " type category ref reference crime action actions outcome "
                                          "outcomes response responses decision decisions professional "
                                          "professionals worker practitioner staff author role who whom "
                                          "child children childs seen alone recorded recorder attended "
                                          "attendees attendance present risk grading shared sharing follow "
                                          "followup followed brought notification notified location "
                                          "venue place address setting people persons person involved name "
                                          "names status tag tags birth dob completed relationship "
                                          "voice reason referral plan signed ";
constexpr std::string_view source_words = " source sources ";
constexpr std::string_view holder_words = " agency organisation organization service team department ";
constexpr std::string_view beside_holder =
    " agency organisation organization service team department name of the and or reporting responsible ";
constexpr std::string_view record_words =
    " document documents record records evidence file system where written ";
constexpr std::string_view event_words =
    " event events happened incident summary description narrative chronology occurrence ";
constexpr std::string_view contact_words = " detail details contact contacts entry entries information "
                                           "concern concerns issue issues involvement activity note notes "
                                           "content text item ";

/// A meaning, and how well the heading fits it: of two columns with one meaning the better is the main one.
struct Sense {
    Meaning meaning{};
    int fit{};
};

Sense sense_of(const Words& words) {
    using enum Meaning;
    if (words.empty() || words.size() > 12) return {unknown, 0};
    const bool dated = any_listed(words, date_words) || (words.size() == 1 && words[0] == "period");
    const bool ends = any_listed(words, end_words) || (dated && is_listed(words.back(), " to "));
    if (ends && all_listed(words, beside_end))
        return {any_listed(words, " time ") && !any_listed(words, " date ") ? end_time : end_date, 1};
    if (dated && all_listed(words, beside_date)) return {date, 3};
    if (dated && words.size() <= 5 && !any_listed(words, other_dates))
        return {date, any_listed(words, written_down) ? 1 : 2};
    if (words.size() == 1 && words[0] == "from") return {date, 1};
    if (any_listed(words, time_words) && all_listed(words, beside_time)) return {time, 1};
    if (words.size() <= 2 && all_listed(words, number_words) &&
        !(words.size() == 1 && is_listed(words[0], " event entry item ")))
        return {number, 1};
    if (any_listed(words, comment_words))
        return {
            comment,
            any_listed(words, " comment comments commentary ") ? 3
            : any_listed(words, " analysis ")                  ? 2
                                                               : 1};
    if (any_listed(words, source_words)) return {source, 3};
    if (any_listed(words, detail_words) || dated) return {detail, 1};
    if (all_listed(words, beside_holder) && any_listed(words, holder_words)) return {source, 1};
    if (any_listed(words, event_words)) return {what, 3};
    if (any_listed(words, contact_words)) return {what, 2};
    if (words.size() <= 3 && any_listed(words, record_words)) return {source, 2};
    if (words.size() == 1 && words[0] == "what") return {what, 2};
    return {unknown, 0};
}

/// Of the columns of one meaning the best-fitting is the main one; the others are kept under their headings.
void choose_main(Columns& columns, const std::vector<int>& fits) {
    for (const auto meaning :
         {Meaning::date,
          Meaning::time,
          Meaning::end_date,
          Meaning::source,
          Meaning::what,
          Meaning::comment}) {
        Column* best = nullptr;
        int most = 0;
        for (std::size_t i = 0; i < columns.size(); ++i)
            if (columns[i].meaning == meaning && (best == nullptr || fits[i] > most)) {
                best = &columns[i];
                most = fits[i];
            }
        // "Impact" alone is not the author's comment as such: it keeps its heading.
        if (best != nullptr && !(meaning == Meaning::comment && most == 1)) best->main = true;
    }
    for (auto& column : columns)
        if (!column.main && column.meaning != Meaning::comment && column.meaning != Meaning::number &&
            column.meaning != Meaning::end_time && column.meaning != Meaning::unknown)
            column.meaning = Meaning::detail;
}

struct Content {
    std::size_t filled{};
    std::size_t dates{};
    std::size_t times{};
    std::size_t letters{};
};

bool reads_as_date(const Cell& cell, const DateContext& context) {
    if (cell.text.size() > 60) return false;
    const auto date = read_date(cell, context);
    return date.start || (!date.doubts.empty() && date.doubts.front() == Doubt::impossible_date);
}

std::vector<Content> contents(std::span<const Row> rows, const DateContext& context) {
    std::vector<Content> columns;
    for (const auto& row : rows)
        for (std::size_t i = 0; i < row.cells.size(); ++i) {
            const auto& cell = row.cells[i];
            if (cell.text.empty()) continue;
            if (columns.size() <= i) columns.resize(i + 1);
            ++columns[i].filled;
            columns[i].letters += cell.text.size();
            if (reads_as_date(cell, context)) ++columns[i].dates;
            if (cell.text.size() < 20 && read_time(cell)) ++columns[i].times;
        }
    return columns;
}

} // namespace

std::optional<Columns> columns_of_headings(const Row& row) {
    Columns columns;
    std::vector<int> fits;
    std::size_t filled = 0, known = 0;
    bool dated = false, short_words = true;
    for (const auto& cell : row.cells) {
        if (cell.text.size() > longest_heading || cell.serial) return {};
        const auto sense = sense_of(heading_words(cell.text));
        columns.push_back({sense.meaning, cell.text, false});
        fits.push_back(sense.fit);
        if (!cell.text.empty()) ++filled;
        if (sense.meaning != Meaning::unknown) ++known;
        short_words = short_words && cell.text.size() <= 40 &&
                      cell.text.find_first_of("0123456789") == std::string::npos;
        dated = dated || sense.meaning == Meaning::date;
    }
    // An export may have many columns that only its own system knows; then all of them look like headings.
    if (!dated || known < 2 || (known * 2 < filled && !short_words)) return {};
    choose_main(columns, fits);
    return columns;
}

void settle_what(Columns& columns, std::span<const Row> rows) {
    if (std::any_of(columns.begin(), columns.end(), [](const Column& column) {
            return column.meaning == Meaning::what;
        }))
        return;
    std::vector<std::size_t> letters;
    for (const auto& row : rows)
        for (std::size_t i = 0; i < row.cells.size(); ++i) {
            if (letters.size() <= i) letters.resize(i + 1);
            letters[i] += row.cells[i].text.size();
        }
    if (columns.size() < letters.size()) columns.resize(letters.size());
    Column* best = nullptr;
    std::size_t most = 0;
    for (std::size_t i = 0; i < letters.size(); ++i)
        if (columns[i].meaning == Meaning::unknown && letters[i] > most) {
            best = &columns[i];
            most = letters[i];
        }
    // "Date | Comments": the comment is all there is, so it is what happened.
    const bool only_comment = std::none_of(columns.begin(), columns.end(), [](const Column& column) {
        return column.meaning == Meaning::detail;
    });
    if (best == nullptr && only_comment)
        for (auto& column : columns)
            if (column.meaning == Meaning::comment && column.main) best = &column;
    if (best == nullptr) return;
    best->meaning = Meaning::what;
    best->main = true;
}

std::optional<Columns> guess_columns(std::span<const Row> rows, const DateContext& context) {
    const auto found = contents(rows, context);
    std::size_t used = 0;
    for (const auto& column : found)
        if (column.filled > 0) ++used;
    if (used < 2) return {};
    std::size_t lines = 0;
    for (const auto& row : rows)
        if (!row.cells.empty()) ++lines;
    auto date = found.size();
    for (std::size_t i = 0; i < found.size() && date == found.size(); ++i)
        if (found[i].dates > 0 && found[i].dates * 2 >= found[i].filled && found[i].dates * 4 >= lines)
            date = i;
    if (date == found.size()) return {};
    // A date on the right of two columns is the answer of a form ("Date of birth"), not the date of an event.
    if (date > 0 && used == 2) return {};
    Columns columns(found.size());
    columns[date] = {Meaning::date, {}, true};
    for (std::size_t i = 0; i < found.size(); ++i)
        if (i != date && found[i].times > 0 && found[i].times * 5 >= found[i].filled * 3) {
            columns[i] = {Meaning::time, {}, true};
            break;
        }
    settle_what(columns, rows);
    return columns;
}

} // namespace throughline::chronology
