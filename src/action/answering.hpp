// SPDX-License-Identifier: GPL-3.0-or-later
// What answers each address of the actions. Private to this folder.
#pragma once

#include "people/operations.hpp"

namespace throughline::action {

http::Response get_actions(const http::Request& request, people::Visit& visit);
http::Response get_my_actions(const http::Request& request, people::Visit& visit);
http::Response get_action(const http::Request& request, people::Visit& visit);
http::Response get_new_action(const http::Request& request, people::Visit& visit);
http::Response post_new_action(const http::Request& request, people::Visit& visit);
http::Response get_progress(const http::Request& request, people::Visit& visit);
http::Response post_progress(const http::Request& request, people::Visit& visit);
http::Response get_evidence(const http::Request& request, people::Visit& visit);
http::Response post_evidence(const http::Request& request, people::Visit& visit);
http::Response get_assurance(const http::Request& request, people::Visit& visit);
http::Response post_assurance(const http::Request& request, people::Visit& visit);
http::Response get_impact(const http::Request& request, people::Visit& visit);
http::Response post_impact(const http::Request& request, people::Visit& visit);

} // namespace throughline::action
