// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/log.hpp"

#include "platform/base/fault.hpp"

#include <nlohmann/json.hpp>
#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <atomic>

namespace throughline::log {
namespace {

using Line = nlohmann::ordered_json;

// NOLINTNEXTLINE(cppcoreguidelines-avoid-non-const-global-variables): a process has one standard error.
std::atomic<Form> chosen{Form::text};

void start(Form form, spdlog::sink_ptr sink) {
    chosen = form;
    auto logger = std::make_shared<spdlog::logger>("throughline", std::move(sink));
    logger->set_pattern(
        form == Form::json ? R"({"time":"%Y-%m-%dT%H:%M:%S.%fZ","level":"%l",%v)"
                           : "%Y-%m-%dT%H:%M:%S.%fZ %l %v",
        spdlog::pattern_time_type::utc);
    logger->flush_on(spdlog::level::info);
    spdlog::set_default_logger(std::move(logger));
}

std::string dumped(const nlohmann::ordered_json& value) {
    return value.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

/// The event, then `name=value` with a space between; a value with a space in it is quoted.
std::string as_text(const Line& line) {
    std::string text;
    for (const auto& [name, value] : line.items()) {
        if (name == "event") {
            text += value.get<std::string>();
            continue;
        }
        const bool bare = value.is_string() && !value.get_ref<const std::string&>().empty() &&
                          value.get_ref<const std::string&>().find_first_of(" \"\\\n") == std::string::npos;
        text += " " + name + "=" + (bare ? value.get<std::string>() : dumped(value));
    }
    return text;
}

void write(spdlog::level::level_enum level, const Line& line) {
    // The time and the level stand first, from spdlog's pattern.
    spdlog::log(level, "{}", chosen == Form::json ? dumped(line).substr(1) : as_text(line));
}

void write(spdlog::level::level_enum level, std::string_view event, std::string_view words) {
    write(level, Line{{"event", event}, {"words", words}});
}

} // namespace

Form by_terminal() { return ::isatty(STDERR_FILENO) == 1 ? Form::text : Form::json; }

void start(Form form) { start(form, std::make_shared<spdlog::sinks::stderr_sink_mt>()); }

void start(Form form, std::ostream& to) { start(form, std::make_shared<spdlog::sinks::ostream_sink_mt>(to)); }

void request(const http::Answered& answered, std::string_view route) {
    if (answered.status == 200 && (route == "/healthz" || route == "/readyz")) return;
    Line line{
        {"event", "request"},
        {"request", answered.request.id},
        {"method", in_words(answered.request.method)},
        {"route", route},
        {"status", answered.status},
        {"us", answered.took.count()}};
    const bool refused = answered.status == 403 || answered.status == 404 || answered.status == 405;
    if (refused && !answered.request.account.empty()) line["account"] = answered.request.account;
    if (!answered.fault_kind.empty()) line["fault"] = answered.fault_kind;
    if (!answered.fault_words.empty()) line["words"] = answered.fault_words;
    const bool failed = !answered.fault_kind.empty() || answered.status == 500; // not merely turned away
    write(
        failed                   ? spdlog::level::err
        : answered.status == 503 ? spdlog::level::warn
                                 : spdlog::level::info,
        line);
}

void said(std::string_view event, std::string_view words) { write(spdlog::level::info, event, words); }

void fault(std::string_view event, const std::exception& fault) {
    Line line{{"event", event}, {"fault", fault_kind(fault)}};
    if (const auto words = fault_words(fault); !words.empty()) line["words"] = words;
    write(spdlog::level::err, line);
}

} // namespace throughline::log
