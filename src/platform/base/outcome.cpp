// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/base/outcome.hpp"

namespace throughline {

std::string Refusal::message() const {
    std::string all;
    for (const auto& problem : problems) {
        if (!all.empty()) all += ' ';
        all += problem.message;
    }
    return all;
}

Refusal invalid(std::string field, std::string message) {
    return {Refusal::Kind::invalid, {{std::move(field), std::move(message)}}};
}

Refusal invalid(std::vector<Problem> problems) { return {Refusal::Kind::invalid, std::move(problems)}; }

Refusal conflict(std::string message) { return {Refusal::Kind::conflict, {{"", std::move(message)}}}; }

Refusal missing() { return {Refusal::Kind::missing, {{"", "It is not here."}}}; }

} // namespace throughline
