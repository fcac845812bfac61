// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/html/fields.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace throughline::govuk {
namespace {

std::string ending_of(Size size) {
    switch (size) {
    case Size::plain: return "";
    case Size::s: return "--s";
    case Size::m: return "--m";
    case Size::l:
    case Size::heading: return "--l";
    }
    throw std::logic_error("a label without a size");
}

std::string class_of(Width width) {
    switch (width) {
    case Width::whole: return "";
    case Width::two_thirds: return "govuk-!-width-two-thirds";
    case Width::half: return "govuk-!-width-one-half";
    case Width::third: return "govuk-!-width-one-third";
    case Width::chars_20: return "govuk-input--width-20";
    case Width::chars_10: return "govuk-input--width-10";
    case Width::chars_5: return "govuk-input--width-5";
    case Width::chars_4: return "govuk-input--width-4";
    case Width::chars_3: return "govuk-input--width-3";
    case Width::chars_2: return "govuk-input--width-2";
    }
    throw std::logic_error("an input without a width");
}

std::string attribute_of(Spelling spelling) {
    switch (spelling) {
    case Spelling::leave: return "";
    case Spelling::check: return "true";
    case Spelling::ignore: return "false";
    }
    throw std::logic_error("a spelling without an attribute");
}

// `label_class` is the block the size belongs to: a label or a legend.
Object common(const Question& question, std::string_view label_class, std::string error) {
    std::string described_by;
    if (!question.hint.empty()) described_by = question.name + "-hint";
    if (!error.empty()) described_by += (described_by.empty() ? "" : " ") + question.name + "-error";
    const auto ending = ending_of(question.size);
    return {
        {"id", question.name},
        {"name", question.name},
        {"label", question.label},
        {"label_classes", ending.empty() ? std::string() : std::string(label_class) + ending},
        {"is_heading", question.size == Size::heading},
        {"hint", question.hint},
        {"error", std::move(error)},
        {"described_by", std::move(described_by)},
    };
}

constexpr std::string_view label_class = "govuk-label";
constexpr std::string_view legend_class = "govuk-fieldset__legend";

// The first choice carries the field's own id, where the error summary leads; the others are numbered,
// dividers too.
List choices(
    const std::string& name, const std::vector<Option>& options, const std::vector<std::string>& chosen) {
    List items;
    std::size_t number = 0;
    for (const auto& option : options) {
        number += option.divider.empty() ? 1 : 2;
        const auto id = number == 1 ? name : name + "-" + std::to_string(number);
        const bool checked = std::find(chosen.begin(), chosen.end(), option.value) != chosen.end();
        Data reveals = false;
        if (!option.fields.empty()) {
            List fields(option.fields.begin(), option.fields.end());
            reveals = Object{{"id", id}, {"checked", checked}, {"fields", std::move(fields)}};
        }
        items.push_back(Object{
            {"id", id},
            {"name", name},
            {"value", option.value},
            {"text", option.text},
            {"hint", option.hint},
            {"divider", option.divider},
            {"exclusive", option.exclusive},
            {"checked", checked},
            {"reveals", std::move(reveals)},
        });
    }
    return items;
}

Object with_choices(
    Object object,
    const std::string& name,
    const std::vector<Option>& options,
    const std::vector<std::string>& chosen,
    std::string classes) {
    object["items"] = choices(name, options, chosen);
    object["classes"] = std::move(classes);
    return object;
}

constexpr std::array<std::string_view, 7> components{
    "text_input", "textarea", "date_input", "radios", "checkboxes", "select", "file_upload"};

std::string summary_title(std::size_t count) {
    constexpr std::array<const char*, 10> words{
        "",
        "One thing needs",
        "Two things need",
        "Three things need",
        "Four things need",
        "Five things need",
        "Six things need",
        "Seven things need",
        "Eight things need",
        "Nine things need"};
    return (count < words.size() ? std::string(words[count]) : std::to_string(count) + " things need") +
           " another look";
}

} // namespace

std::string message_for(const Refusal* refusal, std::string_view field) {
    if (!refusal) return {};
    for (const auto& problem : refusal->problems)
        if (problem.field == field) return problem.message;
    return {};
}

Object text_input(const TextInput& input, const Refusal* refusal) {
    auto object = common(input.question, label_class, message_for(refusal, input.question.name));
    object["value"] = input.value;
    object["classes"] = class_of(input.width);
    object["type"] = input.type;
    object["is_password"] = input.type == "password";
    object["inputmode"] = input.inputmode;
    object["autocomplete"] = input.autocomplete;
    object["spellcheck"] = attribute_of(input.spelling);
    return object;
}

Object textarea(const Textarea& area, const Refusal* refusal) {
    auto object = common(area.question, label_class, message_for(refusal, area.question.name));
    object["value"] = area.value;
    object["rows"] = area.rows;
    object["classes"] = "";
    object["spellcheck"] = attribute_of(area.spelling);
    return object;
}

Object date_input(const DateInput& date, const Refusal* refusal) {
    const auto& name = date.question.name;
    auto whole = message_for(refusal, name);
    const bool all_wrong = !whole.empty();
    auto message = whole;
    List parts;
    const auto add = [&](const std::string& part, const char* label, int width, const std::string& value) {
        const auto own = message_for(refusal, name + "-" + part);
        if (message.empty()) message = own;
        parts.push_back(Object{
            {"id", name + "-" + part},
            {"name", name + "-" + part},
            {"label", label},
            {"width", width},
            {"value", value},
            {"autocomplete", date.birthday ? "bday-" + part : std::string()},
            {"wrong", all_wrong || !own.empty()},
        });
    };
    add("day", "Day", 2, date.day);
    add("month", "Month", 2, date.month);
    add("year", "Year", 4, date.year);
    auto object = common(date.question, legend_class, message);
    object["parts"] = std::move(parts);
    return object;
}

Object radios(const Radios& radios, const Refusal* refusal) {
    auto object = common(radios.question, legend_class, message_for(refusal, radios.question.name));
    std::string classes;
    if (radios.small) classes = "govuk-radios--small";
    if (radios.in_a_row) classes += (classes.empty() ? "" : " ") + std::string("govuk-radios--inline");
    return with_choices(std::move(object), radios.question.name, radios.options, {radios.chosen}, classes);
}

Object checkboxes(const Checkboxes& boxes, const Refusal* refusal) {
    auto object = common(boxes.question, legend_class, message_for(refusal, boxes.question.name));
    return with_choices(
        std::move(object),
        boxes.question.name,
        boxes.options,
        boxes.chosen,
        boxes.small ? "govuk-checkboxes--small" : "");
}

Object select(const Select& select, const Refusal* refusal) {
    auto object = common(select.question, label_class, message_for(refusal, select.question.name));
    return with_choices(std::move(object), select.question.name, select.options, {select.chosen}, "");
}

Object file_upload(const FileUpload& upload, const Refusal* refusal) {
    auto object = common(upload.question, label_class, message_for(refusal, upload.question.name));
    object["accept"] = upload.accept;
    object["multiple"] = upload.several;
    return object;
}

Object field(std::string_view component, Object made) {
    if (std::find(components.begin(), components.end(), component) == components.end())
        throw std::logic_error("there is no field called " + std::string(component));
    Object object;
    for (const auto each : components) object.emplace(each, false);
    object[std::string(component)] = std::move(made);
    return object;
}

Data error_summary(const Refusal* refusal, std::string text) {
    if (!refusal || refusal->problems.empty()) return false;
    List items;
    for (const auto& problem : refusal->problems)
        items.push_back(Object{
            {"text", problem.message},
            {"href", problem.field.empty() ? std::string() : "#" + problem.field},
        });
    return Object{
        {"title", summary_title(refusal->problems.size())},
        {"text", std::move(text)},
        {"items", std::move(items)},
    };
}

Object button(const Button& button) {
    std::string classes;
    switch (button.kind) {
    case Button::Kind::primary:
    case Button::Kind::link: break;
    case Button::Kind::secondary: classes = "govuk-button--secondary"; break;
    case Button::Kind::warning: classes = "govuk-button--warning"; break;
    }
    return {
        {"text", button.text},
        {"name", button.name},
        {"value", button.value},
        {"href", button.href},
        {"classes", std::move(classes)},
        {"once", button.once},
        {"link", button.kind == Button::Kind::link},
    };
}

Object buttons(const std::vector<Button>& buttons) {
    List list;
    for (const auto& one : buttons) list.push_back(button(one));
    return {{"buttons", std::move(list)}};
}

} // namespace throughline::govuk
