// SPDX-License-Identifier: GPL-3.0-or-later
#include "agency_return/notes.hpp"

#include <nlohmann/json.hpp>

#include <stdexcept>

namespace throughline::agency_return {
namespace {

using nlohmann::json;

json lines_to_json(const std::vector<LeftOut>& lines) {
    auto list = json::array();
    for (const auto& line : lines)
        list.push_back(
            {{"part", line.part},
             {"line", line.line ? json(*line.line) : json()},
             {"reason", line.reason},
             {"text", line.text}});
    return list;
}

std::vector<LeftOut> lines_from(const json& list) {
    std::vector<LeftOut> lines;
    for (const auto& line : list) lines.push_back({line.at("part"), line.at("line"), line.at("reason")});
    return lines;
}

} // namespace

std::string write_notes(const Notes& notes) {
    return json{
        {"sha256", notes.file_sha256},
        {"skipped", lines_to_json(notes.skipped)},
        {"refused", lines_to_json(notes.refused)}}
        .dump();
}

Notes read_notes(std::string_view text) {
    try {
        const auto read = json::parse(text);
        return {read.at("sha256"), lines_from(read.at("skipped")), lines_from(read.at("refused"))};
    } catch (const json::exception&) { // its message would quote what is sealed
        throw std::runtime_error("the notes of a return are malformed");
    }
}

} // namespace throughline::agency_return
