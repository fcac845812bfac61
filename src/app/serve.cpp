// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/serve.hpp"

#include "app/carried.hpp"
#include "app/gate.hpp"
#include "app/jobs.hpp"
#include "app/layout.hpp"
#include "app/log.hpp"
#include "app/metrics.hpp"
#include "app/routes.hpp"
#include "platform/http/server.hpp"

#include <fmt/format.h>

#include <atomic>
#include <charconv>
#include <chrono>
#include <csignal>
#include <vector>

namespace throughline {
namespace {

/// How long what is under way may take to end once we were asked to stop; systemd kills after 90 seconds.
constexpr auto finishing_time = std::chrono::seconds(30);
constexpr auto head_every = std::chrono::seconds(60);
constexpr auto round_expected = std::chrono::seconds(120); ///< a round of jobs begins every five seconds

struct Address {
    std::string host{};
    std::uint16_t port{};
};

Address read_address(const std::string& listen) {
    const auto colon = listen.rfind(':');
    std::uint16_t port = 0;
    const auto digits =
        colon == listen.npos ? std::string_view() : std::string_view(listen).substr(colon + 1);
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
    if (digits.empty() || error != std::errc{} || end != digits.data() + digits.size() || colon == 0)
        throw std::runtime_error("--listen takes an address and a port, such as 127.0.0.1:8080.");
    return {listen.substr(0, colon), port};
}

bool is_loopback(std::string_view host) {
    return host.starts_with("127.") || host == "::1" || host == "localhost";
}

/// A demo may be walked at another date; nothing else may, because clocks are the law's.
void turn_clock(Installation& installation, Instant wanted) {
    if (!installation.is_demo())
        throw std::runtime_error("--now turns the clock of a demo only. This folder is not one.");
    const auto real = system_now();
    installation.set_clock_offset(wanted.microseconds - real.microseconds);
    installation.database().write([&](db::Transaction& tx) {
        installation.ledger().append(
            tx, {real, "system", "system", "app.clock_turned", "demo", to_text(wanted)});
    });
}

/// Signals are waited for, not caught: blocked in every thread from here on.
sigset_t blocked_signals() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    std::signal(SIGPIPE, SIG_IGN); // NOLINT(cert-err33-c): setting a standard disposition cannot fail
    return signals;
}

using Clock = std::chrono::steady_clock;
using Moment = std::atomic<Clock::time_point>;

void wait_signing_heads(const sigset_t& signals, Installation& installation, Moment& signed_last) {
    for (;;) {
        const timespec pause{head_every.count(), 0};
        if (sigtimedwait(&signals, nullptr, &pause) > 0) return;
        try {
            installation.ledger().sign_head(installation.database(), installation.house().now());
            signed_last = Clock::now();
        } catch (const std::exception& fault) { // tried again in a minute, and at the end
            log::fault("ledger-head", fault);
        }
    }
}

/// What /readyz says of the threads that work by themselves.
std::vector<people::Trouble> troubles_of(const JobRunner& runner, const Moment& head_signed) {
    using Part = people::Trouble::Part;
    std::vector<people::Trouble> found;
    if (runner.since_last_round() > round_expected)
        found.push_back({Part::following, "jobs are not being done: what follows an act waits"});
    if (Clock::now() - head_signed.load() > 3 * head_every)
        found.push_back({Part::record, "the ledger's head is not being signed"});
    return found;
}

} // namespace

int serve(const Where& where, const ServeOptions& options) {
    const auto address = read_address(options.listen);
    const auto signals = blocked_signals();
    // Held before anything is opened: a second server must not so much as migrate what the first is serving.
    const FolderLock lock(where.data);
    Installation installation(where, Installation::Create::yes);
    if (installation.is_demo() && !is_loopback(address.host))
        throw std::runtime_error(
            "A demo folder is served on this machine alone: use --listen 127.0.0.1:PORT.");
    if (options.now) turn_clock(installation, *options.now);

    log::start(options.log);
    auto& house = installation.house();
    // Until an operator says what the world sees, the site is where it listens.
    house.public_url =
        options.public_url.empty() ? fmt::format("http://{}", options.listen) : options.public_url;
    const auto routes = all_routes();
    Gate gate(house, routes, make_layout(carried_assets(), house));
    begin_rounds(house);
    JobRunner runner(house);
    house.wake_jobs = [&] { runner.wake(); };
    Moment head_signed{Clock::now()};
    Pulse pulse(house.database);
    house.database_trouble = [&] { return pulse.trouble(); };
    house.started = system_now();
    Figures figures;
    house.troubles = [&] { return troubles_of(runner, head_signed); };

    http::Options server_options;
    server_options.host = address.host;
    server_options.port = address.port;
    server_options.temporary = house.scratch;
    server_options.over_tls = house.public_url.starts_with("https://");
    http::Server server(
        server_options,
        [&](http::Request& head) { return gate.admit(head); },
        [&](const http::Request* request, int status, const std::string& message) {
            return gate.error_page(request, status, message);
        },
        [&](const http::Answered& answered) {
            // The pattern that fits, and never the address: people type names into addresses.
            const auto& request = answered.request;
            const auto found = routes.find(request.method, request.path);
            const auto pattern = found ? std::string_view(found->route->pattern) : std::string_view();
            figures.count(answered, pattern);
            log::request(answered, pattern);
        });
    log::said("serving", fmt::format("http://{}:{}", address.host, server.port()));
    std::optional<MetricsListener> metrics;
    if (options.metrics_port) {
        metrics.emplace(*options.metrics_port, [&, handlers = all_handlers(house)] {
            return metrics_page(house, figures, server.standing(), handlers, pulse);
        });
        log::said("figures", fmt::format("http://127.0.0.1:{}/metrics", metrics->port()));
    }
    wait_signing_heads(signals, installation, head_signed);
    server.stop(finishing_time);
    log::said("stopped", "nothing is in flight");
    return 0;
}

} // namespace throughline
