// SPDX-License-Identifier: GPL-3.0-or-later
// Templates, Markdown, and reports made of it: what comes out is judged by an XML parser and a browser's way
// of reading addresses, not by the code that made it.
#include "platform/html/html.hpp"
#include "platform/html/markdown.hpp"
#include "platform/text/text.hpp"
#include "publication/rendered.hpp"
#include "target.hpp"

#include <pugixml.hpp>

#include <algorithm>
#include <array>
#include <cctype>
#include <stdexcept>

namespace throughline::fuzz {
namespace {

constexpr std::string_view hostile = "<q7 a='b' c=\"d\">&";

bool among(std::string_view one, std::initializer_list<std::string_view> all) {
    return std::ranges::find(all, one) != all.end();
}

/// As a browser does (WHATWG URL): white space and control characters at the front go, tabs and line ends go
/// everywhere, and a backslash is a slash.
bool stays_or_is_plain(std::string_view address) {
    std::string url;
    for (const char c : address)
        if (c != '\t' && c != '\n' && c != '\r') url += c == '\\' ? '/' : c;
    url.erase(
        0,
        std::min(
            url.size(),
            static_cast<std::size_t>(
                std::ranges::find_if(url, [](unsigned char c) { return c > ' '; }) - url.begin())));
    const auto end =
        url.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-.");
    if (end == std::string::npos || url[end] != ':' || end == 0 ||
        !std::isalpha(static_cast<unsigned char>(url[0])))
        return !url.starts_with("//");
    std::string scheme = url.substr(0, end);
    std::ranges::transform(scheme, scheme.begin(), [](unsigned char c) { return std::tolower(c); });
    return among(scheme, {"http", "https", "mailto"});
}

void demand_safe(const pugi::xml_node& node) {
    for (const auto& child : node.children()) {
        if (child.type() == pugi::node_pcdata) continue;
        demand(child.type() == pugi::node_element, "only elements and text come out");
        const std::string_view name = child.name();
        demand(
            among(name, {"mark", "p",          "h1",  "h2",      "h3",    "h4",    "h5",    "h6",
                         "em",   "strong",     "a",   "img",     "ul",    "ol",    "li",    "pre",
                         "code", "blockquote", "hr",  "br",      "table", "thead", "tbody", "tr",
                         "th",   "td",         "sup", "section", "div",   "span",  "del"}),
            "only elements of plain text come out");
        for (const auto& attribute : child.attributes()) {
            const std::string_view key = attribute.name();
            demand(
                among(
                    key,
                    {"href",
                     "src",
                     "alt",
                     "title",
                     "align",
                     "scope",
                     "class",
                     "start",
                     "id",
                     "aria-label",
                     "aria-labelledby",
                     "aria-describedby",
                     "role",
                     "tabindex"}),
                "only plain attributes come out");
            if (key == "href" || key == "src")
                demand(stays_or_is_plain(attribute.value()), "links lead to http, https, mailto or stay");
            if (key == "src")
                demand(
                    !std::string_view(attribute.value()).starts_with("http:") &&
                        !std::string_view(attribute.value()).starts_with("https:"),
                    "pictures come from the house");
        }
        demand_safe(child);
    }
}

void demand_safe(const std::string& html) {
    demand(text::is_utf8(html), "a page is text");
    pugi::xml_document document;
    const auto read =
        document.load_string(("<r>" + html + "</r>").c_str(), pugi::parse_full | pugi::parse_ws_pcdata);
    demand(bool(read), "what comes out is well formed");
    demand_safe(document.child("r"));
    demand(std::distance(document.begin(), document.end()) == 1, "nothing closes what it did not open");
}

} // namespace

void page_template(std::string_view bytes) {
    if (bytes.find("<q7") != bytes.npos) return;
    const html::Object person{{"name", hostile}, {"none", ""}};
    const html::Object view{
        {"a", hostile},
        {"yes", true},
        {"no", false},
        {"person", person},
        {"rows", html::List{person, person}},
        {"words", html::List{"x", hostile}},
        {"page", html::Object{{"title", hostile}}}};
    std::string page;
    try {
        page = html::Templates({{"folder/t", std::string(bytes)}, {"part", "[{{name}}]"}})
                   .render("folder/t", view);
    } catch (const std::logic_error&) {
        return;
    }
    demand(page.find("<q7") == page.npos, "what a view hands over is escaped");
}

void markdown(std::string_view bytes) { demand_safe(html::markdown(bytes).html); }

void report(std::string_view bytes) {
    // What the editor's form hands over is text.
    if (!text::is_utf8(bytes) || bytes.find('\0') != bytes.npos) return;
    const auto find = [](std::string_view kind,
                         std::string_view argument) -> std::optional<publication::Cited> {
        if (kind == "person") return publication::Cited{std::string(hostile), ""};
        if (kind == "finding" && argument == "1")
            return publication::Cited{"finding 1", std::string(hostile)};
        if (kind == "row") return publication::Cited{"", "An entry in the records of one agency."};
        return {};
    };
    const auto rendered = publication::render(bytes, find);
    demand_safe(rendered.html);
    demand(rendered.html.find("<q7") == std::string::npos, "what is cited is escaped");
    (void)publication::parts_of(rendered.html);
    demand(text::is_utf8(publication::text_of(rendered.html)), "what the check reads is text");
}

} // namespace throughline::fuzz
