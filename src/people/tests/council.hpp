// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "organisation/organisation.hpp"

namespace throughline::people {

/// The organisation "o1" of a partnership, to which accounts of tests belong.
inline void add_council(db::Transaction& tx) {
    organisation::add(tx, organisation::Partnership{"p1", "MAR", "Marlshire", "01632 960140"});
    organisation::add(
        tx, organisation::Organisation{"o1", "p1", "CSC", "Children's social care", "social_care", {}});
}

} // namespace throughline::people
