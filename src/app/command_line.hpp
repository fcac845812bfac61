// SPDX-License-Identifier: GPL-3.0-or-later
// The command line: every subcommand and its options.
#pragma once

namespace throughline {

/// Gives the exit status: 0 done, 1 found a fault or failed, 2 wrong usage.
int run_command(int argc, char** argv);

} // namespace throughline
