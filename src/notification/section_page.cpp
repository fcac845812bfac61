// SPDX-License-Identifier: GPL-3.0-or-later
// One section of the form: asked, kept, asked again.
#include "notification/section_page.hpp"

#include "notification/answers.hpp"
#include "notification/clock_view.hpp"
#include "notification/overview_page.hpp"
#include "platform/form/components.hpp"
#include "platform/form/printed.hpp"
#include "platform/html/clock.hpp"
#include "platform/html/fields.hpp"
#include "platform/html/structure.hpp"

#include <fmt/format.h>

#include <charconv>

namespace throughline::notification {
namespace {

using html::List;
using html::Object;

std::int64_t number_in(std::string_view text) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && end == text.data() + text.size() ? number : 0;
}

const form::Section& demand_section(const http::Request& request, const Standing& standing) {
    const auto* const section = standing.definition->find(request.argument("section"));
    if (!section) throw http::Stop(404);
    return *section;
}

std::size_t place_of(const form::Definition& definition, const form::Section& section) {
    return static_cast<std::size_t>(&section - definition.sections.data());
}

std::int64_t version_of(const Standing& standing, const form::Section& section) {
    const auto saved = standing.sections.find(section.id);
    return saved == standing.sections.end() ? 0 : saved->second.version;
}

/// The number of the child that the post takes away, or 0.
int removed_child(const http::Form& posted) {
    constexpr std::string_view children = "children-";
    const auto removed = posted.text("remove");
    return removed.starts_with(children)
               ? static_cast<int>(number_in(std::string_view(removed).substr(children.size())))
               : 0;
}

struct Asking {
    const Standing& standing;
    const form::Section& section;
    const form::Answers& answers; ///< as typed
    std::int64_t version{};
    const Refusal* refusal{};
    bool others{}; ///< somebody else saved: what stands is shown above
};

/// Each answer of the section by its label, in the order of the form.
std::vector<std::pair<std::string, std::string>> printed(const Asking& asking, const form::Answers& answers) {
    const Reading reading(asking.standing.people, answers, identity::View::names);
    std::vector<std::pair<std::string, std::string>> lines;
    for (const auto& part : form::print(*asking.standing.definition, answers)) {
        if (part.section != asking.section.id) continue;
        for (const auto& line : part.lines)
            lines.emplace_back(
                part.item ? part.title + ": " + line.label : line.label,
                line.answered ? reading.words(line.value) : std::string());
    }
    return lines;
}

/// What was typed and what somebody else saved in the meantime.
List saved_meanwhile(const Asking& asking) {
    if (!asking.others) return {};
    std::vector<govuk::TwoTexts> fields;
    for (auto& [label, words] : printed(asking, asking.answers)) fields.push_back({label, words, {}});
    for (auto& [label, words] : printed(asking, asking.standing.answers)) {
        const auto mine = std::ranges::find(fields, label, &govuk::TwoTexts::label);
        if (mine == fields.end())
            fields.push_back({label, {}, words});
        else
            mine->theirs = words;
    }
    return govuk::two_texts(fields);
}

http::Response ask(Visit& visit, const Asking& asking) {
    const auto& definition = *asking.standing.definition;
    List clock;
    if (asking.standing.notification && asking.standing.notification->counted && asking.standing.is_draft())
        clock.push_back(
            clock_card(*asking.standing.notification->counted, visit.house().statute, visit.at()));
    return visit.show(
        "notification/section",
        {.title = asking.section.title, .section = "notification", .refusal = asking.refusal},
        {{"heading",
          govuk::heading(
              {.title = asking.section.title,
               .caption = fmt::format(
                   "Step {} of {}", place_of(definition, asking.section) + 1, definition.sections.size())})},
         {"two_texts", saved_meanwhile(asking)},
         {"form", form::components(asking.section, asking.answers, asking.refusal)},
         {"version", asking.version},
         {"clock", std::move(clock)},
         {"sections", section_links(asking.standing, visit, asking.section.id)},
         {"send",
          govuk::buttons(
              {{.text = "Save and continue", .once = true},
               {.text = "Save and come back later",
                .name = "then",
                .value = "later",
                .kind = govuk::Button::Kind::secondary}})}});
}

std::string next_page(const Visit& visit, const Standing& standing, const form::Section& section) {
    const auto next = place_of(*standing.definition, section) + 1;
    if (next >= standing.definition->sections.size()) return address(visit, "/check?done=saved");
    return address(visit, "/sections/" + standing.definition->sections[next].id + "?done=saved");
}

} // namespace

http::Response get_section(const http::Request& request, Visit& visit) {
    const auto standing = visit.read([&](db::Transaction& tx) { return read_standing(tx, visit); });
    const auto& section = demand_section(request, standing);
    if (!standing.is_draft()) return http::see_other(address(visit));
    return ask(visit, {standing, section, standing.answers, version_of(standing, section)});
}

http::Response post_section(const http::Request& request, Visit& visit) {
    const auto standing = visit.read([&](db::Transaction& tx) { return read_standing(tx, visit); });
    const auto& section = demand_section(request, standing);
    const auto typed = form::read(*standing.definition, section, request.form, standing.answers);
    const auto saved = visit.work([&](Work& work) {
        return save_section(
            work,
            visit.access(),
            {section.id, number_in(request.form.text("version")), typed, removed_child(request.form)});
    });
    if (!saved) {
        // The version is what stands now: who has read it may save over it.
        const bool others = standing.is_draft();
        return ask(
            visit, {standing, section, typed, version_of(standing, section), &saved.refusal(), others});
    }
    const auto here = address(visit, "/sections/" + section.id);
    if (form::changes_items(request.form)) {
        const auto group = request.form.text("add");
        const auto item = group.empty() ? std::string() : fmt::format("#{}-{}", group, typed.count(group));
        return http::see_other(here + item);
    }
    if (request.form.text("then") == "later") return http::see_other(address(visit, "?done=saved"));
    if (!saved->problems.empty()) {
        const auto refusal = invalid(saved->problems);
        const auto now = visit.read([&](db::Transaction& tx) { return read_standing(tx, visit); });
        return ask(visit, {now, section, typed, saved->version, &refusal});
    }
    return http::see_other(next_page(visit, standing, section));
}

} // namespace throughline::notification
