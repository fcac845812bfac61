// SPDX-License-Identifier: GPL-3.0-or-later
// The handlers of this folder's pages, for the table of routes in pages.cpp. Private to this folder.
#pragma once

#include "people/operations.hpp"
#include "platform/http/http.hpp"

namespace throughline::rapid_review {

using people::Permission;
using people::Visit;

http::Response get_standing(const http::Request& request, Visit& visit);
http::Response get_draft(const http::Request& request, Visit& visit);
http::Response post_draft(const http::Request& request, Visit& visit);
http::Response post_version(const http::Request& request, Visit& visit);
http::Response get_version(const http::Request& request, Visit& visit);
http::Response get_decision(const http::Request& request, Visit& visit);
http::Response post_decision(const http::Request& request, Visit& visit);
http::Response get_override(const http::Request& request, Visit& visit);
http::Response post_override(const http::Request& request, Visit& visit);
http::Response get_panel(const http::Request& request, Visit& visit);
http::Response post_panel(const http::Request& request, Visit& visit);

/// The first page again, with what could not be done.
http::Response show_standing(Visit& visit, const Refusal* refusal);
/// The draft as it is stored, asked for again with what is wrong with it.
http::Response ask_stored_draft(Visit& visit, const Refusal& refusal);

} // namespace throughline::rapid_review
