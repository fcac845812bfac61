// SPDX-License-Identifier: GPL-3.0-or-later
#include "case_file/case_file.hpp"

#include <array>
#include <stdexcept>

namespace throughline::case_file {
namespace {

constexpr std::array all_stages{
    Stage::concern,
    Stage::notification,
    Stage::rapid_review,
    Stage::local_review,
    Stage::publication,
    Stage::proof,
    Stage::not_notified};

} // namespace

std::string_view to_text(Stage stage) {
    switch (stage) {
    case Stage::concern: return "concern";
    case Stage::notification: return "notification";
    case Stage::rapid_review: return "rapid_review";
    case Stage::local_review: return "local_review";
    case Stage::publication: return "publication";
    case Stage::proof: return "proof";
    case Stage::not_notified: return "not_notified";
    }
    throw std::logic_error("a stage outside its list");
}

Stage read_stage(std::string_view text) {
    for (const auto stage : all_stages)
        if (to_text(stage) == text) return stage;
    throw std::runtime_error("a case has an unknown stage");
}

std::string_view in_words(Stage stage) {
    switch (stage) {
    case Stage::concern: return "Concern raised";
    case Stage::notification: return "Notification";
    case Stage::rapid_review: return "Rapid review";
    case Stage::local_review: return "Local review";
    case Stage::publication: return "Publication";
    case Stage::proof: return "Proof that practice changed";
    case Stage::not_notified: return "Not notified";
    }
    throw std::logic_error("a stage outside its list");
}

} // namespace throughline::case_file
