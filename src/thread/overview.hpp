// SPDX-License-Identifier: GPL-3.0-or-later
// The first page of a case: where it is, what is next, what is late, whose turn.
#pragma once

#include "platform/html/html.hpp"
#include "thread/thread.hpp"

namespace throughline::thread {

html::Object overview_of(const Story& story, people::Visit& visit);

} // namespace throughline::thread
