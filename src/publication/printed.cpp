// SPDX-License-Identifier: GPL-3.0-or-later
#include "publication/printed.hpp"

#include "platform/html/html.hpp"

#include <fmt/format.h>

namespace throughline::publication {
namespace {

constexpr std::string_view style = R"(
@page { size: A4; margin: 22mm 20mm; }
html { font: 11.5pt/1.55 "Liberation Sans", "DejaVu Sans", Arial, sans-serif; color: #14272c; }
body { margin: 0; }
h1 { font-size: 26pt; line-height: 1.2; margin: 0 0 8pt; }
h2 { font-size: 17pt; line-height: 1.25; margin: 26pt 0 8pt; break-after: avoid; }
h3 { font-size: 13.5pt; line-height: 1.3; margin: 18pt 0 6pt; break-after: avoid; }
h4 { font-size: 12pt; margin: 14pt 0 4pt; break-after: avoid; }
p, ul, ol { margin: 0 0 9pt; }
li { margin: 0 0 4pt; }
blockquote { margin: 12pt 0; padding: 0 0 0 12pt; border-left: 2pt solid #4c8793; font-family: "Liberation Serif", Georgia, serif; font-size: 13pt; }
blockquote, table, tr { break-inside: avoid; }
table { width: 100%; border-collapse: collapse; margin: 0 0 12pt; }
caption { text-align: left; font-weight: bold; }
th, td { text-align: left; vertical-align: top; padding: 4pt 8pt 4pt 0; border-bottom: .5pt solid #84796a; }
a { color: #06343d; }
dl { margin: 0 0 14pt; }
dt { font-weight: bold; }
dd { margin: 0 0 4pt; }
.kind { color: #4a5b60; margin: 0 0 4pt; }
.note { border-left: 3pt solid #0b5563; background: #f7f3ec; padding: 8pt 12pt; margin: 0 0 14pt; }
.govuk-visually-hidden { display: none; }
)";

std::string fact(std::string_view term, std::string_view text) {
    return fmt::format("<dt>{}</dt><dd>{}</dd>\n", html::escape(term), html::escape(text));
}

} // namespace

std::string printed(
    const Details& details,
    std::string_view partnership,
    Date publish_on,
    std::int64_t version,
    std::string_view page) {
    std::string out = "<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n";
    out += "<title>" + html::escape(details.title) + "</title>\n<style>" + std::string(style) +
           "</style>\n</head>\n<body>\n<main>\n";
    out += "<p class=\"kind\">Local child safeguarding practice review</p>\n";
    out += "<h1>" + html::escape(details.title) + "</h1>\n";
    out += "<p>" + html::escape(details.summary) + "</p>\n";
    out += "<p class=\"note\"><strong>Before you read.</strong> " + html::escape(details.content_note) +
           "</p>\n<dl>\n";
    out += fact("Published", calendar::in_figures(publish_on));
    out += fact("Written by", details.reviewer);
    out += fact("For", partnership);
    out += fact("Version", std::to_string(version));
    out += "</dl>\n" + std::string(page) + "</main>\n</body>\n</html>\n";
    return out;
}

} // namespace throughline::publication
