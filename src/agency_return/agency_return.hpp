// SPDX-License-Identifier: GPL-3.0-or-later
// What an agency is asked for a review and what it answers: rows for the chronology, a few words of its own,
// or that it holds nothing, which is a full answer.
#pragma once

#include "chronology/operations.hpp"
#include "platform/documents/tables.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace throughline::agency_return {

using calendar::Date;
using case_file::CaseAccess;
using case_file::Environment;
using case_file::Work;

enum class State { awaited, answered, nothing_held };
std::string_view to_text(State state);
State read_state(std::string_view text); ///< throws std::runtime_error for an unknown one

/// What one agency was asked, and how it stands.
struct Request {
    std::string id{};
    std::string organisation_id{};
    std::string agency{}; ///< the organisation's name
    std::string code{};
    Instant asked_at{};
    Date due{};
    std::optional<Date> period_from{}; ///< what the review looks at, both days included
    std::optional<Date> period_to{};
    State state{State::awaited};
    std::optional<Instant> answered_at{};
    std::int64_t rows{};    ///< that count now: replaced ones are not in it
    std::int64_t undated{}; ///< of these, without a date that could be read
    std::int64_t version{};
};

/// Working days past its date while nothing has come; 0 when answered or not yet due.
int days_late(const Request& request, const statutory::Statute& statute, Instant now);

/// Whether the agency knew the family; practice, "agency summary return".
enum class Knew { not_said, current, past_12_months, longer_ago, none };
std::string_view to_text(Knew knew);
std::optional<Knew> read_knew(std::string_view text);
std::string in_words(Knew knew);

/// What the agency says beside its rows. All but `systems_searched` of a "nothing held" may be empty.
struct Words {
    Knew knew_family{Knew::not_said};
    std::string systems_searched{};
    std::string summary{};
    std::string good_practice{};
    std::string learning_so_far{};
};

/// A row in the agency's own writing: the date is read by the chronology's reader.
struct RawRow {
    std::string label{}; ///< empty: the agency's next one
    std::string date{};
    std::string time{};
    std::string source{};
    std::string what{};
    std::string comment{};
};

/// A line of the file that is no row, and why.
struct LeftOut {
    std::string part{};        ///< sheet or table
    std::optional<int> line{}; ///< nothing when it is the whole file or part
    std::string reason{};
    std::string text{}; ///< what stood there
};

/// What was understood of a file.
struct Understood {
    std::vector<chronology::GivenRow> rows{};
    std::vector<LeftOut> skipped{}; ///< headings, titles, blank lines
    std::vector<LeftOut> refused{}; ///< lines that need a person
};

/// Adds to what the agency sent before, or takes its place.
enum class Adds { to_what_was_sent, instead_of_it };

/// A file on its way in.
struct GivenFile {
    std::string name{};
    std::string bytes{};
};

using TableReader =
    std::function<Outcome<std::vector<documents::Table>>(std::string_view bytes, std::string_view file_name)>;

} // namespace throughline::agency_return
