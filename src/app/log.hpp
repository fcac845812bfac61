// SPDX-License-Identifier: GPL-3.0-or-later
// The log for operators: one line for each request, fault and change of state, on standard error. Of a
// request it holds the route's pattern, never the address; of a fault its kind and our own words. No name,
// reference, form, query, header or cookie can stand in it: who did what on which case is in the ledger, and
// the request id, which error pages show, leads from a person on the telephone to the line.
//
// The level says the consequence: error, somebody did not get what they asked for, or something that must
// happen did not; warning, somebody was turned away for lack of room, or a part does not work; info, the
// rest.
#pragma once

#include "platform/http/server.hpp"

#include <exception>
#include <iosfwd>
#include <string_view>

namespace throughline::log {

/// json: one object a line, for machines. text: the same, for a person at a terminal.
enum class Form { text, json };
Form by_terminal(); ///< text when standard error is a terminal

void start(Form form);
void start(Form form, std::ostream& to); ///< for tests; `to` must outlive the last line

/// What became of a request, and the pattern of its route (empty when none fitted). Of somebody signed in who
/// was refused a page the account's id is written down. Asking how the service is
/// (/healthz, /readyz) is worth a line only when it is not well.
void request(const http::Answered& answered, std::string_view route);
/// `event` names what happened, in one word or two with a hyphen; `words` are ours.
void said(std::string_view event, std::string_view words);
void fault(std::string_view event, const std::exception& fault);

} // namespace throughline::log
