// SPDX-License-Identifier: GPL-3.0-or-later
#include "publication/rendered.hpp"

#include "identity/identity.hpp"
#include "platform/html/html.hpp"
#include "platform/html/markdown.hpp"
#include "platform/text/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <map>

namespace throughline::publication {
namespace {

// A place kept for a citation while Markdown is rendered: two characters that no text of ours may hold.
constexpr std::string_view place_opens = "\xee\x80\x80";  // U+E000
constexpr std::string_view place_closes = "\xee\x80\x81"; // U+E001

struct Place {
    std::string words{};
    std::size_t note{}; ///< from 1; 0: none
    bool first{};       ///< the first citation of its note
    bool unknown{};
};

struct Composed {
    std::string markdown{};
    std::vector<Place> places{};
    std::vector<std::string> notes{};
    std::vector<std::string> unknown{};
};

void remove_all(std::string& text, std::string_view what) {
    for (auto at = text.find(what); at != text.npos; at = text.find(what, at)) text.erase(at, what.size());
}

void add_once(std::vector<std::string>& list, std::string text) {
    if (std::ranges::find(list, text) == list.end()) list.push_back(std::move(text));
}

/// The report's own title line; the page shows the title above it.
std::string_view without_title(std::string_view markdown, bool& had_title) {
    const auto begin = markdown.find_first_not_of(" \n");
    had_title = begin != markdown.npos && markdown.substr(begin).starts_with("# ");
    if (!had_title) return markdown;
    const auto end = markdown.find('\n', begin);
    return end == markdown.npos ? std::string_view() : markdown.substr(end + 1);
}

Composed compose(std::string_view markdown, const FindCited& find) {
    Composed composed;
    std::map<std::string, std::size_t> numbers;
    for (const auto& piece : identity::pieces(markdown)) {
        if (piece.kind.empty()) {
            // Braces that open and are no citation are a slip of the pen, never meant to be read.
            for (auto at = piece.text.find("{{"); at != piece.text.npos; at = piece.text.find("{{", at + 2)) {
                const auto end = piece.text.find("}}", at);
                add_once(
                    composed.unknown,
                    text::shorten(piece.text.substr(at, end == piece.text.npos ? end : end + 2 - at), 60));
            }
            composed.markdown += piece.text;
            continue;
        }
        const auto written = "{{" + piece.kind + ":" + piece.text + "}}";
        const auto cited = find(piece.kind, piece.text);
        Place place;
        if (!cited) {
            add_once(composed.unknown, written);
            place = {written, 0, false, true};
        } else if (cited->note.empty()) {
            place.words = cited->words;
        } else {
            const auto [at, is_new] = numbers.emplace(written, composed.notes.size() + 1);
            if (is_new) composed.notes.push_back(cited->note);
            place = {cited->words, at->second, is_new, false};
        }
        composed.markdown += place_opens;
        composed.markdown += std::to_string(composed.places.size());
        composed.markdown += place_closes;
        composed.places.push_back(std::move(place));
    }
    return composed;
}

std::string link_to_note(const Place& place) {
    const auto words = html::escape(place.words.empty() ? fmt::format("note {}", place.note) : place.words);
    if (place.first)
        return fmt::format("<a id=\"cite-{}\" href=\"#note-{}\">{}</a>", place.note, place.note, words);
    return fmt::format("<a href=\"#note-{}\">{}</a>", place.note, words);
}

std::string in_place(const Place& place, bool plain) {
    const auto words = html::escape(place.words.empty() ? fmt::format("note {}", place.note) : place.words);
    if (plain) return words;
    if (place.unknown) return "<mark>" + words + "</mark>";
    return place.note == 0 ? words : link_to_note(place);
}

/// Puts words and links where places were kept. Inside a tag or another link only words may stand.
std::string fill(std::string_view html, const std::vector<Place>& places) {
    std::string out;
    bool in_tag = false;
    int in_link = 0;
    for (std::size_t at = 0; at < html.size();) {
        const auto rest = html.substr(at);
        if (rest.starts_with(place_opens)) {
            const auto close = rest.find(place_closes);
            std::size_t number = places.size();
            if (close != rest.npos)
                std::from_chars(rest.data() + place_opens.size(), rest.data() + close, number);
            if (number < places.size()) {
                out += in_place(places[number], in_tag || in_link > 0);
                at += close + place_closes.size();
                continue;
            }
        }
        if (html[at] == '<') {
            in_tag = true;
            if (rest.starts_with("<a ")) ++in_link;
            if (rest.starts_with("</a>")) --in_link;
        } else if (html[at] == '>') {
            in_tag = false;
        }
        out += html[at++];
    }
    return out;
}

/// The renderer escapes every `<` that was typed, so each `<h2>` is its own.
std::string number_parts(std::string_view html) {
    constexpr std::string_view opens = "<h2>";
    std::string out;
    int number = 0;
    for (std::size_t at = 0; at < html.size();) {
        if (html.substr(at).starts_with(opens)) {
            out += fmt::format("<h2 id=\"part-{}\">", ++number);
            at += opens.size();
        } else {
            out += html[at++];
        }
    }
    return out;
}

std::string notes_html(const std::vector<std::string>& notes) {
    if (notes.empty()) return {};
    std::string out = "<h2 id=\"notes\">Notes</h2>\n<ol>\n";
    for (std::size_t i = 1; i <= notes.size(); ++i)
        out += fmt::format(
            "<li id=\"note-{0}\">{1} <a href=\"#cite-{0}\">Back<span class=\"govuk-visually-hidden\"> to "
            "note "
            "{0} in the text</span></a></li>\n",
            i,
            html::escape(notes[i - 1]));
    return out + "</ol>\n";
}

std::string undo_entities(std::string text) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 6> entities{
        {{"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&#39;", "'"}, {"&#x27;", "'"}, {"&amp;", "&"}}};
    for (const auto& [entity, character] : entities)
        for (auto at = text.find(entity); at != text.npos; at = text.find(entity, at + character.size()))
            text.replace(at, entity.size(), character);
    return text;
}

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

std::string undo_percent(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '%' && at + 2 < text.size() && hex_digit(text[at + 1]) >= 0 &&
            hex_digit(text[at + 2]) >= 0) {
            out += static_cast<char>(hex_digit(text[at + 1]) * 16 + hex_digit(text[at + 2]));
            at += 2;
        } else {
            out += text[at];
        }
    }
    return text::is_utf8(out) ? out : std::string(text);
}

/// Whether a tag stands within a line, so that letters on both sides of it belong together.
bool is_inline(std::string_view tag) {
    if (tag.starts_with('/')) tag.remove_prefix(1);
    const auto name = tag.substr(0, tag.find_first_of(" />"));
    static constexpr std::array<std::string_view, 7> names{
        "a", "em", "strong", "code", "span", "mark", "del"};
    return std::ranges::find(names, name) != names.end();
}

/// The values of a tag's attributes, a line each.
void add_attributes(std::string& to, std::string_view tag) {
    for (auto open = tag.find('"'); open != tag.npos;) {
        const auto close = tag.find('"', open + 1);
        if (close == tag.npos) return;
        to += undo_percent(undo_entities(std::string(tag.substr(open + 1, close - open - 1)))) + "\n";
        open = tag.find('"', close + 1);
    }
}

} // namespace

Rendered render(std::string_view source, const FindCited& find) {
    std::string markdown(source);
    remove_all(markdown, place_opens);
    remove_all(markdown, place_closes);
    bool had_title = false;
    const auto body = without_title(markdown, had_title);
    const auto composed = compose(body, find);
    auto html = html::markdown(composed.markdown, {.heading_shift = had_title ? 0 : 1}).html;
    // The page has one main heading of its own.
    if (html.find("<h1>") != html.npos) html = html::markdown(composed.markdown, {.heading_shift = 1}).html;
    return {number_parts(fill(html, composed.places)) + notes_html(composed.notes), composed.unknown};
}

std::vector<Part> parts_of(std::string_view html) {
    constexpr std::string_view opens = "<h2 id=\"";
    std::vector<Part> parts;
    for (auto at = html.find(opens); at != html.npos; at = html.find(opens, at + opens.size())) {
        const auto id = html.substr(at + opens.size());
        const auto end = html.find("</h2>", at), begin = html.find('>', at);
        if (end == html.npos || begin == html.npos || begin > end) break;
        std::string title;
        bool in_tag = false;
        for (const char c : html.substr(begin + 1, end - begin - 1)) {
            if (c == '<') in_tag = true;
            if (!in_tag) title += c;
            if (c == '>') in_tag = false;
        }
        parts.push_back({std::string(id.substr(0, id.find('"'))), undo_entities(title)});
    }
    return parts;
}

std::string text_of(std::string_view html) {
    std::string words, attributes;
    for (std::size_t at = 0; at < html.size();) {
        if (html[at] != '<') {
            words += html[at++];
            continue;
        }
        const auto end = html.find('>', at);
        if (end == html.npos) break;
        const auto tag = html.substr(at + 1, end - at - 1);
        if (!is_inline(tag)) words += '\n';
        add_attributes(attributes, tag);
        at = end + 1;
    }
    return undo_entities(words) + "\n" + attributes;
}

} // namespace throughline::publication
