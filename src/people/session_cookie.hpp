// SPDX-License-Identifier: GPL-3.0-or-later
// The cookie that holds a session's token, as a Set-Cookie header says it.
#pragma once

#include "people/operations.hpp"

#include <string>
#include <string_view>

namespace throughline::people {

std::string cookie_of_session(const Environment& house, std::string_view token);
/// Takes the cookie away.
std::string cookie_of_no_session(const Environment& house);

} // namespace throughline::people
