// SPDX-License-Identifier: GPL-3.0-or-later
// Writing the report and keeping the checklist.
#include "publication/operations.hpp"

#include "case_file/operations.hpp"
#include "platform/text/text.hpp"
#include "publication/store.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace throughline::publication {
namespace {

constexpr std::size_t longest_report = 800'000; // bytes; a form field holds at most 1 MiB

Refusal published_already() {
    return conflict("This review is published. What everybody has read stays as it is");
}

void return_if_scheduled(Work& work, const CaseAccess& access, const Publication& publication, Held held) {
    if (publication.state != State::scheduled) return;
    store::return_to_drafting(work, access, held);
    work.note("publication.held", access.reference(), to_text(held));
}

Details tidied(const Details& details) {
    return {
        text::tidy(details.title),
        text::tidy(details.content_note),
        text::tidy(details.summary),
        text::tidy(details.slug),
        text::tidy(details.reviewer),
        details.family_told,
        text::tidy(details.family_reason)};
}

void check_length(
    std::vector<Problem>& problems,
    std::string_view field,
    const std::string& text,
    std::size_t limit,
    std::string_view what) {
    if (text::characters(text) > limit)
        problems.push_back(
            {std::string(field), fmt::format("Use at most {} characters for {}", limit, what)});
}

std::vector<Problem>
problems_of(db::Transaction& tx, const CaseAccess& access, const Details& details, Date today) {
    std::vector<Problem> problems;
    check_length(problems, "title", details.title, 200, "the title");
    check_length(problems, "content_note", details.content_note, 500, "the content note");
    check_length(problems, "summary", details.summary, 1000, "the summary");
    check_length(problems, "reviewer", details.reviewer, 200, "the reviewer’s name");
    if (!details.slug.empty() && !is_slug(details.slug))
        problems.push_back(
            {"slug",
             "Use 3 to 60 small letters, figures and single hyphens for the address, for example linnet"});
    else if (!details.slug.empty() && store::is_slug_taken(tx, access, details.slug))
        problems.push_back({"slug", "Another review has this address. Choose one that has not been used"});
    if (details.family_told && *details.family_told > today)
        problems.push_back({"family_told", "Enter the date on which the family was told, today or earlier"});
    return problems;
}

std::string of_version(std::int64_t of, std::int64_t now) {
    if (of == now) return fmt::format("version {}", of);
    return fmt::format("version {}; the report is now version {}", of, now);
}

/// In groups, to be compared by eye and to break on a narrow page.
std::string in_groups(const std::string& hex) {
    std::string out;
    for (std::size_t at = 0; at < hex.size(); at += 8) out += (at == 0 ? "" : " ") + hex.substr(at, 8);
    return out;
}

GateLine report_line(const Report& report) {
    if (report.version == 0) return {"The report is written", false, "Nothing is written yet", "report"};
    return {
        "The report is written",
        true,
        fmt::format(
            "Version {}, saved {}, SHA-256 {}",
            report.version,
            calendar::in_full(*report.saved_at),
            in_groups(report.sha256)),
        "report"};
}

GateLine check_line(const Publication& publication, const Report& report) {
    GateLine line{"The identity check passed on exactly these words", false, "", "check"};
    if (publication.checked_report == 0)
        line.evidence = "It has not been made yet";
    else if (publication.checked_report != report.version)
        line.evidence = fmt::format(
            "It passed on version {}; the report is now version {}",
            publication.checked_report,
            report.version);
    else if (publication.checked_details != publication.version)
        line.evidence = "The title, summary or other details were changed after it";
    else {
        line.holds = true;
        line.evidence = fmt::format(
            "Version {}, {}", publication.checked_report, calendar::in_full(*publication.checked_at));
    }
    return line;
}

GateLine filled(std::string what, const std::string& value, std::string field) {
    return {
        std::move(what),
        !value.empty(),
        value.empty() ? std::string("Not given yet") : value,
        std::move(field)};
}

GateLine partner_line(
    const organisation::Organisation& partner, const Publication& publication, const Report& report) {
    const auto found = std::ranges::find(publication.acceptances, partner.id, &Acceptance::organisation_id);
    GateLine line{partner.name + " accepts the report", false, "Not recorded yet", "acceptance"};
    if (found == publication.acceptances.end()) return line;
    // L6: what is accepted is one exact version.
    line.holds = found->report_version == report.version;
    line.evidence = fmt::format(
        "{}, {}", calendar::in_figures(found->on), of_version(found->report_version, report.version));
    return line;
}

GateLine family_line(const Details& details) {
    GateLine line{
        "The family was told, and had time", false, "Give the date, or the reason why not", "family_told"};
    if (details.family_told) {
        line.holds = true;
        line.evidence = "Told on " + calendar::in_figures(*details.family_told);
    } else if (!details.family_reason.empty()) {
        line.holds = true;
        line.evidence = "Not told: " + details.family_reason;
    }
    return line;
}

GateLine copy_line(Recipient to, const Publication& publication, const Report& report) {
    GateLine line{fmt::format("A copy went to {}", in_words(to)), false, "Not logged yet", "copy"};
    const auto* copy = publication.copy_to(to);
    if (copy == nullptr) return line;
    // A change made in regard to their comments is a change after the copy: it is shown and does not block.
    line.holds = true;
    line.evidence = fmt::format(
        "{}, {}", calendar::in_full(copy->sent), of_version(copy->report_version, report.version));
    return line;
}

/// Bank holidays that the counting stepped over, for the reader who wonders.
std::string left_out_words(const statutory::Due& due) {
    std::string words;
    for (const auto& step : due.steps)
        if (!step.left_out.empty() && step.left_out != "Saturday" && step.left_out != "Sunday")
            words += ", " + step.left_out;
    return words;
}

} // namespace

Report report_of(db::Transaction& tx, const Environment& house, const CaseAccess& access) {
    return store::load_report(tx, house, access);
}

Publication find(db::Transaction& tx, const Environment& house, const CaseAccess& access) {
    return store::load(tx, house, access);
}

Outcome<Report>
write_report(Work& work, const CaseAccess& access, std::string_view text, std::int64_t seen_version) {
    const auto publication = store::load(work.tx, work.house, access);
    if (publication.state == State::published) return published_already();
    const auto tidy = text::tidy(text);
    if (tidy.empty()) return invalid("text", "Write the report before you save it");
    if (tidy.size() > longest_report)
        return invalid("text", "This is longer than a report may be. Move parts of it to an appendix");
    if (const auto now = store::load_report(work.tx, work.house, access);
        now.version == seen_version && now.text == tidy && now.version > 0)
        return now;
    if (!store::save_report(work, access, tidy, seen_version))
        return conflict(
            "Somebody saved the report while you were writing. Both texts are below; nothing is lost");
    return_if_scheduled(work, access, publication, Held::report_changed);
    work.note("publication.report_saved", access.reference(), std::to_string(seen_version + 1));
    return store::load_report(work.tx, work.house, access);
}

Outcome<Done>
save_details(Work& work, const CaseAccess& access, const Details& details, std::int64_t seen_version) {
    const auto publication = store::load(work.tx, work.house, access);
    if (publication.state == State::published) return published_already();
    const auto tidy = tidied(details);
    if (auto problems = problems_of(work.tx, access, tidy, work.today()); !problems.empty())
        return invalid(std::move(problems));
    if (publication.version == seen_version && publication.version > 0 &&
        store::same(publication.details, tidy))
        return Done{};
    if (!store::save_details(work, access, tidy, seen_version))
        return conflict(
            "Somebody changed these details while you were writing. Read what stands there now, then save");
    return_if_scheduled(work, access, publication, Held::details_changed);
    work.note("publication.details_saved", access.reference(), std::to_string(seen_version + 1));
    return Done{};
}

Outcome<Done>
record_acceptance(Work& work, const CaseAccess& access, std::string_view organisation_id, Date on) {
    const auto publication = store::load(work.tx, work.house, access);
    if (publication.state == State::published) return published_already();
    const auto partners = organisation::partners_of(work.tx, case_file::load(work.tx, access).partnership_id);
    if (std::ranges::find(partners, organisation_id, &organisation::Organisation::id) == partners.end())
        return invalid("partner", "Choose the partner who accepts the report");
    if (on > work.today()) return invalid("accepted_on", "Enter the date of acceptance, today or earlier");
    const auto report = store::load_report(work.tx, work.house, access);
    if (report.version == 0) return conflict("There is no report to accept yet");
    store::ensure(work, access);
    store::save_acceptance(work, access, {std::string(organisation_id), report.version, on});
    work.note(
        "publication.accepted",
        access.reference(),
        fmt::format("{} version {}", organisation_id, report.version));
    return Done{};
}

Outcome<Done> log_copy(Work& work, const CaseAccess& access, Recipient to, Date sent) {
    const auto publication = store::load(work.tx, work.house, access);
    if (publication.state == State::published) return published_already();
    if (sent > work.today())
        return invalid("sent_on", "Enter the date on which the copy went, today or earlier");
    const auto report = store::load_report(work.tx, work.house, access);
    if (report.version == 0) return conflict("There is no report to send a copy of yet");
    store::ensure(work, access);
    if (!store::save_copy(work, access, {to, sent, report.version}))
        return conflict(
            "This copy was logged before. Its date stands, because the seven working days hang on it");
    work.note(
        "publication.copy_logged",
        access.reference(),
        fmt::format("{} {}", to_text(to), calendar::to_text(sent)));
    return Done{};
}

std::vector<GateLine> gate(db::Transaction& tx, const Environment& house, const CaseAccess& access) {
    const auto report = store::load_report(tx, house, access);
    const auto publication = store::load(tx, house, access);
    const auto& details = publication.details;
    std::vector<GateLine> lines{report_line(report), check_line(publication, report)};
    lines.push_back(filled("The title is set", details.title, "title"));
    lines.push_back(filled("The content note warns of harm", details.content_note, "content_note"));
    lines.push_back(filled("The summary is written", details.summary, "summary"));
    lines.push_back(filled(
        "The permanent address is chosen", details.slug.empty() ? "" : "/reviews/" + details.slug, "slug"));
    lines.push_back(filled("The reviewer is named", details.reviewer, "reviewer"));
    const auto partners = organisation::partners_of(tx, case_file::load(tx, access).partnership_id);
    for (const auto& partner : partners) lines.push_back(partner_line(partner, publication, report));
    if (partners.size() < 3)
        lines.push_back(
            {"All three partners accept the report",
             false,
             "The partnership does not have three partners on record. Ask the operator to add them",
             "acceptance"});
    lines.push_back(family_line(details));
    lines.push_back(copy_line(Recipient::panel, publication, report));
    lines.push_back(copy_line(Recipient::secretary_of_state, publication, report));
    return lines;
}

Outcome<Done>
can_publish_on(const Environment& house, const Publication& publication, Date date, Date today) {
    const auto copies = copies_complete(publication);
    if (!copies)
        return invalid(
            "publish_on",
            "Log the copies to the Panel and to the Secretary of State first: the seven working days count "
            "from them");
    try {
        const auto earliest = house.statute.earliest_publication(*copies);
        if (date < earliest) {
            const auto due = house.statute.due(statutory::Clock::pre_publication_copy, earliest);
            return invalid(
                "publish_on",
                fmt::format(
                    "Choose {} or a later working day. The copies went on {}, and 7 working days are counted "
                    "back from the day of publication (not counted: Saturdays, Sundays{})",
                    calendar::in_full(earliest),
                    calendar::in_full(*copies),
                    left_out_words(due)));
        }
        if (const auto why = house.statute.working_days().why_not(date); !why.empty()) {
            const bool weekend = why == "Saturday" || why == "Sunday";
            return invalid(
                "publish_on",
                fmt::format(
                    "Choose a working day: {} is {}", calendar::in_full(date), weekend ? "not one" : why));
        }
    } catch (const calendar::BeyondCalendar& beyond) { // says in plain words what the operator has to add
        return invalid("publish_on", beyond.what());
    }
    if (date < today) return invalid("publish_on", "Choose today or a later working day");
    return Done{};
}

Outcome<Done> unschedule(Work& work, const CaseAccess& access) {
    const auto publication = store::load(work.tx, work.house, access);
    if (publication.state == State::published) return published_already();
    if (publication.state != State::scheduled) return conflict("No date is set at the moment");
    store::return_to_drafting(work, access, {});
    work.note("publication.date_withdrawn", access.reference());
    return Done{};
}

} // namespace throughline::publication
