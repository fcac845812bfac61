// SPDX-License-Identifier: GPL-3.0-or-later
// /metrics: figures for a monitoring system, on a listener of its own that is bound to this machine alone, so
// that no proxy in front of the service can show it to the world.
#pragma once

#include "app/figures.hpp"
#include "app/jobs.hpp"
#include "app/pulse.hpp"
#include "people/operations.hpp"

#include <cstdint>
#include <functional>

namespace throughline {

/// Everything as one page: requests, connections, jobs, database, ledger, children, process, disk. What only
/// the database knows is left out while it does not answer.
std::string metrics_page(
    const people::Environment& house,
    const Figures& figures,
    const http::Standing& standing,
    const Handlers& handlers,
    Pulse& pulse);

/// Serves `page` at /metrics on 127.0.0.1, and nothing else, for as long as it lives.
class MetricsListener {
public:
    MetricsListener(std::uint16_t port, std::function<std::string()> page);
    std::uint16_t port() const { return m_server.port(); }

private:
    http::Server m_server;
};

} // namespace throughline
