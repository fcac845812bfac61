// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/db/placeholders.hpp"

#include <algorithm>
#include <cstdint>
#include <stdexcept>

namespace throughline::db::detail {
namespace {

bool begins_name(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool continues_name(char c) { return begins_name(c) || (c >= '0' && c <= '9'); }

std::size_t end_of_name(std::string_view sql, std::size_t at) {
    while (at < sql.size() && continues_name(sql[at])) ++at;
    return at;
}

std::size_t behind(std::string_view sql, std::string_view closing, std::size_t from) {
    const auto found = sql.find(closing, from);
    if (found == std::string_view::npos)
        throw std::logic_error("SQL with a quote or comment that does not end");
    return found + closing.size();
}

// `$$` or `$tag$`; empty when there is none at `at`. A `$` inside a name is part of the name.
std::string_view dollar_tag(std::string_view sql, std::size_t at) {
    if (sql[at] != '$' || (at > 0 && continues_name(sql[at - 1]))) return {};
    auto end = at + 1;
    if (end < sql.size() && begins_name(sql[end])) end = end_of_name(sql, end);
    if (end >= sql.size() || sql[end] != '$') return {};
    return sql.substr(at, end + 1 - at);
}

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f'; }

bool is_comment(std::string_view sql, std::size_t at) {
    const auto two = sql.substr(at, 2);
    return two == "--" || two == "/*";
}

bool says_something(std::string_view sql) {
    for (std::size_t at = 0; at < sql.size();) {
        if (is_comment(sql, at)) {
            at = skip_quoted(sql, at);
        } else if (is_blank(sql[at])) {
            ++at;
        } else {
            return true;
        }
    }
    return false;
}

} // namespace

std::size_t skip_quoted(std::string_view sql, std::size_t at) {
    const char c = sql[at];
    // A doubled quote inside a string ends one and begins the next, which comes to the same.
    if (c == '\'' || c == '"') return behind(sql, sql.substr(at, 1), at + 1);
    if (sql.substr(at, 2) == "/*") return behind(sql, "*/", at + 2);
    if (sql.substr(at, 2) == "--") return std::min(sql.find('\n', at), sql.size());
    if (const auto tag = dollar_tag(sql, at); !tag.empty()) return behind(sql, tag, at + tag.size());
    return at;
}

Cut cut_at_placeholders(std::string_view sql) {
    Cut cut;
    std::size_t from = 0;
    for (std::size_t at = 0; at < sql.size();) {
        if (const auto end = skip_quoted(sql, at); end != at) {
            at = end;
        } else if (sql.substr(at, 2) == "::") {
            at += 2;
        } else if (sql[at] == ':' && at + 1 < sql.size() && begins_name(sql[at + 1])) {
            const auto after = end_of_name(sql, at + 1);
            cut.texts.emplace_back(sql.substr(from, at - from));
            cut.names.emplace_back(sql.substr(at + 1, after - at - 1));
            from = at = after;
        } else {
            ++at;
        }
    }
    cut.texts.emplace_back(sql.substr(from));
    return cut;
}

std::vector<std::size_t> match(const Cut& cut, const Parameters& parameters) {
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        const auto name = parameters[i].first;
        for (std::size_t j = 0; j < i; ++j) {
            if (parameters[j].first == name) {
                throw std::logic_error("placeholder :" + std::string(name) + " was given twice");
            }
        }
        if (std::find(cut.names.begin(), cut.names.end(), name) == cut.names.end()) {
            throw std::logic_error("placeholder :" + std::string(name) + " was given and is not in the SQL");
        }
    }
    std::vector<std::size_t> indexes;
    indexes.reserve(cut.names.size());
    for (const auto& name : cut.names) {
        const auto found = std::find_if(
            parameters.begin(), parameters.end(), [&](const auto& p) { return p.first == name; });
        if (found == parameters.end()) {
            throw std::logic_error("placeholder :" + name + " is in the SQL and was not given");
        }
        indexes.push_back(static_cast<std::size_t>(found - parameters.begin()));
    }
    return indexes;
}

std::vector<std::string> split_statements(std::string_view sql) {
    std::vector<std::string> statements;
    const auto keep = [&](std::string_view statement) {
        if (says_something(statement)) statements.emplace_back(statement);
    };
    std::size_t from = 0;
    for (std::size_t at = 0; at < sql.size();) {
        if (const auto end = skip_quoted(sql, at); end != at) {
            at = end;
        } else if (sql[at++] == ';') {
            keep(sql.substr(from, at - 1 - from));
            from = at;
        }
    }
    keep(sql.substr(from));
    return statements;
}

void demand_text(std::string_view text) {
    const auto refuse = [] { throw std::logic_error("text for the database is not UTF-8, or holds a NUL"); };
    for (std::size_t at = 0; at < text.size();) {
        const auto byte = [&](std::size_t i) {
            return static_cast<std::uint32_t>(static_cast<unsigned char>(text[i]));
        };
        const auto lead = byte(at);
        if (lead == 0) refuse();
        if (lead < 0x80) {
            ++at;
            continue;
        }
        const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
        if (lead < 0xC2 || lead > 0xF4 || text.size() - at < length) refuse();
        std::uint32_t code = lead & (0xFFU >> (length + 1));
        for (std::size_t i = 1; i < length; ++i) {
            if ((byte(at + i) & 0xC0U) != 0x80) refuse();
            code = (code << 6U) | (byte(at + i) & 0x3FU);
        }
        // Longer than need be, half of a UTF-16 pair, or beyond the last code point.
        if ((length == 3 && code < 0x800) || (length == 4 && code < 0x10000) || code > 0x10FFFF ||
            (code >= 0xD800 && code <= 0xDFFF)) {
            refuse();
        }
        at += length;
    }
}

} // namespace throughline::db::detail
