// SPDX-License-Identifier: GPL-3.0-or-later
// The case: the folder that an incident and all that follows from it lives in. It is born at the first
// concern, holds the key, the reference and the grants. One incident, one case.
#pragma once

#include "people/operations.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace throughline::case_file {

using people::Actor;
using people::CaseAccess;
using people::Environment;
using people::Permission;
using people::Role;
using people::Visit;
using people::Work;

/// How far the thread has come.
enum class Stage { concern, notification, rapid_review, local_review, publication, proof, not_notified };
std::string_view to_text(Stage stage);
Stage read_stage(std::string_view text); ///< throws std::runtime_error for an unknown one
std::string_view in_words(Stage stage);

struct CaseFile {
    std::string id{};
    std::string partnership_id{};
    std::string reference{}; ///< MAR-2026-004
    std::string name{};      ///< the case's code name, never a real one
    Instant opened_at{};
    Stage stage{Stage::concern};
    std::int64_t version{};
};

struct Grant {
    std::string id{};
    std::string holder{}; ///< organisation or account
    Role role{};
    Instant starts{};
    std::optional<Instant> ends{};
};

} // namespace throughline::case_file
