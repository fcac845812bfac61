// SPDX-License-Identifier: GPL-3.0-or-later
// The five working days as they are shown.
#pragma once

#include "notification/notification.hpp"
#include "platform/html/html.hpp"

namespace throughline::notification {

/// For `{{#clock}}{{> clock}}{{/clock}}`: how long is left, until when, and how it was counted.
html::Object clock_card(const Counted& counted, const statutory::Statute& statute, Instant at);
/// For `{{#ruler}}{{> ruler}}{{/ruler}}`: the days from awareness to the due date.
html::Object clock_ruler(const Counted& counted, Date today);
/// "2 working days left", "Send it today", "1 working day late".
std::string time_left(const Counted& counted, const statutory::Statute& statute, Instant at);

} // namespace throughline::notification
