// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/documents/xml_walk.hpp"

#include "platform/documents/unreadable.hpp"

#include <pugixml.hpp>

#include <algorithm>

namespace throughline::documents {

namespace {

constexpr std::size_t largest_element = 32 << 20;
constexpr std::size_t deepest = 256;
constexpr unsigned how_to_parse = pugi::parse_default | pugi::parse_ws_pcdata;

[[noreturn]] void malformed() {
    throw Unreadable("Part of this file is damaged and could not be read. Open it in the program that made "
                     "it, save it again and "
                     "send the new copy.");
}

[[noreturn]] void too_large() {
    throw Unreadable("One row of this file is far larger than can be taken in, so it was not read. Copy the "
                     "table into a new "
                     "document and send that.");
}

std::string_view without_prefix(std::string_view name) {
    const auto colon = name.find(':');
    return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

bool holds(const std::vector<std::string_view>& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

} // namespace

XmlWalk::XmlWalk(Wanted wanted, XmlVisitor& visitor) : m_wanted(std::move(wanted)), m_visitor(visitor) {}

void XmlWalk::feed(std::string_view piece) {
    m_pending += piece;
    if (!m_begun) {
        if (m_pending.size() < 4) return;
        m_begun = true;
        if (m_pending.starts_with("\xEF\xBB\xBF")) m_at = 3;
        // Office programs write UTF-8; anything in UTF-16 was made by something else.
        if (m_pending.starts_with("\xFE\xFF") || m_pending.starts_with("\xFF\xFE")) malformed();
    }
    while (step()) {
    }
    const auto keep = in_whole() ? m_whole_start : m_at;
    m_pending.erase(0, keep);
    m_at -= keep;
    if (in_whole()) m_whole_start = 0;
    if (m_pending.size() > largest_element) too_large();
}

void XmlWalk::finish() {
    if (!m_open.empty() || in_whole() || !m_ended) malformed();
    for (; m_at < m_pending.size(); ++m_at)
        if (!is_space(m_pending[m_at])) malformed();
}

/// Takes the next piece of markup. Gives false when it has not wholly arrived.
bool XmlWalk::step() {
    const auto open = m_pending.find('<', m_at);
    if (open == std::string::npos) {
        m_at = m_pending.size();
        return false;
    }
    m_at = open;
    const std::string_view rest = std::string_view(m_pending).substr(open);
    if (rest.size() < 2) return false;
    if (rest[1] == '?') return skip_past("?>", open + 2);
    if (rest[1] != '!') return take_tag();
    constexpr std::string_view comment = "<!--", cdata = "<![CDATA[";
    if (rest.starts_with(comment)) return skip_past("-->", open + comment.size());
    if (rest.starts_with(cdata)) return skip_past("]]>", open + cdata.size());
    if (rest.size() < cdata.size() && (comment.starts_with(rest) || cdata.starts_with(rest))) return false;
    malformed(); // a document type declaration: never needed here, and where entity bombs live
}

bool XmlWalk::skip_past(std::string_view end, std::size_t from) {
    const auto found = m_pending.find(end, from);
    if (found == std::string::npos) return false;
    m_at = found + end.size();
    return true;
}

bool XmlWalk::take_tag() {
    char quote = 0;
    std::size_t end = m_at + 1;
    for (; end < m_pending.size(); ++end) {
        const char c = m_pending[end];
        if (quote != 0) {
            if (c == quote) quote = 0;
        } else if (c == '"' || c == '\'')
            quote = c;
        else if (c == '>')
            break;
        else if (c == '<')
            malformed();
    }
    if (end == m_pending.size()) return false;
    const bool closing = m_pending[m_at + 1] == '/';
    const auto begin = m_at + (closing ? 2 : 1);
    auto stop = begin;
    while (stop < end && !is_space(m_pending[stop]) && m_pending[stop] != '/') ++stop;
    const std::string name = m_pending.substr(begin, stop - begin);
    if (name.empty()) malformed();
    if (closing)
        end_tag(name);
    else
        start_tag(name, end, m_pending[end - 1] == '/');
    const bool was_whole = !in_whole() && !m_whole_name.empty();
    m_at = end + 1;
    if (was_whole) hand_over(m_at);
    return true;
}

void XmlWalk::start_tag(std::string_view name, std::size_t end, bool closes_itself) {
    if (m_ended) malformed();
    if (in_whole()) {
        if (!closes_itself && ++m_whole_depth > deepest) malformed();
        return;
    }
    const auto local = without_prefix(name);
    if (holds(m_wanted.wholes, local)) {
        m_whole_name = local;
        m_whole_start = m_at;
        m_whole_depth = closes_itself ? 0 : 1;
        return;
    }
    if (holds(m_wanted.tags, local)) {
        auto tag = m_pending.substr(m_at, end - m_at - (closes_itself ? 1 : 0)) + "/>";
        pugi::xml_document document;
        if (!document.load_buffer_inplace(tag.data(), tag.size(), how_to_parse, pugi::encoding_utf8))
            malformed();
        m_visitor.opened(local, document.document_element());
        if (closes_itself) m_visitor.closed(local);
    }
    if (closes_itself) {
        m_ended = m_open.empty();
        return;
    }
    if (m_open.size() >= deepest) malformed();
    m_open.emplace_back(name);
}

void XmlWalk::end_tag(std::string_view name) {
    if (in_whole()) {
        --m_whole_depth;
        return;
    }
    if (m_open.empty() || m_open.back() != name) malformed();
    m_open.pop_back();
    m_ended = m_open.empty();
    if (const auto local = without_prefix(name); holds(m_wanted.tags, local)) m_visitor.closed(local);
}

void XmlWalk::hand_over(std::size_t end) {
    if (end - m_whole_start > largest_element) too_large();
    pugi::xml_document document;
    const auto parsed = document.load_buffer_inplace(
        m_pending.data() + m_whole_start, end - m_whole_start, how_to_parse, pugi::encoding_utf8);
    if (!parsed) malformed();
    const auto name = std::exchange(m_whole_name, {});
    m_visitor.whole(name, document.document_element());
    if (m_open.empty()) m_ended = true;
}

void walk(Archive& archive, const std::string& part, const Wanted& wanted, XmlVisitor& visitor) {
    XmlWalk walking(wanted, visitor);
    archive.stream(part, [&](std::string_view piece) { walking.feed(piece); });
    walking.finish();
}

void load(const std::string& xml, pugi::xml_document& into) {
    if (xml.find("<!DOCTYPE") != std::string::npos) malformed();
    if (!into.load_buffer(xml.data(), xml.size(), how_to_parse, pugi::encoding_utf8)) malformed();
}

std::string_view local_name(const pugi::xml_node& node) { return without_prefix(node.name()); }

std::string_view attribute(const pugi::xml_node& node, std::string_view local) {
    for (const auto& each : node.attributes())
        if (without_prefix(each.name()) == local) return each.value();
    return {};
}

pugi::xml_node child(const pugi::xml_node& node, std::string_view local) {
    for (const auto& each : node.children())
        if (local_name(each) == local) return each;
    return {};
}

} // namespace throughline::documents
