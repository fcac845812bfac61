// SPDX-License-Identifier: GPL-3.0-or-later
// What the citations of one case stand for in public: a finding's title, a recommendation's words, of a row
// no more than the kind of agency and the year, of a person the name chosen for readers.
#pragma once

#include "identity/operations.hpp"
#include "publication/publication.hpp"
#include "publication/rendered.hpp"

namespace throughline::publication {

/// Asks the case's own records. Valid as long as the transaction.
FindCited citations_of(db::Transaction& tx, const Environment& house, const CaseAccess& access);

} // namespace throughline::publication
