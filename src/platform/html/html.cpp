// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/html/html.hpp"

#include "platform/html/template_tree.hpp"

#include <stdexcept>

namespace throughline::html {

Data::Data(List list) : m_held(std::make_shared<const List>(std::move(list))) {}
Data::Data(Object object) : m_held(std::make_shared<const Object>(std::move(object))) {}

Data trusted(Markup markup) { return Data(std::move(markup)); }

namespace {

const char* entity_of(char c) {
    switch (c) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '"': return "&quot;";
    case '\'': return "&#39;";
    default: return nullptr;
    }
}

void escape_to(std::string& out, std::string_view text) {
    std::size_t from = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char* entity = entity_of(text[at]);
        if (!entity) continue;
        out.append(text, from, at - from);
        out += entity;
        from = at + 1;
    }
    out.append(text, from);
}

// Where the renderer stands: the object of this level, and the value of the innermost section.
struct Level {
    const Object* object{};
    const Data* self{};
};

const Object* as_object(const Data& data) {
    const auto* held = std::get_if<std::shared_ptr<const Object>>(&data.held());
    return held ? held->get() : nullptr;
}

class Rendering {
public:
    Rendering(std::string_view name, const Object& root, std::string& out)
        : m_name(name), m_root(root), m_out(out) {}

    void all(const std::vector<Tag>& tags, const Level& level) {
        for (const auto& tag : tags) one(tag, level);
    }

private:
    void one(const Tag& tag, const Level& level) {
        switch (tag.kind) {
        case Tag::Kind::text: m_out += tag.text; return;
        case Tag::Kind::variable: print(tag, find(tag, level)); return;
        case Tag::Kind::unescaped: print_markup(tag, find(tag, level)); return;
        case Tag::Kind::section: section(tag, find(tag, level), level); return;
        case Tag::Kind::inverted:
            if (!holds(find(tag, level))) all(tag.children, level);
            return;
        case Tag::Kind::partial: component(tag, level); return;
        }
    }

    const Data& find(const Tag& tag, const Level& level) const {
        if (tag.path.empty()) {
            if (!level.self) fail(tag, "stands outside of any section");
            return *level.self;
        }
        const auto* object = tag.path.front() == "page" ? &m_root : level.object;
        const Data* found = nullptr;
        for (const auto& part : tag.path) {
            if (found) object = as_object(*found);
            if (!object) fail(tag, "is looked up in something that is not an object");
            const auto key = object->find(part);
            if (key == object->end()) fail(tag, "is missing");
            found = &key->second;
        }
        return *found;
    }

    void section(const Tag& tag, const Data& data, const Level& level) {
        if (!holds(data)) return;
        if (const auto* list = std::get_if<std::shared_ptr<const List>>(&data.held())) {
            for (const auto& item : **list) enter(tag, item, level);
        } else {
            enter(tag, data, level);
        }
    }

    void enter(const Tag& tag, const Data& data, const Level& level) {
        const auto* object = as_object(data);
        all(tag.children, {object ? object : level.object, &data});
    }

    // A component may hold itself (a choice that asks a further question); the data ends, or this does.
    void component(const Tag& tag, const Level& level) {
        if (m_depth == 32) fail(tag, "holds itself without end");
        ++m_depth;
        all(*tag.partial, level);
        --m_depth;
    }

    static bool holds(const Data& data) {
        const auto& held = data.held();
        if (const auto* yes = std::get_if<bool>(&held)) return *yes;
        if (const auto* text = std::get_if<std::string>(&held)) return !text->empty();
        if (const auto* list = std::get_if<std::shared_ptr<const List>>(&held)) return !(*list)->empty();
        return true;
    }

    void print(const Tag& tag, const Data& data) {
        const auto* text = std::get_if<std::string>(&data.held());
        if (!text) fail(tag, "is not text");
        escape_to(m_out, *text);
    }

    void print_markup(const Tag& tag, const Data& data) {
        const auto* markup = std::get_if<Markup>(&data.held());
        if (!markup) fail(tag, "is not markup that can be trusted");
        m_out += markup->html;
    }

    // Names of templates and keys are ours; what stands in them is never said.
    [[noreturn]] void fail(const Tag& tag, const char* what) const {
        throw std::logic_error("template " + std::string(m_name) + ": the key " + tag.text + " " + what);
    }

    std::string_view m_name;
    const Object& m_root;
    std::string& m_out;
    int m_depth{};
};

bool is_component(std::string_view name) { return name.find('/') == std::string_view::npos; }

} // namespace

std::string escape(std::string_view text) {
    std::string out;
    out.reserve(text.size() + text.size() / 8);
    escape_to(out, text);
    return out;
}

struct Templates::Inside {
    std::map<std::string, std::vector<Tag>, std::less<>> trees{};

    void connect(const std::string& name, std::vector<Tag>& tags) {
        for (auto& tag : tags) {
            if (tag.kind == Tag::Kind::unescaped && !is_component(name))
                throw std::logic_error("template " + name + ": only a component may print unescaped");
            if (tag.kind == Tag::Kind::partial) {
                const auto found = trees.find(tag.text);
                if (found == trees.end())
                    throw std::logic_error("template " + name + ": there is no partial " + tag.text);
                tag.partial = &found->second;
            }
            connect(name, tag.children);
        }
    }
};

Templates::Templates(Sources sources) : m_inside(std::make_unique<Inside>()) {
    for (const auto& [name, source] : sources) m_inside->trees.emplace(name, read_template(name, source));
    for (auto& [name, tags] : m_inside->trees) m_inside->connect(name, tags);
}

Templates::~Templates() = default;
Templates::Templates(Templates&&) noexcept = default;
Templates& Templates::operator=(Templates&&) noexcept = default;

bool Templates::knows(std::string_view name) const {
    return m_inside->trees.find(name) != m_inside->trees.end();
}

std::string Templates::render(std::string_view name, const Object& view) const {
    const auto found = m_inside->trees.find(name);
    if (found == m_inside->trees.end()) throw std::logic_error("there is no template " + std::string(name));
    std::string out;
    out.reserve(32 * 1024);
    Rendering(name, view, out).all(found->second, {&view, nullptr});
    return out;
}

} // namespace throughline::html
