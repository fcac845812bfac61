// SPDX-License-Identifier: GPL-3.0-or-later
#include "rapid_review/views.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace throughline::rapid_review::views {
namespace {

using govuk::State;

std::string working_days(std::int64_t count) {
    return fmt::format("{} working day{}", count, count == 1 ? "" : "s");
}

std::string on_day(Instant at) { return calendar::in_figures(calendar::london_date(at)); }

std::string joined(const std::vector<std::string>& names) {
    std::string text;
    for (std::size_t i = 0; i < names.size(); ++i)
        text += (i == 0 ? "" : i + 1 == names.size() ? " and " : ", ") + names[i];
    return text;
}

std::vector<std::string> those_to_sign(const Standpoint& at) {
    std::vector<std::string> names;
    for (const auto& partner : at.partners)
        if (std::ranges::count(at.current, partner.id, &Signature::organisation_id) == 0)
            names.push_back(partner.name);
    return names;
}

State shape_of(Reply reply) {
    switch (reply) {
    case Reply::none: return State::later;
    case Reply::yes: return State::done;
    case Reply::no: return State::nothing;
    case Reply::unclear: return State::unclear;
    }
    throw std::logic_error("a reply outside its list");
}

/// The working day that a date is, counted from the day the notification was sent.
std::int64_t day_number(const Visit& visit, const RapidReview& review, Date date) {
    return visit.house().statute.working_days().between(review.notified_on, date);
}

std::string because(const FixedVersion& fixed, const identity::Texts& texts, std::string_view prompt) {
    const auto id = fixed.text_ids.find(fmt::format("{}_because", prompt));
    return id == fixed.text_ids.end() ? std::string("No reason was written") : texts.words(id->second);
}

std::string text_id_of(const FixedVersion& fixed, std::string_view part) {
    const auto id = fixed.text_ids.find(part);
    return id == fixed.text_ids.end() ? std::string() : id->second;
}

std::string reply_sentence(const FixedVersion& fixed, std::string_view part) {
    if (part == "family_told_note")
        return fixed.draft.family_told == Reply::yes ? "The family has been told."
                                                     : "The family has not been told.";
    if (part == "family_views")
        return fixed.draft.family_asked == Reply::yes ? "The family was asked for its views."
                                                      : "The family was not asked for its views.";
    return {};
}

} // namespace

std::optional<Standpoint> look(db::Transaction& tx, const CaseAccess& access) {
    auto review = find(tx, access);
    if (!review) return {};
    Standpoint at;
    at.review = std::move(*review);
    const auto partnership = case_file::load(tx, access).partnership_id;
    at.partnership = organisation::load_partnership(tx, partnership).name;
    at.partners = organisation::partners_of(tx, partnership);
    at.current = rapid_review::signatures_of(tx, access);
    at.history = signature_history_of(tx, access);
    at.versions = versions_of(tx, access);
    const auto meet = [&](const std::string& account) {
        if (account.empty() || at.accounts.contains(account)) return;
        if (auto found = people::find_account(tx, account)) at.accounts.emplace(account, std::move(*found));
    };
    meet(at.review.draft_by);
    for (const auto& version : at.versions) meet(version.fixed_by);
    for (const auto& signature : at.history) meet(signature.account);
    return at;
}

Standpoint demand(db::Transaction& tx, const Visit& visit) {
    auto at = look(tx, visit.access());
    if (!at) throw http::Stop(404);
    return std::move(*at);
}

identity::Texts texts_for(db::Transaction& tx, const Visit& visit) {
    return {tx, visit.house(), visit.access(), text_owner, identity::view_for(tx, visit)};
}

people::Page page_named(std::string title, const Refusal* refusal) {
    return {.title = std::move(title), .section = "rapid-review", .refusal = refusal};
}

std::string address(const Visit& visit, std::string_view rest) {
    return fmt::format("/cases/{}/rapid-review{}", visit.access().reference(), rest);
}

std::string name_of(const Standpoint& at, std::string_view account) {
    const auto found = at.accounts.find(account);
    return found == at.accounts.end() ? "Throughline" : found->second.name;
}

std::string partner_name(const Standpoint& at, std::string_view organisation_id) {
    const auto found = std::ranges::find(at.partners, organisation_id, &organisation::Organisation::id);
    return found == at.partners.end() ? "A former partner" : found->name;
}

std::string where_it_stands(const Standpoint& at) {
    const auto& review = at.review;
    const auto due = calendar::in_full(review.due_on);
    switch (review.state) {
    case rapid_review::State::drafting:
        return "The business unit is writing it. It is due to the Panel on " + due + ".";
    case rapid_review::State::signing:
        return fmt::format(
            "Version {} waits for {}. It is due to the Panel on {}.",
            review.latest_version,
            joined(those_to_sign(at)),
            due);
    case rapid_review::State::partners_differ:
        return "All three partners have signed, and they differ. Each can sign again, or the business unit "
               "fixes a new version. It is due to the Panel on " +
               due + ".";
    case rapid_review::State::decided:
        return fmt::format(
            "Decided on {}: {}. The business unit sends it to the Panel by {}.",
            calendar::in_figures(*review.decided_on),
            in_words(*review.outcome),
            due);
    case rapid_review::State::sent:
        return fmt::format(
            "Sent to the Panel on {}: {}.", on_day(*review.submitted_at), in_words(*review.outcome));
    }
    throw std::logic_error("a state outside its list");
}

Object clock_of(const Visit& visit, const Standpoint& at) {
    const auto& review = at.review;
    const auto& statute = visit.house().statute;
    govuk::Clock clock{.title = "Due to the Panel", .level = 2};
    clock.facts.push_back({"Due", calendar::in_full(review.due_on) + ", end of day"});
    if (review.submitted_at) {
        clock.state =
            review.days_late == 0
                ? govuk::state(State::done, "Sent on time", govuk::Look::boxed)
                : govuk::state(
                      State::late, "Sent " + working_days(review.days_late) + " late", govuk::Look::boxed);
        clock.facts.push_back({"Sent", calendar::in_full(*review.submitted_at)});
    } else {
        const auto left = statute.working_days().between(visit.today(), review.due_on);
        const auto shown = left < 0 ? -left : left;
        clock.late = visit.today() > review.due_on;
        clock.number = std::to_string(shown);
        clock.unit = fmt::format(
            "working day{} {}{}",
            shown == 1 ? "" : "s",
            clock.late ? "late" : "left",
            visit.today() == review.due_on ? ": due today" : "");
        clock.facts.push_back(
            {"Today",
             fmt::format(
                 "{}, day {} of 15",
                 calendar::in_short(visit.today()),
                 day_number(visit, review, visit.today()))});
    }
    clock.counted = {
        {"Starts", calendar::in_full(review.notified_on) + ": the notification was sent. That is day 0"},
        {"Rule", "15 working days, by " + statute.edition(review.guidance).name},
        {"Left out", "Saturdays, Sundays and the bank holidays of England"},
        {"Calendar", "Bank holidays, edition " + review.calendar_edition}};
    return govuk::clock(clock);
}

html::Data ruler_of(const Visit& visit, const Standpoint& at) {
    const auto& review = at.review;
    const auto due = visit.house().statute.due(statutory::Clock::rapid_review, review.notified_on);
    if (due.date != review.due_on) return false;
    std::vector<govuk::Day> days;
    std::vector<Date> dates;
    for (const auto& step : due.steps) {
        govuk::Day day;
        day.number = std::to_string(step.number);
        day.label = calendar::in_short(step.date);
        if (!step.left_out.empty()) {
            const bool weekend = step.left_out == "Saturday" || step.left_out == "Sunday";
            day.kind = weekend ? govuk::Day::Kind::weekend : govuk::Day::Kind::holiday;
            day.label = step.left_out;
        }
        day.past = step.date < visit.today();
        day.today = step.date == visit.today();
        day.due = step.date == review.due_on;
        days.push_back(std::move(day));
        dates.push_back(step.date);
    }
    std::vector<govuk::Pin> pins;
    const auto pin = [&](Date date, std::string name, bool later) {
        const auto day = std::ranges::find(dates, date);
        if (day == dates.end()) return; // after the due date: the clock says how late
        const auto index = static_cast<std::size_t>(day - dates.begin());
        if (!pins.empty() && pins.back().day == index) {
            pins.back().name += ", " + name;
            return;
        }
        pins.push_back({index, std::move(name), calendar::in_short(date), later});
    };
    pin(review.notified_on, "Notification sent", false);
    if (!at.versions.empty())
        pin(calendar::london_date(at.versions.front().fixed_at),
            fmt::format("Version {}", at.versions.front().number),
            false);
    if (review.decided_on) pin(*review.decided_on, "Decided", false);
    if (review.submitted_at)
        pin(calendar::london_date(*review.submitted_at), "Sent to the Panel", false);
    else
        pin(review.due_on, "To the Panel", true);
    return govuk::ruler("The fifteen working days of this rapid review", days, "Steps so far", pins);
}

Object partners_of(const Standpoint& at, std::string_view mine) {
    std::vector<govuk::Partner> shown;
    for (const auto& partner : at.partners) {
        govuk::Partner one{.name = partner.name};
        const auto signature = std::ranges::find(at.current, partner.id, &Signature::organisation_id);
        if (signature != at.current.end()) {
            one.state = State::done;
            one.words = fmt::format("Signed version {}", signature->version);
            const auto account = at.accounts.find(signature->account);
            const auto& post = account == at.accounts.end() ? std::string() : account->second.post;
            one.note = fmt::format(
                "{}{}{}, {}",
                post,
                post.empty() ? "" : ", ",
                calendar::in_short(calendar::london_date(signature->at)),
                calendar::london_clock(signature->at));
            one.outcome = in_words(signature->outcome);
            if (signature->agreement == Agreement::disagrees) one.outcome += ". Disagrees with this version";
        } else if (at.review.is_decided()) {
            one.state = State::nothing;
            one.words = "Did not sign";
        } else if (at.review.latest_version == 0) {
            one.state = State::later;
            one.words = "Once a version is fixed";
        } else if (partner.id == mine) {
            one.state = State::now;
            one.words = "Your turn";
        } else {
            one.state = State::next;
            one.words = fmt::format("Asked to sign version {}", at.review.latest_version);
        }
        shown.push_back(std::move(one));
    }
    return govuk::partners(shown);
}

Object seal_of(const Visit& visit, const FixedVersion& fixed, bool signs) {
    const auto& hex = fixed.sha256;
    return govuk::seal(
        {.version = static_cast<int>(fixed.version.number),
         .when = calendar::in_full(fixed.version.fixed_at),
         .extent = "",
         .seal = hex.substr(0, 4) + " " + hex.substr(4, 4) + " " + hex.substr(8, 4),
         .href = signs ? address(visit, fmt::format("/versions/{}", fixed.version.number)) : "",
         .signs = signs});
}

List paragraphs(const identity::Texts& texts, std::string_view text_id) {
    List list;
    const auto whole = texts.markup(text_id).html;
    std::size_t from = 0;
    while (from < whole.size()) {
        const auto end = std::min(whole.find('\n', from), whole.size());
        if (end > from)
            list.push_back(Object{{"words", govuk::markup(html::Markup{whole.substr(from, end - from)})}});
        from = end + 1;
    }
    return list;
}

std::string prompt_words(const statutory::Statute& statute, std::string_view prompt) {
    if (prompt != circumstances) {
        const auto* code = statute.codes("local_criteria").find(prompt);
        if (!code) throw std::logic_error("a prompt of regulation 11 has no words");
        return code->words;
    }
    return "Other circumstances call for a close look";
}

Object prompts_of(const Visit& visit, const FixedVersion& fixed, const identity::Texts& texts) {
    std::vector<std::vector<govuk::Cell>> rows;
    for (const auto prompt : prompts) {
        const auto reply = fixed.draft.criteria.find(prompt)->second.reply;
        rows.push_back(
            {{.text = prompt_words(visit.house().statute, prompt)},
             {.state = govuk::state(shape_of(reply), std::string(in_words(reply)))},
             {.text = because(fixed, texts, prompt)}});
    }
    return govuk::table(
        {.caption = "Prompts and the meeting’s answers",
         .caption_hidden = true,
         .columns = {{"What is asked"}, {"The meeting said"}, {"Because"}},
         .rows = std::move(rows)});
}

List sections_of(const FixedVersion& fixed, const identity::Texts& texts) {
    List list;
    for (const auto& part : parts()) {
        if (part.name.ends_with("_because")) continue;
        list.push_back(Object{
            {"title", part.title},
            {"reply", reply_sentence(fixed, part.name)},
            {"paragraphs", paragraphs(texts, text_id_of(fixed, part.name))}});
    }
    return list;
}

List changes_of(const FixedVersion& before, const FixedVersion& after, const identity::Texts& texts) {
    List list;
    for (const auto& part : parts()) {
        const auto old_words = texts.words(text_id_of(before, part.name));
        const auto new_words = texts.words(text_id_of(after, part.name));
        const auto old_reply = reply_sentence(before, part.name);
        const auto new_reply = reply_sentence(after, part.name);
        const auto from = old_reply.empty() ? old_words : old_reply + " " + old_words;
        const auto to = new_reply.empty() ? new_words : new_reply + " " + new_words;
        if (from == to) continue;
        List pieces;
        for (const auto& change : in_brief(changes_between(from, to)))
            pieces.push_back(Object{
                {"same", change.kind == Change::Kind::same},
                {"gone", change.kind == Change::Kind::gone},
                {"come", change.kind == Change::Kind::come},
                {"text", change.text}});
        list.push_back(Object{{"title", part.title}, {"pieces", std::move(pieces)}});
    }
    for (const auto prompt : prompts) {
        const auto from = before.draft.criteria.find(prompt)->second.reply;
        const auto to = after.draft.criteria.find(prompt)->second.reply;
        if (from == to) continue;
        const auto piece = [](bool gone, Reply reply) {
            return Object{{"same", false}, {"gone", gone}, {"come", !gone}, {"text", in_words(reply)}};
        };
        std::string title;
        for (const auto& part : parts())
            if (part.name == fmt::format("{}_because", prompt))
                title = part.title.substr(0, part.title.find(':'));
        list.push_back(
            Object{{"title", title + ": answer"}, {"pieces", List{piece(true, from), piece(false, to)}}});
    }
    return list;
}

List signatures_of(
    const Standpoint& at, const std::vector<Signature>& signatures, const identity::Texts& texts) {
    List list;
    for (const auto& signature : signatures) {
        const auto account = at.accounts.find(signature.account);
        std::string ended;
        if (signature.ended == Signature::Ended::lapsed)
            ended = "Lapsed on " + on_day(*signature.ended_at) + ", when a newer version was fixed";
        if (signature.ended == Signature::Ended::replaced)
            ended = "Replaced on " + on_day(*signature.ended_at) + " by this partner’s newer signature";
        list.push_back(Object{
            {"partner", partner_name(at, signature.organisation_id)},
            {"who",
             fmt::format(
                 "{}{}, on version {}, {}",
                 name_of(at, signature.account),
                 account == at.accounts.end() || account->second.post.empty() ? std::string()
                                                                              : ", " + account->second.post,
                 signature.version,
                 calendar::in_full(signature.at))},
            {"outcome", in_words(signature.outcome)},
            {"reasons", paragraphs(texts, signature.reasons_text_id)},
            {"disagrees", signature.agreement == Agreement::disagrees},
            {"dissent", paragraphs(texts, signature.dissent_text_id)},
            {"ended", ended}});
    }
    return list;
}

Object decision_of(const Visit& visit, const Standpoint& at) {
    const auto& review = at.review;
    const auto& statute = visit.house().statute;
    std::vector<govuk::SummaryRow> rows{
        {.key = "What happens next", .value = std::string(in_words(*review.outcome))},
        {.key = "Decided on", .value = calendar::in_full(*review.decided_on)},
        {.key = "Under", .value = statute.edition(review.decision_guidance).name}};
    if (!review.decision_panel_guidance.empty())
        rows.back().lines = {
            statute.edition(review.decision_guidance).name,
            statute.edition(review.decision_panel_guidance).name};
    rows.push_back({.key = "Sent to the Panel", .value = panel_line(visit, review)});
    return govuk::summary_list(rows);
}

std::string panel_line(const Visit& visit, const RapidReview& review) {
    if (!review.submitted_at) return "Not yet. Due on " + calendar::in_full(review.due_on);
    const auto when = calendar::in_full(*review.submitted_at);
    if (review.days_late == 0) return when + ", on time";
    const auto* reason = visit.house().statute.codes("rapid_review_late_reason").find(review.late_reason);
    return fmt::format(
        "{}, {} late{}", when, working_days(review.days_late), reason ? ". " + reason->words : "");
}

} // namespace throughline::rapid_review::views
