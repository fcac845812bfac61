// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/html/structure.hpp"

#include <algorithm>
#include <stdexcept>

namespace throughline::govuk {
namespace {

Data maybe(const std::optional<Object>& object) {
    if (!object) return false;
    return *object;
}

Object cell(const Cell& cell, const Column& column, bool is_header, bool labelled) {
    return {
        {"text", cell.text},
        {"href", cell.href},
        {"note", cell.note},
        {"state", maybe(cell.state)},
        {"numeric", column.numeric},
        {"is_header", is_header},
        {"column", labelled ? column.text : std::string()},
    };
}

List cells(
    const std::vector<Cell>& row, const std::vector<Column>& columns, bool first_is_header, bool labelled) {
    if (row.size() != columns.size()) throw std::logic_error("a table row has not as many cells as columns");
    List list;
    for (std::size_t i = 0; i < row.size(); ++i)
        list.push_back(cell(row[i], columns[i], first_is_header && i == 0, labelled));
    return list;
}

} // namespace

Object heading(const Heading& heading) {
    return {
        {"title", heading.title},
        {"caption", heading.caption},
        {"lead", heading.lead},
        {"has_actions", !heading.actions.empty()},
        {"actions", links(heading.actions)},
    };
}

Object summary_list(const std::vector<SummaryRow>& rows) {
    const bool any_action =
        std::any_of(rows.begin(), rows.end(), [](const SummaryRow& row) { return !row.action.href.empty(); });
    List list;
    for (const auto& row : rows) {
        Data action = false;
        if (!row.action.href.empty())
            action = Object{{"text", row.action.text}, {"href", row.action.href}, {"about", row.about}};
        list.push_back(Object{
            {"key", row.key},
            {"value", row.value},
            {"lines", List(row.lines.begin(), row.lines.end())},
            {"state", maybe(row.state)},
            {"link", link(row.link)},
            {"no_actions", any_action && row.action.href.empty()},
            {"action", std::move(action)},
        });
    }
    return {{"rows", std::move(list)}};
}

Object table(const Table& table) {
    List head;
    for (const auto& column : table.columns)
        head.push_back(Object{{"text", column.text}, {"numeric", column.numeric}});
    List rows;
    for (const auto& row : table.rows)
        rows.push_back(Object{{"cells", cells(row, table.columns, table.first_is_header, table.stacks)}});
    return {
        {"caption", table.caption},
        {"caption_classes", table.caption_hidden ? "govuk-visually-hidden" : "govuk-table__caption--m"},
        {"stacks", table.stacks},
        {"head", std::move(head)},
        {"rows", std::move(rows)},
    };
}

List two_texts(const std::vector<TwoTexts>& fields) {
    const auto or_nothing = [](const std::string& text) { return text.empty() ? "Nothing" : text; };
    std::vector<std::vector<Cell>> rows;
    for (const auto& field : fields)
        if (field.yours != field.theirs)
            rows.push_back(
                {{.text = field.label},
                 {.text = or_nothing(field.yours)},
                 {.text = or_nothing(field.theirs)}});
    if (rows.empty()) return {};
    List shown;
    shown.push_back(Object{
        {"table",
         table(
             {.caption = "Where the two differ",
              .caption_hidden = true,
              .columns = {{"Field"}, {"What you wrote"}, {"What was saved meanwhile"}},
              .rows = std::move(rows)})}});
    return shown;
}

Object thread_table(
    std::string caption, const std::vector<std::string>& columns, const std::vector<ThreadRow>& rows) {
    std::vector<Column> as_columns;
    for (const auto& text : columns) as_columns.push_back({text, false});
    List list;
    for (const auto& row : rows)
        list.push_back(Object{{"loose", row.loose}, {"cells", cells(row.cells, as_columns, true, true)}});
    return {
        {"caption", std::move(caption)},
        {"head", List(columns.begin(), columns.end())},
        {"rows", std::move(list)},
    };
}

Object details(std::string summary, std::string text, bool open) {
    return {{"summary", std::move(summary)}, {"text", std::move(text)}, {"open", open}};
}

Object inset(std::string text) { return {{"text", std::move(text)}}; }
Object warning(std::string text) { return {{"text", std::move(text)}}; }

Object tag(std::string text, const std::string& colour) {
    return {{"text", std::move(text)}, {"classes", colour.empty() ? std::string() : "govuk-tag--" + colour}};
}

Data notification_banner(Banner kind, const std::string& text) {
    if (text.empty()) return false;
    const bool success = kind == Banner::success;
    return Object{
        {"text", text},
        {"success", success},
        {"role", success ? "alert" : "region"},
        {"title", success ? "Success" : "Important"},
    };
}

Object panel(std::string title, std::string text) {
    return {{"title", std::move(title)}, {"text", std::move(text)}};
}

Object receipt(std::string title, std::string reference, const std::vector<Fact>& about) {
    auto object = facts(about);
    object["title"] = std::move(title);
    object["reference"] = std::move(reference);
    return object;
}

Object breadcrumbs(const std::vector<Link>& way) { return {{"links", links(way)}}; }

Object back_link(std::string href, std::string text) {
    return {{"href", std::move(href)}, {"text", std::move(text)}};
}

Data pagination(std::size_t current, std::size_t last, const std::string& href) {
    if (last < 2) return false;
    List items;
    std::size_t shown = 0;
    for (std::size_t page = 1; page <= last; ++page) {
        const bool near = page + 1 >= current && page <= current + 1;
        if (page != 1 && page != last && !near) continue;
        if (page > shown + 1) items.push_back(Object{{"gap", true}});
        items.push_back(Object{
            {"gap", false},
            {"number", page},
            {"href", href + std::to_string(page)},
            {"current", page == current},
        });
        shown = page;
    }
    return Object{
        {"items", std::move(items)},
        {"previous", current > 1 ? href + std::to_string(current - 1) : std::string()},
        {"next", current < last ? href + std::to_string(current + 1) : std::string()},
    };
}

Object filter(const Filter& filter) {
    Data find = false;
    if (!filter.find_name.empty())
        find = Object{{"name", filter.find_name}, {"label", filter.find_label}, {"value", filter.find_value}};
    List choices;
    for (const auto& choice : filter.choices) {
        List items;
        for (const auto& option : choice.options)
            items.push_back(Object{
                {"text", option.text}, {"value", option.href}, {"checked", option.href == choice.chosen}});
        choices.push_back(
            Object{{"name", choice.name}, {"label", choice.label}, {"items", std::move(items)}});
    }
    List kept;
    for (const auto& one : filter.kept) kept.push_back(Object{{"name", one.text}, {"value", one.href}});
    return {
        {"action", filter.action},
        {"find", std::move(find)},
        {"choices", std::move(choices)},
        {"kept", std::move(kept)},
        {"clear", filter.clear},
    };
}

} // namespace throughline::govuk
