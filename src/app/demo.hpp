// SPDX-License-Identifier: GPL-3.0-or-later
// The command `demo`: fills an empty data folder with Marlshire, and says who can sign in.
#pragma once

#include "app/installation.hpp"

namespace throughline {

struct DemoOptions {
    bool only_sign_ins{};
    bool as_json{};
};

/// Refuses a folder that holds anything else. A folder that is already the demo is left as it is.
int run_demo(const Where& where, const DemoOptions& options);

} // namespace throughline
