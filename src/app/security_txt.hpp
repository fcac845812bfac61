// SPDX-License-Identifier: GPL-3.0-or-later
// Where somebody who has found a weakness can report it: /.well-known/security.txt (RFC 9116).
#pragma once

#include "app/gate.hpp"
#include "platform/base/outcome.hpp"

#include <string>
#include <string_view>

namespace throughline {

/// The fact about the installation that holds the contact, as a URI.
inline constexpr std::string_view security_contact_fact = "security_contact";

/// Refuses what is not a mailto:, https:// or tel: address on one line.
Outcome<Done> can_be_security_contact(std::string_view uri);

/// The file as it stands on the day of `at`; it expires half a year later, so that nobody relies on an old
/// copy. `site`: without a trailing slash.
std::string security_txt(std::string_view contact, std::string_view site, Instant at);

/// The route; 404 while no contact is set.
void add_security_routes(Router& routes);

} // namespace throughline
