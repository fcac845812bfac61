// SPDX-License-Identifier: GPL-3.0-or-later
// Making ready and publishing.
#include "case_file/operations.hpp"
#include "platform/crypto/crypto.hpp"
#include "publication/check.hpp"
#include "publication/cited.hpp"
#include "publication/pdf.hpp"
#include "publication/printed.hpp"
#include "publication/rendered.hpp"
#include "publication/store.hpp"

#include <fmt/format.h>

namespace throughline::publication {
namespace {

constexpr std::string_view job_due = "publication.due";

/// What is open on the checklist, as the problems of one refusal.
Outcome<Done> gate_holds(const std::vector<GateLine>& lines) {
    std::vector<Problem> problems;
    for (const auto& line : lines)
        if (!line.holds) problems.push_back({"", line.what + ": " + line.evidence});
    if (problems.empty()) return Done{};
    return Refusal{Refusal::Kind::conflict, std::move(problems)};
}

/// All that is read before anything is made.
struct Ground {
    Report report{};
    Publication publication{};
    std::string page{};
    std::string partnership{};
    Check check{};
    std::vector<identity::Person> people{};
};

Outcome<Ground> read_ground(
    db::Transaction& tx, const Environment& house, const CaseAccess& access, Date publish_on, Instant at) {
    Ground ground;
    ground.publication = store::load(tx, house, access);
    if (ground.publication.state == State::published) return conflict("This review is published already");
    if (auto holds = gate_holds(gate(tx, house, access)); !holds) return holds.refusal();
    if (auto may = can_publish_on(house, ground.publication, publish_on, calendar::london_date(at)); !may)
        return may.refusal();
    ground.check = look(tx, house, access);
    if (!ground.check.passes())
        return conflict("The identity check no longer passes. Make it again, then set the date");
    ground.report = store::load_report(tx, house, access);
    ground.page = render(ground.report.text, citations_of(tx, house, access)).html;
    ground.partnership = organisation::load_partnership(tx, case_file::load(tx, access).partnership_id).name;
    ground.people = identity::people_of(tx, house, access);
    return ground;
}

/// Whether what was prepared may still leave, with the register as it is now.
std::optional<Held> why_held(
    Work& work,
    const CaseAccess& access,
    const Publication& publication,
    const Report& report,
    const Prepared& prepared) {
    if (prepared.report_version != report.version) return Held::report_changed;
    if (prepared.details_version != publication.version) return Held::details_changed;
    if (!gate_holds(gate(work.tx, work.house, access))) return Held::gate_open;
    if (!can_publish_on(work.house, publication, prepared.publish_on, prepared.publish_on))
        return Held::gate_open;
    Check check;
    check.releases = store::releases_of(work.tx, work.house, access, report.version, publication.version);
    const identity::Register registered(identity::people_of(work.tx, work.house, access));
    scan(check, registered, {report.text, prepared.page, prepared.pdf_text, publication.details});
    if (!check.passes()) return Held::identity_found;
    return {};
}

} // namespace

Outcome<Prepared> prepare(const Environment& house, const CaseAccess& access, Date publish_on, Instant at) {
    auto ground = house.database.read(
        [&](db::Transaction& tx) { return read_ground(tx, house, access, publish_on, at); });
    if (!ground) return ground.refusal();
    const auto& details = ground->publication.details;
    auto pdf = make_pdf(
        house.scratch,
        printed(details, ground->partnership, publish_on, ground->report.version, ground->page));
    if (!pdf) return pdf.refusal();
    if (auto fit = check_structure(house.scratch, *pdf); !fit) return fit.refusal();
    auto text = text_of_pdf(house.scratch, *pdf);
    if (!text) return text.refusal();
    scan(ground->check, identity::Register(ground->people), {"", "", *text, {}});
    if (!ground->check.passes())
        return conflict(
            "The PDF holds a name, date of birth or number that the report itself does not show. Look at how "
            "the report is laid out, and ask the operator for help");
    return Prepared{
        ground->report.version,
        ground->publication.version,
        std::move(ground->page),
        std::move(*pdf),
        std::move(*text),
        publish_on};
}

Outcome<Done> schedule(Work& work, const CaseAccess& access, const Prepared& prepared) {
    const auto publication = store::load(work.tx, work.house, access);
    if (publication.state == State::published) return conflict("This review is published already");
    const auto report = store::load_report(work.tx, work.house, access);
    if (report.version != prepared.report_version || publication.version != prepared.details_version)
        return conflict("The report or its details changed a moment ago. Read the checklist again");
    if (auto holds = gate_holds(gate(work.tx, work.house, access)); !holds) return holds.refusal();
    if (auto may = can_publish_on(work.house, publication, prepared.publish_on, work.today()); !may)
        return may.refusal();
    const auto& slug = publication.details.slug;
    if (store::is_slug_taken(work.tx, access, slug) || !store::schedule(work, access, prepared, slug))
        return invalid("slug", "Another review took this address in the meantime. Choose another one");
    case_file::move_to(work, access, case_file::Stage::publication);
    work.note("publication.scheduled", access.reference(), calendar::to_text(prepared.publish_on));
    work.then_at(calendar::london_midnight(prepared.publish_on), job_due, access.id());
    return Done{};
}

void publish_when_due(people::Work& work, const people::CaseAccess& access) {
    const auto publication = store::load(work.tx, work.house, access);
    if (publication.state != State::scheduled || !publication.publish_on) return;
    if (work.today() < *publication.publish_on) {
        // The date was moved on after this job was queued.
        work.then_at(calendar::london_midnight(*publication.publish_on), job_due, access.id());
        return;
    }
    const auto report = store::load_report(work.tx, work.house, access);
    const auto prepared = store::load_prepared(work.tx, work.house, access);
    const auto held =
        prepared ? why_held(work, access, publication, report, *prepared) : std::optional(Held::gate_open);
    if (held) {
        store::return_to_drafting(work, access, held);
        work.note("publication.held", access.reference(), to_text(*held));
        return;
    }
    const auto& details = publication.details;
    const Published published{
        publication.id,
        access.id(),
        publication.slug,
        details.title,
        details.content_note,
        details.summary,
        details.reviewer,
        case_file::load(work.tx, access).partnership_id,
        report.version,
        work.at,
        report.sha256,
        crypto::hex(crypto::sha256(prepared->page)),
        crypto::hex(crypto::sha256(prepared->pdf)),
        static_cast<std::int64_t>(prepared->pdf.size())};
    store::publish(work, access, published, prepared->page, prepared->pdf);
    case_file::move_to(work, access, case_file::Stage::proof);
    work.note(
        "publication.published",
        access.reference(),
        fmt::format("{} page {} pdf {}", published.slug, published.page_sha256, published.pdf_sha256));
}

} // namespace throughline::publication
