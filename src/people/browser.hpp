// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace throughline::people {

/// “Firefox on Windows”, from what a browser says of itself (User-Agent), so that somebody knows their own
/// sessions again. “A browser” for what is not known. No more of the header than that is kept.
std::string browser_in_words(std::string_view user_agent);

} // namespace throughline::people
