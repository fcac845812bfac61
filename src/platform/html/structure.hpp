// SPDX-License-Identifier: GPL-3.0-or-later
// The parts that order what is read: headings, lists of answers, tables, notices, ways back and onwards. Each
// is printed by the partial of the same name.
#pragma once

#include "platform/html/parts.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace throughline::govuk {

struct Heading {
    std::string title{};
    std::string caption{}; ///< small, above: what this page belongs to
    std::string lead{};    ///< one sentence: where things stand, what is late, by when
    std::vector<Link> actions{};
};
Object heading(const Heading& heading);

struct SummaryRow {
    std::string key{};
    std::string value{};
    std::vector<std::string> lines{}; ///< instead of value: one below the other
    std::optional<Object> state{};    ///< made by `state`
    Link link{};
    Link action{}; ///< "Change"; who cannot see hears `about` after it
    std::string about{};
};
Object summary_list(const std::vector<SummaryRow>& rows);

struct Column {
    std::string text{};
    bool numeric{};
};
struct Cell {
    std::string text{};
    std::string href{};
    std::string note{};            ///< small, below
    std::optional<Object> state{}; ///< made by `state`
};
struct Table {
    std::string caption{};
    bool caption_hidden{}; ///< said to screen readers only: a heading above says it already
    std::vector<Column> columns{};
    std::vector<std::vector<Cell>> rows{}; ///< as many cells as columns, or std::logic_error
    bool first_is_header{true};
    bool stacks{true}; ///< on a phone each row becomes a block
};
Object table(const Table& table);

/// One field of a form that two people filled in at once.
struct TwoTexts {
    std::string label{};
    std::string yours{};
    std::string theirs{};
};
/// For `{{#two_texts}}{{> two_texts}}{{/two_texts}}`: the fields in which the two differ, side by side. What
/// was typed stays in the form, whose version becomes the one that stands, so that saving again is a
/// decision. Empty when there is nothing to choose between: a list of none or one.
List two_texts(const std::vector<TwoTexts>& fields);

/// The dense table of casework (`thread_table`): rows from incident to impact, loose ends marked.
struct ThreadRow {
    std::vector<Cell> cells{};
    bool loose{};
};
Object thread_table(
    std::string caption, const std::vector<std::string>& columns, const std::vector<ThreadRow>& rows);

Object details(std::string summary, std::string text, bool open = false);
Object inset(std::string text);
Object warning(std::string text);
/// `colour` is the design system's name ("grey", "red" …) or empty.
Object tag(std::string text, const std::string& colour = {});

/// For the partial `notification_banner`, which looks under the root's key `banner`; no when the text is
/// empty.
enum class Banner { success, important };
Data notification_banner(Banner kind, const std::string& text);

Object panel(std::string title, std::string text);
/// What was sent cannot change: reference, time, SHA-256 as facts.
Object receipt(std::string title, std::string reference, const std::vector<Fact>& facts);

Object breadcrumbs(const std::vector<Link>& links); ///< the last without an address: this page
Object back_link(std::string href, std::string text = "Back");
/// Pages from 1; `href` is the address up to the number ("?page="). No when there is only one page.
Data pagination(std::size_t current, std::size_t last, const std::string& href);

struct Choice {
    std::string name{};
    std::string label{};
    std::vector<Link> options{}; ///< text, and the value as href
    std::string chosen{};
};
struct Filter {
    std::string action{};
    std::string find_name{}; ///< empty: no search box
    std::string find_label{};
    std::string find_value{};
    std::vector<Choice> choices{};
    std::vector<Link> kept{}; ///< name as text and value as href, sent along unseen
    std::string clear{};      ///< the address without any filter
};
Object filter(const Filter& filter);

} // namespace throughline::govuk
