// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "thread/cells.hpp"
#include "thread/picture.hpp"

namespace throughline::thread {

/// For `{{#picture}}{{> thread/picture}}{{/picture}}`; no when there is nothing to draw. `at` is the id of
/// the thing to follow; one that is not there is ignored.
html::Data picture_view(const Story& story, const Words& words, people::Visit& visit, const std::string& at);

} // namespace throughline::thread
