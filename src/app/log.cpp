// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/log.hpp"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

namespace throughline::log {

void start() {
    auto logger = spdlog::stderr_logger_mt("throughline");
    logger->set_pattern("%Y-%m-%dT%H:%M:%S.%fZ %l %v", spdlog::pattern_time_type::utc);
    spdlog::set_default_logger(std::move(logger));
}

void said(std::string_view message) { spdlog::info("{}", message); }

void request(
    std::string_view id,
    std::string_view method,
    std::string_view path,
    int status,
    std::chrono::microseconds took) {
    spdlog::info("request {} {} {} {} {}us", id, method, path, status, took.count());
}

void fault(std::string_view where, std::string_view what) { spdlog::error("fault in {}: {}", where, what); }

} // namespace throughline::log
