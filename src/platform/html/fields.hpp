// SPDX-License-Identifier: GPL-3.0-or-later
// The fields of a form. A field finds its own message in the refusal by its name, and its id is its name, so
// that the error summary's links lead to it. Each is printed by the partial of the same name, in a section
// over its own object:
// `{{#reasons}}{{> textarea}}{{/reasons}}`.
#pragma once

#include "platform/base/outcome.hpp"
#include "platform/html/parts.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace throughline::govuk {

/// How large a label or legend is set. `heading`: it is the page's only heading (h1).
enum class Size { plain, s, m, l, heading };

/// The parts all fields share.
struct Question {
    std::string name{};
    std::string label{};
    std::string hint{};
    Size size{Size::s};
};

enum class Spelling { leave, check, ignore };
enum class Width { whole, two_thirds, half, third, chars_20, chars_10, chars_5, chars_4, chars_3, chars_2 };

struct TextInput {
    Question question{};
    std::string value{};
    Width width{Width::whole};
    std::string type{"text"};   ///< "email" …; "password" gets a button that shows what was typed
    std::string inputmode{};    ///< "numeric", "email" …
    std::string autocomplete{}; ///< "off" for anything about a person
    Spelling spelling{Spelling::leave};
};
Object text_input(const TextInput& input, const Refusal* refusal = nullptr);

struct Textarea {
    Question question{};
    std::string value{};
    int rows{5};
    Spelling spelling{Spelling::leave};
};
Object textarea(const Textarea& area, const Refusal* refusal = nullptr);

/// Three fields `<name>-day`, `<name>-month`, `<name>-year`. A problem may name the date or one of the three.
struct DateInput {
    Question question{};
    std::string day{};
    std::string month{};
    std::string year{};
    bool birthday{}; ///< the reader's own, so that a browser may fill it in
};
Object date_input(const DateInput& date, const Refusal* refusal = nullptr);

struct Option {
    std::string value{};
    std::string text{};
    std::string hint{};
    std::string divider{};        ///< a word such as "or" ahead of this one
    std::vector<Object> fields{}; ///< made by `field`: asked when this one is chosen
    bool exclusive{};             ///< checkboxes: choosing it clears the others ("Not known yet")
};

struct Radios {
    Question question{};
    std::vector<Option> options{};
    std::string chosen{};
    bool in_a_row{};
    bool small{};
};
Object radios(const Radios& radios, const Refusal* refusal = nullptr);

struct Checkboxes {
    Question question{};
    std::vector<Option> options{};
    std::vector<std::string> chosen{};
    bool small{};
};
Object checkboxes(const Checkboxes& boxes, const Refusal* refusal = nullptr);

struct Select {
    Question question{};
    std::vector<Option> options{}; ///< value and text
    std::string chosen{};
};
Object select(const Select& select, const Refusal* refusal = nullptr);

struct FileUpload {
    Question question{};
    std::string accept{}; ///< ".docx,.xlsx,.csv": a hint to the browser, never a check
    bool several{};
};
Object file_upload(const FileUpload& upload, const Refusal* refusal = nullptr);

/// Wraps a field so that the partial `field` prints whichever it is: `{{#fields}}{{> field}}{{/fields}}`.
/// `component` is the partial's name; an unknown one throws std::logic_error.
Object field(std::string_view component, Object made);

/// What is wrong with the field, or empty.
std::string message_for(const Refusal* refusal, std::string_view field);

/// For the partial `error_summary`, which looks under the root's key `errors` and prints nothing without a
/// refusal. `text` is the sentence under the title.
Data error_summary(const Refusal* refusal, std::string text = "Nothing you typed is lost.");

struct Button {
    std::string text{};
    std::string name{};
    std::string value{};
    std::string href{}; ///< a link that looks like a button
    enum class Kind { primary, secondary, warning, link } kind{Kind::primary};
    bool once{}; ///< a second press within a second is not sent
};
Object button(const Button& button);
/// For `{{#send}}{{> buttons}}{{/send}}`: buttons and links in one row.
Object buttons(const std::vector<Button>& buttons);

} // namespace throughline::govuk
