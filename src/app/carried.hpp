// SPDX-License-Identifier: GPL-3.0-or-later
// What the program carries inside itself: schema, templates, statutory data, forms and the built assets.
#pragma once

#include "platform/html/assets.hpp"
#include "platform/html/html.hpp"
#include "statutory/statutory.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace throughline {

statutory::Texts carried_statute();
/// Every edition of every form, with the code lists of the statute.
form::Definitions carried_forms(const statutory::Statute& statute);
html::Templates carried_templates();
const html::Assets& carried_assets();
/// The text of a file of forms/. Throws std::logic_error when the program carries none of that name.
std::string_view carried_form(std::string_view name);

} // namespace throughline
