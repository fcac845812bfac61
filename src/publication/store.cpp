// SPDX-License-Identifier: GPL-3.0-or-later
#include "publication/store.hpp"

#include "case_file/operations.hpp"
#include "platform/crypto/crypto.hpp"

#include <nlohmann/json.hpp>

namespace throughline::publication::store {
namespace {

using nlohmann::json;

constexpr std::string_view about_report = "report/sealed";
constexpr std::string_view about_details = "publication/details";
constexpr std::string_view about_page = "publication_prepared/page";
constexpr std::string_view about_pdf = "publication_prepared/pdf";
constexpr std::string_view about_pdf_text = "publication_prepared/pdf_text";
std::string about_release(std::string_view id) { return "publication_release/" + std::string(id); }

std::string to_json(const Details& details) {
    return json{
        {"title", details.title},
        {"content_note", details.content_note},
        {"summary", details.summary},
        {"slug", details.slug},
        {"reviewer", details.reviewer},
        {"family_told", details.family_told ? calendar::to_text(*details.family_told) : ""},
        {"family_reason", details.family_reason}}
        .dump();
}

Details details_from(const std::string& text) {
    const auto opened = json::parse(text);
    return {
        opened.at("title"),
        opened.at("content_note"),
        opened.at("summary"),
        opened.at("slug"),
        opened.at("reviewer"),
        calendar::read_date(opened.at("family_told").get<std::string>()),
        opened.at("family_reason")};
}

std::optional<Date> date_in(const db::Row& row, std::string_view column) {
    const auto text = row.maybe_text(column);
    return text ? calendar::read_date(*text) : std::nullopt;
}

std::optional<Instant> instant_in(const db::Row& row, std::string_view column) {
    const auto text = row.maybe_text(column);
    return text ? read_instant(*text) : std::nullopt;
}

std::vector<Acceptance> acceptances_of(db::Transaction& tx, const CaseAccess& access) {
    std::vector<Acceptance> all;
    for (const auto& row : tx.rows(
             R"(SELECT organisation_id, report_version, accepted_on FROM publication_acceptance
                 WHERE case_id = :case_id ORDER BY accepted_on, organisation_id)",
             {{"case_id", access.id()}}))
        all.push_back(
            {row.text("organisation_id"), row.integer("report_version"), *date_in(row, "accepted_on")});
    return all;
}

std::vector<Copy> copies_of(db::Transaction& tx, const CaseAccess& access) {
    std::vector<Copy> all;
    for (const auto& row : tx.rows(
             R"(SELECT recipient, sent_on, report_version FROM publication_copy
                 WHERE case_id = :case_id ORDER BY sent_on, recipient)",
             {{"case_id", access.id()}}))
        if (const auto to = read_recipient(row.text("recipient")))
            all.push_back({*to, *date_in(row, "sent_on"), row.integer("report_version")});
    return all;
}

Published published_from(const db::Row& row) {
    return {
        row.text("id"),
        row.text("case_id"),
        row.text("slug"),
        row.text("title"),
        row.text("content_note"),
        row.text("summary"),
        row.text("reviewer"),
        row.text("partnership_id"),
        row.integer("report_version"),
        *read_instant(row.text("published_at")),
        row.text("report_sha256"),
        row.text("page_sha256"),
        row.text("pdf_sha256"),
        row.integer("pdf_size")};
}

constexpr std::string_view published_columns =
    "SELECT id, case_id, slug, title, content_note, summary, reviewer, partnership_id, report_version, "
    "published_at, report_sha256, page_sha256, pdf_sha256, pdf_size FROM published_review ";

} // namespace

Report load_report(db::Transaction& tx, const Environment& house, const CaseAccess& access) {
    const auto row = tx.row(
        "SELECT sealed, version, saved_at, saved_by FROM report WHERE case_id = :case_id",
        {{"case_id", access.id()}});
    if (!row) return {};
    Report report;
    report.text = case_file::unseal(house, access.id(), row->bytes("sealed"), about_report);
    report.version = row->integer("version");
    report.sha256 = crypto::hex(crypto::sha256(report.text));
    report.saved_at = instant_in(*row, "saved_at");
    report.saved_by = row->text("saved_by");
    return report;
}

bool save_report(Work& work, const CaseAccess& access, std::string_view text, std::int64_t seen_version) {
    db::Parameters values{
        {"case_id", access.id()},
        {"sealed", case_file::seal(work.house, access.id(), text, about_report)},
        {"at", to_text(work.at)},
        {"by", work.by.account}};
    if (seen_version != 0) values.emplace_back("seen", seen_version);
    const auto saved = work.tx.change(
        seen_version == 0 ? R"(INSERT INTO report (case_id, sealed, version, saved_at, saved_by)
                               VALUES (:case_id, :sealed, 1, :at, :by) ON CONFLICT (case_id) DO NOTHING)"
                          : R"(UPDATE report
                                  SET sealed = :sealed, version = version + 1, saved_at = :at, saved_by = :by
                                WHERE case_id = :case_id AND version = :seen)",
        values);
    if (saved != 1) return false;
    work.tx.change(
        R"(INSERT INTO report_version (case_id, version, sealed, saved_at, saved_by)
           SELECT case_id, version, sealed, saved_at, saved_by FROM report WHERE case_id = :case_id)",
        {{"case_id", access.id()}});
    return true;
}

Publication load(db::Transaction& tx, const Environment& house, const CaseAccess& access) {
    const auto row = tx.row(
        R"(SELECT id, state, sealed_details, version, checked_report, checked_details, checked_at, checked_by,
                  slug, publish_on, published_at, held
             FROM publication WHERE case_id = :case_id)",
        {{"case_id", access.id()}});
    Publication publication;
    if (!row) return publication;
    publication.id = row->text("id");
    publication.state = read_state(row->text("state"));
    publication.version = row->integer("version");
    publication.details =
        details_from(case_file::unseal(house, access.id(), row->bytes("sealed_details"), about_details));
    publication.acceptances = acceptances_of(tx, access);
    publication.copies = copies_of(tx, access);
    publication.checked_report = row->integer("checked_report");
    publication.checked_details = row->integer("checked_details");
    publication.checked_at = instant_in(*row, "checked_at");
    publication.checked_by = row->maybe_text("checked_by").value_or("");
    publication.publish_on = date_in(*row, "publish_on");
    publication.published_at = instant_in(*row, "published_at");
    publication.slug = row->maybe_text("slug").value_or("");
    if (const auto held = row->maybe_text("held")) publication.held = read_held(*held);
    return publication;
}

void ensure(Work& work, const CaseAccess& access) {
    work.tx.change(
        R"(INSERT INTO publication (id, case_id, state, sealed_details, version, checked_report, checked_details)
           VALUES (:id, :case_id, 'drafting', :details, 0, 0, 0) ON CONFLICT (case_id) DO NOTHING)",
        {{"id", work.new_id()},
         {"case_id", access.id()},
         {"details", case_file::seal(work.house, access.id(), to_json({}), about_details)}});
}

bool save_details(Work& work, const CaseAccess& access, const Details& details, std::int64_t seen_version) {
    ensure(work, access);
    return work.tx.change(
               R"(UPDATE publication SET sealed_details = :details, version = version + 1
                   WHERE case_id = :case_id AND version = :seen)",
               {{"details", case_file::seal(work.house, access.id(), to_json(details), about_details)},
                {"case_id", access.id()},
                {"seen", seen_version}}) == 1;
}

bool same(const Details& a, const Details& b) { return to_json(a) == to_json(b); }

void save_acceptance(Work& work, const CaseAccess& access, const Acceptance& acceptance) {
    work.tx.change(
        R"(INSERT INTO publication_acceptance
               (case_id, organisation_id, report_version, accepted_on, recorded_by, recorded_at)
           VALUES (:case_id, :organisation, :version, :on, :by, :at)
           ON CONFLICT (case_id, organisation_id) DO UPDATE
              SET report_version = excluded.report_version, accepted_on = excluded.accepted_on,
                  recorded_by = excluded.recorded_by, recorded_at = excluded.recorded_at)",
        {{"case_id", access.id()},
         {"organisation", acceptance.organisation_id},
         {"version", acceptance.report_version},
         {"on", calendar::to_text(acceptance.on)},
         {"by", work.by.account},
         {"at", to_text(work.at)}});
}

bool save_copy(Work& work, const CaseAccess& access, const Copy& copy) {
    return work.tx.change(
               R"(INSERT INTO publication_copy
                      (case_id, recipient, sent_on, report_version, logged_by, logged_at)
                  VALUES (:case_id, :recipient, :sent, :version, :by, :at)
                  ON CONFLICT (case_id, recipient) DO NOTHING)",
               {{"case_id", access.id()},
                {"recipient", to_text(copy.to)},
                {"sent", calendar::to_text(copy.sent)},
                {"version", copy.report_version},
                {"by", work.by.account},
                {"at", to_text(work.at)}}) == 1;
}

void save_check(Work& work, const CaseAccess& access, std::int64_t report, std::int64_t details) {
    work.tx.change(
        R"(UPDATE publication SET checked_report = :report, checked_details = :details, checked_at = :at,
                                  checked_by = :by
            WHERE case_id = :case_id)",
        {{"report", report},
         {"details", details},
         {"at", to_text(work.at)},
         {"by", work.by.account},
         {"case_id", access.id()}});
}

std::vector<Release> releases_of(
    db::Transaction& tx,
    const Environment& house,
    const CaseAccess& access,
    std::int64_t report_version,
    std::int64_t details_version) {
    std::vector<Release> all;
    for (const auto& row : tx.rows(
             R"(SELECT id, sealed, first_by, second_by FROM publication_release
                 WHERE case_id = :case_id AND report_version = :report AND details_version = :details
                 ORDER BY first_at, id)",
             {{"case_id", access.id()}, {"report", report_version}, {"details", details_version}})) {
        const auto id = row.text("id");
        const auto opened =
            json::parse(case_file::unseal(house, access.id(), row.bytes("sealed"), about_release(id)));
        all.push_back(
            {id,
             opened.at("word"),
             opened.at("code"),
             opened.at("reason"),
             row.text("first_by"),
             row.maybe_text("second_by").value_or("")});
    }
    return all;
}

void add_release(
    Work& work,
    const CaseAccess& access,
    const Release& release,
    std::int64_t report_version,
    std::int64_t details_version) {
    const auto id = work.new_id();
    const auto plain =
        json{{"word", release.word}, {"code", release.code}, {"reason", release.reason}}.dump();
    work.tx.change(
        R"(INSERT INTO publication_release (id, case_id, report_version, details_version, sealed, first_by, first_at)
           VALUES (:id, :case_id, :report, :details, :sealed, :by, :at))",
        {{"id", id},
         {"case_id", access.id()},
         {"report", report_version},
         {"details", details_version},
         {"sealed", case_file::seal(work.house, access.id(), plain, about_release(id))},
         {"by", work.by.account},
         {"at", to_text(work.at)}});
}

bool complete_release(Work& work, const CaseAccess& access, std::string_view id) {
    return work.tx.change(
               R"(UPDATE publication_release SET second_by = :by, second_at = :at
                   WHERE id = :id AND case_id = :case_id AND second_by IS NULL AND first_by <> :by)",
               {{"by", work.by.account}, {"at", to_text(work.at)}, {"id", id}, {"case_id", access.id()}}) ==
           1;
}

bool is_slug_taken(db::Transaction& tx, const CaseAccess& access, std::string_view slug) {
    return tx
        .row(
            "SELECT 1 AS one FROM publication WHERE slug = :slug AND case_id <> :case_id",
            {{"slug", slug}, {"case_id", access.id()}})
        .has_value();
}

bool schedule(Work& work, const CaseAccess& access, const Prepared& prepared, std::string_view slug) {
    const auto sealed = [&](std::string_view plain, std::string_view about) {
        return case_file::seal(work.house, access.id(), plain, about);
    };
    try {
        work.tx.within_savepoint([&] {
            work.tx.change(
                R"(UPDATE publication SET state = 'scheduled', slug = :slug, publish_on = :day, held = NULL
                    WHERE case_id = :case_id)",
                {{"slug", slug}, {"day", calendar::to_text(prepared.publish_on)}, {"case_id", access.id()}});
        });
    } catch (const db::Fault& fault) { // two reviews may want one address at the same moment
        if (fault.kind() == db::Fault::Kind::unique) return false;
        throw;
    }
    work.tx.change("DELETE FROM publication_prepared WHERE case_id = :case_id", {{"case_id", access.id()}});
    work.tx.change(
        R"(INSERT INTO publication_prepared (case_id, report_version, details_version, page, pdf, pdf_text)
           VALUES (:case_id, :report, :details, :page, :pdf, :pdf_text))",
        {{"case_id", access.id()},
         {"report", prepared.report_version},
         {"details", prepared.details_version},
         {"page", sealed(prepared.page, about_page)},
         {"pdf", sealed(prepared.pdf, about_pdf)},
         {"pdf_text", sealed(prepared.pdf_text, about_pdf_text)}});
    return true;
}

std::optional<Prepared>
load_prepared(db::Transaction& tx, const Environment& house, const CaseAccess& access) {
    const auto row = tx.row(
        R"(SELECT r.report_version, r.details_version, r.page, r.pdf, r.pdf_text, p.publish_on
             FROM publication_prepared r JOIN publication p ON p.case_id = r.case_id
            WHERE r.case_id = :case_id)",
        {{"case_id", access.id()}});
    if (!row) return {};
    const auto opened = [&](std::string_view column, std::string_view about) {
        return case_file::unseal(house, access.id(), row->bytes(column), about);
    };
    return Prepared{
        row->integer("report_version"),
        row->integer("details_version"),
        opened("page", about_page),
        opened("pdf", about_pdf),
        opened("pdf_text", about_pdf_text),
        date_in(*row, "publish_on").value_or(Date{})};
}

void return_to_drafting(Work& work, const CaseAccess& access, std::optional<Held> held) {
    work.tx.change("DELETE FROM publication_prepared WHERE case_id = :case_id", {{"case_id", access.id()}});
    work.tx.change(
        R"(UPDATE publication SET state = 'drafting', slug = NULL, publish_on = NULL, held = :held
            WHERE case_id = :case_id AND state = 'scheduled')",
        {{"held", held ? db::Value(to_text(*held)) : db::Value()}, {"case_id", access.id()}});
}

void publish(
    Work& work,
    const CaseAccess& access,
    const Published& published,
    std::string_view page,
    std::string_view pdf) {
    work.tx.change(
        R"(INSERT INTO published_review
               (id, case_id, slug, title, content_note, summary, reviewer, partnership_id, report_version,
                published_at, report_sha256, page_sha256, pdf_sha256, pdf_size, page, pdf)
           VALUES (:id, :case_id, :slug, :title, :note, :summary, :reviewer, :partnership, :version, :at,
                   :report_sha256, :page_sha256, :pdf_sha256, :pdf_size, :page, :pdf))",
        {{"id", published.id},
         {"case_id", published.case_id},
         {"slug", published.slug},
         {"title", published.title},
         {"note", published.content_note},
         {"summary", published.summary},
         {"reviewer", published.reviewer},
         {"partnership", published.partnership_id},
         {"version", published.report_version},
         {"at", to_text(published.published_at)},
         {"report_sha256", published.report_sha256},
         {"page_sha256", published.page_sha256},
         {"pdf_sha256", published.pdf_sha256},
         {"pdf_size", published.pdf_size},
         {"page", page},
         {"pdf", db::Bytes{std::string(pdf)}}});
    work.tx.change(
        "UPDATE publication SET state = 'published', published_at = :at, held = NULL WHERE case_id = "
        ":case_id",
        {{"at", to_text(published.published_at)}, {"case_id", access.id()}});
    work.tx.change("DELETE FROM publication_prepared WHERE case_id = :case_id", {{"case_id", access.id()}});
}

} // namespace throughline::publication::store

namespace throughline::publication {

std::vector<Published> published(db::Transaction& tx) {
    std::vector<Published> all;
    for (const auto& row :
         tx.rows(std::string(store::published_columns) + "ORDER BY published_at DESC, slug"))
        all.push_back(store::published_from(row));
    return all;
}

std::optional<Published> find_published(db::Transaction& tx, std::string_view slug) {
    const auto row = tx.row(std::string(store::published_columns) + "WHERE slug = :slug", {{"slug", slug}});
    if (!row) return {};
    return store::published_from(*row);
}

std::string published_page(db::Transaction& tx, std::string_view slug) {
    const auto row = tx.row("SELECT page FROM published_review WHERE slug = :slug", {{"slug", slug}});
    if (!row) throw std::runtime_error("no such published review");
    return row->text("page");
}

std::string published_pdf(db::Transaction& tx, std::string_view slug) {
    const auto row = tx.row("SELECT pdf FROM published_review WHERE slug = :slug", {{"slug", slug}});
    if (!row) throw std::runtime_error("no such published review");
    return row->bytes("pdf");
}

} // namespace throughline::publication
