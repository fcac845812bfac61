// SPDX-License-Identifier: GPL-3.0-or-later
// How requests and returns are put into words, for the business unit's pages and the agency's own.
#pragma once

#include "agency_return/operations.hpp"
#include "platform/html/parts.hpp"

namespace throughline::agency_return {

/// Where a request stands: a shape, a few words, and a second line.
struct Standing {
    govuk::State state{govuk::State::waiting};
    std::string words{};
    std::string note{};
};
Standing standing_of(const Request& request, const statutory::Statute& statute, Instant now);

/// "4 working days left", "Due today", "1 working day late"; empty once answered.
std::string time_left(const Request& request, const statutory::Statute& statute, Instant now);

/// The returns of one agency, each with its words and the lines of its file that are no rows. What may name a
/// person is covered by references.
html::List returns_view(
    db::Transaction& tx,
    const Environment& house,
    const CaseAccess& access,
    const std::vector<Given>& returns,
    identity::View view);

std::string rows_in_words(std::int64_t count);

} // namespace throughline::agency_return
