// SPDX-License-Identifier: GPL-3.0-or-later
// Pages from Mustache templates. A view hands over data; the template arranges it. Double braces escape; triple
// braces occur in this folder's own templates alone.
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

/// What a template is given: text, a yes or no, a list, or an object.
class Data {
public:
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

    using Held = std::variant<bool, std::string, std::unique_ptr<List>, std::unique_ptr<Object>>;
    const Held& held() const { return m_held; }

    Data(const Data& other);
    Data(Data&&) noexcept;
    Data& operator=(Data other) noexcept;
    ~Data();

private:
    Held m_held;
};

/// HTML that is already safe (rendered by `render`, by the Markdown renderer, or by a component). Templates print it
/// with `{{{…}}}` inside platform/html only: views pass `Data(Markup)`-carrying keys to components that expect them.
struct Markup {
    std::string html{};
};

std::string escape(std::string_view text);

/// A set of templates by name (`rapid_review/decision` for src/rapid_review/templates/decision.mustache). Partials
/// `{{> page_start}}` name templates of platform/html/templates, or `folder/name`. They are inlined when loaded.
class Templates {
public:
    /// `sources`: name to text. Throws std::logic_error when a template is malformed or names an unknown partial.
    explicit Templates(std::map<std::string, std::string, std::less<>> sources);
    ~Templates();
    Templates(Templates&&) noexcept;

    /// Every key that the template names must be there in the object it is looked up in (outer objects do not
    /// count, except for the keys of `page`, which every level sees). A missing key throws std::logic_error.
    std::string render(std::string_view name, const Object& view) const;

private:
    struct Inside;
    std::unique_ptr<Inside> m_inside;
};

} // namespace throughline::html
