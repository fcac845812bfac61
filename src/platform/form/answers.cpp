// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/form/answers.hpp"

#include "platform/calendar/names.hpp"
#include "platform/text/text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>
#include <stdexcept>

namespace throughline::form {
namespace {

constexpr std::string_view known_not = "yes";

std::string joined(std::string_view name, std::string_view part) {
    return std::string(name) + "-" + std::string(part);
}

std::optional<int> read_number(std::string_view digits) {
    int value = 0;
    const auto* const end = digits.data() + digits.size();
    const auto [stop, error] = std::from_chars(digits.data(), end, value);
    if (error != std::errc() || stop != end || digits.empty()) return {};
    return value;
}

/// The inputs that a question is made of.
std::vector<std::string> inputs(const Question& question, const std::string& name) {
    std::vector<std::string> names;
    if (question.type == Type::date)
        names = {joined(name, "day"), joined(name, "month"), joined(name, "year")};
    else
        names = {name};
    if (!question.not_known.empty()) names.push_back(joined(name, "unknown"));
    return names;
}

void take(Answers& into, const std::string& name, const http::Form& posted) {
    std::vector<std::string> values;
    for (const auto& value : posted.all(name)) {
        auto kept = text::tidy(text::to_utf8(value));
        if (!kept.empty()) values.push_back(std::move(kept));
    }
    if (values.empty())
        into.values.erase(name);
    else
        into.values[name] = std::move(values);
}

void set_count(Answers& answers, const std::string& group, int count) {
    answers.values[joined(group, "count")] = {std::to_string(count)};
}

void take_item(Answers& into, const Question& group, int number, const http::Form& posted) {
    for (const auto& question : group.questions)
        for (const auto& input : inputs(question, item_name(group.id, number, question.id)))
            take(into, input, posted);
}

/// The later items move up by one.
void remove_item(Answers& answers, const Question& group, int removed) {
    const int count = answers.count(group.id);
    for (int number = removed; number <= count; ++number)
        for (const auto& question : group.questions) {
            const auto to = inputs(question, item_name(group.id, number, question.id));
            const auto from = inputs(question, item_name(group.id, number + 1, question.id));
            for (std::size_t i = 0; i < to.size(); ++i) {
                auto later = answers.values.extract(from[i]);
                answers.values.erase(to[i]);
                if (later.empty() || number == count) continue;
                later.key() = to[i];
                answers.values.insert(std::move(later));
            }
        }
    set_count(answers, group.id, count - 1);
}

void take_group(Answers& into, const Question& group, const http::Form& posted) {
    const auto posted_count = read_number(posted.text(joined(group.id, "count"))).value_or(1);
    int count = std::clamp(posted_count, 0, group.at_most);
    for (int number = 1; number <= group.at_most; ++number) {
        take_item(into, group, number, posted);
        if (into.item_answered(group.id, number))
            count = std::max(count, number); // never hide what was typed
    }
    if (posted.text("add") == group.id && count < group.at_most) ++count;
    set_count(into, group.id, count);

    const auto remove = posted.text("remove");
    if (!remove.starts_with(group.id + "-")) return;
    const auto number = read_number(std::string_view(remove).substr(group.id.size() + 1));
    if (number && *number >= 1 && *number <= count) remove_item(into, group, *number);
}

} // namespace

std::string Answers::text(std::string_view name) const {
    const auto found = values.find(name);
    return found == values.end() || found->second.empty() ? std::string() : found->second.front();
}

std::vector<std::string> Answers::all(std::string_view name) const {
    const auto found = values.find(name);
    return found == values.end() ? std::vector<std::string>() : found->second;
}

bool Answers::has(std::string_view name, std::string_view value) const {
    const auto found = values.find(name);
    return found != values.end() && std::ranges::find(found->second, value) != found->second.end();
}

std::optional<Date> Answers::date(std::string_view name) const {
    const auto parts = date_parts(*this, name);
    const auto day = read_number(parts.day);
    const auto month = read_month(parts.month);
    const auto year = read_number(parts.year);
    if (!day || *day < 1 || !month || !year || parts.year.size() != 4) return {};
    return calendar::make_date(*year, *month, static_cast<unsigned>(*day));
}

bool Answers::not_known(std::string_view name) const {
    return has(joined(name, "unknown"), known_not) || has(name, not_known_code);
}

int Answers::count(std::string_view group) const {
    return read_number(text(joined(group, "count"))).value_or(0);
}

bool Answers::item_answered(std::string_view group, int number) const {
    const auto prefix = item_name(group, number, "");
    const auto first = values.lower_bound(prefix);
    return first != values.end() && first->first.starts_with(prefix);
}

std::string item_name(std::string_view group, int number, std::string_view question) {
    return joined(joined(group, std::to_string(number)), question);
}

DateParts date_parts(const Answers& answers, std::string_view name) {
    return {
        answers.text(joined(name, "day")),
        answers.text(joined(name, "month")),
        answers.text(joined(name, "year"))};
}

std::optional<unsigned> read_month(std::string_view typed) {
    const auto& names = calendar::folded_month_names;
    if (const auto number = read_number(typed)) {
        if (*number < 1 || *number > 12) return {};
        return static_cast<unsigned>(*number);
    }
    const auto word = text::fold(typed);
    if (word.size() < 3) return {};
    const auto found =
        std::ranges::find_if(names, [&](std::string_view name) { return name.starts_with(word); });
    if (found != names.end()) return static_cast<unsigned>(found - names.begin()) + 1;
    return word == "sept" ? std::optional(9U) : std::nullopt;
}

Answers no_answers(const Definition& definition) { return {definition.id, definition.edition, {}}; }

Answers
read(const Definition& definition, const Section& section, const http::Form& posted, Answers earlier) {
    if (earlier.form != definition.id || earlier.edition != definition.edition)
        throw std::logic_error("answers to " + earlier.edition + " read with " + definition.edition);
    for (const auto& question : section.questions) {
        if (question.type == Type::group)
            take_group(earlier, question, posted);
        else
            for (const auto& input : inputs(question, question.id)) take(earlier, input, posted);
    }
    return earlier;
}

bool changes_items(const http::Form& posted) { return posted.has("add") || posted.has("remove"); }

std::string to_json(const Answers& answers) {
    return nlohmann::json{{"form", answers.form}, {"edition", answers.edition}, {"values", answers.values}}
        .dump();
}

Answers answers_from_json(std::string_view text) {
    try {
        const auto root = nlohmann::json::parse(text);
        return {
            root.at("form").get<std::string>(),
            root.at("edition").get<std::string>(),
            root.at("values").get<std::map<std::string, std::vector<std::string>, std::less<>>>()};
    } catch (const nlohmann::json::exception&) {
        // The library quotes what it could not read, and that may be a name.
        throw std::invalid_argument("stored answers are not what was stored");
    }
}

bool is_asked(const Question& question, const Answers& answers, std::string_view item) {
    return !question.show_when ||
           answers.has(std::string(item) + question.show_when->question, question.show_when->equals);
}

} // namespace throughline::form
