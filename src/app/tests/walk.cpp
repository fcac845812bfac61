// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tests/walk.hpp"

#include <algorithm>
#include <deque>
#include <set>
#include <utility>

namespace throughline::walk {
namespace {

/// One start tag: its name and its attributes, as our own templates write them (double quotes).
struct Tag {
    std::string_view name{};
    std::map<std::string, std::string, std::less<>> attributes{};
    std::size_t begins{};
    std::size_t ends{}; ///< behind its `>`

    std::string text(std::string_view attribute) const {
        const auto found = attributes.find(attribute);
        return found == attributes.end() ? std::string() : found->second;
    }
    bool has(std::string_view attribute) const { return attributes.contains(attribute); }
};

bool is_space(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }

Tag read_tag(std::string_view page, std::size_t at) {
    Tag tag;
    tag.begins = at;
    auto i = at + 1;
    const auto name_begins = i;
    while (i < page.size() && !is_space(page[i]) && page[i] != '>') ++i;
    tag.name = page.substr(name_begins, i - name_begins);
    while (i < page.size() && page[i] != '>') {
        while (i < page.size() && (is_space(page[i]) || page[i] == '/')) ++i;
        const auto begins = i;
        while (i < page.size() && !is_space(page[i]) && page[i] != '=' && page[i] != '>') ++i;
        auto name = std::string(page.substr(begins, i - begins));
        if (name.empty()) {
            if (i < page.size() && page[i] != '>') ++i;
            continue;
        }
        std::string value;
        if (i + 1 < page.size() && page[i] == '=' && page[i + 1] == '"') {
            const auto end = std::min(page.find('"', i + 2), page.size());
            value = unescaped(page.substr(i + 2, end - i - 2));
            i = end + 1;
        } else if (i < page.size() && page[i] == '=') {
            ++i;
        }
        tag.attributes.emplace(std::move(name), std::move(value));
    }
    tag.ends = std::min(i + 1, page.size());
    return tag;
}

std::vector<Tag> tags_of(std::string_view page) {
    std::vector<Tag> tags;
    for (auto at = page.find('<'); at != page.npos; at = page.find('<', at + 1))
        if (at + 1 < page.size() &&
            (std::isalpha(static_cast<unsigned char>(page[at + 1])) || page[at + 1] == '/'))
            tags.push_back(read_tag(page, at));
    return tags;
}

/// An address of our own as a path with its query, or nothing.
std::string own_target(const std::string& href, const std::string& path) {
    auto target = href.substr(0, href.find('#'));
    if (target.empty()) return {};
    if (target.front() == '?') target = path.substr(0, path.find('?')) + target;
    return http::is_own_path(target) ? target : std::string();
}

void offer(Form& form, Field::Kind kind, const std::string& name, const std::string& value, bool chosen) {
    if (name.empty()) return;
    auto known = std::ranges::find(form.fields, name, &Field::name);
    if (known == form.fields.end()) {
        form.fields.push_back({name, kind, {}});
        known = form.fields.end() - 1;
    }
    known->values.insert(chosen ? known->values.begin() : known->values.end(), value);
}

void read_input(Form& form, const Tag& tag) {
    const auto type = tag.text("type");
    const auto name = tag.text("name"), value = tag.text("value");
    if (type == "hidden")
        offer(form, Field::Kind::hidden, name, value, true);
    else if (type == "radio")
        offer(form, Field::Kind::choice, name, value, tag.has("checked"));
    else if (type == "checkbox")
        offer(form, Field::Kind::several, name, value, tag.has("checked"));
    else if (type == "file")
        offer(form, Field::Kind::file, name, "", false);
    else
        offer(form, Field::Kind::text, name, value, true);
}

std::vector<Page> from(
    in_process::House& house,
    const in_process::Visitor& visitor,
    std::deque<std::string> open,
    const std::string& within,
    std::size_t of_a_kind) {
    std::vector<Page> pages;
    std::set<std::string> seen(open.begin(), open.end());
    std::map<std::string, std::size_t> kinds;
    for (; !open.empty(); open.pop_front()) {
        const auto& target = open.front();
        const auto found = house.routes().find(http::Method::get, target.substr(0, target.find('?')));
        const auto pattern = found ? found->route->pattern : std::string();
        if (kinds[pattern]++ >= of_a_kind) continue;
        pages.push_back({target, pattern, house.get(visitor, target)});
        const auto& page = pages.back();
        std::vector<std::string> onward{page.answer.header("Location")};
        if (page.is_html()) onward = links_of(page.answer.response.body, target);
        for (auto& link : onward)
            if (http::is_own_path(link) && link.starts_with(within) && seen.insert(link).second)
                open.push_back(link);
    }
    return pages;
}

} // namespace

std::string unescaped(std::string_view text) {
    static constexpr std::pair<std::string_view, char> references[] = {
        {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&#39;", '\''}, {"&amp;", '&'}};
    std::string out;
    while (!text.empty()) {
        const auto* found = std::ranges::find_if(
            references, [&](const auto& reference) { return text.starts_with(reference.first); });
        if (found != std::end(references)) {
            out += found->second;
            text.remove_prefix(found->first.size());
        } else {
            out += text.front();
            text.remove_prefix(1);
        }
    }
    return out;
}

std::vector<Form> forms_of(std::string_view page, const std::string& path) {
    std::vector<Form> forms;
    bool within = false;
    std::string select;
    for (const auto& tag : tags_of(page)) {
        if (tag.name == "form") {
            const auto action = tag.text("action");
            forms.push_back(
                {tag.text("method") == "post", action.empty() ? path.substr(0, path.find('?')) : action, {}});
            within = true;
        } else if (tag.name == "/form") {
            within = false;
        } else if (within && tag.name == "input") {
            read_input(forms.back(), tag);
        } else if (within && tag.name == "textarea") {
            // A browser drops the line end that a text field begins with.
            const auto begins = tag.ends + (page.substr(tag.ends).starts_with('\n') ? 1 : 0);
            const auto end = std::min(page.find("</textarea>", begins), page.size());
            offer(
                forms.back(),
                Field::Kind::text,
                tag.text("name"),
                unescaped(page.substr(begins, end - begins)),
                true);
        } else if (within && tag.name == "select") {
            select = tag.text("name");
        } else if (within && tag.name == "option") {
            offer(forms.back(), Field::Kind::choice, select, tag.text("value"), tag.has("selected"));
        } else if (within && tag.name == "button") {
            offer(forms.back(), Field::Kind::choice, tag.text("name"), tag.text("value"), false);
        }
    }
    return forms;
}

std::vector<std::string> links_of(std::string_view page, const std::string& path) {
    std::vector<std::string> links;
    for (const auto& tag : tags_of(page)) {
        if (tag.name != "a" && tag.name != "link") continue;
        auto target = own_target(tag.text("href"), path);
        if (!target.empty()) links.push_back(std::move(target));
    }
    return links;
}

std::vector<Page>
reachable(in_process::House& house, const in_process::Visitor& visitor, std::size_t of_a_kind) {
    return from(house, visitor, {"/", "/cases"}, "/", of_a_kind);
}

std::vector<Page> reachable_in_case(
    in_process::House& house,
    const in_process::Visitor& visitor,
    const std::string& reference,
    std::size_t of_a_kind) {
    const auto first = "/cases/" + reference;
    return from(house, visitor, {first}, first, of_a_kind);
}

} // namespace throughline::walk
