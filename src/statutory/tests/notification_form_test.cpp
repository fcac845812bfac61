// SPDX-License-Identifier: GPL-3.0-or-later
// The form of the serious incident notification, forms/notification-2026-1.json.
#include "platform/form/printed.hpp"
#include "platform/form/problems.hpp"
#include "statutory/statutory.hpp"

#include <gmock/gmock.h>

#include <fstream>
#include <set>
#include <sstream>

namespace throughline::statutory {
namespace {

using form::Moment;
using testing::Contains;
using testing::Field;

const Date today = calendar::read_date("2026-04-02").value();

const form::Definition& notification() {
    static const Statute statute(read_texts(SOURCE_DIR "/forms"));
    static const form::Definition read = [] {
        std::ifstream in(SOURCE_DIR "/forms/notification-2026-1.json");
        std::ostringstream text;
        text << in.rdbuf();
        return form::read_definition(text.str(), code_lists(statute));
    }();
    return read;
}

using Values = std::map<std::string, std::vector<std::string>, std::less<>>;

/// The least that can be sent: what is not known is said to be not known.
Values least() {
    return {
        {"notification_type", {"abuse_or_neglect_serious_harm"}},
        {"aware-day", {"30"}},
        {"aware-month", {"3"}},
        {"aware-year", {"2026"}},
        {"abuse_or_neglect", {"suspected"}},
        {"incident_date-unknown", {"yes"}},
        {"area", {"in_area"}},
        {"place_type", {"not_known_yet"}},
        {"harm", {"not_known_yet"}},
        {"what_happened", {"A baby was brought to hospital with injuries."}},
        {"children-count", {"1"}},
        {"children-1-part", {"seriously_harmed"}},
        {"children-1-first_names-unknown", {"yes"}},
        {"children-1-last_name-unknown", {"yes"}},
        {"children-1-age_known", {"not_known_yet"}},
        {"children-1-sex", {"not_known_yet"}},
        {"children-1-ethnicity", {"not_known_yet"}},
        {"children-1-disability", {"not_known_yet"}},
        {"children-1-plan", {"not_known_yet"}},
        {"children-1-living", {"not_known_yet"}},
        {"children-1-now-unknown", {"yes"}},
        {"safety_done-unknown", {"yes"}},
        {"others_at_risk", {"not_known_yet"}},
        {"police", {"not_known_yet"}},
        {"courts", {"not_known_yet"}},
        {"media", {"not_known_yet"}},
        {"agencies_known", {"not_known_yet"}},
    };
}

std::vector<Problem> problems_with(const Values& changes, Moment moment = Moment::submitting) {
    form::Answers answers{"notification", "2026-1", least()};
    for (const auto& [name, values] : changes) {
        if (values.empty())
            answers.values.erase(name);
        else
            answers.values[name] = values;
    }
    return form::problems(notification(), answers, moment, today);
}

auto about(const std::string& field) { return Contains(Field(&Problem::field, field)); }

TEST(NotificationForm, NotKnownYetNeverStopsSending) { EXPECT_EQ(problems_with({}), std::vector<Problem>{}); }

TEST(NotificationForm, Rule3_WithoutTheAwarenessDateItCannotBeSubmittedNorItsFirstPartSaved) {
    const Values without{{"aware-day", {}}, {"aware-month", {}}, {"aware-year", {}}};
    EXPECT_THAT(problems_with(without), about("aware-day"));
    EXPECT_THAT(problems_with(without, Moment::saving), about("aware-day"));
    EXPECT_EQ(problems_with(without).size(), 1U);
}

TEST(NotificationForm, Rule3_TheIncidentHasADateOfItsOwnWhichIsNotAfterTheAwareness) {
    const auto incident = [](const std::string& day) {
        return problems_with(
            {{"incident_date-unknown", {}},
             {"incident_date-day", {day}},
             {"incident_date-month", {"3"}},
             {"incident_date-year", {"2026"}}});
    };
    EXPECT_EQ(incident("30"), std::vector<Problem>{});
    EXPECT_THAT(incident("31"), about("incident_date-day"));
    EXPECT_THAT(problems_with({{"aware-year", {"2027"}}}), about("aware-year"));
}

TEST(NotificationForm, Rule4And6And14_EveryTypeOfNotificationCanBeChosen) {
    for (const auto* type :
         {"abuse_or_neglect_death",
          "abuse_or_neglect_serious_harm",
          "looked_after_child_death",
          "care_leaver_death",
          "other"})
        EXPECT_EQ(problems_with({{"notification_type", {type}}}), std::vector<Problem>{}) << type;
    EXPECT_THAT(problems_with({{"notification_type", {"serious_case_review"}}}), about("notification_type"));
}

TEST(NotificationForm, Rule8_FourChildrenInFullAndTheFifthInWords) {
    const auto& questions = notification().find("children")->questions;
    EXPECT_EQ(questions[0].at_most, 4);
    EXPECT_EQ(questions[1].id, "further_children");
    EXPECT_EQ(questions[1].type, form::Type::textarea);
}

TEST(NotificationForm, Rule12_AnIncidentAbroadNamesTheCountry) {
    EXPECT_THAT(problems_with({{"area", {"outside_england"}}}), about("country"));
    EXPECT_EQ(
        problems_with({{"area", {"outside_england"}}, {"country", {"Portugal"}}}), std::vector<Problem>{});
}

TEST(NotificationForm, Rule13_AnUnbornChildHasAnExpectedDateThatMayLieAhead) {
    const Values unborn{
        {"children-1-age_known", {"unborn"}},
        {"children-1-expected-day", {"1"}},
        {"children-1-expected-month", {"9"}},
        {"children-1-expected-year", {"2026"}}};
    EXPECT_EQ(problems_with(unborn), std::vector<Problem>{});
    EXPECT_THAT(problems_with({{"children-1-age_known", {"unborn"}}}), about("children-1-expected-day"));
}

TEST(NotificationForm, ADateOfBirthIsNotInTheFuture) {
    EXPECT_THAT(
        problems_with(
            {{"children-1-age_known", {"date_of_birth"}},
             {"children-1-date_of_birth-day", {"14"}},
             {"children-1-date_of_birth-month", {"6"}},
             {"children-1-date_of_birth-year", {"2091"}}}),
        about("children-1-date_of_birth-year"));
}

TEST(NotificationForm, NothingTypedFreelyAboutPeopleIsPrintedUnsealed) {
    std::set<std::string> open;
    const auto look = [&](const form::Question& question) {
        const bool free = question.type == form::Type::text || question.type == form::Type::textarea;
        if (free && !question.sealed) open.insert(question.id);
    };
    for (const auto& section : notification().sections)
        for (const auto& question : section.questions) {
            look(question);
            for (const auto& inner : question.questions) look(inner);
        }
    EXPECT_EQ(open, (std::set<std::string>{"age", "country", "incident_time", "relation"}));
}

TEST(NotificationForm, ItsRecordIsCanonical) {
    const form::Answers answers{"notification", "2026-1", least()};
    const auto text = form::canonical(notification(), answers);
    EXPECT_THAT(text, testing::HasSubstr(R"("aware":"2026-03-30")"));
    EXPECT_THAT(text, testing::HasSubstr(R"("incident_date":null)"));
    EXPECT_EQ(form::print(notification(), answers).size(), 8U); // seven sections and one child
}

} // namespace
} // namespace throughline::statutory
