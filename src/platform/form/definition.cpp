// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/form/definition.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <stdexcept>

namespace throughline::form {
namespace {

using nlohmann::json;

const std::map<std::string, Type, std::less<>> types{
    {"text", Type::text},
    {"textarea", Type::textarea},
    {"number", Type::number},
    {"date", Type::date},
    {"radios", Type::radios},
    {"checkboxes", Type::checkboxes},
    {"select", Type::select},
    {"group", Type::group},
};

const std::map<std::string, Required, std::less<>> requirements{
    {"no", Required::no},
    {"to_submit", Required::to_submit},
    {"always", Required::always},
};

bool is_choice(Type type) { return type == Type::radios || type == Type::checkboxes || type == Type::select; }

[[noreturn]] void faulty(const std::string& where, const std::string& fault) {
    throw std::invalid_argument("form definition, " + where + ": " + fault);
}

template <class Value>
Value named(
    const std::map<std::string, Value, std::less<>>& values,
    const std::string& name,
    const std::string& where) {
    const auto found = values.find(name);
    if (found == values.end()) faulty(where, "unknown word " + name);
    return found->second;
}

void check_id(const std::string& id) {
    const auto fits = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; };
    // The hyphen is kept for joining: awareness-day, children-2-sex.
    if (id.empty() || !std::ranges::all_of(id, fits))
        faulty(id, "an id is made of lower-case letters, digits and underscores");
}

/// A misspelt key must not pass for an absent one.
void check_keys(const json& entry, const std::set<std::string>& known, const std::string& where) {
    for (const auto& [key, value] : entry.items())
        if (!known.contains(key)) faulty(where, "unknown key " + key);
}

std::vector<Option> read_options(const json& entries, const CodeLists& lists, const std::string& where) {
    std::vector<Option> options;
    for (const auto& entry : entries) {
        if (entry.contains("list")) {
            for (auto& option : lists(entry.at("list").get<std::string>()))
                options.push_back(std::move(option));
            continue;
        }
        check_keys(entry, {"code", "words", "hint", "exclusive", "not_known"}, where);
        options.push_back(
            {entry.at("code"),
             entry.at("words"),
             entry.value("hint", ""),
             entry.value("exclusive", false),
             entry.value("not_known", false)});
    }
    return options;
}

void add_not_known(Question& question) {
    if (question.not_known.empty() || !is_choice(question.type)) return;
    question.options.push_back(
        {std::string(not_known_code), question.not_known, {}, question.type == Type::checkboxes, true});
}

void check_options(const Question& question) {
    if (question.options.empty()) faulty(question.id, "no options");
    std::set<std::string> codes;
    for (const auto& option : question.options)
        if (option.code.empty() || !codes.insert(option.code).second)
            faulty(question.id, "an option without a code, or twice: " + option.code);
}

Question read_question(const json& entry, const CodeLists& lists);

/// What is asked only after a certain answer can stand under that answer on the page: therefore the other
/// question is a choice beside it and comes first.
void check_conditions(const std::vector<Question>& questions) {
    for (auto question = questions.begin(); question != questions.end(); ++question) {
        if (!question->show_when) continue;
        if (question->type == Type::group) faulty(question->id, "a group is always asked");
        const auto other = std::find_if(questions.begin(), question, [&](const Question& each) {
            return each.id == question->show_when->question;
        });
        if (other == question) faulty(question->id, "it depends on a question that does not stand before it");
        if (other->type != Type::radios && other->type != Type::checkboxes)
            faulty(question->id, "it depends on a question that is not radios or checkboxes");
        if (std::ranges::find(other->options, question->show_when->equals, &Option::code) ==
            other->options.end())
            faulty(question->id, "it depends on an answer that is not offered");
    }
}

Question read_group(const json& entry, const CodeLists& lists, Question question) {
    question.each = entry.at("each");
    question.add = entry.at("add");
    question.full = entry.value("full", "");
    question.at_most = entry.at("at_most");
    if (question.at_most < 1 || question.at_most > 50) faulty(question.id, "a group of none or of too many");
    std::set<std::string> ids;
    for (const auto& inner : entry.at("questions")) {
        question.questions.push_back(read_question(inner, lists));
        if (question.questions.back().type == Type::group) faulty(question.id, "a group in a group");
        if (!ids.insert(question.questions.back().id).second) faulty(question.id, "an id twice");
    }
    if (question.questions.empty()) faulty(question.id, "an empty group");
    check_conditions(question.questions);
    return question;
}

Question read_question(const json& entry, const CodeLists& lists) {
    Question question;
    question.id = entry.at("id");
    check_id(question.id);
    check_keys(
        entry,
        {"id",        "label",    "hint",      "type",      "required",   "options", "not_known",
         "sealed",    "missing",  "malformed", "show_when", "max_length", "min",     "max",
         "not_after", "too_late", "each",      "add",       "full",       "at_most", "questions"},
        question.id);
    question.label = entry.at("label");
    question.hint = entry.value("hint", "");
    question.type = named(types, entry.at("type"), question.id);
    question.required = named(requirements, entry.value("required", "no"), question.id);
    question.not_known = entry.value("not_known", "");
    question.sealed = entry.value("sealed", false);
    question.missing = entry.value("missing", "");
    question.malformed = entry.value("malformed", "");
    question.max_length = entry.value("max_length", question.type == Type::textarea ? 10'000U : 200U);
    question.min = entry.value("min", 0);
    question.max = entry.value("max", 999);
    question.not_after = entry.value("not_after", "");
    question.too_late = entry.value("too_late", "");
    if (question.required != Required::no && question.missing.empty())
        faulty(question.id, "required, but it does not say what to write when it is missing");
    if (!question.not_after.empty() && (question.type != Type::date || question.too_late.empty()))
        faulty(question.id, "a rule on dates needs a date and its words");
    if (entry.contains("show_when"))
        question.show_when = {entry.at("show_when").at("question"), entry.at("show_when").at("equals")};
    if (is_choice(question.type)) {
        question.options = read_options(entry.at("options"), lists, question.id);
        add_not_known(question);
        check_options(question);
    }
    if (question.type == Type::group) return read_group(entry, lists, std::move(question));
    return question;
}

/// Every id names one thing in the whole form, and rules on dates name dates.
void check_whole(const Definition& definition) {
    std::set<std::string> ids;
    std::set<std::string> dates;
    for (const auto& section : definition.sections)
        for (const auto& question : section.questions) {
            if (!ids.insert(question.id).second) faulty(question.id, "an id twice");
            if (question.type == Type::date) dates.insert(question.id);
        }
    const auto check_date_rule = [&](const Question& question) {
        if (!question.not_after.empty() && question.not_after != "today" &&
            !dates.contains(question.not_after))
            faulty(question.id, "compared with what is not a date: " + question.not_after);
    };
    for (const auto& section : definition.sections)
        for (const auto& question : section.questions) {
            check_date_rule(question);
            for (const auto& inner : question.questions) check_date_rule(inner);
        }
}

Definition read_whole(const json& root, const CodeLists& lists) {
    Definition definition;
    definition.id = root.at("id");
    definition.edition = root.at("edition");
    const auto from = calendar::read_date(root.at("from").get<std::string>());
    if (!from) faulty(definition.id, "the date it is in force from is not a date");
    definition.from = *from;
    definition.title = root.at("title");
    definition.source = root.at("source");
    for (const auto& entry : root.at("sections")) {
        Section section{
            entry.at("id"), entry.at("title"), entry.value("intro", std::vector<std::string>{}), {}};
        check_id(section.id);
        if (definition.find(section.id)) faulty(section.id, "a section twice");
        for (const auto& question : entry.at("questions"))
            section.questions.push_back(read_question(question, lists));
        check_conditions(section.questions);
        definition.sections.push_back(std::move(section));
    }
    check_whole(definition);
    return definition;
}

} // namespace

const Section* Definition::find(std::string_view section) const {
    const auto found = std::ranges::find(sections, section, &Section::id);
    return found == sections.end() ? nullptr : &*found;
}

Definition read_definition(std::string_view text, const CodeLists& lists) {
    try {
        return read_whole(json::parse(text), lists);
    } catch (const json::exception& e) {
        faulty("as JSON", e.what());
    }
}

Definitions::Definitions(std::vector<Definition> all) : m_all(std::move(all)) {
    std::ranges::sort(m_all, {}, &Definition::from);
    std::set<std::pair<std::string, std::string>> editions;
    for (const auto& each : m_all)
        if (!editions.emplace(each.id, each.edition).second)
            faulty(each.id, "an edition twice: " + each.edition);
}

const Definition* Definitions::in_force(std::string_view id, Date on) const {
    const Definition* found = nullptr;
    for (const auto& each : m_all)
        if (each.id == id && each.from <= on) found = &each;
    return found;
}

const Definition& Definitions::load(std::string_view id, std::string_view edition) const {
    for (const auto& each : m_all)
        if (each.id == id && each.edition == edition) return each;
    throw std::out_of_range("no form " + std::string(id) + " of edition " + std::string(edition));
}

} // namespace throughline::form
