// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tests/page_case.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>
#include <stdexcept>

namespace throughline::page_case {
namespace {

constexpr std::string_view anything = "***";
constexpr std::string_view rule = "---";

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view white = " \t\r\n";
    const auto begins = text.find_first_not_of(white);
    if (begins == text.npos) return {};
    return text.substr(begins, text.find_last_not_of(white) - begins + 1);
}

std::vector<std::string> lines_of(std::string_view text) {
    std::vector<std::string> lines;
    std::istringstream stream{std::string(text)};
    for (std::string line; std::getline(stream, line);) lines.push_back(line);
    return lines;
}

std::string joined(const std::vector<std::string>& lines, std::size_t from, std::size_t count) {
    std::string text;
    for (std::size_t i = from; i < from + count; ++i) text += (i > from ? "\n" : "") + lines.at(i);
    return text;
}

/// The pieces between the wildcards, each without the white space around it.
std::vector<std::string> pieces_of(std::string_view pattern) {
    std::vector<std::string> pieces;
    for (;;) {
        const auto end = pattern.find(anything);
        pieces.emplace_back(trimmed(pattern.substr(0, end)));
        if (end == pattern.npos) return pieces;
        pattern.remove_prefix(end + anything.size());
    }
}

/// How much two texts have in common: the three-letter runs of the one that the other has too.
std::size_t likeness(std::string_view one, std::string_view other) {
    std::set<std::string_view> runs;
    for (std::size_t i = 0; i + 3 <= one.size(); ++i) runs.insert(one.substr(i, 3));
    std::size_t shared = 0;
    for (std::size_t i = 0; i + 3 <= other.size(); ++i) shared += runs.erase(other.substr(i, 3));
    return shared;
}

/// As many lines as the piece has, from where the text is most like it; empty when nothing is like it.
std::string most_like(const std::string& piece, std::string_view text) {
    const auto lines = lines_of(text);
    const auto count = std::max<std::size_t>(1, lines_of(piece).size());
    std::string best;
    std::size_t most = 0;
    for (std::size_t from = 0; from + count <= lines.size(); ++from) {
        const auto candidate = joined(lines, from, count);
        const auto shared = likeness(piece, candidate);
        if (shared <= most) continue;
        most = shared;
        best = std::string(trimmed(candidate));
    }
    return best;
}

void read_request_line(PageCase& page_case) {
    std::istringstream words(page_case.request_line);
    words >> page_case.method >> page_case.path;
    if ((page_case.method != "GET" && page_case.method != "POST") || !page_case.path.starts_with('/'))
        throw std::runtime_error("a case begins with GET or POST and a path");
    for (std::string name, value; words >> name;) {
        static const std::set<std::string> known{"as:", "session:", "csrf:", "fault:"};
        if (!known.contains(name) || !(words >> value))
            throw std::runtime_error("a case has an option that nobody reads: " + name);
        page_case.options[name.substr(0, name.size() - 1)] = value;
    }
}

std::string header_of(const in_process::Answer& answer, std::string_view name) {
    const auto found = answer.sent.find("\r\n" + std::string(name) + ": ");
    if (found == answer.sent.npos || found > answer.sent.find("\r\n\r\n")) return {};
    const auto begins = found + name.size() + 4;
    return answer.sent.substr(begins, answer.sent.find("\r\n", begins) - begins);
}

} // namespace

PageCase parse(std::string_view text) {
    enum class Part { why, request, expected, body };
    PageCase page_case;
    auto part = Part::why;
    for (const auto& line : lines_of(text)) {
        if (part == Part::why && !line.starts_with('#')) {
            if (page_case.why.empty()) throw std::runtime_error("a case says first why it is there");
            page_case.request_line = line;
            read_request_line(page_case);
            part = Part::request;
        } else if (part == Part::why) {
            page_case.why += line + "\n";
        } else if (part != Part::body && line == rule) {
            part = part == Part::request ? Part::expected : Part::body;
        } else if (part == Part::request) {
            page_case.form += (page_case.form.empty() ? "" : "&") + line;
        } else if (part == Part::expected && page_case.status.empty()) {
            page_case.status = line;
        } else if (part == Part::expected) {
            const auto colon = line.find(": ");
            if (line.starts_with('!'))
                page_case.headers.emplace_back(line, "");
            else if (colon == line.npos)
                throw std::runtime_error("a case expects a header without a value: " + line);
            else
                page_case.headers.emplace_back(line.substr(0, colon), line.substr(colon + 2));
        } else {
            page_case.body += line + "\n";
        }
    }
    if (page_case.status.empty()) throw std::runtime_error("a case expects no status");
    return page_case;
}

PageCase read(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    if (!stream) throw std::runtime_error("a case cannot be read");
    return parse(std::string{std::istreambuf_iterator<char>(stream), {}});
}

void write(const std::filesystem::path& file, const PageCase& page_case) {
    std::ofstream stream(file, std::ios::binary | std::ios::trunc);
    stream << page_case.why << page_case.request_line << '\n';
    std::string_view form = page_case.form;
    if (!form.empty()) stream << form << '\n';
    stream << rule << '\n' << page_case.status << '\n';
    for (const auto& [name, value] : page_case.headers)
        stream << name << (name.starts_with('!') ? "" : ": " + value) << '\n';
    if (!page_case.body.empty()) stream << rule << '\n' << page_case.body;
    if (!stream.flush()) throw std::runtime_error("a case cannot be written");
}

Match match(std::string_view pattern, std::string_view text) {
    auto rest = trimmed(text);
    const auto pieces = pieces_of(trimmed(pattern));
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        const auto& piece = pieces[i];
        const bool first = i == 0, last = i + 1 == pieces.size();
        auto at = last && !first && rest.ends_with(piece) ? rest.size() - piece.size() : rest.find(piece);
        if (first && at != 0) at = rest.npos;
        if (last && at != rest.npos && at + piece.size() != rest.size()) at = rest.npos;
        if (at == rest.npos) return {false, piece};
        rest.remove_prefix(at + piece.size());
    }
    return {true, {}};
}

std::string accepted(std::string_view pattern, std::string_view text) {
    if (match(pattern, text).fits) return std::string(pattern);
    if (pattern.find(anything) == pattern.npos) return std::string(trimmed(text)) + "\n";
    std::string in_place(pattern), one_a_line;
    std::size_t at = 0;
    auto rest = trimmed(text);
    for (const auto& piece : pieces_of(pattern)) {
        if (piece.empty()) continue;
        const auto now = rest.find(piece) != rest.npos ? piece : most_like(piece, rest);
        at = in_place.find(piece, at);
        in_place.replace(at, piece.size(), now);
        at += now.size();
        if (now.empty()) continue;
        one_a_line += std::string(anything) + now + std::string(anything) + "\n";
        rest.remove_prefix(rest.find(now) + now.size());
    }
    return match(in_place, text).fits ? in_place : one_a_line;
}

std::vector<std::string> differences(const PageCase& expected, const in_process::Answer& answer) {
    std::vector<std::string> all;
    if (expected.status != std::to_string(answer.status()))
        all.push_back("the status is " + std::to_string(answer.status()) + ", not " + expected.status);
    for (const auto& [name, value] : expected.headers) {
        const auto there = header_of(answer, name.starts_with('!') ? name.substr(1) : name);
        if (name.starts_with('!') ? !there.empty() : !match(value, there).fits)
            all.push_back("the header " + name + " is: " + there);
    }
    if (expected.body.empty()) return all;
    const auto& body = answer.response.body;
    if (const auto fits = match(expected.body, body); !fits.fits)
        all.push_back(
            "this is not where it should be:\n" + fits.missing + "\nin:\n" +
            body.substr(std::min(body.find("<main"), body.size())));
    return all;
}

PageCase accepted(PageCase expected, const in_process::Answer& answer) {
    expected.status = std::to_string(answer.status());
    std::vector<std::pair<std::string, std::string>> headers;
    for (const auto& [name, value] : expected.headers) {
        const bool absent = name.starts_with('!');
        const auto own_name = absent ? name.substr(1) : name;
        const auto there = header_of(answer, own_name);
        if (there.empty())
            headers.emplace_back("!" + own_name, "");
        else
            headers.emplace_back(own_name, !absent && match(value, there).fits ? value : there);
    }
    expected.headers = std::move(headers);
    if (!expected.body.empty()) expected.body = accepted(expected.body, answer.response.body);
    return expected;
}

} // namespace throughline::page_case
