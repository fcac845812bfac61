// SPDX-License-Identifier: GPL-3.0-or-later
// The way out: a report that is written in the app, checked for real people, held for its seven working days,
// and then a page, a PDF and an entry in the feed for everybody.
#pragma once

#include "case_file/case_file.hpp"
#include "platform/calendar/calendar.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace throughline::publication {

using calendar::Date;
using case_file::CaseAccess;
using case_file::Environment;
using case_file::Visit;
using case_file::Work;

/// drafting → scheduled (everything holds, the date is set) → published. What no longer holds on the day goes
/// back to drafting.
enum class State { drafting, scheduled, published };
std::string_view to_text(State state);
State read_state(std::string_view text); ///< throws std::runtime_error for an unknown one
std::string_view in_words(State state);

/// To whom the law sends a copy ahead of publication.
enum class Recipient { panel, secretary_of_state, ofsted };
std::string_view to_text(Recipient recipient);
std::optional<Recipient> read_recipient(std::string_view text);
std::string_view in_words(Recipient recipient);

/// The report as it stands. `text` is Markdown with live citations: {{finding:1}}, {{recommendation:1}},
/// {{row:MGH-12}}, {{person:CHILD-1}}. It may hold names until it is checked, so it is kept sealed.
struct Report {
    std::string text{};
    std::int64_t version{}; ///< 0: nothing written yet
    std::string sha256{};   ///< hex, of the text; empty at version 0
    std::optional<Instant> saved_at{};
    std::string saved_by{}; ///< account
};

/// What stands round the report in public. Sealed until it is published.
struct Details {
    std::string title{};
    std::string content_note{}; ///< "This report describes …"; harm is never a surprise
    std::string summary{};
    std::string slug{};     ///< the last part of its permanent address: lower case, figures, hyphens
    std::string reviewer{}; ///< as named in public (rule 55)
    std::optional<Date> family_told{};
    std::string family_reason{}; ///< why the family was not told; counts when there is no date
};

/// One partner's acceptance of one exact version of the report.
struct Acceptance {
    std::string organisation_id{};
    std::int64_t report_version{};
    Date on{};
};

struct Copy {
    Recipient to{};
    Date sent{};
    std::int64_t report_version{}; ///< as it stood when the copy was logged
};

/// Why a publication that was due went back to drafting.
enum class Held { report_changed, details_changed, identity_found, gate_open };
std::string_view to_text(Held held);
std::optional<Held> read_held(std::string_view text);
std::string_view in_words(Held held);

struct Publication {
    std::string id{}; ///< also the identity of its entry in the feed
    State state{State::drafting};
    std::int64_t version{}; ///< of the details; 0: nothing saved yet
    Details details{};
    std::vector<Acceptance> acceptances{};
    std::vector<Copy> copies{};
    std::int64_t checked_report{};  ///< version of the report that passed the identity check; 0: none
    std::int64_t checked_details{}; ///< version of the details that passed with it
    std::optional<Instant> checked_at{};
    std::string checked_by{}; ///< account
    std::optional<Date> publish_on{};
    std::optional<Instant> published_at{};
    std::string slug{}; ///< settled: set while scheduled and after
    std::optional<Held> held{};

    const Copy* copy_to(Recipient recipient) const; ///< nullptr when none is logged
};

/// One line of the checklist: a fact with its evidence.
struct GateLine {
    std::string what{};
    bool holds{};
    std::string evidence{};
    std::string field{}; ///< the part of the page where it is mended
};

/// A published review, as everybody may read it.
struct Published {
    std::string id{};
    std::string case_id{};
    std::string slug{};
    std::string title{};
    std::string content_note{};
    std::string summary{};
    std::string reviewer{};
    std::string partnership_id{};
    std::int64_t report_version{};
    Instant published_at{};
    std::string report_sha256{}; ///< hex, of the Markdown
    std::string page_sha256{};   ///< hex
    std::string pdf_sha256{};    ///< hex
    std::int64_t pdf_size{};     ///< bytes
};

/// The day from which the copies count: the later of those to the Panel and to the Secretary of State;
/// nothing while one is missing.
std::optional<Date> copies_complete(const Publication& publication);

/// Whether a slug is fit for an address: lower-case letters, figures and single hyphens, 3 to 60 of them.
bool is_slug(std::string_view slug);

} // namespace throughline::publication
