// SPDX-License-Identifier: GPL-3.0-or-later
#include "agency_return/operations.hpp"

#include "agency_return/notes.hpp"
#include "agency_return/reading.hpp"
#include "case_file/operations.hpp"
#include "platform/crypto/crypto.hpp"
#include "platform/documents/storage.hpp"
#include "platform/text/text.hpp"

#include <algorithm>
#include <map>

namespace throughline::agency_return {
namespace {

using people::Role;

constexpr std::string_view not_asked =
    "Your agency has not been asked about this case. Ring the business unit if you think it should have been";

db::Value text_of(const std::optional<Date>& date) {
    return date ? db::Value(calendar::to_text(*date)) : db::Value();
}

std::optional<Date> date_in(const db::Row& row, std::string_view column) {
    const auto text = row.maybe_text(column);
    return text ? calendar::read_date(*text) : std::nullopt;
}

constexpr std::string_view requests_sql = R"(
    SELECT q.id, q.organisation_id, o.name AS agency, o.code, q.asked_at, q.due, q.period_from, q.period_to, q.state,
           q.answered_at, q.version
      FROM agency_request q
      JOIN organisation o ON o.id = q.organisation_id
     WHERE q.case_id = :case_id
     ORDER BY q.due, o.name)";

constexpr std::string_view ask_sql = R"(
    INSERT INTO agency_request (id, case_id, organisation_id, asked_at, asked_by, due, period_from, period_to, state,
                                answered_at, version)
    VALUES (:id, :case_id, :organisation, :at, :by, :due, :period_from, :period_to, 'awaited', NULL, 1)
    ON CONFLICT (case_id, organisation_id) DO UPDATE
       SET due = :due, period_from = :period_from, period_to = :period_to, version = agency_request.version + 1)";

constexpr std::string_view add_return_sql = R"(
    INSERT INTO agency_return (id, request_id, case_id, given_at, given_by, kind, replaces, rows_given, document_id,
                               notes_sealed, knew_family, systems_text, summary_text, good_practice_text,
                               learning_text)
    VALUES (:id, :request, :case_id, :at, :by, :kind, :replaces, :rows, :document,
            :notes, :knew, :systems, :summary, :good_practice, :learning))";

constexpr std::string_view returns_sql = R"(
    SELECT g.id, g.given_at, g.given_by, g.kind, g.replaces, g.rows_given, g.document_id, g.notes_sealed,
           g.knew_family, g.systems_text, g.summary_text, g.good_practice_text, g.learning_text
      FROM agency_return g
      JOIN agency_request q ON q.id = g.request_id
     WHERE q.case_id = :case_id AND q.organisation_id = :organisation
     ORDER BY g.given_at DESC, g.id DESC)";

std::string about_notes(std::string_view return_id) {
    return "agency_return/" + std::string(return_id) + "/notes";
}

Outcome<Done> can_ask(Work& work, const Asked& asked) {
    std::vector<Problem> problems;
    if (asked.organisations.empty())
        problems.push_back({"organisations", "Choose at least one agency to ask"});
    if (asked.due < work.today())
        problems.push_back({"due", "Enter a date to answer by that is today or later"});
    else if (asked.due > work.house.statute.working_days().last())
        problems.push_back({"due", "Enter a date to answer by for which the bank holidays are known"});
    if (asked.period_from && asked.period_to && *asked.period_to < *asked.period_from)
        problems.push_back({"period_to", "Enter an end of the period that is not before its start"});
    if (!problems.empty()) return invalid(std::move(problems));
    return Done{};
}

/// What is kept of one answer beside its rows.
struct Answer {
    State kind{State::answered};
    Adds adds{Adds::to_what_was_sent};
    std::int64_t rows{};
    std::optional<std::string> document_id{};
    Notes notes{};
};

/// Marks the request answered, and by that holds back whoever answers for the same agency at the same time.
void mark_answered(Work& work, const Request& request, State state) {
    work.tx.change(
        "UPDATE agency_request SET state = :state, answered_at = :at, version = version + 1 WHERE id = :id",
        {{"state", to_text(state)}, {"at", to_text(work.at)}, {"id", request.id}});
}

std::string record(
    Work& work, const CaseAccess& access, const Request& request, const Answer& answer, const Words& words) {
    const auto id = work.new_id();
    identity::Keeper keeper(work, access);
    const auto kept = [&](const std::string& said) {
        return text::tidy(said).empty() ? db::Value()
                                        : db::Value(keeper.keep(text_owner, said, identity::Typed::raw));
    };
    work.tx.change(
        add_return_sql,
        {{"id", id},
         {"request", request.id},
         {"case_id", access.id()},
         {"at", to_text(work.at)},
         {"by", work.by.account},
         {"kind", to_text(answer.kind)},
         {"replaces", answer.adds == Adds::instead_of_it ? 1 : 0},
         {"rows", answer.rows},
         {"document", answer.document_id},
         {"notes", case_file::seal(work.house, access.id(), write_notes(answer.notes), about_notes(id))},
         {"knew", to_text(words.knew_family)},
         {"systems", kept(words.systems_searched)},
         {"summary", kept(words.summary)},
         {"good_practice", kept(words.good_practice)},
         {"learning", kept(words.learning_so_far)}});
    return id;
}

Notes notes_of(const Environment& house, const CaseAccess& access, const db::Row& row) {
    return read_notes(
        case_file::unseal(house, access.id(), row.bytes("notes_sealed"), about_notes(row.text("id"))));
}

/// The very same file adds nothing: it would double every row.
bool came_before(Work& work, const CaseAccess& access, const Request& request, std::string_view sha256) {
    const auto earlier =
        work.tx.rows(returns_sql, {{"case_id", access.id()}, {"organisation", request.organisation_id}});
    return std::ranges::any_of(
        earlier, [&](const db::Row& row) { return notes_of(work.house, access, row).file_sha256 == sha256; });
}

std::string_view media_type_of(const GivenFile& file) {
    const auto format = documents::recognise(file.bytes, file.name);
    if (!format) return "application/octet-stream";
    switch (*format) {
    case documents::Format::docx:
        return "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    case documents::Format::xlsx: return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    case documents::Format::ods: return "application/vnd.oasis.opendocument.spreadsheet";
    case documents::Format::csv: return "text/csv";
    }
    throw std::logic_error("a format outside its list");
}

std::string keep_answer(
    Work& work,
    const CaseAccess& access,
    const Request& request,
    const Answer& answer,
    const std::vector<chronology::GivenRow>& rows,
    const Words& words) {
    const auto id = record(work, access, request, answer, words);
    if (answer.adds == Adds::instead_of_it)
        chronology::replace_rows(work, access, request.organisation_id, id);
    chronology::keep_rows(
        work,
        access,
        organisation::load(work.tx, request.organisation_id),
        id,
        rows,
        context_for(request, work.today()));
    work.note(
        answer.kind == State::nothing_held ? "agency_return.nothing_held" : "agency_return.given",
        access.reference(),
        request.code);
    return id;
}

} // namespace

Outcome<Done> ask(Work& work, const CaseAccess& access, const Asked& asked) {
    if (const auto may = can_ask(work, asked); !may) return may;
    const auto partnership = case_file::load(work.tx, access).partnership_id;
    const auto known = organisation::all_of(work.tx, partnership);
    for (const auto& id : asked.organisations) {
        const auto agency = std::ranges::find(known, id, &organisation::Organisation::id);
        if (agency == known.end()) return invalid("organisations", "Choose agencies of this partnership");
        work.tx.change(
            ask_sql,
            {{"id", work.new_id()},
             {"case_id", access.id()},
             {"organisation", id},
             {"at", to_text(work.at)},
             {"by", work.by.account},
             {"due", calendar::to_text(asked.due)},
             {"period_from", text_of(asked.period_from)},
             {"period_to", text_of(asked.period_to)}});
        case_file::grant(work, access, id, Role::agency_lead);
        work.note("agency_return.asked", access.reference(), agency->code);
    }
    return Done{};
}

std::vector<Request> requests_of(db::Transaction& tx, const CaseAccess& access) {
    const auto counts = chronology::count_by_agency(tx, access);
    std::vector<Request> requests;
    for (const auto& row : tx.rows(requests_sql, {{"case_id", access.id()}})) {
        Request request;
        request.id = row.text("id");
        request.organisation_id = row.text("organisation_id");
        request.agency = row.text("agency");
        request.code = row.text("code");
        request.asked_at = read_instant(row.text("asked_at")).value_or(Instant{});
        request.due = date_in(row, "due").value_or(Date{});
        request.period_from = date_in(row, "period_from");
        request.period_to = date_in(row, "period_to");
        request.state = read_state(row.text("state"));
        if (const auto at = row.maybe_text("answered_at")) request.answered_at = read_instant(*at);
        request.version = row.integer("version");
        if (const auto found = counts.find(request.organisation_id); found != counts.end()) {
            request.rows = found->second.rows;
            request.undated = found->second.undated;
        }
        requests.push_back(std::move(request));
    }
    // By date the late ones lead those awaited by themselves.
    std::ranges::stable_sort(requests, {}, [](const Request& one) { return one.state != State::awaited; });
    return requests;
}

std::optional<Request>
find_request(db::Transaction& tx, const CaseAccess& access, std::string_view organisation_id) {
    for (auto& request : requests_of(tx, access))
        if (request.organisation_id == organisation_id) return std::move(request);
    return {};
}

chronology::DateContext context_for(const Request& request, Date today) {
    return {today, request.period_from, request.period_to, {}, false};
}

Outcome<std::string> give_file(
    Work& work,
    const CaseAccess& access,
    std::string_view organisation_id,
    const GivenFile& file,
    const Understood& understood,
    Adds adds,
    const Words& words) {
    const auto request = find_request(work.tx, access, organisation_id);
    if (!request) return conflict(std::string(not_asked));
    if (understood.rows.empty()) return invalid("file", "Choose a file that holds at least one row");
    mark_answered(work, *request, State::answered);
    const auto sha256 = crypto::hex(crypto::sha256(file.bytes));
    if (adds == Adds::to_what_was_sent && came_before(work, access, *request, sha256))
        return conflict(
            "This very file is here already: its rows would stand twice. Choose another file, or say that it "
            "replaces what you sent before");
    const auto stored = documents::keep(
        work.tx,
        case_file::key_of(work.house, access.id()),
        file.name,
        media_type_of(file),
        file.bytes,
        work.at,
        work.house.random);
    Answer answer{State::answered, adds, static_cast<std::int64_t>(understood.rows.size()), stored.id, {}};
    answer.notes = {sha256, understood.skipped, understood.refused};
    return keep_answer(work, access, *request, answer, understood.rows, words);
}

Outcome<std::string> give_rows(
    Work& work,
    const CaseAccess& access,
    std::string_view organisation_id,
    const std::vector<RawRow>& rows,
    const Words& words,
    Adds adds) {
    const auto request = find_request(work.tx, access, organisation_id);
    if (!request) return conflict(std::string(not_asked));
    if (rows.empty()) return invalid("rows", "Give at least one row, or say that nothing is held");
    mark_answered(work, *request, State::answered);
    const auto context = context_for(*request, work.today());
    std::vector<chronology::GivenRow> read;
    for (const auto& row : rows) read.push_back(read_raw(row, context));
    const Answer answer{State::answered, adds, static_cast<std::int64_t>(rows.size()), {}, {}};
    return keep_answer(work, access, *request, answer, read, words);
}

Outcome<std::string>
hold_nothing(Work& work, const CaseAccess& access, std::string_view organisation_id, const Words& words) {
    const auto request = find_request(work.tx, access, organisation_id);
    if (!request) return conflict(std::string(not_asked));
    if (text::tidy(words.systems_searched).empty())
        return invalid(
            "systems_searched", "Say where you looked: the record systems, and paper files if there are any");
    if (request->rows > 0)
        return conflict("Rows of your agency are in the chronology already. Ring the business unit if they "
                        "should not be");
    mark_answered(work, *request, State::nothing_held);
    return keep_answer(
        work, access, *request, {State::nothing_held, Adds::to_what_was_sent, 0, {}, {}}, {}, words);
}

std::vector<Given> returns_of(
    db::Transaction& tx,
    const Environment& house,
    const CaseAccess& access,
    std::string_view organisation_id) {
    std::vector<Given> returns;
    for (const auto& row :
         tx.rows(returns_sql, {{"case_id", access.id()}, {"organisation", organisation_id}})) {
        auto notes = notes_of(house, access, row);
        returns.push_back(
            {row.text("id"),
             std::string(organisation_id),
             read_instant(row.text("given_at")).value_or(Instant{}),
             row.text("given_by"),
             read_state(row.text("kind")),
             row.flag("replaces"),
             row.maybe_text("document_id").value_or(""),
             row.integer("rows_given"),
             read_knew(row.text("knew_family")).value_or(Knew::not_said),
             row.maybe_text("systems_text").value_or(""),
             row.maybe_text("summary_text").value_or(""),
             row.maybe_text("good_practice_text").value_or(""),
             row.maybe_text("learning_text").value_or(""),
             std::move(notes.skipped),
             std::move(notes.refused)});
    }
    return returns;
}

} // namespace throughline::agency_return
