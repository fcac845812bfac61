// SPDX-License-Identifier: GPL-3.0-or-later
// The answers as they are kept: one sealed value for each section.
#include "notification/answers.hpp"

#include "case_file/operations.hpp"

#include <algorithm>
#include <stdexcept>

namespace throughline::notification {
namespace {

std::string about(std::string_view section) {
    return "notification_section/" + std::string(section) + "/answers";
}

} // namespace

const form::Definition&
definition_for(const Environment& house, const std::optional<Notification>& notification, Date today) {
    if (notification) return house.forms.load(form_id, notification->form_edition);
    const auto* const definition = house.forms.in_force(form_id, today);
    if (!definition) throw std::runtime_error("no edition of the notification form is in force");
    return *definition;
}

form::Answers answers_of(
    db::Transaction& tx,
    const Environment& house,
    const CaseAccess& access,
    const form::Definition& definition,
    const std::optional<Notification>& notification) {
    auto answers = form::no_answers(definition);
    if (!notification) return answers;
    for (const auto& row : tx.rows(
             "SELECT section, sealed FROM notification_section WHERE case_id = :case_id",
             {{"case_id", access.id()}})) {
        const auto kept = form::answers_from_json(
            case_file::unseal(house, access.id(), row.bytes("sealed"), about(row.text("section"))));
        answers.values.insert(kept.values.begin(), kept.values.end());
    }
    return answers;
}

bool belongs(const form::Section& section, std::string_view input) {
    return std::ranges::any_of(section.questions, [&](const form::Question& question) {
        return input.starts_with(question.id) &&
               (input.size() == question.id.size() || input[question.id.size()] == '-');
    });
}

form::Answers only(const form::Section& section, form::Answers answers) {
    std::erase_if(answers.values, [&](const auto& value) { return !belongs(section, value.first); });
    return answers;
}

bool keep_answers(
    Work& work,
    const CaseAccess& access,
    const form::Section& section,
    std::int64_t seen,
    const form::Answers& answers) {
    const auto sealed =
        case_file::seal(work.house, access.id(), form::to_json(only(section, answers)), about(section.id));
    const db::Parameters values{
        {"case_id", access.id()},
        {"section", section.id},
        {"sealed", sealed},
        {"at", to_text(work.at)},
        {"by", work.by.account}};
    if (seen == 0)
        return work.tx.change(
                   R"(INSERT INTO notification_section (case_id, section, version, sealed, saved_at, saved_by)
                      VALUES (:case_id, :section, 1, :sealed, :at, :by)
                      ON CONFLICT (case_id, section) DO NOTHING)",
                   values) == 1;
    auto update = values;
    update.emplace_back("seen", seen);
    return work.tx.change(
               R"(UPDATE notification_section
                     SET version = version + 1, sealed = :sealed, saved_at = :at, saved_by = :by
                   WHERE case_id = :case_id AND section = :section AND version = :seen)",
               update) == 1;
}

std::string code_of(const form::Definition& definition, const form::Answers& answers, std::string_view id) {
    const auto chosen = answers.text(id);
    for (const auto& section : definition.sections)
        for (const auto& question : section.questions)
            if (question.id == id)
                for (const auto& option : question.options)
                    if (option.code == chosen) return chosen;
    return {};
}

} // namespace throughline::notification
