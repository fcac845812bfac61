// SPDX-License-Identifier: GPL-3.0-or-later
// What follows the decision of a rapid review.
#include "local_review/operations.hpp"
#include "rapid_review/operations.hpp"

#include <stdexcept>

namespace throughline::local_review {

void open_after_decision(Work& work, const CaseAccess& access) {
    const auto rapid = rapid_review::find(work.tx, access);
    if (!rapid || !rapid->decided_on || rapid->outcome != rapid_review::WhatNext::local_review) return;
    const auto opened = open(work, access, *rapid->decided_on);
    if (!opened) throw std::runtime_error("a local review could not be opened after its decision");
}

} // namespace throughline::local_review
