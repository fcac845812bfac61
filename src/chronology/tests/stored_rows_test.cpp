// SPDX-License-Identifier: GPL-3.0-or-later
#include "case_file/testing.hpp"
#include "chronology/operations.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace throughline::chronology {
namespace {

using case_file::testing::Marlshire;
using identity::Texts;
using identity::View;

class StoredRowsTest : public ::testing::Test {
protected:
    StoredRowsTest()
        : m_file(m_marlshire.open_case("Wren"))
        , m_access(CaseAccess::of_the_system(m_file.id, m_file.reference)) {}

    GivenRow given(const std::string& date, const std::string& what, const std::string& comment = {}) const {
        GivenRow row;
        row.date = read_date(date, m_scope);
        row.source = "Case record";
        row.what = what;
        row.comment = comment;
        return row;
    }
    std::vector<std::string>
    keeps(const std::string& agency, const std::string& return_id, const std::vector<GivenRow>& rows) {
        std::vector<std::string> labels;
        const auto done = m_marlshire.act("unit", [&](Work& work) -> Outcome<Done> {
            labels = keep_rows(work, m_access, organisation::load(work.tx, agency), return_id, rows, m_scope);
            return Done{};
        });
        EXPECT_TRUE(done);
        return labels;
    }
    std::vector<StoredRow> rows() {
        return m_marlshire.read(
            [&](db::Transaction& tx) { return rows_of(tx, m_marlshire.house(), m_access); });
    }
    std::vector<std::string> labels() {
        std::vector<std::string> found;
        for (const auto& row : rows()) found.push_back(row.label);
        return found;
    }
    std::optional<StoredRow> find(const std::string& label) {
        return m_marlshire.read([&](db::Transaction& tx) { return find_row(tx, m_access, label); });
    }
    std::string words(const std::string& text_id, View view = View::codes) {
        return m_marlshire.read([&](db::Transaction& tx) {
            return Texts(tx, m_marlshire.house(), m_access, text_owner, view).words(text_id);
        });
    }
    Outcome<Done> repairs(const std::string& label, const std::string& text, std::int64_t seen) {
        return m_marlshire.act(
            "unit", [&](Work& work) { return repair_date(work, m_access, label, text, seen); });
    }
    void replaces(const std::string& agency, const std::string& return_id) {
        const auto done = m_marlshire.act("unit", [&](Work& work) -> Outcome<Done> {
            replace_rows(work, m_access, agency, return_id);
            return Done{};
        });
        EXPECT_TRUE(done);
    }
    void register_child() {
        identity::Registration registration;
        registration.relation = "child";
        registration.person.first_names = "Maisie";
        registration.person.last_name = "Tarrowby";
        EXPECT_TRUE(m_marlshire.act(
            "unit", [&](Work& work) { return identity::register_person(work, m_access, registration); }));
    }

    Marlshire m_marlshire{SOURCE_DIR};
    case_file::CaseFile m_file;
    CaseAccess m_access;
    DateContext m_scope{*calendar::read_date("2026-08-27"), {}, {}, {}, false};
};

TEST_F(StoredRowsTest, RowsOfAllAgenciesStandInHonestOrderAndUndatedOnesLast) {
    keeps("hospital", "r1", {given("Feb 2019", "b"), given("gone missing", "e"), given("3 March 2019", "c")});
    keeps("police", "r2", {given("1 Feb 2019", "a"), given("31/6/20", "f"), given("4 March 2019", "d")});
    EXPECT_EQ(
        labels(),
        (std::vector<std::string>{
            "police-1", "hospital-1", "hospital-3", "police-3", "hospital-2", "police-2"}));
    const auto all = rows();
    EXPECT_EQ(all.front().number, 1);
    EXPECT_EQ(all.back().number, 6);
    EXPECT_FALSE(all[4].start);
    EXPECT_FALSE(all[5].start);
}

TEST_F(StoredRowsTest, RowsOfOneDayStandByTimeThenInTheOrderTheyWereGiven) {
    keeps(
        "school",
        "r1",
        {given("3 March 2019", "x"),
         given("3 March 2019 14:00", "y"),
         given("3 March 2019 09:30", "z"),
         given("3 March 2019", "w")});
    EXPECT_EQ(labels(), (std::vector<std::string>{"school-3", "school-2", "school-1", "school-4"}));
}

TEST_F(StoredRowsTest, NothingIsDroppedWhateverStandsInARow) {
    std::vector<GivenRow> many;
    for (const char* date :
         {"", "?", "32/13/2020", "{{person:CHILD-9}}", "Easter hols", "22.05/16", "since birth"})
        many.push_back(given(date, ""));
    keeps("school", "r1", many);
    EXPECT_EQ(rows().size(), many.size());
    const auto brace = find("school-4");
    ASSERT_TRUE(brace);
    EXPECT_EQ(words(brace->start_text_id), "{{person:CHILD-9}}")
        << "what was written is shown as it was written";
}

TEST_F(StoredRowsTest, TheDateAsWrittenStaysBesideTheDateAsUnderstood) {
    keeps("police", "r1", {given("22.05/16", "Call", "Graded as routine")});
    const auto row = rows().front();
    EXPECT_EQ(row.start, "2016-05-22");
    EXPECT_EQ(when_in_words(row), "Sun 22 May 2016");
    EXPECT_EQ(words(row.start_text_id), "22.05/16");
    EXPECT_EQ(words(row.what_text_id), "Call");
    EXPECT_EQ(words(row.comment_text_id), "Graded as routine");
    EXPECT_EQ(row.agency, "Marlshire Police");
}

TEST_F(StoredRowsTest, LabelsNeverChangeAndAreNeverGivenTwice) {
    EXPECT_EQ(keeps("police", "r1", {given("2 May 2019", "later")}), std::vector<std::string>{"police-1"});
    keeps("police", "r2", {given("1 May 2019", "earlier")});
    EXPECT_EQ(labels(), (std::vector<std::string>{"police-2", "police-1"}));
    replaces("police", "r3");
    EXPECT_EQ(keeps("police", "r3", {given("1 May 2019", "earlier")}), std::vector<std::string>{"police-3"});
}

TEST_F(StoredRowsTest, ARowMayBringALabelOfItsOwnButNotAMalformedOne) {
    auto row = given("2 May 2019", "x");
    row.label = "W017";
    keeps("police", "r1", {row, given("3 May 2019", "y")});
    EXPECT_EQ(labels(), (std::vector<std::string>{"W017", "police-2"}));
    row.label = "police-7";
    EXPECT_THROW(keeps("police", "r1", {row}), std::logic_error);
    EXPECT_EQ(rows().size(), 2U);
}

TEST_F(StoredRowsTest, ReplacedRowsAreKeptOutOfSightUnlessTheyAreCited) {
    keeps("police", "r1", {given("1 May 2019", "a"), given("2 May 2019", "b")});
    keeps("school", "r2", {given("3 May 2019", "c")});
    EXPECT_TRUE(m_marlshire.act("unit", [&](Work& work) { return cite(work, m_access, "police-2"); }));
    EXPECT_FALSE(m_marlshire.act("unit", [&](Work& work) { return cite(work, m_access, "police-9"); }));
    replaces("police", "r3");
    EXPECT_EQ(labels(), (std::vector<std::string>{"police-2", "school-1"}));
    EXPECT_TRUE(rows().front().superseded);
    const auto hidden = find("police-1");
    ASSERT_TRUE(hidden);
    EXPECT_TRUE(hidden->superseded);
    const auto counts = m_marlshire.read([&](db::Transaction& tx) { return count_by_agency(tx, m_access); });
    EXPECT_EQ(counts.count("police"), 0U);
    EXPECT_EQ(counts.at("school").rows, 1);
}

TEST_F(StoredRowsTest, ARepairedDateMovesTheRowAndKeepsWhatWasWritten) {
    keeps("police", "r1", {given("31/6/20", "a"), given("1 May 2020", "b")});
    EXPECT_EQ(labels(), (std::vector<std::string>{"police-2", "police-1"}));
    ASSERT_TRUE(repairs("police-1", "30 April 2020", 1));
    EXPECT_EQ(labels(), (std::vector<std::string>{"police-1", "police-2"}));
    const auto row = find("police-1");
    EXPECT_EQ(row->start, "2020-04-30");
    EXPECT_TRUE(row->repaired);
    EXPECT_EQ(row->version, 2);
    EXPECT_TRUE(std::ranges::count(row->doubts, Doubt::impossible_date) == 0);
    EXPECT_EQ(words(row->start_text_id), "31/6/20");
    const auto repairs =
        m_marlshire.read([&](db::Transaction& tx) { return repairs_of(tx, m_access, row->id); });
    ASSERT_EQ(repairs.size(), 1U);
    EXPECT_EQ(words(repairs.front().text_id), "30 April 2020");
    EXPECT_EQ(repairs.front().by, "unit");
    const auto noted = m_marlshire.read([&](db::Transaction& tx) {
        return tx.row("SELECT count(*) AS n FROM ledger WHERE what = 'chronology.repaired'")->integer("n");
    });
    EXPECT_EQ(noted, 1);
}

TEST_F(StoredRowsTest, ARepairOnAnOlderVersionIsRefusedAndChangesNothing) {
    keeps("police", "r1", {given("31/6/20", "a")});
    ASSERT_TRUE(repairs("police-1", "30 June 2020", 1));
    const auto second = repairs("police-1", "1 July 2020", 1);
    ASSERT_FALSE(second);
    EXPECT_EQ(second.refusal().kind, Refusal::Kind::conflict);
    EXPECT_EQ(find("police-1")->start, "2020-06-30");
}

TEST_F(StoredRowsTest, ARepairInWhichNoDayIsFoundIsRefused) {
    keeps("police", "r1", {given("31/6/20", "a")});
    for (const char* text : {"", "  ", "soon after", "31 June 2020"}) {
        const auto done = repairs("police-1", text, 1);
        ASSERT_FALSE(done) << text;
        EXPECT_EQ(done.refusal().problems.front().field, "date");
    }
    EXPECT_EQ(repairs("police-99", "1 May 2020", 1).refusal().kind, Refusal::Kind::missing);
}

TEST_F(StoredRowsTest, ARepairOfTheDayLeavesTheTimeThatWasGiven) {
    auto row = given("31/6/20", "a");
    row.date.start_time = "16:40";
    keeps("police", "r1", {row});
    ASSERT_TRUE(repairs("police-1", "30 June 2020", 1));
    EXPECT_EQ(find("police-1")->time, "16:40");
    ASSERT_TRUE(repairs("police-1", "30 June 2020 at 09:15", 2));
    EXPECT_EQ(find("police-1")->time, "09:15");
}

TEST_F(StoredRowsTest, PeopleInRowsAreReferencesAndNoTableHoldsANameInTheClear) {
    register_child();
    auto row =
        given("day before Maisie Tarrowby's birthday", "Maisie Tarrowby seen at home", "Maisie smiled");
    row.source = "Email about Maisie Tarrowby";
    row.part = "Maisie Tarrowby";
    keeps("school", "r1", {row});
    const auto stored = rows().front();
    EXPECT_EQ(words(stored.what_text_id), "Child 1 seen at home");
    EXPECT_EQ(words(stored.source_text_id), "Email about Child 1");
    EXPECT_EQ(words(stored.what_text_id, View::names), "Maisie Tarrowby seen at home");
    m_marlshire.read([&](db::Transaction& tx) {
        for (const auto& one : tx.rows("SELECT plain, sealed FROM written_text")) {
            EXPECT_EQ(one.maybe_text("plain").value_or("").find("Maisie"), std::string::npos);
            EXPECT_EQ(one.bytes("sealed").find("Maisie"), std::string::npos);
        }
        for (const auto& one : tx.rows("SELECT * FROM chronology_row"))
            for (const char* column :
                 {"label", "order_key", "doubts", "start_text", "source_text", "what_text"})
                EXPECT_EQ(one.text(column).find("Maisie"), std::string::npos) << column;
    });
}

TEST_F(StoredRowsTest, Rule77_AWordThatMayBeAPersonIsOnlySuggestedAndItsTextIsMarked) {
    register_child();
    keeps("school", "r1", {given("3 May 2019", "Maisie smiled"), given("4 May 2019", "Home visit")});
    const auto all = rows();
    m_marlshire.read([&](db::Transaction& tx) {
        const Texts texts(tx, m_marlshire.house(), m_access, text_owner, View::codes);
        EXPECT_TRUE(texts.has_open_suggestion(all[0].what_text_id));
        EXPECT_EQ(texts.words(all[0].what_text_id), "Maisie smiled");
        EXPECT_FALSE(texts.has_open_suggestion(all[1].what_text_id));
    });
}

TEST_F(StoredRowsTest, RowsOfAnotherCaseAreNotSeen) {
    keeps("police", "r1", {given("1 May 2019", "a")});
    const auto other = m_marlshire.open_case("Alder");
    const auto access = CaseAccess::of_the_system(other.id, other.reference);
    m_marlshire.read([&](db::Transaction& tx) {
        EXPECT_TRUE(rows_of(tx, m_marlshire.house(), access).empty());
        EXPECT_FALSE(find_row(tx, access, "police-1"));
    });
}

} // namespace
} // namespace throughline::chronology
