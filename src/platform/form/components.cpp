// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/form/components.hpp"

#include "platform/html/fields.hpp"

#include <algorithm>

namespace throughline::form {
namespace {

using html::Data;
using html::List;
using html::Object;

/// The questions of a section or of one item, with what was answered and what is wrong.
struct Asking {
    const std::vector<Question>& questions;
    const Answers& answers;
    const Refusal* refusal{};
    std::string item{};
};

using Fields = std::vector<Object>;

Fields fields_of(const Asking& asking, const Question& question);

govuk::Question worded(const Asking& asking, const Question& question) {
    return {asking.item + question.id, question.label, question.hint, govuk::Size::s};
}

/// What is asked only after one of the answers stands under that answer.
Fields revealed_by(const Asking& asking, const Question& question, const Option& option) {
    Fields revealed;
    for (const auto& other : asking.questions) {
        if (!other.show_when || other.show_when->question != question.id ||
            other.show_when->equals != option.code)
            continue;
        for (auto& field : fields_of(asking, other)) revealed.push_back(std::move(field));
    }
    return revealed;
}

std::vector<govuk::Option> options_of(const Asking& asking, const Question& question) {
    std::vector<govuk::Option> options;
    bool divided = false;
    for (const auto& option : question.options) {
        govuk::Option made{option.code, option.words, option.hint, {}, {}, option.exclusive};
        if (question.type != Type::select) made.fields = revealed_by(asking, question, option);
        if (option.exclusive && !divided && !options.empty()) {
            made.divider = "or";
            divided = true;
        }
        options.push_back(std::move(made));
    }
    return options;
}

Object choice_field(const Asking& asking, const Question& question) {
    const auto name = asking.item + question.id;
    auto options = options_of(asking, question);
    if (question.type == Type::checkboxes)
        return govuk::field(
            "checkboxes",
            govuk::checkboxes(
                {worded(asking, question), std::move(options), asking.answers.all(name)}, asking.refusal));
    if (question.type == Type::radios)
        return govuk::field(
            "radios",
            govuk::radios(
                {worded(asking, question), std::move(options), asking.answers.text(name)}, asking.refusal));
    options.insert(options.begin(), govuk::Option{"", "Choose one"});
    return govuk::field(
        "select",
        govuk::select(
            {worded(asking, question), std::move(options), asking.answers.text(name)}, asking.refusal));
}

Object typed_field(const Asking& asking, const Question& question) {
    const auto name = asking.item + question.id;
    if (question.type == Type::date) {
        auto parts = date_parts(asking.answers, name);
        return govuk::field(
            "date_input",
            govuk::date_input(
                {worded(asking, question),
                 std::move(parts.day),
                 std::move(parts.month),
                 std::move(parts.year)},
                asking.refusal));
    }
    if (question.type == Type::textarea)
        return govuk::field(
            "textarea",
            govuk::textarea({worded(asking, question), asking.answers.text(name)}, asking.refusal));
    govuk::TextInput input{worded(asking, question), asking.answers.text(name)};
    input.autocomplete = "off"; // the browser's memory is no place for other people's details
    input.width = question.type == Type::number ? govuk::Width::chars_4 : govuk::Width::two_thirds;
    if (question.type == Type::number) input.inputmode = "numeric";
    if (question.sealed) input.spelling = govuk::Spelling::ignore;
    return govuk::field("text_input", govuk::text_input(input, asking.refusal));
}

Fields fields_of(const Asking& asking, const Question& question) {
    if (!question.options.empty()) return {choice_field(asking, question)};
    Fields fields{typed_field(asking, question)};
    if (question.not_known.empty()) return fields;
    const auto name = asking.item + question.id + "-unknown";
    // Seen, the tick needs no heading of its own; heard, it must say what it is about.
    govuk::Checkboxes unknown{{name, question.label + ", if you cannot say yet", {}, govuk::Size::plain}};
    unknown.options = {{"yes", question.not_known}};
    unknown.chosen = asking.answers.all(name);
    unknown.small = true;
    auto tick = govuk::checkboxes(unknown);
    tick["label_classes"] = "govuk-visually-hidden";
    fields.push_back(govuk::field("checkboxes", std::move(tick)));
    return fields;
}

List fields_in_order(const Asking& asking) {
    List fields;
    for (const auto& question : asking.questions) {
        if (question.type == Type::group || question.show_when) continue;
        for (auto& field : fields_of(asking, question)) fields.push_back(std::move(field));
    }
    return fields;
}

Object block(List fields) {
    return {
        {"heading", ""},
        {"id", ""},
        {"fields", std::move(fields)},
        {"count", false},
        {"remove", false},
        {"add", false},
        {"full", ""}};
}

void add_group(List& blocks, const Question& group, const Answers& answers, const Refusal* refusal) {
    const int count = std::max(1, answers.count(group.id));
    for (int number = 1; number <= count; ++number) {
        const auto heading = group.each + " " + std::to_string(number);
        const auto id = group.id + "-" + std::to_string(number);
        auto made =
            block(fields_in_order({group.questions, answers, refusal, item_name(group.id, number, "")}));
        made["heading"] = heading;
        made["id"] = id;
        if (count > 1) made["remove"] = Object{{"value", id}, {"text", "Remove " + heading}};
        if (number == count) {
            made["count"] = Object{{"name", group.id + "-count"}, {"value", std::to_string(count)}};
            if (count < group.at_most)
                made["add"] = Object{{"value", group.id}, {"text", group.add}};
            else
                made["full"] = group.full;
        }
        blocks.push_back(std::move(made));
    }
}

} // namespace

Object components(const Section& section, const Answers& answers, const Refusal* refusal) {
    List blocks;
    std::vector<Question> plain; // the run of questions up to the next group
    const auto close_run = [&] {
        if (!plain.empty()) blocks.push_back(block(fields_in_order({plain, answers, refusal, {}})));
        plain.clear();
    };
    for (const auto& question : section.questions) {
        if (question.type != Type::group) {
            plain.push_back(question);
            continue;
        }
        close_run();
        add_group(blocks, question, answers, refusal);
    }
    close_run();
    List intro(section.intro.begin(), section.intro.end());
    return {{"title", section.title}, {"intro", std::move(intro)}, {"blocks", std::move(blocks)}};
}

} // namespace throughline::form
