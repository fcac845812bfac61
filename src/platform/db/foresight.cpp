// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/db/foresight.hpp"

#include <algorithm>

namespace throughline::db::detail {
namespace {

constexpr std::size_t most_keys = 1'000;
/// Together with their values they fit into what a socket takes at once, so that neither side waits for the
/// other to read.
constexpr std::size_t most_questions = 96;
constexpr std::size_t most_bytes = 32 * 1024;

std::size_t size_of(const Value& value) {
    if (const auto* text = std::get_if<std::string>(&value.held())) return text->size();
    if (const auto* bytes = std::get_if<Bytes>(&value.held())) return bytes->data.size();
    return sizeof(std::int64_t);
}

std::size_t size_of(const Question& question) {
    auto size = question.sql.size();
    for (const auto& [name, value] : question.values) size += size_of(value);
    return size;
}

/// One more than the place of what varies, or 0.
std::size_t place_in(const std::vector<std::string>& varying, const Value& value) {
    const auto* text = std::get_if<std::string>(&value.held());
    if (!text) return 0;
    const auto found = std::ranges::find(varying, *text);
    return found == varying.end() ? 0 : static_cast<std::size_t>(found - varying.begin()) + 1;
}

} // namespace

bool Question::is(std::string_view other_sql, const Parameters& parameters) const {
    return sql == other_sql && std::ranges::equal(values, parameters, [](const auto& a, const auto& b) {
               return a.first == b.first && a.second.held() == b.second.held();
           });
}

std::vector<Question> Foresight::questions(const Familiar& familiar) const {
    Story story;
    {
        const std::scoped_lock lock(m_mutex);
        const auto found = m_stories.find(familiar.key);
        if (found == m_stories.end()) return {};
        story = found->second;
    }
    std::vector<Question> questions;
    for (const auto& [question, varying] : *story) {
        questions.push_back(question);
        for (std::size_t i = 0; i < varying.size(); ++i)
            if (varying[i] > 0 && varying[i] <= familiar.varying.size())
                questions.back().values[i].second = Value(familiar.varying[varying[i] - 1]);
    }
    return questions;
}

void Foresight::remember(const Familiar& familiar, const std::vector<Question>& asked) {
    if (asked.size() < familiar.at_least) return;
    auto story = std::make_shared<std::vector<Remembered>>();
    std::size_t bytes = 0;
    for (const auto& question : asked) {
        bytes += size_of(question);
        if (story->size() == most_questions || bytes > most_bytes) break;
        std::vector<std::size_t> varying;
        for (const auto& [name, value] : question.values)
            varying.push_back(place_in(familiar.varying, value));
        story->push_back({question, std::move(varying)});
    }
    const std::scoped_lock lock(m_mutex);
    if (m_stories.insert_or_assign(familiar.key, std::move(story)).second) m_order.push_back(familiar.key);
    if (m_order.size() > most_keys) {
        m_stories.erase(m_order.front());
        m_order.pop_front();
    }
}

void Foresight::forget(const Familiar& familiar) {
    const std::scoped_lock lock(m_mutex);
    const auto found = m_stories.find(familiar.key);
    if (found != m_stories.end()) found->second = std::make_shared<const std::vector<Remembered>>();
}

std::string_view Foresight::keep(std::string_view text) {
    const std::scoped_lock lock(m_mutex);
    const auto found = m_texts.find(text);
    return found != m_texts.end() ? *found : *m_texts.emplace(text).first;
}

} // namespace throughline::db::detail
