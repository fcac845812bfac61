// SPDX-License-Identifier: GPL-3.0-or-later
#include "chronology/cli.hpp"

#include "chronology/chronology.hpp"
#include "platform/documents/tables.hpp"

#include <nlohmann/json.hpp>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <ostream>
#include <system_error>

namespace throughline::chronology {

namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr int done = 0, fault = 1, wrong_usage = 2;

template <class T>
Json or_null(const std::optional<T>& value) {
    return value ? Json(*value) : Json(nullptr);
}

Json to_json(const Row& row) {
    Json doubts = Json::array();
    for (const auto doubt : row.date.doubts) doubts.push_back(name(doubt));
    return {
        {"agency", row.agency},
        {"source", row.source},
        {"start", or_null(row.date.start)},
        {"start_text", row.date.start_text},
        {"earliest", or_null(row.date.earliest)},
        {"latest", or_null(row.date.latest)},
        {"start_time", or_null(row.date.start_time)},
        {"what", row.what},
        {"comment", or_null(row.comment)},
        {"doubt", doubts},
        {"file", row.file},
        {"part", row.part},
        {"line", row.line},
    };
}

Json to_json(const LeftOut& left) {
    return {
        {"file", left.file},
        {"part", left.part},
        {"line", or_null(left.line)},
        {"reason", left.reason},
        {"text", left.text},
    };
}

template <class T>
Json list(const std::vector<T>& all) {
    Json made = Json::array();
    for (const auto& each : all) made.push_back(to_json(each));
    return made;
}

/// Reads the file's bytes; past the cap one byte more is enough, since the reader refuses it by its size.
std::optional<std::string> bytes_of(const fs::path& file) {
    std::error_code error;
    if (!fs::is_regular_file(file, error)) return {};
    std::ifstream in(file, std::ios::binary);
    if (!in) return {};
    const auto limit = documents::Caps{}.file_bytes + 1;
    const auto size = std::min<std::uintmax_t>(fs::file_size(file, error), limit);
    if (error) return {};
    std::string bytes(size, '\0');
    in.read(bytes.data(), static_cast<std::streamsize>(size));
    if (in.bad()) return {};
    bytes.resize(static_cast<std::size_t>(in.gcount()));
    return bytes;
}

void append(Reading& to, Reading from) {
    std::move(from.rows.begin(), from.rows.end(), std::back_inserter(to.rows));
    std::move(from.skipped.begin(), from.skipped.end(), std::back_inserter(to.skipped));
    std::move(from.refused.begin(), from.refused.end(), std::back_inserter(to.refused));
}

Reading read_file(const fs::path& file, const DateContext& context) {
    const auto file_name = file.filename().string();
    const auto refuse = [&](std::string reason) {
        Reading reading;
        reading.refused.push_back({file_name, {}, {}, std::move(reason), {}});
        return reading;
    };
    const auto bytes = bytes_of(file);
    if (!bytes) return refuse("This file could not be opened. Check its name and that you may read it.");
    const auto tables = documents::read_tables(*bytes, file_name);
    if (!tables) return refuse(tables.refusal().message());
    return read_rows(tables.value(), file.stem().string(), file_name, context);
}

bool read_scope(const std::string& text, DateContext& context) {
    const auto dots = text.find("..");
    if (dots == std::string::npos) return false;
    context.scope_from = calendar::read_date(std::string_view(text).substr(0, dots));
    context.scope_to = calendar::read_date(std::string_view(text).substr(dots + 2));
    return context.scope_from && context.scope_to && *context.scope_from <= *context.scope_to;
}

bool is_same_file(const fs::path& a, const fs::path& b) {
    std::error_code error;
    return fs::equivalent(a, b, error) && !error;
}

/// Why the command cannot be done as it was typed; empty when it can.
std::string wrong_with(const Merging& merging, DateContext& context) {
    if (merging.files.empty()) return "Name at least one file to merge.";
    if (merging.out.empty()) return "Say where the merged chronology goes: -o OUT.json";
    for (const auto& file : merging.files)
        if (is_same_file(file, merging.out))
            return "The merged chronology would overwrite one of the files: choose another name for -o.";
    if (merging.today) {
        const auto day = calendar::read_date(*merging.today);
        if (!day) return "Write --today as a date: 2026-11-23";
        context.today = *day;
    }
    if (merging.scope && !read_scope(*merging.scope, context))
        return "Write --scope as two dates: 2024-01-01..2026-08-09";
    return {};
}

/// Beside the place where it goes, then renamed: a reader finds the old file or the new one, never half of
/// it.
bool write_whole(const fs::path& out, const std::string& text) {
    auto pattern = out.string() + ".XXXXXX";
    const int file = mkstemp(pattern.data()); // mode 0600: it holds what the agencies wrote
    if (file < 0) return false;
    std::string_view rest = text;
    while (!rest.empty()) {
        const auto written = ::write(file, rest.data(), rest.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) break;
        rest.remove_prefix(static_cast<std::size_t>(written));
    }
    const bool whole = rest.empty() && fsync(file) == 0;
    const bool closed = ::close(file) == 0;
    if (whole && closed && std::rename(pattern.c_str(), out.c_str()) == 0) return true;
    unlink(pattern.c_str());
    return false;
}

} // namespace

int merge_files(const Merging& merging, calendar::Date today, std::ostream& errors) {
    DateContext context;
    context.today = today;
    if (const auto wrong = wrong_with(merging, context); !wrong.empty()) {
        errors << wrong << '\n';
        return wrong_usage;
    }
    Reading all;
    for (const auto& file : merging.files) append(all, read_file(file, context));
    for (const auto& refused : all.refused) errors << refused.file << ": " << refused.reason << '\n';
    const Json answer{
        {"rows", list(merge(std::move(all.rows)))},
        {"skipped", list(all.skipped)},
        {"refused", list(all.refused)}};
    if (!write_whole(merging.out, answer.dump(1, '\t') + "\n")) {
        errors << "The merged chronology could not be written: " << std::strerror(errno) << '\n';
        return fault;
    }
    return all.refused.empty() ? done : fault;
}

} // namespace throughline::chronology
