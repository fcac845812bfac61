// SPDX-License-Identifier: GPL-3.0-or-later
// The identity check over everything that would leave: statutory rules 52 and 53.
#pragma once

#include "publication/operations.hpp"

namespace throughline::publication {

/// Everything that one look reads.
struct Outgoing {
    std::string markdown{};
    std::string page{}; ///< HTML
    std::string pdf_text{};
    Details details{};
};

/// Adds to `check` what stands in the texts and is not released by two people.
void scan(Check& check, const identity::Register& registered, const Outgoing& outgoing);

} // namespace throughline::publication
