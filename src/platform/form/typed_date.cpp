// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/form/typed_date.hpp"

#include "platform/base/outcome.hpp"
#include "platform/form/answers.hpp"
#include "platform/text/text.hpp"

#include <charconv>

namespace throughline::form {
namespace {

unsigned number_in(std::string_view text) {
    unsigned number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc{} && end == text.data() + text.size() ? number : 0;
}

} // namespace

std::optional<calendar::Date> TypedDate::read() const {
    const auto named = read_month(month);
    if (!named || year.size() != 4) return {};
    return calendar::make_date(static_cast<int>(number_in(year)), *named, number_in(day));
}

std::optional<calendar::Date> TypedDate::read_or_say(
    std::vector<Problem>& problems, std::string_view field, std::string_view message) const {
    auto date = read();
    if (!date && !is_empty()) problems.push_back({std::string(field), std::string(message)});
    return date;
}

TypedDate typed_date(const http::Form& posted, std::string_view name) {
    const auto part = [&](std::string_view which) {
        return text::tidy(posted.text(std::string(name) + std::string(which)));
    };
    return {part("-day"), part("-month"), part("-year")};
}

TypedDate typed_date(const std::optional<calendar::Date>& date) {
    if (!date) return {};
    const std::chrono::year_month_day parts{*date};
    return {
        std::to_string(static_cast<unsigned>(parts.day())),
        std::to_string(static_cast<unsigned>(parts.month())),
        std::to_string(static_cast<int>(parts.year()))};
}

} // namespace throughline::form
