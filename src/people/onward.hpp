// SPDX-License-Identifier: GPL-3.0-or-later
// Where somebody goes on to after a question that came in between.
#pragma once

#include "platform/http/http.hpp"

#include <string>
#include <string_view>

namespace throughline::people {

/// A path of our own to go on to, or the list of cases.
inline std::string onward(std::string_view path) {
    return http::is_own_path(path) ? std::string(path) : "/cases";
}

} // namespace throughline::people
