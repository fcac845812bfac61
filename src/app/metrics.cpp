// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/metrics.hpp"

#include "app/facts.hpp"
#include "people/sign_in_tries.hpp"
#include "platform/documents/confined.hpp"

#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>

namespace throughline {
namespace {

using enum Exposition::Kind;

double number(auto value) { return static_cast<double>(value); }
double in_seconds(Instant at) { return number(at.microseconds) / 1e6; }

void write_connections(Exposition& page, const http::Standing& now) {
    page.one("throughline_connections_open", gauge, "Connections open now.", number(now.connections));
    page.one("throughline_connections_total", counter, "Connections accepted.", number(now.accepted));
    page.one(
        "throughline_connections_refused_total",
        counter,
        "Connections beyond the cap, turned away.",
        number(now.turned_away));
    page.one("throughline_http_requests_in_flight", gauge, "Requests being answered.", number(now.in_hand));
    page.one("throughline_http_queue_depth", gauge, "Requests waiting for a worker.", number(now.waiting));
    page.one(
        "throughline_http_requests_refused_total",
        counter,
        "Requests answered 503 because the queue was full.",
        number(now.without_room));
}

void write_pool(Exposition& page, const db::PoolUse& use) {
    page.one("throughline_database_connections_in_use", gauge, "Connections in use.", number(use.in_use));
    page.one("throughline_database_connections_most", gauge, "Connections there may be.", number(use.most));
    page.one("throughline_database_waiting", gauge, "Threads waiting for a connection.", number(use.waiting));
    page.one(
        "throughline_database_wait_seconds_total",
        counter,
        "Time that threads have waited for a connection.",
        number(use.waited_in_all) / 1e6);
}

void write_jobs(Exposition& page, const std::vector<jobs::Standing>& found, const Handlers& handlers) {
    page.begin(
        "throughline_jobs",
        gauge,
        "Jobs not done: waiting for their time, late by more than two minutes, or failed and to be tried "
        "again.");
    for (const auto& [kind, handler] : handlers) {
        const auto one = std::ranges::find(found, kind, &jobs::Standing::kind);
        const auto standing = one == found.end() ? jobs::Standing{} : *one;
        page.value(number(standing.waiting), {{"type", kind}, {"state", "waiting"}});
        page.value(number(standing.late), {{"type", kind}, {"state", "late"}});
        page.value(number(standing.failed), {{"type", kind}, {"state", "failed"}});
    }
}

void write_when(Exposition& page, std::string_view name, std::string_view help, std::optional<Instant> at) {
    if (at) page.one(name, gauge, help, in_seconds(*at));
}

/// What stands in the database, read in one transaction.
void write_records(Exposition& page, const people::Environment& house, const Handlers& handlers) {
    house.database.read([&](db::Transaction& tx) {
        const auto at = house.now();
        write_jobs(page, jobs::standing(tx, at), handlers);
        const auto tries = people::sign_in_tries(tx, at);
        page.one(
            "throughline_sign_in_failures_last_hour",
            gauge,
            "Tries at signing in that failed within the hour, without those followed by success.",
            number(tries.failed_in_an_hour));
        page.one(
            "throughline_sign_in_addresses_paused",
            gauge,
            "Addresses under which nobody can sign in just now, after many tries.",
            number(tries.addresses_paused));
        page.one("throughline_ledger_entries", gauge, "Entries of the ledger.", number(ledger::length(tx)));
        write_when(
            page,
            "throughline_ledger_verified_timestamp_seconds",
            "When `ledger verify` last found the ledger whole.",
            instant_of_fact(tx, ledger_verified_fact));
        write_when(
            page,
            "throughline_backup_taken_timestamp_seconds",
            "When a backup was last taken.",
            instant_of_fact(tx, backup_taken_fact));
        write_when(
            page,
            "throughline_backup_checked_timestamp_seconds",
            "When `backup-check` last found a backup whole.",
            instant_of_fact(tx, backup_checked_fact));
    });
}

void write_machine(Exposition& page, const people::Environment& house) {
    const auto children = documents::child_counts();
    page.one("throughline_children_started_total", counter, "Confined children.", number(children.started));
    page.one(
        "throughline_children_killed_total",
        counter,
        "Confined children that were ended for time, output or room, or died of a signal.",
        number(children.killed));
    page.one(
        "throughline_children_refused_total",
        counter,
        "Children that were not started because they could not be confined.",
        number(children.refused));
    struct statvfs disk {};
    if (::statvfs(house.scratch.c_str(), &disk) == 0)
        page.one(
            "throughline_data_folder_free_bytes",
            gauge,
            "Room on the disk of the data folder.",
            number(disk.f_bavail) * number(disk.f_frsize));
    std::uint64_t whole = 0, resident = 0; // in pages of memory
    if (std::ifstream statm("/proc/self/statm"); statm >> whole >> resident)
        page.one(
            "process_resident_memory_bytes",
            gauge,
            "Memory of the server itself, without children.",
            number(resident) * number(::sysconf(_SC_PAGESIZE)));
    page.one("process_start_time_seconds", gauge, "When the server was started.", in_seconds(house.started));
}

} // namespace

std::string metrics_page(
    const people::Environment& house,
    const Figures& figures,
    const http::Standing& standing,
    const Handlers& handlers,
    Pulse& pulse) {
    Exposition page;
    figures.write_to(page);
    write_connections(page, standing);
    write_pool(page, house.database.pool_use());
    write_machine(page, house);
    const bool answers = pulse.trouble().empty();
    if (answers) write_records(page, house, handlers);
    page.one("throughline_database_up", gauge, "1 when the database answers.", answers ? 1 : 0);
    return page.text();
}

namespace {

http::Options loopback(std::uint16_t port) {
    http::Options options;
    options.host = "127.0.0.1";
    options.port = port;
    options.io_threads = 1;
    options.workers = 1;
    options.queue = 8;
    options.connections = 16;
    return options;
}

} // namespace

MetricsListener::MetricsListener(std::uint16_t port, std::function<std::string()> page)
    : m_server(
          loopback(port),
          [page = std::move(page)](http::Request& head) -> std::variant<http::Response, http::Admitted> {
              if (head.path != "/metrics") throw http::Stop(404);
              if (head.method == http::Method::post) throw http::Stop(405);
              http::Response response;
              response.body = page();
              return response.with("Content-Type", std::string(exposition_type));
          },
          [](const http::Request*, int status, const std::string&) {
              return http::plain(status == 404 ? "The figures are at /metrics.\n" : "No figures.\n", status);
          },
          [](const http::Answered&) {}) {}

} // namespace throughline
