// SPDX-License-Identifier: GPL-3.0-or-later
// Walks a large XML part without holding it: tags are followed as they come, and only the elements asked for
// (a row, a paragraph) are built as trees, one at a time. Names are compared without their prefix.
#pragma once

#include "platform/documents/archive.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace pugi {
class xml_node;
class xml_document;
} // namespace pugi

namespace throughline::documents {

class XmlVisitor {
public:
    virtual ~XmlVisitor() = default;
    /// The start tag of an element whose name is in `tags`: attributes only.
    virtual void opened(std::string_view name, const pugi::xml_node& tag) = 0;
    virtual void closed(std::string_view name) = 0;
    /// A complete element whose name is in `wholes`.
    virtual void whole(std::string_view name, const pugi::xml_node& element) = 0;
};

struct Wanted {
    std::vector<std::string_view> wholes{};
    std::vector<std::string_view> tags{};
};

/// Walks one part. Throws Unreadable when it is not well formed, declares a document type (so no entity is
/// ever expanded), nests too deep, or holds one element of more than 32 MiB.
void walk(Archive& archive, const std::string& part, const Wanted& wanted, XmlVisitor& visitor);

/// The same for a part in pieces, as they come.
class XmlWalk {
public:
    XmlWalk(Wanted wanted, XmlVisitor& visitor);
    void feed(std::string_view piece);
    void finish();

private:
    bool step();
    bool skip_past(std::string_view end, std::size_t from);
    bool take_tag();
    void start_tag(std::string_view name, std::size_t end, bool closes_itself);
    void end_tag(std::string_view name);
    void hand_over(std::size_t end);
    bool in_whole() const { return m_whole_depth > 0; }

    Wanted m_wanted;
    XmlVisitor& m_visitor;
    std::string m_pending;
    std::size_t m_at{};
    std::vector<std::string> m_open;
    std::string m_whole_name;
    std::size_t m_whole_start{};
    std::size_t m_whole_depth{};
    bool m_begun{false};
    bool m_ended{false};
};

/// A small part as a tree, under the same rules.
void load(const std::string& xml, pugi::xml_document& into);

std::string_view local_name(const pugi::xml_node& node);
/// The attribute's value whatever its prefix; empty when it is not there.
std::string_view attribute(const pugi::xml_node& node, std::string_view local);
/// The first child element of that name; an empty node when there is none.
pugi::xml_node child(const pugi::xml_node& node, std::string_view local);

} // namespace throughline::documents
