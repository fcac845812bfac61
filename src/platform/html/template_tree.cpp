// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/html/template_tree.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace throughline::html {
namespace {

std::string_view trimmed(std::string_view text) {
    const auto from = text.find_first_not_of(" \t\r\n");
    if (from == std::string_view::npos) return {};
    return text.substr(from, text.find_last_not_of(" \t\r\n") - from + 1);
}

std::vector<std::string> split_at_dots(std::string_view name) {
    std::vector<std::string> path;
    if (name == ".") return path;
    for (std::size_t from = 0; from <= name.size();) {
        const auto to = std::min(name.find('.', from), name.size());
        path.emplace_back(name.substr(from, to - from));
        from = to + 1;
    }
    return path;
}

class Reader {
public:
    Reader(std::string_view name, std::string_view source) : m_name(name), m_source(source) {}

    std::vector<Tag> read() {
        m_open.push_back({});
        while (m_at < m_source.size()) {
            const auto tag = std::min(m_source.find("{{", m_at), m_source.size());
            if (tag == m_source.size()) {
                add_text(m_source.substr(m_at));
                break;
            }
            m_tag = tag;
            read_tag();
        }
        if (m_open.size() > 1) fail("the section " + m_open.back().name + " is not closed");
        return std::move(m_open.front().tags);
    }

private:
    struct Open {
        std::string name{};
        Tag::Kind kind{};
        std::vector<Tag> tags{};
    };

    void read_tag() {
        const bool triple = m_source.substr(m_tag, 3) == "{{{";
        const std::string_view close = triple ? "}}}" : "}}";
        const auto inner = m_tag + close.size();
        const auto end = m_source.find(close, inner);
        if (end == std::string_view::npos) fail("a tag is not closed");
        auto content = trimmed(m_source.substr(inner, end - inner));
        const char sign = triple || content.empty() ? '\0' : content.front();
        const bool signed_tag =
            std::string_view("#^/>!&=").find(sign) != std::string_view::npos && sign != '\0';
        if (signed_tag) content = trimmed(content.substr(1));
        if (sign != '!' && (content.empty() || content.find_first_of(" \t\n{}") != std::string_view::npos))
            fail("a tag needs one name");

        const auto after = end + close.size();
        const bool prints = triple || !signed_tag || sign == '&';
        const bool alone = !prints && stands_alone(after);
        add_text(m_source.substr(m_at, (alone ? line_start() : m_tag) - m_at));
        m_at = alone ? next_line(after) : after;
        add_tag(triple ? '&' : signed_tag ? sign : '\0', content);
    }

    void add_tag(char sign, std::string_view name) {
        using enum Tag::Kind;
        switch (sign) {
        case '!': return;
        case '#': m_open.push_back({std::string(name), section, {}}); return;
        case '^': m_open.push_back({std::string(name), inverted, {}}); return;
        case '>': tags().push_back({partial, std::string(name), {}, {}, nullptr}); return;
        case '&': tags().push_back({unescaped, std::string(name), split_at_dots(name), {}, nullptr}); return;
        case '/': close_section(name); return;
        case '=': fail("other delimiters are not used here");
        default: tags().push_back({variable, std::string(name), split_at_dots(name), {}, nullptr});
        }
    }

    void close_section(std::string_view name) {
        if (m_open.size() == 1 || m_open.back().name != name)
            fail("the section " + std::string(name) + " is closed, but not open here");
        auto done = std::move(m_open.back());
        m_open.pop_back();
        tags().push_back({done.kind, done.name, split_at_dots(done.name), std::move(done.tags), nullptr});
    }

    void add_text(std::string_view text) {
        if (text.empty()) return;
        if (!tags().empty() && tags().back().kind == Tag::Kind::text)
            tags().back().text += text;
        else
            tags().push_back({Tag::Kind::text, std::string(text), {}, {}, nullptr});
    }

    // A tag that prints nothing takes its line with it when there is nothing else on that line.
    bool stands_alone(std::size_t after) const {
        const auto from = line_start();
        if (from < m_at) return false;
        const auto until = m_source.find('\n', after);
        return trimmed(m_source.substr(from, m_tag - from)).empty() &&
               trimmed(m_source.substr(after, until == std::string_view::npos ? until : until - after))
                   .empty();
    }
    std::size_t line_start() const {
        const auto newline = m_tag == 0 ? std::string_view::npos : m_source.rfind('\n', m_tag - 1);
        return newline == std::string_view::npos ? 0 : newline + 1;
    }
    std::size_t next_line(std::size_t after) const {
        const auto newline = m_source.find('\n', after);
        return newline == std::string_view::npos ? m_source.size() : newline + 1;
    }

    std::vector<Tag>& tags() { return m_open.back().tags; }

    [[noreturn]] void fail(const std::string& what) const {
        const auto line =
            1 + std::count(m_source.begin(), m_source.begin() + static_cast<std::ptrdiff_t>(m_tag), '\n');
        throw std::logic_error(
            "template " + std::string(m_name) + ", line " + std::to_string(line) + ": " + what);
    }

    std::string_view m_name;
    std::string_view m_source;
    std::size_t m_at{};
    std::size_t m_tag{};
    std::vector<Open> m_open{};
};

} // namespace

std::vector<Tag> read_template(std::string_view name, std::string_view source) {
    // A file's last newline is the editor's; a component used within a line must not break it.
    if (!source.empty() && source.back() == '\n') source.remove_suffix(1);
    return Reader(name, source).read();
}

} // namespace throughline::html
