// SPDX-License-Identifier: GPL-3.0-or-later
// Figures in Prometheus's text exposition format, version 0.0.4, as a monitoring system reads them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace throughline {

class Exposition {
public:
    enum class Kind { counter, gauge, histogram };
    using Labels = std::vector<std::pair<std::string_view, std::string_view>>;

    /// Begins a figure: what follows are its values. Names are lower-case letters, digits and underscores;
    /// `help` is one line.
    void begin(std::string_view name, Kind kind, std::string_view help);
    void value(double number, const Labels& labels = {});
    /// A histogram's values: how many lay at or below each bound (in ascending order, each including those
    /// before it), how many there were, and their sum.
    void
    histogram(const std::vector<std::pair<double, std::uint64_t>>& buckets, std::uint64_t count, double sum);
    /// A figure of one value.
    void one(std::string_view name, Kind kind, std::string_view help, double number) {
        begin(name, kind, help);
        value(number);
    }

    const std::string& text() const { return m_text; }

private:
    void line(std::string_view suffix, const Labels& labels, double number);
    std::string m_name{};
    std::string m_text{};
};

/// The media type of `text()`.
inline constexpr std::string_view exposition_type = "text/plain; version=0.0.4; charset=utf-8";

} // namespace throughline
