// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exposition.hpp"

#include <fmt/format.h>

namespace throughline {
namespace {

std::string_view in_words(Exposition::Kind kind) {
    switch (kind) {
    case Exposition::Kind::counter: return "counter";
    case Exposition::Kind::gauge: return "gauge";
    case Exposition::Kind::histogram: return "histogram";
    }
    return "untyped";
}

std::string escaped(std::string_view value) {
    std::string text;
    for (const char c : value) {
        if (c == '\n') {
            text += "\\n";
            continue;
        }
        if (c == '\\' || c == '"') text += '\\';
        text += c;
    }
    return text;
}

} // namespace

void Exposition::begin(std::string_view name, Kind kind, std::string_view help) {
    m_name = name;
    m_text += fmt::format("# HELP {} {}\n# TYPE {} {}\n", name, help, name, in_words(kind));
}

void Exposition::value(double number, const Labels& labels) { line("", labels, number); }

void Exposition::histogram(
    const std::vector<std::pair<double, std::uint64_t>>& buckets, std::uint64_t count, double sum) {
    for (const auto& [bound, below] : buckets) {
        const auto le = fmt::format("{}", bound);
        line("_bucket", {{"le", le}}, static_cast<double>(below));
    }
    line("_bucket", {{"le", "+Inf"}}, static_cast<double>(count));
    line("_sum", {}, sum);
    line("_count", {}, static_cast<double>(count));
}

void Exposition::line(std::string_view suffix, const Labels& labels, double number) {
    m_text += m_name;
    m_text += suffix;
    for (std::size_t i = 0; i < labels.size(); ++i)
        m_text += fmt::format("{}{}=\"{}\"", i == 0 ? "{" : ",", labels[i].first, escaped(labels[i].second));
    m_text += fmt::format("{} {}\n", labels.empty() ? "" : "}", number);
}

} // namespace throughline
