// SPDX-License-Identifier: GPL-3.0-or-later
// The SQL of the rapid review: the only code that writes its tables. Private to this folder.
#pragma once

#include "rapid_review/operations.hpp"

namespace throughline::rapid_review::store {

void add(Work& work, const RapidReview& review);
/// Writes what may change. The version seen counts: one that was changed meanwhile is a bug in the caller's
/// locking and throws std::logic_error.
void save(Work& work, RapidReview& review);
/// Waits until nobody else acts on the review, then reads it as it stands.
std::optional<RapidReview> find_locked(Work& work, const CaseAccess& access);

/// A part of a draft or a version: a code, a text, or both.
struct Kept {
    std::string code{};
    std::string text_id{}; ///< empty when nothing was written
};
using KeptParts = std::map<std::string, Kept, std::less<>>;
KeptParts draft_parts(db::Transaction& tx, std::string_view review_id);
void put_draft_part(Work& work, std::string_view review_id, std::string_view part, const Kept& kept);
/// Whether a text stands in a fixed version, so that it must not be written anew.
bool is_fixed(db::Transaction& tx, std::string_view text_id);

void add_version(
    Work& work,
    const RapidReview& review,
    std::int64_t number,
    const db::Bytes& sealed,
    const std::map<std::string, std::string, std::less<>>& text_ids);

void add_signature(Work& work, const RapidReview& review, const Signature& signature);
/// Ends the signatures of the organisation that count now, or everybody's when it is empty. Gives how many.
std::int64_t
end_signatures(Work& work, const RapidReview& review, std::string_view organisation_id, Signature::Ended why);

} // namespace throughline::rapid_review::store
