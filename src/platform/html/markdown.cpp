// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/html/markdown.hpp"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm-extension_api.h>
#include <cmark-gfm.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <memory>
#include <new>
#include <string>
#include <vector>

namespace throughline::html {
namespace {

struct Free {
    void operator()(cmark_parser* parser) const { cmark_parser_free(parser); }
    void operator()(cmark_node* node) const { cmark_node_free(node); }
    void operator()(cmark_iter* iterator) const { cmark_iter_free(iterator); }
    void operator()(char* text) const { cmark_get_default_mem_allocator()->free(text); }
};
template <class T>
using Held = std::unique_ptr<T, Free>;

cmark_syntax_extension* tables() {
    static cmark_syntax_extension* const found = [] {
        cmark_gfm_core_extensions_ensure_registered();
        return cmark_find_syntax_extension("table");
    }();
    return found;
}

// A colon ahead of any slash, question mark or hash makes a scheme, however oddly it is spelt.
std::string scheme_of(std::string_view address) {
    const auto end = address.find_first_of(":/?#");
    if (end == std::string_view::npos || address[end] != ':') return {};
    std::string scheme(address.substr(0, end));
    for (auto& c : scheme) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return scheme.empty() ? ":" : scheme;
}

bool may_lead_to(std::string_view address) {
    constexpr std::array<std::string_view, 4> allowed{"", "http", "https", "mailto"};
    const bool borrows_scheme = address.size() > 1 && (address[0] == '/' || address[0] == '\\') &&
                                (address[1] == '/' || address[1] == '\\');
    return !borrows_scheme && std::find(allowed.begin(), allowed.end(), scheme_of(address)) != allowed.end();
}

// The words of a link or picture stay; only the way out goes.
void keep_only_the_words(cmark_node* node) {
    while (auto* child = cmark_node_first_child(node)) {
        cmark_node_unlink(child);
        cmark_node_insert_before(node, child);
    }
    cmark_node_unlink(node);
    cmark_node_free(node);
}

void tidy(cmark_node* root, const MarkdownOptions& options) {
    std::vector<cmark_node*> unwanted;
    const Held<cmark_iter> walk(cmark_iter_new(root));
    for (auto event = cmark_iter_next(walk.get()); event != CMARK_EVENT_DONE;
         event = cmark_iter_next(walk.get())) {
        if (event != CMARK_EVENT_ENTER) continue;
        auto* node = cmark_iter_get_node(walk.get());
        const auto type = cmark_node_get_type(node);
        if (type == CMARK_NODE_HEADING)
            cmark_node_set_heading_level(
                node, std::clamp(cmark_node_get_heading_level(node) + options.heading_shift, 1, 6));
        const std::string_view address =
            type == CMARK_NODE_LINK || type == CMARK_NODE_IMAGE ? cmark_node_get_url(node) : "";
        // A picture from elsewhere would tell that place who reads what.
        if (type == CMARK_NODE_LINK && !may_lead_to(address)) unwanted.push_back(node);
        if (type == CMARK_NODE_IMAGE && (!may_lead_to(address) || !scheme_of(address).empty()))
            unwanted.push_back(node);
    }
    for (auto* node : unwanted) keep_only_the_words(node);
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
}

// The renderer escapes every `<` that was typed, so these can only be its own tags.
void dress_tables(std::string& html) {
    replace_all(html, "<th>", "<th scope=\"col\">");
    replace_all(html, "<th align=\"right\">", "<th scope=\"col\" class=\"tl-num\">");
    replace_all(html, "<th align=", "<th scope=\"col\" align=");
    replace_all(html, "<td align=\"right\">", "<td class=\"tl-num\">");
    replace_all(html, "<!-- raw HTML omitted -->", "");
}

} // namespace

Markup markdown(std::string_view source, const MarkdownOptions& options) {
    constexpr int how = CMARK_OPT_DEFAULT | CMARK_OPT_VALIDATE_UTF8;
    const Held<cmark_parser> parser(cmark_parser_new(how));
    if (!parser || !tables()) throw std::bad_alloc();
    cmark_parser_attach_syntax_extension(parser.get(), tables());
    cmark_parser_feed(parser.get(), source.data(), source.size());
    const Held<cmark_node> root(cmark_parser_finish(parser.get()));
    if (!root) throw std::bad_alloc();
    tidy(root.get(), options);
    const Held<char> html(
        cmark_render_html(root.get(), how, cmark_parser_get_syntax_extensions(parser.get())));
    if (!html) throw std::bad_alloc();
    Markup markup{html.get()};
    dress_tables(markup.html);
    return markup;
}

} // namespace throughline::html
