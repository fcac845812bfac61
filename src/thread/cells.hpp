// SPDX-License-Identifier: GPL-3.0-or-later
// What the table and the picture of the thread say of one thing: its words, where it is kept, how it stands.
#pragma once

#include "identity/operations.hpp"
#include "platform/html/structure.hpp"
#include "thread/thread.hpp"

namespace throughline::thread {

/// Under the address of the visitor's case.
std::string address(const people::Visit& visit, std::string_view rest);
/// "1 row", "3 rows".
std::string plural(std::size_t count, std::string_view one, std::string_view many);

/// The words of the review and of its actions, for the cells.
struct Words {
    identity::Texts review;
    identity::Texts action;
    std::string of_review(std::string_view id) const;
    std::string of_action(std::string_view id) const;
};

govuk::Cell rows_cell(const Strand& strand, const people::Visit& visit);
govuk::Cell finding_cell(const Strand& strand, const Words& words, const people::Visit& visit);
govuk::Cell recommendation_cell(const Strand& strand, const Words& words, const people::Visit& visit);
govuk::Cell action_cell(const Strand& strand, const Words& words, people::Visit& visit);
govuk::Cell evidence_cell(const Strand& strand, const Words& words, const people::Visit& visit);
govuk::Cell impact_cell(const Strand& strand, const Words& words, people::Visit& visit);

} // namespace throughline::thread
