// SPDX-License-Identifier: GPL-3.0-or-later
// Serving an installation: the HTTP server, the runner of jobs, the signing of the ledger's head.
#pragma once

#include "app/installation.hpp"
#include "app/log.hpp"

#include <optional>
#include <string>

namespace throughline {

struct ServeOptions {
    std::string listen{"127.0.0.1:8080"};
    std::string public_url{};
    std::optional<std::uint16_t> metrics_port{}; ///< figures on 127.0.0.1; unset: none, 0: any free port
    log::Form log{log::by_terminal()};
    std::optional<Instant> now{}; ///< demo only: the clock starts here
};

/// Serves until SIGTERM or SIGINT; gives the exit status.
int serve(const Where& where, const ServeOptions& options);

} // namespace throughline
