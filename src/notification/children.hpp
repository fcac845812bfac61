// SPDX-License-Identifier: GPL-3.0-or-later
// The children of the form and the people of the sealed register.
#pragma once

#include "notification/operations.hpp"

namespace throughline::notification {

struct ChildrenChange {
    const form::Answers& before;
    const form::Answers& after;
    int removed{}; ///< number, before, of the child that was taken away; 0: none
};

/// Registers each child with a name, or changes the one it stands for when the form's own name or date of
/// birth was changed. Somebody registered under the same name already is taken to be that child. A child
/// taken away from the form stays in the register. What the register does not take is told under the child's
/// names.
void register_children(
    Work& work, const CaseAccess& access, const ChildrenChange& change, std::vector<Problem>& problems);

/// The registered people that the children of the form are, by number.
std::map<int, std::string> person_ids_of(db::Transaction& tx, const CaseAccess& access);

} // namespace throughline::notification
