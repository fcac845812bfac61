// SPDX-License-Identifier: GPL-3.0-or-later
#include "publication/check.hpp"

#include "platform/text/text.hpp"
#include "publication/cited.hpp"
#include "publication/rendered.hpp"
#include "publication/store.hpp"

#include <algorithm>

namespace throughline::publication {
namespace {

using identity::Match;

bool is_released(const Check& check, const identity::Passage& passage) {
    const auto word = text::fold(passage.found);
    return std::ranges::any_of(check.releases, [&](const Release& release) {
        return !release.second_by.empty() && release.word == word && release.code == passage.match.code;
    });
}

bool is_same(const Found& found, const identity::Passage& passage) {
    return found.passage.match.kind == passage.match.kind && found.passage.match.code == passage.match.code &&
           text::fold(found.passage.found) == text::fold(passage.found);
}

void scan_text(
    Check& check, const identity::Register& registered, std::string_view where, std::string_view text) {
    const auto stops_before = check.stops, words_before = check.words;
    const auto seen_before = [](const std::vector<Found>& before, const identity::Passage& passage) {
        return std::ranges::any_of(before, [&](const Found& found) { return is_same(found, passage); });
    };
    for (auto& passage : identity::check_release(registered, text)) {
        const bool single = passage.match.kind == Match::Kind::single_word;
        if (single && is_released(check, passage)) continue;
        // The page says what the report says: what was shown once is not shown again from another place.
        if (seen_before(single ? words_before : stops_before, passage)) continue;
        auto& list = single ? check.words : check.stops;
        list.push_back({std::string(where), std::move(passage)});
    }
}

/// What is passed over from one place to the next must still tell apart: a slug's hyphens are spaces.
std::string words_of(std::string slug) {
    std::ranges::replace(slug, '-', ' ');
    return slug;
}

} // namespace

void scan(Check& check, const identity::Register& registered, const Outgoing& outgoing) {
    scan_text(check, registered, "the report", outgoing.markdown);
    scan_text(check, registered, "the title", outgoing.details.title);
    scan_text(check, registered, "the content note", outgoing.details.content_note);
    scan_text(check, registered, "the summary", outgoing.details.summary);
    scan_text(check, registered, "the address", words_of(outgoing.details.slug));
    scan_text(check, registered, "the reviewer’s name", outgoing.details.reviewer);
    scan_text(check, registered, "the page made from the report", text_of(outgoing.page));
    scan_text(check, registered, "the PDF", outgoing.pdf_text);
}

Check look(db::Transaction& tx, const Environment& house, const CaseAccess& access) {
    const auto report = store::load_report(tx, house, access);
    const auto publication = store::load(tx, house, access);
    Check check;
    check.report_version = report.version;
    check.details_version = publication.version;
    check.releases = store::releases_of(tx, house, access, report.version, publication.version);
    auto rendered = render(report.text, citations_of(tx, house, access));
    check.unknown_citations = std::move(rendered.unknown);
    const identity::Register registered(identity::people_of(tx, house, access));
    scan(check, registered, {report.text, rendered.html, "", publication.details});
    return check;
}

Outcome<Done> pass_check(Work& work, const CaseAccess& access) {
    const auto check = look(work.tx, work.house, access);
    if (check.report_version == 0) return conflict("Write the report first; there is nothing to check yet");
    if (!check.unknown_citations.empty())
        return conflict("Mend the citations that lead nowhere, then check again");
    if (!check.stops.empty())
        return conflict("Take out every name, date of birth and number that was found, then check again");
    if (!check.words.empty())
        return conflict("Two people have to look at each single word that may be a name, then check again");
    store::ensure(work, access);
    store::save_check(work, access, check.report_version, check.details_version);
    work.note("publication.checked", access.reference(), std::to_string(check.report_version));
    return Done{};
}

Outcome<Done> release_word(
    Work& work,
    const CaseAccess& access,
    std::string_view word,
    std::string_view code,
    std::string_view reason) {
    const auto check = look(work.tx, work.house, access);
    const auto folded = text::fold(text::tidy(word));
    const bool flagged = std::ranges::any_of(check.words, [&](const Found& found) {
        return found.passage.match.code == code && text::fold(found.passage.found) == folded;
    });
    if (!flagged) return conflict("This word is not waiting to be looked at. Read the list again");

    const auto begun = std::ranges::find_if(check.releases, [&](const Release& release) {
        return release.word == folded && release.code == code;
    });
    if (begun == check.releases.end()) {
        const auto why = text::tidy(reason);
        if (why.empty()) return invalid("reason", "Say why this word may stand");
        store::add_release(
            work,
            access,
            {"", folded, std::string(code), why, work.by.account, ""},
            check.report_version,
            check.details_version);
        work.note("publication.word_released_once", access.reference(), code);
        return Done{};
    }
    // Rule 53: two people, so two accounts.
    if (begun->first_by == work.by.account)
        return conflict("You have looked at this word already. A second person has to look at it too");
    if (!store::complete_release(work, access, begun->id))
        return conflict("Somebody else has just looked at this word. Read the list again");
    work.note("publication.word_released", access.reference(), code);
    return Done{};
}

} // namespace throughline::publication
