// SPDX-License-Identifier: GPL-3.0-or-later
// An action as words: four answers that are never one colour, and what comes next. Private to this folder.
#pragma once

#include "action/operations.hpp"
#include "identity/operations.hpp"
#include "platform/html/govuk.hpp"
#include "platform/http/http.hpp"

namespace throughline::action::views {

using html::List;
using html::Object;
using people::Visit;

std::string address(const Visit& visit, std::string_view rest = {});
/// As typed or sent unseen; -1 for anything that is no whole number.
std::int64_t whole_number(std::string_view text);
people::Page page_named(std::string title, const Refusal* refusal = nullptr);
/// The action in the path, if the visitor may see it; throws http::Stop(404).
Action demand(db::Transaction& tx, const Visit& visit, const http::Request& request);
/// The same, if the visitor may report on it.
Action demand_to_report(db::Transaction& tx, const Visit& visit, const http::Request& request);
bool may_report(const Visit& visit, const Action& action);
bool may_assure(const Visit& visit, const Action& action);
identity::Texts texts_for(db::Transaction& tx, const Visit& visit);

/// Done? On time? Shown by. Better for children?
govuk::Cell done_cell(const Action& action);
govuk::Cell time_cell(const Action& action, Date today);
govuk::Cell shown_cell(const Action& action);
govuk::Cell better_cell(const Action& action, Date today);
inline const std::vector<std::string> four_answers{"Done?", "On time?", "Shown by", "Better for children?"};
/// What has to happen next, and whose turn it is.
std::string next_step(const Action& action, Date today);

/// "Two are late, and one is said to be done with nothing to show it."
std::string where_it_stands(const std::vector<Action>& actions, Date today);

} // namespace throughline::action::views
