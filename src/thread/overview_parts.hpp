// SPDX-License-Identifier: GPL-3.0-or-later
// What the overview of a case is made of, and the counting that its parts share.
#pragma once

#include "platform/html/casework.hpp"
#include "platform/html/clock.hpp"
#include "thread/cells.hpp"

#include <initializer_list>
#include <utility>

namespace throughline::thread::overview {

/// The nine stages, those to come as well.
std::vector<govuk::Stage> stages(const Story& story, people::Visit& visit);
/// What is to be done, late first.
std::vector<govuk::Task> tasks_of(const Story& story, people::Visit& visit);
/// The statutory clocks that run or have run, each with how it was counted.
html::List clocks_of(const Story& story, people::Visit& visit);

bool is_sent(const Story& story);           ///< the notification
std::size_t count_open(const Story& story); ///< requests nobody has answered
std::size_t count_actions(const Story& story, Date today, std::initializer_list<action::State> states);
std::string short_day(Instant at);
/// How soon an answer is due, as a state and words. Agencies are given working days, so lateness is told in
/// them.
std::pair<govuk::State, std::string> urgency_of(const agency_return::Request& request, people::Visit& visit);

} // namespace throughline::thread::overview
