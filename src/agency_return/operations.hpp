// SPDX-License-Identifier: GPL-3.0-or-later
// Asking agencies and taking what they answer.
#pragma once

#include "agency_return/agency_return.hpp"

namespace throughline::agency_return {

struct Asked {
    std::vector<std::string> organisations{}; ///< ids, of the case's own partnership
    Date due{};
    std::optional<Date> period_from{};
    std::optional<Date> period_to{};
};
/// Asks agencies and shares the case with their leads. An agency that was asked before gets the new date.
Outcome<Done> ask(Work& work, const CaseAccess& access, const Asked& asked);

/// Late first, then those awaited by date, then those that answered; by name within.
std::vector<Request> requests_of(db::Transaction& tx, const CaseAccess& access);
std::optional<Request>
find_request(db::Transaction& tx, const CaseAccess& access, std::string_view organisation_id);

/// Reads a file, outside any transaction. Refuses, in words for the agency, what cannot be read and a file
/// without a single row. `tables` is documents::read_tables_confined with this house's paths.
Outcome<Understood> understand(
    std::string_view bytes,
    std::string_view file_name,
    const chronology::DateContext& context,
    const TableReader& tables);
/// How this agency's dates are read: today, and the period it was asked for.
chronology::DateContext context_for(const Request& request, Date today);

/// Keeps a return that came as a file: the file sealed, every row, every line left out. Gives the return's
/// id.
Outcome<std::string> give_file(
    Work& work,
    const CaseAccess& access,
    std::string_view organisation_id,
    const GivenFile& file,
    const Understood& understood,
    Adds adds,
    const Words& words);
/// Keeps a return of rows that were typed. Gives the return's id.
Outcome<std::string> give_rows(
    Work& work,
    const CaseAccess& access,
    std::string_view organisation_id,
    const std::vector<RawRow>& rows,
    const Words& words = {},
    Adds adds = Adds::to_what_was_sent);
/// "We hold nothing": asks for the systems that were searched. Refused when rows of the agency are here
/// already.
Outcome<std::string>
hold_nothing(Work& work, const CaseAccess& access, std::string_view organisation_id, const Words& words);

/// One return as it was given.
struct Given {
    std::string id{};
    std::string organisation_id{};
    Instant at{};
    std::string by{}; ///< account, or "system"
    State kind{State::answered};
    bool replaces{false};
    std::string document_id{}; ///< empty when no file came
    std::int64_t rows{};
    Knew knew_family{Knew::not_said};
    std::string systems_text_id{}; ///< texts of the owner "agency_return"; empty when nothing was said
    std::string summary_text_id{};
    std::string good_practice_text_id{};
    std::string learning_text_id{};
    std::vector<LeftOut> skipped{};
    std::vector<LeftOut> refused{};
};
inline constexpr std::string_view text_owner = "agency_return";
/// Newest first.
std::vector<Given> returns_of(
    db::Transaction& tx,
    const Environment& house,
    const CaseAccess& access,
    std::string_view organisation_id);

} // namespace throughline::agency_return
