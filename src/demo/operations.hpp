// SPDX-License-Identifier: GPL-3.0-or-later
// Filling an installation with Marlshire through the same operations that people use.
#pragma once

#include "demo/demo.hpp"
#include "people/operations.hpp"

#include <string>
#include <vector>

namespace throughline::demo {

/// Fills an empty installation, told as of `today`. Throws std::runtime_error, naming the step, when an
/// operation refuses what Marlshire holds.
void fill(const people::Environment& house, calendar::Date today);

struct SignIn {
    std::string role{};
    std::string name{};
    std::string email{};
    std::string organisation{};
};
/// Everybody who can sign in, by role in the order of the roles.
std::vector<SignIn> sign_ins(db::Transaction& tx);

} // namespace throughline::demo
