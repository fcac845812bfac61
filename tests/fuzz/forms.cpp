// SPDX-License-Identifier: GPL-3.0-or-later
// Forms as data, what people post into them, and how that is kept.
#include "platform/form/printed.hpp"
#include "platform/form/problems.hpp"
#include "platform/form/tests/garden_visit.hpp"
#include "platform/text/text.hpp"
#include "target.hpp"

#include <algorithm>
#include <stdexcept>

namespace throughline::fuzz {
namespace {

using form::Answers;
using form::Definition;

/// Everything that is asked of answers can be asked of any.
void demand_usable(const Definition& definition, const Answers& answers) {
    for (const auto moment : {form::Moment::saving, form::Moment::submitting})
        for (const auto& problem : form::problems(definition, answers, moment, form::today))
            demand(!problem.message.empty(), "a problem says what it is");
    for (const auto& section : definition.sections) {
        (void)form::progress(section, answers, form::today);
        (void)form::gaps(section, answers);
    }
}

void demand_kept(const Answers& answers) {
    demand(form::answers_from_json(form::to_json(answers)) == answers, "answers come back as they were");
}

} // namespace

void form_definition(std::string_view bytes) {
    Definition definition;
    try {
        definition = form::read_definition(bytes, form::garden_lists);
    } catch (const std::invalid_argument&) {
        return;
    } catch (const std::out_of_range&) {
        return; // a code list that nobody knows
    }
    for (const auto& section : definition.sections)
        demand(definition.find(section.id) == &section, "a section is found by its name");
    demand_usable(definition, form::no_answers(definition));
}

/// The first line names the section, the rest is posted; a line `&` ahead of another post goes on.
void form_answers(std::string_view bytes) {
    const auto& definition = form::garden();
    auto answers = form::no_answers(definition);
    for (int post = 0; post < 4 && !bytes.empty(); ++post) {
        const auto line = std::min(bytes.find('\n'), bytes.size());
        const auto* section = definition.find(bytes.substr(0, line));
        bytes.remove_prefix(std::min(line + 1, bytes.size()));
        const auto end = std::min(bytes.find('\n'), bytes.size());
        const auto body = bytes.substr(0, end);
        bytes.remove_prefix(std::min(end + 1, bytes.size()));
        if (section == nullptr) return;
        http::Form posted;
        try {
            posted = http::read_urlencoded(body);
        } catch (const http::Stop&) {
            return;
        }
        answers = form::read(definition, *section, posted, std::move(answers));
        for (const auto& question : section->questions)
            if (question.type == form::Type::text || question.type == form::Type::textarea) {
                const auto typed = text::tidy(posted.text(question.id));
                demand(answers.text(question.id) == typed, "what was typed is kept");
            }
        demand_kept(answers);
        demand_usable(definition, answers);
    }
}

void kept_answers(std::string_view bytes) {
    Answers answers;
    try {
        answers = form::answers_from_json(bytes);
    } catch (const std::invalid_argument&) {
        return;
    }
    demand_kept(answers);
}

} // namespace throughline::fuzz
