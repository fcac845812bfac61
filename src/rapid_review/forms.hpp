// SPDX-License-Identifier: GPL-3.0-or-later
// What was posted, read into what the operations take. Private to this folder.
#pragma once

#include "platform/http/http.hpp"
#include "rapid_review/operations.hpp"

namespace throughline::rapid_review {

Draft read_draft(const http::Form& form);
Ruling read_ruling(const http::Form& form);
/// Refuses a day or a time that cannot be read. The day is asked for as `sent-day`, `sent-month`,
/// `sent-year`.
Outcome<Sending> read_sending(const http::Form& form);
/// The number of a hidden field; 0 for anything else.
std::int64_t read_number(std::string_view text);

} // namespace throughline::rapid_review
