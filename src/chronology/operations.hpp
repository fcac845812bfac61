// SPDX-License-Identifier: GPL-3.0-or-later
// The rows of one case as they are kept: agency stamped, never dropped, the words as written beside the date
// as understood. Only the understood date of a row ever changes.
#pragma once

#include "chronology/dates.hpp"
#include "identity/operations.hpp"
#include "organisation/organisation.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace throughline::chronology {

using case_file::CaseAccess;
using case_file::Environment;
using case_file::Work;

/// The owner of the rows' texts, for identity::Texts.
inline constexpr std::string_view text_owner = "chronology";

/// A row as an agency gave it, its date already read.
struct GivenRow {
    ReadDate date{};
    std::string source{};
    std::string what{};
    std::string comment{}; ///< kept apart from the fact; may be empty
    std::string part{};    ///< sheet or table it stood in; may be empty
    int line{};            ///< 0 when it was not read from a file
    std::string label{};   ///< capital letters and figures without a dash; empty: the agency's next one
};

struct StoredRow {
    std::string id{};
    std::string label{};   ///< MGH-12: what citations name, {{row:MGH-12}}; never changes
    std::int64_t number{}; ///< place in honest order from 1: changes when rows come in; 0 from find_row
    std::string organisation_id{};
    std::string agency{};      ///< the organisation's name
    std::string agency_code{}; ///< MGH
    std::string return_id{};
    std::optional<std::string> start{};    ///< EDTF as understood now; nothing: the undated tray
    std::optional<std::string> earliest{}; ///< ISO
    std::optional<std::string> latest{};   ///< ISO
    std::optional<std::string> time{};     ///< 16:40
    std::vector<Doubt> doubts{};
    std::string start_text_id{}; ///< the date as it was written
    std::string source_text_id{};
    std::string what_text_id{};
    std::string comment_text_id{}; ///< empty when there is none
    std::string part_text_id{};    ///< empty when there is none
    std::int64_t line{};
    bool repaired{false};   ///< a person gave the date as it is understood now
    bool superseded{false}; ///< the agency replaced what it had sent; shown only because it is cited
    std::optional<calendar::Date> scope_from{}; ///< the period it was read with
    std::optional<calendar::Date> scope_to{};
    std::int64_t version{};
};

/// The date as understood, in words: "Thu 12 Mar 2026", "May 2019", "No date understood".
std::string when_in_words(const StoredRow& row);
std::string in_words(Doubt doubt);

/// Every row of the case in honest order: first possible day, the narrower before the vaguer, time, agency,
/// and the order in which the agency gave them; rows without a date last. Rows that were replaced are left
/// out unless they are cited.
std::vector<StoredRow> rows_of(db::Transaction& tx, const Environment& house, const CaseAccess& access);
/// By label, replaced rows too.
std::optional<StoredRow> find_row(db::Transaction& tx, const CaseAccess& access, std::string_view label);

struct Count {
    std::int64_t rows{};
    std::int64_t undated{}; ///< of these, in the undated tray
};
/// By organisation, replaced rows left out.
std::map<std::string, Count, std::less<>> count_by_agency(db::Transaction& tx, const CaseAccess& access);

/// Keeps rows in the order given, each with the agency's next label. `scope` is what they were read with.
/// Gives the labels. Throws std::logic_error for a malformed label.
std::vector<std::string> keep_rows(
    Work& work,
    const CaseAccess& access,
    const organisation::Organisation& agency,
    std::string_view return_id,
    const std::vector<GivenRow>& rows,
    const DateContext& scope);
/// Marks what the agency had sent before as replaced by a new return; nothing is deleted. Gives how many.
std::int64_t replace_rows(
    Work& work, const CaseAccess& access, std::string_view organisation_id, std::string_view new_return_id);
/// Says that something rests on this row, so that it stays in sight even when its agency replaces it. Citing
/// twice changes nothing. Refuses (missing) when there is no such row.
Outcome<Done> cite(Work& work, const CaseAccess& access, std::string_view label);

/// A date given again by a person, read by the same reader. Refuses text in which no date is found.
Outcome<ReadDate> read_again(const StoredRow& row, std::string_view text, calendar::Date today);
/// Sets the understood date of a row; the words as written stay. `seen_version` is the version that the
/// person saw: an older one is a conflict.
Outcome<Done> repair_date(
    Work& work,
    const CaseAccess& access,
    std::string_view label,
    std::string_view text,
    std::int64_t seen_version);

struct Repair {
    std::string text_id{}; ///< what was typed
    std::string by{};      ///< account
    Instant at{};
};
/// Earliest first.
std::vector<Repair> repairs_of(db::Transaction& tx, const CaseAccess& access, std::string_view row_id);

} // namespace throughline::chronology
