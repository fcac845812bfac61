// SPDX-License-Identifier: GPL-3.0-or-later
// Writing the report, checking it for real people, keeping the gate, publishing.
#pragma once

#include "identity/operations.hpp"
#include "organisation/organisation.hpp"
#include "publication/publication.hpp"

namespace throughline::publication {

/// The report as it stands; version 0 while nothing is written. Reads sealed text.
Report report_of(db::Transaction& tx, const Environment& house, const CaseAccess& access);
/// Saves the report. `seen_version` is the version that the writer began from: an older one is a conflict and
/// nothing is kept, so the page shows both. Takes a scheduled publication back to drafting; refuses once
/// published.
Outcome<Report>
write_report(Work& work, const CaseAccess& access, std::string_view text, std::int64_t seen_version);

/// Where the publication of this case stands; drafting with version 0 while nothing is saved.
Publication find(db::Transaction& tx, const Environment& house, const CaseAccess& access);
/// Title, content note, summary, slug, reviewer's name, and how the family was told. Incomplete details are
/// kept; the gate names what is missing. Refuses a malformed or taken slug, a date that has not come yet, and
/// an older `seen_version`. Takes a scheduled publication back to drafting when something changes.
Outcome<Done>
save_details(Work& work, const CaseAccess& access, const Details& details, std::int64_t seen_version);
/// Records that one of the three partners accepted the report as it stands. Refuses a date that has not come,
/// an organisation that is no partner of the case's partnership, and a report that is not written.
Outcome<Done>
record_acceptance(Work& work, const CaseAccess& access, std::string_view organisation_id, Date on);
/// Logs that a copy went (Children Act 2004 s.16F; Working Together 2023, ch. 5). The first date stands:
/// logging another is refused, because the seven working days hang on it.
Outcome<Done> log_copy(Work& work, const CaseAccess& access, Recipient to, Date sent);

/// What the identity check found, and where.
struct Found {
    std::string where{}; ///< "the report", "the summary" …
    identity::Passage passage{};
};
/// A single word that was looked at. Two people with two accounts are needed (rule 53).
struct Release {
    std::string id{};
    std::string word{};
    std::string code{};
    std::string reason{};
    std::string first_by{};  ///< account
    std::string second_by{}; ///< account; empty while one is still needed
};
struct Check {
    std::int64_t report_version{};
    std::int64_t details_version{};
    std::vector<std::string> unknown_citations{}; ///< as they are written
    std::vector<Found> stops{};                   ///< rule 52: no release whatever anybody says
    std::vector<Found> words{};                   ///< single words that two people have not released yet
    std::vector<Release> releases{};              ///< for these versions
    bool passes() const { return unknown_citations.empty() && stops.empty() && words.empty(); }
};
/// Looks at the report, the page made from it, and the details, as they stand now.
Check look(db::Transaction& tx, const Environment& house, const CaseAccess& access);
/// Records that the report and details as they stand passed. Refuses when they do not.
Outcome<Done> pass_check(Work& work, const CaseAccess& access);
/// Says that a flagged single word is not the person (or may stand). The first call needs a reason; a second
/// account completes it. Holds for these versions of report and details alone.
Outcome<Done> release_word(
    Work& work,
    const CaseAccess& access,
    std::string_view word,
    std::string_view code,
    std::string_view reason);

/// The checklist, every line with its evidence, dates aside.
std::vector<GateLine> gate(db::Transaction& tx, const Environment& house, const CaseAccess& access);
/// Rule 47: the publication date is a working day, not before the seventh working day after the copies went,
/// and not in the past. Refuses with the date that would do and how it was counted.
Outcome<Done> can_publish_on(const Environment& house, const Publication& publication, Date date, Date today);

/// Why no PDF can be made on this computer, in words for the operator; empty when nothing stands against it.
std::string why_no_pdf();

/// What will be public, made ahead so that the day itself depends on nothing.
struct Prepared {
    std::int64_t report_version{};
    std::int64_t details_version{};
    std::string page{}; ///< HTML of the report, without what surrounds it
    std::string pdf{};
    std::string pdf_text{}; ///< as pdftotext reads it, for the check on the way out
    Date publish_on{};
};
/// Renders page and PDF, checks the PDF's structure and scans its text. Takes seconds: opens a read
/// transaction of its own and is called outside any other. Refuses when the gate is open, the date too early,
/// an identity is found, or the PDF cannot be made here (in words for the operator).
Outcome<Prepared> prepare(const Environment& house, const CaseAccess& access, Date publish_on, Instant at);
/// Stores what was prepared and sets the date; `publication.due` follows at London midnight of that date.
/// Refuses when anything changed in between, or another review took the slug.
Outcome<Done> schedule(Work& work, const CaseAccess& access, const Prepared& prepared);
/// Takes a scheduled publication back to drafting.
Outcome<Done> unschedule(Work& work, const CaseAccess& access);
/// The job `publication.due`: publishes when the date is reached and everything still holds; otherwise back
/// to drafting with the reason. Doing it twice publishes once.
void publish_when_due(people::Work& work, const people::CaseAccess& access);

/// Every published review, newest first. For everybody.
std::vector<Published> published(db::Transaction& tx);
std::optional<Published> find_published(db::Transaction& tx, std::string_view slug);
/// The stored page and PDF of a published review. Throw std::runtime_error when there is none.
std::string published_page(db::Transaction& tx, std::string_view slug);
std::string published_pdf(db::Transaction& tx, std::string_view slug);

} // namespace throughline::publication
