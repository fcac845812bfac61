// SPDX-License-Identifier: GPL-3.0-or-later
// What answers each address of the local review. Private to this folder.
#pragma once

#include "people/operations.hpp"

namespace throughline::local_review {

http::Response get_reviewer(const http::Request& request, people::Visit& visit);
http::Response post_reviewer(const http::Request& request, people::Visit& visit);
http::Response get_new_finding(const http::Request& request, people::Visit& visit);
http::Response post_new_finding(const http::Request& request, people::Visit& visit);
http::Response get_finding(const http::Request& request, people::Visit& visit);
http::Response post_finding(const http::Request& request, people::Visit& visit);
http::Response get_new_recommendation(const http::Request& request, people::Visit& visit);
http::Response post_new_recommendation(const http::Request& request, people::Visit& visit);
http::Response get_recommendation(const http::Request& request, people::Visit& visit);
http::Response post_recommendation(const http::Request& request, people::Visit& visit);
http::Response get_answer(const http::Request& request, people::Visit& visit);
http::Response post_answer(const http::Request& request, people::Visit& visit);

} // namespace throughline::local_review
