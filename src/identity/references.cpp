// SPDX-License-Identifier: GPL-3.0-or-later
#include "identity/identity.hpp"
#include "platform/html/html.hpp"

#include <algorithm>
#include <cctype>
#include <stdexcept>

namespace throughline::identity {
namespace {

constexpr std::string_view escaped_open = "{{open}}";

bool is_argument(std::string_view text) {
    return !text.empty() && text.size() <= 80 && std::ranges::all_of(text, [](char c) {
        return std::isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '_' || c == '.';
    });
}

bool is_kind(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= 'a' && c <= 'z'; });
}

/// The reference that begins at `at`, with its length; nothing when the braces there are something else.
std::optional<std::pair<Piece, std::size_t>> reference_at(std::string_view text, std::size_t at) {
    if (text.substr(at, 2) != "{{") return {};
    const auto close = text.find("}}", at + 2);
    if (close == text.npos) return {};
    const auto inside = text.substr(at + 2, close - at - 2);
    const auto colon = inside.find(':');
    if (colon == inside.npos) return {};
    const auto kind = inside.substr(0, colon), argument = inside.substr(colon + 1);
    if (!is_kind(kind) || !is_argument(argument)) return {};
    return {{Piece{std::string(kind), std::string(argument)}, close + 2 - at}};
}

bool names_a_person(std::string_view kind) { return kind == "person" || kind == "birth" || kind == "nhs"; }

std::string_view reference_kind(Match::Kind kind) {
    switch (kind) {
    case Match::Kind::full_name:
    case Match::Kind::single_word: return "person";
    case Match::Kind::date_of_birth: return "birth";
    case Match::Kind::nhs_number: return "nhs";
    }
    throw std::logic_error("a match of no kind");
}

/// Text between matches: references typed by hand stay when they count, other double braces are escaped.
void add_between(std::string& out, std::string_view text, Typed typed, const Register& known) {
    for (std::size_t at = 0; at < text.size();) {
        if (text.substr(at, 2) != "{{") {
            out += text[at++];
            continue;
        }
        const auto reference = typed == Typed::with_references ? reference_at(text, at) : std::nullopt;
        if (reference && (!names_a_person(reference->first.kind) || known.knows(reference->first.text))) {
            out += text.substr(at, reference->second);
            at += reference->second;
        } else {
            out += escaped_open;
            at += 2;
        }
    }
}

std::string what_stands_for(std::string_view kind, const std::string& person) {
    if (kind == "birth") return "[" + person + ": date of birth]";
    if (kind == "nhs") return "[" + person + ": NHS number]";
    return person;
}

} // namespace

std::string Person::full_name() const {
    if (first_names.empty()) return last_name;
    if (last_name.empty()) return first_names;
    return first_names + " " + last_name;
}

std::string label_of(std::string_view code) {
    std::string label;
    for (const char c : code) {
        const bool first = label.empty();
        label += c == '-' ? ' ' : static_cast<char>(first ? c : std::tolower(static_cast<unsigned char>(c)));
    }
    return label;
}

std::string_view to_text(Match::Kind kind) {
    switch (kind) {
    case Match::Kind::full_name: return "full_name";
    case Match::Kind::date_of_birth: return "date_of_birth";
    case Match::Kind::nhs_number: return "nhs_number";
    case Match::Kind::single_word: return "single_word";
    }
    throw std::logic_error("a match of no kind");
}

std::string_view in_words(Match::Kind kind) {
    switch (kind) {
    case Match::Kind::full_name: return "full name";
    case Match::Kind::date_of_birth: return "date of birth";
    case Match::Kind::nhs_number: return "NHS number";
    case Match::Kind::single_word: return "single name";
    }
    throw std::logic_error("a match of no kind");
}

std::string
compose(std::string_view original, const std::vector<Match>& matches, Typed typed, const Register& known) {
    std::string out;
    std::size_t at = 0;
    for (const auto& match : matches) {
        add_between(out, original.substr(at, match.start - at), typed, known);
        out += "{{";
        out += reference_kind(match.kind);
        out += ':';
        out += match.code;
        out += "}}";
        at = match.end;
    }
    add_between(out, original.substr(at), typed, known);
    return out;
}

std::vector<Piece> pieces(std::string_view plain) {
    std::vector<Piece> all;
    std::string text;
    const auto flush = [&] {
        if (!text.empty()) all.push_back({"", std::exchange(text, {})});
    };
    for (std::size_t at = 0; at < plain.size();) {
        if (plain.substr(at, escaped_open.size()) == escaped_open) {
            text += "{{";
            at += escaped_open.size();
        } else if (auto reference = reference_at(plain, at)) {
            flush();
            all.push_back(std::move(reference->first));
            at += reference->second;
        } else {
            text += plain[at++];
        }
    }
    flush();
    return all;
}

Showing::Showing(std::vector<Person> people, View view) : m_view(view) {
    for (auto& person : people) m_people.emplace(person.code, std::move(person));
}

std::string Showing::person(std::string_view code) const {
    const auto found = m_people.find(code);
    if (found == m_people.end()) return label_of(code);
    if (m_view == View::names && !found->second.full_name().empty()) return found->second.full_name();
    if (m_view == View::published && !found->second.pseudonym.empty()) return found->second.pseudonym;
    return label_of(code);
}

template <class Text, class Reference>
std::string Showing::walk(std::string_view plain, Text&& text, Reference&& reference) const {
    std::string out;
    for (const auto& piece : pieces(plain)) {
        if (piece.kind.empty())
            out += text(piece.text);
        else if (names_a_person(piece.kind))
            out += reference(what_stands_for(piece.kind, person(piece.text)));
        else
            out += text("{{" + piece.kind + ":" + piece.text + "}}");
    }
    return out;
}

std::string Showing::words(std::string_view plain) const {
    const auto same = [](const std::string& text) { return text; };
    return walk(plain, same, same);
}

std::string Showing::html(std::string_view plain) const {
    return walk(
        plain,
        [](const std::string& text) { return html::escape(text); },
        [](const std::string& shown) { return "<span class=\"tl-ref\">" + html::escape(shown) + "</span>"; });
}

} // namespace throughline::identity
