// SPDX-License-Identifier: GPL-3.0-or-later
#include "notification/children.hpp"

#include "identity/operations.hpp"
#include "notification/rules.hpp"
#include "platform/text/text.hpp"

#include <algorithm>

namespace throughline::notification {
namespace {

struct Named {
    std::string first_names{};
    std::string last_name{};
    std::optional<Date> date_of_birth{};
    bool operator==(const Named&) const = default;
    bool empty() const { return first_names.empty() && last_name.empty(); }
};

Named named(const form::Answers& answers, int child) {
    const auto name = [&](std::string_view question) {
        return form::item_name(asked::children, child, question);
    };
    Named found{answers.text(name("first_names")), answers.text(name("last_name")), {}};
    if (answers.text(name("age_known")) == "date_of_birth")
        found.date_of_birth = answers.date(name("date_of_birth"));
    return found;
}

/// The number that a child had before one was taken away.
int number_before(const ChildrenChange& change, int child) {
    return change.removed > 0 && child >= change.removed ? child + 1 : child;
}

std::map<int, std::string> moved_up(std::map<int, std::string> links, int removed) {
    if (removed == 0) return links;
    std::map<int, std::string> moved;
    for (auto& [number, person] : links)
        if (number != removed) moved[number > removed ? number - 1 : number] = std::move(person);
    return moved;
}

void keep_links(Work& work, const CaseAccess& access, const std::map<int, std::string>& links) {
    work.tx.change("DELETE FROM notification_child WHERE case_id = :case_id", {{"case_id", access.id()}});
    for (const auto& [number, person] : links)
        work.tx.change(
            "INSERT INTO notification_child (case_id, number, person_id) VALUES (:case_id, :number, :person)",
            {{"case_id", access.id()}, {"number", number}, {"person", person}});
}

bool is_same_name(const identity::Person& person, const Named& child) {
    return text::fold(person.first_names) == text::fold(child.first_names) &&
           text::fold(person.last_name) == text::fold(child.last_name) &&
           (!person.date_of_birth || !child.date_of_birth || *person.date_of_birth == *child.date_of_birth);
}

identity::Person with(identity::Person person, const Named& child) {
    person.first_names = child.first_names;
    person.last_name = child.last_name;
    if (child.date_of_birth) person.date_of_birth = child.date_of_birth;
    return person;
}

/// Somebody of the register with this name who is no child of the form yet.
const identity::Person* find_unlinked(
    const std::vector<identity::Person>& people,
    const std::map<int, std::string>& links,
    const Named& child) {
    const auto found = std::ranges::find_if(people, [&](const identity::Person& person) {
        return is_same_name(person, child) &&
               std::ranges::none_of(links, [&](const auto& link) { return link.second == person.id; });
    });
    return found == people.end() ? nullptr : &*found;
}

/// The person a child is from now on; a refusal of the register as it stands.
Outcome<std::string> registered(
    Work& work,
    const CaseAccess& access,
    const std::map<int, std::string>& links,
    int number,
    const Named& child) {
    const auto people = identity::people_of(work.tx, work.house, access);
    const auto link = links.find(number);
    const auto linked =
        link == links.end() ? people.end() : std::ranges::find(people, link->second, &identity::Person::id);
    const auto* person = linked == people.end() ? find_unlinked(people, links, child) : &*linked;
    if (!person) {
        const auto added =
            identity::register_person(work, access, {"child", with(identity::Person{}, child)});
        if (!added) return added.refusal();
        return added->id;
    }
    const auto changed = with(*person, child);
    if (changed.first_names == person->first_names && changed.last_name == person->last_name &&
        changed.date_of_birth == person->date_of_birth)
        return person->id;
    const auto done = identity::change_person(work, access, changed);
    if (!done) return done.refusal();
    return person->id;
}

} // namespace

std::map<int, std::string> person_ids_of(db::Transaction& tx, const CaseAccess& access) {
    std::map<int, std::string> links;
    for (const auto& row : tx.rows(
             "SELECT number, person_id FROM notification_child WHERE case_id = :case_id",
             {{"case_id", access.id()}}))
        links[static_cast<int>(row.integer("number"))] = row.text("person_id");
    return links;
}

void register_children(
    Work& work, const CaseAccess& access, const ChildrenChange& change, std::vector<Problem>& problems) {
    auto links = moved_up(person_ids_of(work.tx, access), change.removed);
    for (int number = 1; number <= change.after.count(asked::children); ++number) {
        const auto child = named(change.after, number);
        if (child.empty()) continue;
        // The register may have been corrected since: only what the form itself changes goes there.
        if (links.contains(number) && child == named(change.before, number_before(change, number))) continue;
        const auto person = registered(work, access, links, number, child);
        if (person)
            links[number] = *person;
        else
            problems.push_back(
                {form::item_name(asked::children, number, "first_names"), person.refusal().message()});
    }
    keep_links(work, access, links);
}

} // namespace throughline::notification
