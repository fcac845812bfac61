// SPDX-License-Identifier: GPL-3.0-or-later
#include "agency_return/views.hpp"

#include "platform/text/text.hpp"

namespace throughline::agency_return {
namespace {

using html::List;
using html::Object;

/// Working days after today up to and including `due`; negative when it is past.
int days_left(const Request& request, const statutory::Statute& statute, Instant now) {
    return statute.working_days().between(calendar::london_date(now), request.due);
}

std::string days_in_words(int days, std::string_view what) {
    return std::to_string(days) + (days == 1 ? " working day " : " working days ") + std::string(what);
}

/// Puts references in the place of every registered word. For lines that never went through the reference
/// step.
class Cover {
public:
    Cover(db::Transaction& tx, const Environment& house, const CaseAccess& access, identity::View view)
        : m_people(identity::people_of(tx, house, access)), m_register(m_people), m_showing(m_people, view) {}

    std::string operator()(std::string_view text) const {
        return m_showing.words(
            identity::compose(std::string(text), m_register.find(text), identity::Typed::raw, m_register));
    }

private:
    std::vector<identity::Person> m_people;
    identity::Register m_register;
    identity::Showing m_showing;
};

List lines_view(const std::vector<LeftOut>& lines, const Cover& cover) {
    List list;
    for (const auto& line : lines) {
        auto where = cover(line.part);
        if (line.line) where += (where.empty() ? "line " : ", line ") + std::to_string(*line.line);
        list.push_back(Object{
            {"where", where}, {"reason", line.reason}, {"text", cover(text::shorten(line.text, 300))}});
    }
    return list;
}

Object return_view(const Given& given, const identity::Texts& texts, const Cover& cover, std::string by) {
    List said;
    const auto add = [&](const char* term, const std::string& text_id) {
        if (!text_id.empty()) said.push_back(Object{{"term", term}, {"text", texts.words(text_id)}});
    };
    if (given.knew_family != Knew::not_said)
        said.push_back(Object{{"term", "Knew the family"}, {"text", in_words(given.knew_family)}});
    add("Systems searched", given.systems_text_id);
    add("Summary", given.summary_text_id);
    add("Good practice", given.good_practice_text_id);
    add("Learning so far", given.learning_text_id);
    auto skipped = lines_view(given.skipped, cover), refused = lines_view(given.refused, cover);
    const bool has_said = !said.empty(), has_skipped = !skipped.empty(), has_refused = !refused.empty();
    return {
        {"when", calendar::in_full(given.at)},
        {"by", std::move(by)},
        {"what",
         given.kind == State::nothing_held
             ? std::string("Nothing held")
             : rows_in_words(given.rows) + (given.replaces ? ", in place of what was sent before" : "")},
        {"has_said", has_said},
        {"said", std::move(said)},
        {"has_skipped", has_skipped},
        {"skipped_count", given.skipped.size()},
        {"skipped", std::move(skipped)},
        {"has_refused", has_refused},
        {"refused", std::move(refused)}};
}

} // namespace

std::string rows_in_words(std::int64_t count) {
    return count == 1 ? "1 row" : std::to_string(count) + " rows";
}

std::string time_left(const Request& request, const statutory::Statute& statute, Instant now) {
    if (request.state != State::awaited) return {};
    if (const auto late = days_late(request, statute, now); late > 0) return days_in_words(late, "late");
    const auto left = days_left(request, statute, now);
    return left == 0 ? "Due today" : days_in_words(left, "left");
}

Standing standing_of(const Request& request, const statutory::Statute& statute, Instant now) {
    using Shape = govuk::State;
    const auto answered_on =
        request.answered_at ? calendar::in_short(calendar::london_date(*request.answered_at)) : "";
    switch (request.state) {
    case State::nothing_held:
        return {
            Shape::nothing, "Nothing held", "Answered " + answered_on + ". The systems searched are listed"};
    case State::answered: {
        auto note = rows_in_words(request.rows);
        if (request.undated > 0) note += ", " + std::to_string(request.undated) + " without a date";
        return {Shape::done, "Answered " + answered_on, note};
    }
    case State::awaited: break;
    }
    const auto asked = "Asked on " + calendar::in_short(calendar::london_date(request.asked_at));
    if (days_late(request, statute, now) > 0)
        return {
            Shape::late,
            time_left(request, statute, now),
            asked + ". It was due on " + calendar::in_short(request.due)};
    const auto left = days_left(request, statute, now);
    const auto due = left == 0 ? std::string("Due today") : "Due " + calendar::in_short(request.due);
    return {left <= 2 ? Shape::soon : Shape::waiting, due, asked};
}

List returns_view(
    db::Transaction& tx,
    const Environment& house,
    const CaseAccess& access,
    const std::vector<Given>& returns,
    identity::View view) {
    const identity::Texts texts(tx, house, access, text_owner, view);
    const Cover cover(tx, house, access, view);
    List list;
    for (const auto& given : returns) {
        const auto account = people::find_account(tx, given.by);
        list.push_back(return_view(given, texts, cover, account ? account->name : "Throughline"));
    }
    return list;
}

} // namespace throughline::agency_return
