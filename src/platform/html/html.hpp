// SPDX-License-Identifier: GPL-3.0-or-later
// Pages from Mustache templates. A view hands over data; the template arranges it. Double braces escape;
// triple braces occur in this folder's own templates alone. How to write a page: README.md beside this file.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace throughline::html {

class Data;
using List = std::vector<Data>;
using Object = std::map<std::string, Data, std::less<>>;

/// HTML that is already safe: rendered by `Templates` or by the Markdown renderer. Views never write it by
/// hand.
struct Markup {
    std::string html{};
};

/// What a template is given: text, a yes or no, a list, an object, or markup that is already safe. Once made
/// it does not change, and copies share their lists and objects, so handing parts around is cheap.
class Data {
public:
    using Held =
        std::variant<bool, std::string, Markup, std::shared_ptr<const List>, std::shared_ptr<const Object>>;

    Data() : m_held(false) {}
    Data(bool yes) : m_held(yes) {}
    Data(int number) : m_held(std::to_string(number)) {}
    Data(std::int64_t number) : m_held(std::to_string(number)) {}
    Data(std::size_t number) : m_held(std::to_string(number)) {}
    Data(const char* text) : m_held(std::string(text)) {}
    Data(std::string_view text) : m_held(std::string(text)) {}
    Data(std::string text) : m_held(std::move(text)) {}
    Data(List list);
    Data(Object object);

    const Held& held() const { return m_held; }

private:
    friend Data trusted(Markup markup);
    explicit Data(Markup markup) : m_held(std::move(markup)) {}

    Held m_held;
};

/// The one door for markup into a page. Only the component `markup` prints it (`{{#report}}{{>
/// markup}}{{/report}}` with an object made by `govuk::markup`); text given in its place, or markup where
/// text belongs, throws.
Data trusted(Markup markup);

/// `&`, `<`, `>` and both quotes as entities: fit for element content and for quoted attributes.
std::string escape(std::string_view text);

/// A set of templates by name (`rapid_review/decision` for src/rapid_review/templates/decision.mustache).
/// Names without a folder (`radios`) are the components of platform/html/templates. A partial `{{> radios}}`
/// names a component, or `folder/name`. Everything is read once, when loaded; rendering is const and safe
/// from many threads.
class Templates {
public:
    using Sources = std::map<std::string, std::string, std::less<>>;

    /// `sources`: name to text. Throws std::logic_error when a template is malformed, names an unknown
    /// partial, or prints unescaped (`{{{…}}}`, `{{&…}}`) and is not a component.
    explicit Templates(Sources sources);
    ~Templates();
    Templates(Templates&&) noexcept;
    Templates& operator=(Templates&&) noexcept;

    /// Every key that is met must be there in the object of its own level: `{{#person}}{{name}}{{/person}}`
    /// looks in the person and nowhere else, except that `{{page.…}}` is the root's `page` at every level. A
    /// section over a yes or a text stays on its level. No, empty text and the empty list skip a section. A
    /// missing key throws std::logic_error, which names the template and the key.
    std::string render(std::string_view name, const Object& view) const;

    bool knows(std::string_view name) const;

private:
    struct Inside;
    std::unique_ptr<Inside> m_inside;
};

} // namespace throughline::html
