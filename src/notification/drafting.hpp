// SPDX-License-Identifier: GPL-3.0-or-later
// Beginning a notification and holding it while something about it changes.
#pragma once

#include "notification/operations.hpp"

namespace throughline::notification {

/// Begins the notification unless it was begun, and holds it in this transaction, so that nothing changes
/// beside what is being done. `edition` of the form, for one that begins now; empty: the one in force today.
/// Conflict, in words that say why, once it was sent or decided.
Outcome<Notification> hold_draft(Work& work, const CaseAccess& access, std::string_view edition = {});

/// Why a notification that is no longer a draft cannot be changed.
Refusal settled(const Notification& notification);

} // namespace throughline::notification
