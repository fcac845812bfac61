// SPDX-License-Identifier: GPL-3.0-or-later
// The notification, the agencies' returns and the decision of a case.
#include "agency_return/operations.hpp"
#include "demo/teller.hpp"
#include "notification/operations.hpp"
#include "rapid_review/operations.hpp"

#include <algorithm>

namespace throughline::demo {
namespace {

using nlohmann::json;

std::string text_or_empty(const json& value) { return value.is_string() ? value.get<std::string>() : ""; }

/// One answer of the content under the names that the form's inputs have.
void answer(
    form::Answers& answers, const form::Question& question, const std::string& name, const json& value) {
    if (value.is_array()) {
        for (const auto& item : value) answers.values[name].push_back(item);
        return;
    }
    const std::string text = value.is_string() ? value.get<std::string>() : value.dump();
    if (question.type != form::Type::date) {
        answers.values[name] = {text};
        return;
    }
    if (text == form::not_known_code) {
        answers.values[name + "-unknown"] = {std::string(form::not_known_code)};
        return;
    }
    const std::chrono::year_month_day date{date_of(text)};
    answers.values[name + "-day"] = {std::to_string(static_cast<unsigned>(date.day()))};
    answers.values[name + "-month"] = {std::to_string(static_cast<unsigned>(date.month()))};
    answers.values[name + "-year"] = {std::to_string(static_cast<int>(date.year()))};
}

form::Answers answers_of(const form::Definition& definition, const json& told) {
    auto answers = form::no_answers(definition);
    for (const auto& section : definition.sections)
        for (const auto& question : section.questions) {
            if (!told.contains(question.id)) continue;
            const auto& value = told.at(question.id);
            if (question.type != form::Type::group) {
                answer(answers, question, question.id, value);
                continue;
            }
            answers.values[question.id + "-count"] = {std::to_string(value.size())};
            for (std::size_t i = 0; i < value.size(); ++i)
                for (const auto& part : question.questions)
                    if (value[i].contains(part.id))
                        answer(
                            answers,
                            part,
                            form::item_name(question.id, static_cast<int>(i) + 1, part.id),
                            value[i].at(part.id));
        }
    return answers;
}

agency_return::Words words_of(const json& given) {
    agency_return::Words words;
    if (const auto knew = agency_return::read_knew(text_or_empty(given.at("knew_family"))))
        words.knew_family = *knew;
    words.systems_searched = text_or_empty(given.at("systems_searched"));
    words.summary = text_or_empty(given.at("summary"));
    words.good_practice = text_or_empty(given.at("good_practice"));
    words.learning_so_far = text_or_empty(given.at("learning_so_far"));
    return words;
}

std::vector<agency_return::RawRow> rows_of(const std::vector<ContentRow>& rows, const std::string& agency) {
    std::vector<agency_return::RawRow> own;
    for (const auto& row : rows)
        if (row.agency == agency)
            own.push_back({row.id, row.date, row.time, row.source, row.what, row.comment});
    return own;
}

void tell_return(
    Teller& teller, const CaseAccess& access, const json& given, const std::vector<ContentRow>& rows) {
    const std::string agency = given.at("agency");
    const auto organisation = teller.organisation(agency);
    const auto at = instant_of(given.at("answered_on"));
    teller.as(given.at("by"), at, "the return of " + agency, [&](Work& work) {
        return given.at("state") == "nothing_held"
                   ? agency_return::hold_nothing(work, access, organisation, words_of(given))
                   : agency_return::give_rows(
                         work, access, organisation, rows_of(rows, agency), words_of(given));
    });
}

/// What the meeting had before it, put together from the returns.
rapid_review::Draft draft_of(const json& story) {
    const auto& review = story.at("rapid_review");
    rapid_review::Draft draft;
    draft.summary = review.at("period_why").get<std::string>() + "\n";
    for (const auto& given : review.at("returns"))
        if (const auto summary = text_or_empty(given.at("summary")); !summary.empty())
            draft.summary += "\n" + given.at("agency").get<std::string>() + ": " + summary;
    draft.family_told = rapid_review::Reply::yes;
    draft.family_told_note = text_or_empty(story.at("notification").at("family_told_note"));
    const auto& decision = review.at("decision");
    if (decision.is_null()) return draft;

    draft.family_asked = rapid_review::Reply::no;
    draft.family_views = "It was too early to ask. They have a named person to ring, and will be asked when "
                         "the review begins.";
    draft.immediate_safety = decision.at("immediate_actions");
    draft.race_and_inequality = decision.at("race_and_inequality");
    draft.learning = decision.at("learning_so_far");
    for (const auto& [prompt, reply] : decision.at("criteria").items())
        draft.criteria[prompt].reply = rapid_review::read_reply(reply.get<std::string>());
    draft.criteria[std::string(rapid_review::circumstances)].reply = rapid_review::Reply::unclear;
    return draft;
}

void tell_decision(Teller& teller, const CaseAccess& access, const json& story, const std::string& unit) {
    const auto& decision = story.at("rapid_review").at("decision");
    const auto fixed_at = instant_of(decision.at("signatures").front().at("signed_at")) + -seconds(3600);
    const auto seen = teller.house().database.read(
        [&](db::Transaction& tx) { return rapid_review::find(tx, access).value().draft_version; });
    const auto version = teller.as(unit, fixed_at, "fixing the version", [&](Work& work) {
        return rapid_review::fix_version(work, access, seen);
    });
    for (const auto& signature : decision.at("signatures")) {
        const auto dissent = text_or_empty(signature.at("dissent"));
        teller.as(signature.at("by"), instant_of(signature.at("signed_at")), "signing", [&](Work& work) {
            return rapid_review::sign(
                work,
                access,
                {version,
                 rapid_review::read_outcome(signature.at("outcome").get<std::string>()),
                 signature.at("reasons"),
                 dissent.empty() ? rapid_review::Agreement::agrees : rapid_review::Agreement::disagrees,
                 dissent});
        });
    }
    if (const auto sent = text_or_empty(decision.at("submitted_at")); !sent.empty()) {
        const auto at = instant_of(sent);
        const auto due = teller.house().database.read(
            [&](db::Transaction& tx) { return rapid_review::find(tx, access).value().due_on; });
        rapid_review::Sending sending{at, "", ""};
        if (!statutory::Statute::on_time(due, at))
            sending = {at, "other", "The bank holiday moved the meeting by a day."};
        teller.as(unit, at, "sending to the Panel", [&](Work& work) {
            return rapid_review::send_to_panel(work, access, sending);
        });
    }
}

} // namespace

bool tell_notification(Teller& teller, const CaseAccess& access, const json& story) {
    const auto& told = story.at("notification");
    const std::string notifier = told.at("notifier");
    const bool was_sent = told.at("submitted_at").is_string();
    const auto written = was_sent ? instant_of(told.at("submitted_at")) + -seconds(2 * 3600)
                                  : instant_of(told.at("written_at"));
    const auto& definition = notification::definition_for(teller.house(), {}, calendar::london_date(written));
    const auto answers = answers_of(definition, told.at("answers"));
    const auto is_written = [&](const std::string& section) {
        if (was_sent) return true;
        const auto& sections = told.at("sections_written");
        return std::ranges::find(sections, json(section)) != sections.end();
    };
    for (const auto& section : definition.sections) {
        if (!is_written(section.id)) continue;
        teller.as(notifier, written, "saving the section " + section.id, [&](Work& work) {
            return notification::save_section(work, access, {section.id, 0, answers, 0});
        });
    }
    for (const auto& view : told.at("partner_views")) {
        const auto partner = teller.partner(view.at("partner"));
        teller.as(view.at("by"), written, "a partner's view", [&](Work& work) {
            return notification::give_view(
                work,
                access,
                {partner,
                 notification::read_partner_answer(view.at("view").get<std::string>()).value(),
                 date_of(view.at("on")),
                 text_or_empty(view.at("reason")),
                 0});
        });
    }
    if (!was_sent) return false;
    const auto sent = instant_of(told.at("submitted_at"));
    teller.as(notifier, sent, "sending the notification", [&](Work& work) {
        return notification::send(work, access);
    });
    teller.follow(sent, access, rapid_review::open_after_notification);
    return true;
}

void tell_rapid_review(
    Teller& teller, const CaseAccess& access, const json& story, const std::vector<ContentRow>& rows) {
    const auto& review = story.at("rapid_review");
    const std::string unit = story.at("opened_by");
    for (const auto& given : review.at("returns")) {
        const auto organisation = teller.organisation(given.at("agency"));
        teller.as(unit, instant_of(given.at("asked_on")), "asking an agency", [&](Work& work) {
            return agency_return::ask(
                work,
                access,
                {{organisation},
                 date_of(given.at("due_on")),
                 date_of(review.at("period_from")),
                 date_of(review.at("period_to"))});
        });
    }
    for (const auto& given : review.at("returns"))
        if (given.at("state") != "awaited") tell_return(teller, access, given, rows);

    const auto at = instant_of(review.at("returns").front().at("due_on"));
    teller.as(unit, at, "saving the draft", [&](Work& work) {
        return rapid_review::save_draft(work, access, draft_of(story), 0);
    });
    if (!review.at("decision").is_null()) tell_decision(teller, access, story, unit);
}

} // namespace throughline::demo
