// SPDX-License-Identifier: GPL-3.0-or-later
// A date as somebody typed it in the three fields of a date input, for pages whose form is written by hand.
#pragma once

#include "platform/calendar/calendar.hpp"
#include "platform/http/http.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace throughline {
struct Problem;
}

namespace throughline::form {

struct TypedDate {
    std::string day{};
    std::string month{};
    std::string year{};

    bool is_empty() const { return day.empty() && month.empty() && year.empty(); }
    /// Nothing when it is no real date. A month may be a name ("March"), a year has four figures.
    std::optional<calendar::Date> read() const;
    /// The same; adds `message` about `field` when something was typed that is no real date.
    std::optional<calendar::Date>
    read_or_say(std::vector<Problem>& problems, std::string_view field, std::string_view message) const;
};

/// Reads `<name>-day`, `<name>-month`, `<name>-year`, tidied.
TypedDate typed_date(const http::Form& posted, std::string_view name);
TypedDate typed_date(const std::optional<calendar::Date>& date);

} // namespace throughline::form
