// SPDX-License-Identifier: GPL-3.0-or-later
#include "chronology/chronology.hpp"
#include "chronology/columns.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace throughline::chronology {
namespace {

namespace fs = std::filesystem;
using documents::Cell;
using documents::Table;
using testing::ElementsAre;
using testing::HasSubstr;

DateContext context() {
    DateContext made;
    made.today = *calendar::read_date("2026-11-23");
    return made;
}

Table table(const std::vector<std::vector<std::string>>& rows) {
    Table made;
    made.part = "Sheet1";
    int line = 0;
    for (const auto& row : rows) {
        auto& to = made.rows.emplace_back();
        to.line = ++line;
        for (const auto& text : row) to.cells.push_back({text, {}, false});
    }
    return made;
}

Reading read(const std::vector<std::vector<std::string>>& rows) {
    return read_rows({table(rows)}, "School", "School.xlsx", context());
}

Reading read_file(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    const std::string bytes((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
    const auto name = file.filename().string();
    return read_rows(documents::read_tables(bytes, name).value(), file.stem().string(), name, context());
}

std::vector<std::string> whats(const Reading& reading) {
    std::vector<std::string> all;
    for (const auto& row : reading.rows) all.push_back(row.what);
    return all;
}

std::vector<int> skipped_lines(const Reading& reading) {
    std::vector<int> all;
    for (const auto& left : reading.skipped) all.push_back(left.line.value_or(-1));
    return all;
}

/// Everything that the reading says, for looking whether a cell's text is anywhere in it.
std::string everything(const Reading& reading) {
    std::string all;
    for (const auto& row : reading.rows)
        all += row.source + "\n" + row.date.start_text + "\n" + row.date.start_time.value_or("") + "\n" +
               row.what + "\n" + row.comment.value_or("") + "\n";
    for (const auto& left : reading.skipped) all += left.text + "\n";
    for (const auto& left : reading.refused) all += left.text + "\n";
    return all;
}

TEST(Reading, AnAgencysTableBecomesRows) {
    const auto reading = read(
        {{"Date", "Time", "Source", "Event", "Action", "Comment"},
         {"14/03/2019", "16:40", "CPOMS", "Late again", "Called home", "A pattern"}});
    ASSERT_EQ(reading.rows.size(), 1u);
    const auto& row = reading.rows[0];
    EXPECT_EQ(row.agency, "School");
    EXPECT_EQ(row.source, "CPOMS");
    EXPECT_EQ(row.date.start, "2019-03-14");
    EXPECT_EQ(row.date.start_time, "16:40");
    EXPECT_EQ(row.what, "Late again\nAction: Called home");
    EXPECT_EQ(row.comment, "A pattern");
    EXPECT_EQ(row.file, "School.xlsx");
    EXPECT_EQ(row.part, "Sheet1");
    EXPECT_EQ(row.line, 2);
    EXPECT_THAT(skipped_lines(reading), ElementsAre(1));
}

/// The variants of column headings met in practice, each with the place where every cell goes.
TEST(Reading, TheUsualSetsOfColumnsAreKnown) {
    struct Variant {
        std::vector<std::string> headings{};
        std::vector<std::string> cells{};
        std::string source{};
        std::string what{};
        std::string comment{};
    };
    const std::vector<Variant> variants{
        {{"Event ref", "Start Date", "Start Time", "End Date", "End Time", "Source of Information", "Detail"},
         {"12", "3/5/2019", "09:00", "7/5/2019", "10:00", "Case file", "Placed with aunt"},
         "Case file",
         "Placed with aunt\nEvent ref: 12\nEnd Date: 7/5/2019\nEnd Time: 10:00",
         ""},
        {{"Date/period",
          "Significant event",
          "Source (who/which service)",
          "Impact positive or negative",
          "Action taken to reduce harm"},
         {"3/5/2019", "Moved house", "Housing", "Negative", "Referral"},
         "Housing",
         "Moved house\nAction taken to reduce harm: Referral",
         "Impact positive or negative: Negative"},
        {{"Date",
          "Time",
          "Agency/Source",
          "Event/Contact",
          "Action/Outcome",
          "Child seen? Y/N/alone",
          "Comment/Analysis"},
         {"3/5/2019", "", "HV record", "Home visit", "None", "Y", "Seen with mother"},
         "HV record",
         "Home visit\nAction/Outcome: None\nChild seen? Y/N/alone: Y",
         "Seen with mother"},
        {{"Date",
          "Time",
          "Source document",
          "Professional (role code)",
          "Event in brief",
          "Response/decision",
          "Impact on child/voice",
          "Good practice or learning"},
         {"3/5/2019", "", "Letter", "HV2", "Visit", "NFA", "Not asked", "None"},
         "Letter",
         "Visit\nProfessional (role code): HV2\nResponse/decision: NFA",
         "Impact on child/voice: Not asked\nGood practice or learning: None"},
        {{"Date",
          "Setting",
          "Presenting issue",
          "Who attended",
          "Information shared with",
          "Follow-up",
          "Was-not-brought",
          "Author comment"},
         {"3/5/2019", "Clinic", "Weight", "Mother", "GP", "6 weeks", "No", "Fine"},
         "",
         "Weight\nSetting: Clinic\nWho attended: Mother\nInformation shared with: GP\nFollow-up: 6 "
         "weeks\nWas-not-brought: No",
         "Fine"},
        {{"Date/time",
          "Crime/incident ref",
          "Summary",
          "Risk grading (e.g. DASH)",
          "Children present",
          "Notification made",
          "Comment"},
         {"3/5/2019 21:00", "C/1", "Shouting heard", "Medium", "2", "Yes", "None"},
         "",
         "Shouting heard\nCrime/incident ref: C/1\nRisk grading (e.g. DASH): Medium\nChildren present: "
         "2\nNotification made: Yes",
         "None"},
        {{"Date", "Concern category", "Recorded by (role)", "Detail", "Action", "Outcome", "Attendance %"},
         {"3/5/2019", "Neglect", "DSL", "Hungry", "Fed", "Ate well", "88"},
         "",
         "Hungry\nConcern category: Neglect\nRecorded by (role): DSL\nAction: Fed\nOutcome: Ate "
         "well\nAttendance %: 88",
         ""},
        {{"Date recorded", "Date of event", "What happened?", "Analysis"},
         {"9/5/2019", "3/5/2019", "Call", "Late entry"},
         "",
         "Call\nDate recorded: 9/5/2019",
         "Late entry"},
        {{"Date (DD/MM/YYYY)", "Comments"}, {"3/5/2019", "Seen at home"}, "", "Seen at home", ""},
        {{"Date seen", "Reason for consultation", "Outcome"},
         {"3/5/2019", "Cough", "Inhaler"},
         "",
         "Reason for consultation: Cough\nOutcome: Inhaler",
         ""},
        {{"WHEN", "Text"}, {"3/5/2019", "Seen"}, "", "Seen", ""},
    };
    for (const auto& variant : variants) {
        const auto reading = read({variant.headings, variant.cells});
        ASSERT_EQ(reading.rows.size(), 1u) << variant.headings[1];
        const auto& row = reading.rows[0];
        EXPECT_EQ(row.date.earliest, "2019-05-03") << variant.headings[1];
        EXPECT_EQ(row.source, variant.source);
        EXPECT_EQ(row.what, variant.what);
        EXPECT_EQ(row.comment.value_or(""), variant.comment);
    }
}

TEST(Reading, RowsOfHeadingsAreToldFromRowsOfEvents) {
    const auto is_heading = [](const std::vector<std::string>& cells) {
        return columns_of_headings(table({cells}).rows[0]).has_value();
    };
    EXPECT_TRUE(is_heading({"Date", "Event"}));
    EXPECT_TRUE(is_heading({"No.", "Date of contact", "Details"}));
    EXPECT_TRUE(is_heading({"PersonId", "Date", "Foo", "Bar", "Baz", "Description", "Qux"}));
    EXPECT_FALSE(is_heading({"Date of birth", "04/02/2012"}));
    EXPECT_FALSE(is_heading({"Date unknown", "Contact"}));
    EXPECT_FALSE(is_heading({"Chronology of significant events"}));
    EXPECT_FALSE(is_heading({"14/03/2019", "Contact", "Event"}));
    EXPECT_FALSE(is_heading({"Date completed", "Author", "Agency"}));
}

TEST(Reading, TitlesAboveTheHeadingsAreListedAndNotRead) {
    const auto reading = read(
        {{"Chronology for St Anne's"},
         {"Date completed", "14/03/2019"},
         {},
         {"Date", "Event"},
         {"14/03/2019", "Call"}});
    EXPECT_THAT(whats(reading), ElementsAre("Call"));
    EXPECT_THAT(skipped_lines(reading), ElementsAre(1, 2, 3, 4));
    EXPECT_THAT(reading.skipped[1].text, "Date completed | 14/03/2019");
}

TEST(Reading, HeadingsThatComeAgainMayNameOtherColumns) {
    const auto reading = read(
        {{"Date", "Event", "Source"},
         {"14/03/2019", "Call", "Log"},
         {"Date", "Source", "Event"},
         {"15/03/2019", "File", "Visit"}});
    EXPECT_THAT(whats(reading), ElementsAre("Call", "Visit"));
    EXPECT_EQ(reading.rows[1].source, "File");
}

TEST(Reading, RowsWithoutHeadingsBeforeTheFirstHeadingsAreRead) {
    const auto reading = read(
        {{"12/03/2019", "First", "x"},
         {"13/03/2019", "Second", "y"},
         {"Date", "Event"},
         {"14/03/2019", "Third"}});
    EXPECT_THAT(whats(reading), ElementsAre("First\nx", "Second\ny", "Third"));
}

TEST(Reading, ATableWithoutHeadingsIsGuessed) {
    const auto reading = read(
        {{"1", "14/03/2019", "16:40", "The longest text of the row is what happened", "HV1"},
         {"2", "?15/03/2019", "0900hrs", "And here it is again, as long as before", "HV2"}});
    ASSERT_EQ(reading.rows.size(), 2u);
    EXPECT_EQ(reading.rows[0].date.start, "2019-03-14");
    EXPECT_EQ(reading.rows[0].date.start_time, "16:40");
    EXPECT_THAT(reading.rows[0].what, HasSubstr("The longest text"));
    EXPECT_THAT(reading.rows[0].what, HasSubstr("HV1"));
    EXPECT_EQ(reading.rows[1].date.start_time, "09:00");
    EXPECT_THAT(reading.rows[1].what, HasSubstr("Time: 0900hrs"));
}

TEST(Reading, AFormOfLabelsAndAnswersIsNoChronology) {
    const auto reading = read(
        {{"Name", "Child A"},
         {"Date of birth", "04/02/2012"},
         {"Date of death", "09/08/2026"},
         {"GP", "Dr B"}});
    EXPECT_TRUE(reading.rows.empty());
    EXPECT_THAT(skipped_lines(reading), ElementsAre(1, 2, 3, 4));
    ASSERT_EQ(reading.refused.size(), 1u);
    EXPECT_THAT(reading.refused[0].reason, HasSubstr("No chronology was found"));
    EXPECT_FALSE(reading.refused[0].line);
}

TEST(Reading, ARowThatGoesOnWithoutADateIsKeptAndNotGuessed) {
    const auto reading = read(
        {{"Date", "Event", "Source"},
         {"14/03/2019", "Call", "Log"},
         {"", "and a second call", "Log"},
         {"", "more of it"}});
    ASSERT_EQ(reading.rows.size(), 3u);
    EXPECT_FALSE(reading.rows[1].date.start);
    EXPECT_THAT(reading.rows[1].date.doubts, ElementsAre(Doubt::unreadable_date));
    EXPECT_EQ(reading.rows[2].what, "more of it");
}

TEST(Reading, ADateMergedOverSeveralRowsHoldsForEach) {
    auto made = table({{"Date", "Event"}, {"14/03/2019", "Call"}, {"14/03/2019", "Visit"}, {"14/03/2019"}});
    made.rows[2].cells[0].repeated = true;
    made.rows[3].cells[0].repeated = true;
    const auto reading = read_rows({made}, "School", "School.docx", context());
    ASSERT_EQ(reading.rows.size(), 2u);
    EXPECT_EQ(reading.rows[1].date.start, "2019-03-14");
    EXPECT_THAT(skipped_lines(reading), ElementsAre(1, 4));
}

TEST(Reading, HeadingsInsideTheTableAreListedAndMayGiveTheYear) {
    const auto reading = read(
        {{"Date", "Source", "Event"},
         {"2019"},
         {"14 March", "Log", "Call"},
         {"Autumn term"},
         {"3/10", "Log", "Visit"},
         {"2020"},
         {"5 Jan", "Log", "Meeting"}});
    ASSERT_EQ(reading.rows.size(), 3u);
    EXPECT_EQ(reading.rows[0].date.start, "2019-03-14?");
    EXPECT_EQ(reading.rows[1].date.start, "2019-10-03?");
    EXPECT_EQ(reading.rows[2].date.start, "2020-01-05?");
    EXPECT_THAT(skipped_lines(reading), ElementsAre(1, 2, 4, 6));
}

TEST(Reading, ADayAloneIsAnEventThatLacksItsText) {
    const auto reading = read({{"Date", "Source", "Event"}, {"14/03/2019"}, {"31/6/20"}, {"Antenatal"}});
    ASSERT_EQ(reading.rows.size(), 2u);
    EXPECT_EQ(reading.rows[0].date.start, "2019-03-14");
    EXPECT_THAT(reading.rows[1].date.doubts, ElementsAre(Doubt::impossible_date));
}

TEST(Reading, ABadDateKeepsItsRowAndItsText) {
    const auto reading = read({{"Date", "Event"}, {"31/6/20", "Missed check-in"}, {"soon after", "Another"}});
    ASSERT_EQ(reading.rows.size(), 2u);
    EXPECT_EQ(reading.rows[0].date.start_text, "31/6/20");
    EXPECT_EQ(reading.rows[1].date.start_text, "soon after");
}

TEST(Reading, NumberedRowsOfAnEmptyTemplateAreListed) {
    const auto reading = read({{"No", "Date", "Event"}, {"1", "14/03/2019", "Call"}, {"2", "", ""}, {"3"}});
    EXPECT_THAT(whats(reading), ElementsAre("Call\nNo: 1"));
    EXPECT_THAT(skipped_lines(reading), ElementsAre(1, 3, 4));
}

/// The promise of the whole import: every cell that is not empty is found again, whatever the table looks
/// like.
TEST(Reading, NothingIsDropped) {
    std::uint32_t seed = 11;
    const auto next = [&](std::uint32_t below) {
        return seed = seed * 1664525 + 1013904223, (seed >> 16) % below;
    };
    const std::vector<std::string> headings{
        "Date",
        "Time",
        "End date",
        "Source",
        "Event",
        "Comment",
        "Impact",
        "Action",
        "No",
        "Ward",
        "",
        "Start Date",
        "Agency",
        "Details",
        "Date of birth",
        "End Time"};
    const std::vector<std::string> values{
        "",
        "14/03/2019",
        "?3 Mar 2019",
        "31/6/20",
        "16:40",
        "4.40pm",
        "16:40:00",
        "9:05",
        "2019",
        "43538",
        "12",
        "soon",
        "w/c 6/5/19",
        "pm"};
    for (int round = 0; round < 3000; ++round) {
        std::vector<std::vector<std::string>> rows;
        const auto width = 1 + next(7), height = 1 + next(8);
        int unique = 0;
        for (std::uint32_t r = 0; r < height; ++r) {
            auto& row = rows.emplace_back();
            const bool heading = next(4) == 0;
            for (std::uint32_t c = 0; c < width; ++c) {
                if (heading)
                    row.push_back(headings[next(static_cast<std::uint32_t>(headings.size()))]);
                else if (next(2) == 0)
                    row.push_back(values[next(static_cast<std::uint32_t>(values.size()))]);
                else
                    row.push_back("words" + std::to_string(round) + "x" + std::to_string(++unique));
            }
        }
        const auto reading = read(rows);
        const auto all = everything(reading);
        std::size_t lines = reading.rows.size() + reading.skipped.size();
        EXPECT_EQ(lines, rows.size());
        for (const auto& row : rows)
            for (const auto& cell : row) {
                // A time that was understood may stand there in the usual form.
                const bool plain_time = cell == "16:40:00" || cell == "9:05";
                if (cell.empty() || plain_time) continue;
                ASSERT_NE(all.find(cell), std::string::npos) << cell << " in round " << round;
            }
    }
}

TEST(Reading, NothingOfTheSampleFilesIsDropped) {
    for (const auto& entry : fs::directory_iterator(SOURCE_DIR "/tests/corpora/chronologies")) {
        std::ifstream in(entry.path(), std::ios::binary);
        const std::string bytes((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
        const auto tables = documents::read_tables(bytes, entry.path().filename().string()).value();
        const auto all = everything(read_file(entry.path()));
        for (const auto& each : tables)
            for (const auto& row : each.rows)
                for (const auto& cell : row.cells)
                    EXPECT_NE(all.find(cell.text), std::string::npos) << entry.path() << ": " << cell.text;
    }
}

TEST(Merge, OneHonestOrder) {
    auto a = read(
        {{"Date", "Time", "Event"},
         {"Feb 2019", "", "the month"},
         {"1 Feb 2019", "", "the day, no time"},
         {"unknown", "", "undated first"},
         {"1 Feb 2019", "16:00", "afternoon"},
         {"1 Feb 2019", "09:00", "morning"},
         {"2019", "", "the year"},
         {"1 Jan 2019", "", "new year's day"}});
    auto b = read_rows(
        {table({{"Date", "Event"}, {"1 Feb 2019", "from another agency"}, {"31/6/20", "undated second"}})},
        "Nursery",
        "b.csv",
        context());
    std::vector<Row> rows;
    for (auto* from : {&a, &b}) std::move(from->rows.begin(), from->rows.end(), std::back_inserter(rows));
    std::vector<std::string> order;
    for (const auto& row : merge(rows)) order.push_back(row.what);
    EXPECT_THAT(
        order,
        ElementsAre(
            "new year's day",
            "the year",
            "morning",
            "afternoon",
            "from another agency",
            "the day, no time",
            "the month",
            "undated first",
            "undated second"));
}

TEST(Merge, TheOrderIsStableAndAgain) {
    std::vector<Row> rows;
    for (int i = 0; i < 500; ++i) {
        Row row;
        row.agency = i % 3 == 0 ? "B" : "A";
        row.line = i;
        row.date = read_date(i % 7 == 0 ? "" : i % 2 == 0 ? "14/03/2019" : "13/03/2019", context());
        rows.push_back(row);
    }
    const auto once = merge(rows), twice = merge(once);
    ASSERT_EQ(once.size(), rows.size());
    for (std::size_t i = 0; i < once.size(); ++i) EXPECT_EQ(once[i].line, twice[i].line);
    for (std::size_t i = 1; i < once.size(); ++i) {
        if (once[i - 1].date.start != once[i].date.start) continue;
        if (once[i - 1].date.start && once[i - 1].agency != once[i].agency) continue;
        EXPECT_LT(once[i - 1].line, once[i].line);
    }
}

} // namespace
} // namespace throughline::chronology
