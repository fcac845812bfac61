// SPDX-License-Identifier: GPL-3.0-or-later
// Saving one section: what was typed is kept, the clock starts, the children are registered.
#include "case_file/operations.hpp"
#include "notification/answers.hpp"
#include "notification/children.hpp"
#include "notification/drafting.hpp"
#include "notification/rules.hpp"
#include "platform/form/problems.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <stdexcept>

namespace throughline::notification {
namespace {

std::string to_json(const statutory::Due& due) {
    auto steps = nlohmann::json::array();
    for (const auto& step : due.steps)
        steps.push_back(
            {{"date", calendar::to_text(step.date)}, {"number", step.number}, {"left_out", step.left_out}});
    return nlohmann::json{{"steps", std::move(steps)}, {"explanation", due.explanation}}.dump();
}

void stop_clock(Work& work, const CaseAccess& access) {
    work.tx.change(
        R"(UPDATE notification SET aware_on = NULL, due_on = NULL, due_counted = NULL, due_guidance = NULL,
                                   due_calendar = NULL
            WHERE case_id = :case_id)",
        {{"case_id", access.id()}});
    work.note("notification.clock_stopped", access.reference());
}

/// Rule 2: five working days from awareness. A clock that runs from the same day is left as it was counted.
void start_clock(
    Work& work,
    const CaseAccess& access,
    const Notification& notification,
    const form::Answers& answers,
    std::vector<Problem>& problems) {
    auto aware = answers.date(asked::aware);
    if (aware && *aware > work.today()) aware.reset();
    if (aware == notification.aware_on) return;
    if (!aware) return stop_clock(work, access);
    try {
        const auto due = work.house.statute.due(statutory::Clock::notify_panel, *aware);
        work.tx.change(
            R"(UPDATE notification SET aware_on = :aware, due_on = :due, due_counted = :counted,
                                       due_guidance = :guidance, due_calendar = :calendar
                WHERE case_id = :case_id)",
            {{"aware", calendar::to_text(*aware)},
             {"due", calendar::to_text(due.date)},
             {"counted", to_json(due)},
             {"guidance", due.guidance},
             {"calendar", due.calendar_edition},
             {"case_id", access.id()}});
        work.note("notification.clock_started", access.reference(), calendar::to_text(due.date));
    } catch (const calendar::BeyondCalendar& beyond) {
        problems.push_back({"aware-year", beyond.what()});
        if (notification.aware_on) stop_clock(work, access);
    }
}

void keep_codes(
    Work& work, const CaseAccess& access, const form::Definition& definition, const form::Answers& answers) {
    const auto incident = answers.date(asked::incident_date);
    work.tx.change(
        R"(UPDATE notification SET incident_on = :incident, type = :type, abuse_or_neglect = :abuse,
                                   home_authority = :home
            WHERE case_id = :case_id)",
        {{"incident", incident ? std::optional<std::string>(calendar::to_text(*incident)) : std::nullopt},
         {"type", code_of(definition, answers, asked::type)},
         {"abuse", code_of(definition, answers, asked::abuse_or_neglect)},
         {"home", code_of(definition, answers, asked::home_authority)},
         {"case_id", access.id()}});
}

bool asks(const form::Section& section, std::string_view question) {
    return std::ranges::any_of(section.questions, [&](const auto& q) { return q.id == question; });
}

} // namespace

Outcome<Saved> save_section(Work& work, const CaseAccess& access, const Saving& saving) {
    const auto notification = hold_draft(work, access, saving.answers.edition);
    if (!notification) return notification.refusal();
    const auto& definition = definition_for(work.house, *notification, work.today());
    const auto* const section = definition.find(saving.section);
    if (!section) return missing();
    if (saving.answers.form != definition.id || saving.answers.edition != definition.edition)
        throw std::logic_error("answers were given to another edition of the notification form");

    const auto before = answers_of(work.tx, work.house, access, definition, *notification);
    if (!keep_answers(work, access, *section, saving.seen, saving.answers))
        return conflict(
            "Somebody saved this section while you were writing. Yours is below, as you typed it. Read what "
            "stands there now, then save");

    auto after = before;
    std::erase_if(after.values, [&](const auto& value) { return belongs(*section, value.first); });
    const auto own = only(*section, saving.answers);
    after.values.insert(own.values.begin(), own.values.end());

    auto problems = form::problems(*section, after, form::Moment::saving, work.today());
    if (asks(*section, asked::aware)) start_clock(work, access, *notification, after, problems);
    keep_codes(work, access, definition, after);
    if (asks(*section, asked::children))
        register_children(work, access, {before, after, saving.removed_child}, problems);
    work.note("notification.saved", access.reference(), section->id);
    return Saved{saving.seen + 1, std::move(problems)};
}

} // namespace throughline::notification
