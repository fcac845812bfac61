// SPDX-License-Identifier: GPL-3.0-or-later
// A section of a form as fields of the design system.
#pragma once

#include "platform/base/outcome.hpp"
#include "platform/form/answers.hpp"
#include "platform/html/html.hpp"

namespace throughline::form {

/// For the partial `form/section`: `{{#section}}{{> form/section}}{{/section}}` inside the page's own form.
/// Holds the title, the intro's paragraphs and the blocks: questions of the section itself, and one block for
/// each item of a group (at least one), with buttons named `add` and `remove`. Ids are the names of the
/// inputs, as in problems().
html::Object components(const Section& section, const Answers& answers, const Refusal* refusal = nullptr);

} // namespace throughline::form
