// SPDX-License-Identifier: GPL-3.0-or-later
#include "chronology/pages.hpp"

#include "chronology/operations.hpp"
#include "platform/html/fields.hpp"
#include "platform/html/structure.hpp"
#include "platform/text/text.hpp"

#include <algorithm>
#include <charconv>

namespace throughline::chronology {
namespace {

using html::List;
using html::Object;
using identity::Texts;
using people::Permission;
using people::Visit;

constexpr std::size_t rows_on_a_page = 100;

std::string address(const Visit& visit, std::string_view rest = {}) {
    return "/cases/" + visit.access().reference() + "/chronology" + std::string(rest);
}
std::string address_of(const Visit& visit, const StoredRow& row) {
    return address(visit, "/rows/" + http::encode(row.label));
}

std::size_t whole_number(std::string_view text) {
    std::size_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc{} && end == text.data() + text.size() ? number : 0;
}

/// Two figures in place of a century stand in half of all returns: said on the row's own page, not in the
/// list.
bool is_said_in_list(Doubt doubt) { return doubt != Doubt::two_digit_year && doubt != Doubt::approximate; }

/// What the visitor asked to see.
struct Choice {
    std::string agency{}; ///< code; empty: all
    std::string words{};
    std::size_t page{1};
    bool all{false}; ///< on one page

    bool narrows() const { return !agency.empty() || !words.empty(); }
    /// The query without the page.
    std::string query() const { return "?agency=" + http::encode(agency) + "&words=" + http::encode(words); }
};

Choice read_choice(const http::Form& query) {
    return {
        query.text("agency"),
        text::tidy(query.text("words")),
        std::max<std::size_t>(whole_number(query.text("page")), 1),
        query.text("all") == "yes"};
}

bool holds(const Texts& texts, const StoredRow& row, std::string_view folded) {
    return std::ranges::any_of(
        std::array{&row.what_text_id, &row.comment_text_id, &row.source_text_id, &row.start_text_id},
        [&](const std::string* id) {
            return !id->empty() && text::fold(texts.words(*id)).find(folded) != std::string::npos;
        });
}

std::vector<StoredRow> chosen(const std::vector<StoredRow>& rows, const Choice& choice, const Texts& texts) {
    std::vector<StoredRow> found;
    const auto folded = text::fold(choice.words);
    for (const auto& row : rows) {
        if (!choice.agency.empty() && row.agency_code != choice.agency) continue;
        if (!folded.empty() && !holds(texts, row, folded)) continue;
        found.push_back(row);
    }
    return found;
}

html::Data words_of(const Texts& texts, const std::string& text_id) {
    if (text_id.empty()) return false;
    return govuk::markup(texts.markup(text_id));
}

bool has_open_word(const Texts& texts, const StoredRow& row) {
    return texts.has_open_suggestion(row.what_text_id) || texts.has_open_suggestion(row.comment_text_id) ||
           texts.has_open_suggestion(row.source_text_id) || texts.has_open_suggestion(row.start_text_id);
}

Object row_view(const Visit& visit, const StoredRow& row, const Texts& texts) {
    List doubts;
    for (const auto doubt : row.doubts)
        if (is_said_in_list(doubt)) doubts.push_back(in_words(doubt));
    return {
        {"anchor", "row-" + row.label},
        {"label", row.label},
        {"number", row.number},
        {"href", address_of(visit, row)},
        {"when", when_in_words(row)},
        {"exact", row.start.has_value() && row.start == row.earliest && row.earliest == row.latest},
        {"time", row.time.value_or("")},
        {"wrote", texts.words(row.start_text_id)},
        {"agency", row.agency},
        {"source", texts.words(row.source_text_id)},
        {"what", words_of(texts, row.what_text_id)},
        {"comment", words_of(texts, row.comment_text_id)},
        {"doubts", std::move(doubts)},
        {"repaired", row.repaired},
        {"superseded", row.superseded},
        {"open_word", has_open_word(texts, row)}};
}

std::string rows_in_words(std::size_t count) {
    return count == 1 ? "1 row" : std::to_string(count) + " rows";
}

/// "412 rows from 9 agencies, 1 June 2024 to 9 August 2026. 2 have no date yet."
std::string sum_up(const std::vector<StoredRow>& rows) {
    if (rows.empty()) return "No agency has sent rows yet.";
    std::vector<std::string> agencies;
    std::string first, last;
    std::size_t undated = 0;
    for (const auto& row : rows) {
        if (std::ranges::count(agencies, row.organisation_id) == 0) agencies.push_back(row.organisation_id);
        if (!row.start) ++undated;
        if (row.earliest && (first.empty() || *row.earliest < first)) first = *row.earliest;
        if (row.latest && *row.latest > last) last = *row.latest;
    }
    auto words = rows_in_words(rows.size()) + " from " +
                 (agencies.size() == 1 ? "1 agency" : std::to_string(agencies.size()) + " agencies");
    const auto from = calendar::read_date(first), to = calendar::read_date(last);
    if (from && to) words += ", " + calendar::in_figures(*from) + " to " + calendar::in_figures(*to);
    words += ".";
    if (undated > 0)
        words += " " + std::to_string(undated) + (undated == 1 ? " has" : " have") + " no date yet.";
    return words;
}

std::string open_words_of(const std::vector<StoredRow>& rows, const Texts& texts) {
    const auto open =
        std::ranges::count_if(rows, [&](const StoredRow& row) { return has_open_word(texts, row); });
    if (open == 0) return {};
    return rows_in_words(static_cast<std::size_t>(open)) +
           (open == 1 ? " holds a word that may be a person." : " hold words that may be people.");
}

Object filter_view(const Visit& visit, const std::vector<StoredRow>& rows, const Choice& choice) {
    std::map<std::string, std::string> agencies; // by name
    for (const auto& row : rows) agencies.emplace(row.agency, row.agency_code);
    std::vector<govuk::Link> options{{.text = "All agencies", .href = ""}};
    for (const auto& [name, code] : agencies) options.push_back({.text = name, .href = code});
    return govuk::filter(
        {.action = address(visit),
         .find_name = "words",
         .find_label = "Words in rows",
         .find_value = choice.words,
         .choices =
             {{.name = "agency", .label = "Agency", .options = std::move(options), .chosen = choice.agency}},
         .clear = choice.narrows() ? address(visit) : ""});
}

http::Response get_chronology(const http::Request& request, Visit& visit) {
    auto choice = read_choice(request.query);
    List dated, undated;
    Object filter;
    std::string summed, counted, open_words;
    std::size_t last_page = 1, dated_count = 0, first_shown = 0, last_shown = 0;
    visit.read([&](db::Transaction& tx) {
        const auto rows = rows_of(tx, visit.house(), visit.access());
        const Texts texts(tx, visit.house(), visit.access(), text_owner, identity::view_for(tx, visit));
        filter = filter_view(visit, rows, choice);
        summed = sum_up(rows);
        const auto found = chosen(rows, choice, texts);
        dated_count = static_cast<std::size_t>(
            std::ranges::count_if(found, [](const StoredRow& row) { return row.start.has_value(); }));
        counted = std::to_string(found.size()) + " of " + rows_in_words(rows.size()) + ": " +
                  std::to_string(dated_count) + " in order, " + std::to_string(found.size() - dated_count) +
                  " without a date";
        open_words = open_words_of(found, texts);
        last_page =
            choice.all ? 1 : std::max<std::size_t>((dated_count + rows_on_a_page - 1) / rows_on_a_page, 1);
        choice.page = std::min(choice.page, last_page);
        const auto begin = (choice.page - 1) * rows_on_a_page;
        const auto end = choice.all ? dated_count : std::min(begin + rows_on_a_page, dated_count);
        first_shown = begin + 1;
        last_shown = end;
        for (std::size_t i = begin; i < end; ++i) dated.push_back(row_view(visit, found[i], texts));
        for (std::size_t i = dated_count; i < found.size(); ++i)
            undated.push_back(row_view(visit, found[i], texts));
    });
    const bool repairs = visit.access().may(Permission::repair_chronology);
    const bool has_dated = !dated.empty(), has_undated = !undated.empty();
    return visit.show(
        "chronology/rows",
        {.title = "Merged chronology", .section = "chronology", .wide = true},
        {{"heading", govuk::heading({.title = "Merged chronology", .lead = summed})},
         {"filter", std::move(filter)},
         {"counted", counted},
         {"open_words", open_words},
         {"open_words", open_words},
         {"has_dated", has_dated},
         {"rows", std::move(dated)},
         {"shown",
          has_dated ? "In order: " + std::to_string(first_shown) + " to " + std::to_string(last_shown) +
                          " of " + std::to_string(dated_count)
                    : ""},
         {"all", last_page > 1 ? address(visit) + choice.query() + "&all=yes" : ""},
         {"pages", govuk::pagination(choice.page, last_page, address(visit) + choice.query() + "&page=")},
         {"suggestions", "/cases/" + visit.access().reference() + "/people/suggestions"},
         {"repairs", repairs},
         {"has_undated", has_undated},
         {"undated_count", undated.size()},
         {"undated", std::move(undated)}});
}

/// What a date that was typed again was read as.
struct Shown {
    std::string text{};
    std::string reading{}; ///< in words; empty: not read yet
};

std::string reading_in_words(const ReadDate& reading) {
    StoredRow row;
    row.start = reading.start;
    row.earliest = reading.earliest;
    row.latest = reading.latest;
    auto words = when_in_words(row);
    if (reading.start_time) words += ", " + *reading.start_time;
    for (const auto doubt : reading.doubts)
        if (doubt != Doubt::two_digit_year) words += "; " + in_words(doubt);
    return words;
}

StoredRow demand_row(db::Transaction& tx, const http::Request& request, const Visit& visit) {
    auto row = find_row(tx, visit.access(), request.argument("row"));
    if (!row) throw http::Stop(404);
    return std::move(*row);
}

/// The page of the list on which the row stands.
std::string address_in_list(db::Transaction& tx, const Visit& visit, const StoredRow& row) {
    for (const auto& one : rows_of(tx, visit.house(), visit.access()))
        if (one.id == row.id) {
            const auto page = (static_cast<std::size_t>(one.number) - 1) / rows_on_a_page + 1;
            return address(visit, "?page=" + std::to_string(page)) + "#row-" + row.label;
        }
    return address(visit);
}

http::Response
show_row(const http::Request& request, Visit& visit, const Shown& shown, const Refusal* refusal) {
    Object view;
    visit.read([&](db::Transaction& tx) {
        const auto row = demand_row(tx, request, visit);
        const Texts texts(tx, visit.house(), visit.access(), text_owner, identity::view_for(tx, visit));
        view = row_view(visit, row, texts);
        List doubts;
        for (const auto doubt : row.doubts) doubts.push_back(in_words(doubt));
        const bool has_doubts = !doubts.empty();
        List repairs;
        for (const auto& repair : repairs_of(tx, visit.access(), row.id)) {
            const auto account = people::find_account(tx, repair.by);
            repairs.push_back(Object{
                {"text", texts.words(repair.text_id)},
                {"by", account ? account->name : std::string("Throughline")},
                {"at", calendar::in_full(repair.at)}});
        }
        const bool has_repairs = !repairs.empty();
        view.insert_or_assign("has_doubts", has_doubts);
        view.insert_or_assign("doubts", std::move(doubts));
        view.insert_or_assign("has_repairs", has_repairs);
        view.insert_or_assign("history", std::move(repairs));
        view.insert_or_assign("part", row.part_text_id.empty() ? "" : texts.words(row.part_text_id));
        view.insert_or_assign("line", row.line > 0 ? std::to_string(row.line) : std::string());
        view.insert_or_assign("in_list", address_in_list(tx, visit, row));
        view.insert_or_assign("version", row.version);
        view.insert_or_assign(
            "two_texts",
            refusal && refusal->kind == Refusal::Kind::conflict
                ? govuk::two_texts({{"The date", shown.reading, when_in_words(row)}})
                : List{});
    });
    view.insert_or_assign("suggestions", "/cases/" + visit.access().reference() + "/people/suggestions");
    view.insert_or_assign("repairs", visit.access().may(Permission::repair_chronology));
    view.insert_or_assign("reading", shown.reading);
    view.insert_or_assign("shown_text", shown.text);
    view.insert_or_assign(
        "date",
        govuk::text_input(
            {.question =
                 {.name = "date",
                  .label = "The date as you understand it",
                  .hint = "Write it as you like: 31 May 2020, May 2020, spring 2020, about 3 March 2019."},
             .value = shown.text,
             .width = govuk::Width::half,
             .autocomplete = "off"},
            refusal));
    std::vector<govuk::Button> buttons;
    if (!shown.reading.empty())
        buttons.push_back({.text = "Use this date", .name = "do", .value = "keep", .once = true});
    buttons.push_back(
        {.text = "Show how it is read",
         .name = "do",
         .value = "read",
         .kind = shown.reading.empty() ? govuk::Button::Kind::primary : govuk::Button::Kind::secondary});
    view.insert_or_assign("send", govuk::buttons(buttons));
    const auto title = "Row " + request.argument("row");
    view.insert_or_assign("heading", govuk::heading({.title = title, .caption = "Merged chronology"}));
    return visit.show(
        "chronology/row", {.title = title, .section = "chronology", .refusal = refusal}, std::move(view));
}

http::Response get_row(const http::Request& request, Visit& visit) {
    return show_row(request, visit, {}, nullptr);
}

/// Reads the date that was typed and shows the reading; keeps it when the person has seen that very reading.
http::Response post_row(const http::Request& request, Visit& visit) {
    const auto typed = text::tidy(request.form.text("date"));
    const auto reading = visit.read([&](db::Transaction& tx) {
        return read_again(demand_row(tx, request, visit), typed, visit.today());
    });
    if (!reading) return show_row(request, visit, {typed, ""}, &reading.refusal());
    if (request.form.text("do") != "keep" || request.form.text("shown") != typed)
        return show_row(request, visit, {typed, reading_in_words(*reading)}, nullptr);
    const auto seen = static_cast<std::int64_t>(whole_number(request.form.text("version")));
    const auto done = visit.work(
        [&](Work& work) { return repair_date(work, visit.access(), request.argument("row"), typed, seen); });
    if (!done) return show_row(request, visit, {typed, reading_in_words(*reading)}, &done.refusal());
    return http::see_other(
        address(visit, "/rows/" + http::encode(request.argument("row"))) + "?done=repaired");
}

} // namespace

void add_routes(http::Router<Permission, Visit>& routes) {
    using enum Permission;
    routes.get("/cases/{reference}/chronology", view_chronology, get_chronology);
    routes.get("/cases/{reference}/chronology/rows/{row}", view_chronology, get_row);
    routes.post("/cases/{reference}/chronology/rows/{row}", repair_chronology, post_row);
}

} // namespace throughline::chronology
