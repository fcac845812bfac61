// SPDX-License-Identifier: GPL-3.0-or-later
#include "agency_return/operations.hpp"
#include "case_file/testing.hpp"
#include "platform/documents/storage.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>

namespace throughline::agency_return {
namespace {

using case_file::testing::Marlshire;

Outcome<std::vector<documents::Table>> read_here(std::string_view bytes, std::string_view file_name) {
    return documents::read_tables(bytes, file_name);
}

std::string bytes_of(const std::string& name) {
    std::ifstream file(std::string(SOURCE_DIR) + "/src/demo/marlshire/files/" + name, std::ios::binary);
    EXPECT_TRUE(file) << name;
    return {std::istreambuf_iterator<char>(file), {}};
}

class AgencyReturnTest : public ::testing::Test {
protected:
    AgencyReturnTest()
        : m_file(m_marlshire.open_case("Wren"))
        , m_access(CaseAccess::of_the_system(m_file.id, m_file.reference)) {}

    static Date day(std::string_view iso) { return calendar::read_date(iso).value(); }

    Outcome<Done> asks(const std::vector<std::string>& agencies, std::string_view due = "2026-09-01") {
        return m_marlshire.act("unit", [&](Work& work) {
            return ask(work, m_access, {agencies, day(due), {}, {}});
        });
    }
    Outcome<std::string> gives(
        std::string_view agency,
        const std::string& name,
        const std::string& bytes,
        Adds adds = Adds::to_what_was_sent) {
        const auto understood = understand(bytes, name, {m_today, {}, {}, {}, false}, read_here);
        if (!understood) return understood.refusal();
        return m_marlshire.act("school_lead", [&](Work& work) {
            return give_file(work, m_access, agency, {name, bytes}, *understood, adds, {});
        });
    }
    Outcome<std::string>
    types(std::string_view agency, const std::vector<RawRow>& rows, Adds adds = Adds::to_what_was_sent) {
        return m_marlshire.act(
            "school_lead", [&](Work& work) { return give_rows(work, m_access, agency, rows, {}, adds); });
    }
    Outcome<std::string> holds_nothing(std::string_view agency, const std::string& systems) {
        Words words;
        words.systems_searched = systems;
        return m_marlshire.act(
            "school_lead", [&](Work& work) { return hold_nothing(work, m_access, agency, words); });
    }
    Request request_of(std::string_view agency) {
        return m_marlshire.read(
            [&](db::Transaction& tx) { return find_request(tx, m_access, agency).value(); });
    }
    std::vector<chronology::StoredRow> rows() {
        return m_marlshire.read(
            [&](db::Transaction& tx) { return chronology::rows_of(tx, m_marlshire.house(), m_access); });
    }
    std::vector<Given> returns(std::string_view agency) {
        return m_marlshire.read(
            [&](db::Transaction& tx) { return returns_of(tx, m_marlshire.house(), m_access, agency); });
    }
    std::int64_t count(const std::string& table) {
        return m_marlshire.read(
            [&](db::Transaction& tx) { return tx.row("SELECT count(*) AS n FROM " + table)->integer("n"); });
    }
    std::string words(const std::string& text_id) {
        return m_marlshire.read([&](db::Transaction& tx) {
            return identity::Texts(
                       tx, m_marlshire.house(), m_access, chronology::text_owner, identity::View::codes)
                .words(text_id);
        });
    }

    Marlshire m_marlshire{SOURCE_DIR};
    case_file::CaseFile m_file;
    CaseAccess m_access;
    Date m_today = day("2026-08-27");
    std::string m_csv = "Date,What happened,Source\n3/5/2019,Seen at home,Log\n31/6/20,Rang,Log\n";
};

TEST_F(AgencyReturnTest, AskingAnAgencySharesTheCaseWithItsLeadAndNobodyElse) {
    const auto held = [&](std::string_view who) {
        return m_marlshire.read([&](db::Transaction& tx) {
            return case_file::held_roles(tx, m_marlshire.actor(who), m_file.reference, m_marlshire.now())
                .has_value();
        });
    };
    EXPECT_FALSE(held("school_lead"));
    ASSERT_TRUE(asks({"school"}));
    EXPECT_TRUE(held("school_lead"));
    EXPECT_FALSE(held("hospital_lead"));
    EXPECT_EQ(request_of("school").state, State::awaited);
}

TEST_F(AgencyReturnTest, AskingWantsAgenciesOfThePartnershipAndADateThatIsNotPast) {
    EXPECT_EQ(asks({}).refusal().problems.front().field, "organisations");
    EXPECT_EQ(asks({"northmoor"}).refusal().problems.front().field, "organisations");
    EXPECT_EQ(asks({"school"}, "2026-08-26").refusal().problems.front().field, "due");
    EXPECT_EQ(asks({"school"}, "2199-01-04").refusal().problems.front().field, "due");
    EXPECT_EQ(count("agency_request"), 0);
    const auto turned = m_marlshire.act("unit", [&](Work& work) {
        return ask(work, m_access, {{"school"}, day("2026-09-01"), day("2026-01-01"), day("2025-01-01")});
    });
    EXPECT_EQ(turned.refusal().problems.front().field, "period_to");
}

TEST_F(AgencyReturnTest, AskingAgainMovesTheDateAndAsksOnce) {
    ASSERT_TRUE(asks({"school"}));
    ASSERT_TRUE(asks({"school"}, "2026-09-04"));
    EXPECT_EQ(count("agency_request"), 1);
    EXPECT_EQ(request_of("school").due, day("2026-09-04"));
}

TEST_F(AgencyReturnTest, LatenessIsCountedInWorkingDaysAndEndsWithTheAnswer) {
    ASSERT_TRUE(asks({"school"}, "2026-08-28"));
    const auto late = [&] {
        return days_late(request_of("school"), m_marlshire.house().statute, m_marlshire.now());
    };
    EXPECT_EQ(late(), 0);
    m_marlshire.set_now(read_instant("2026-08-28T22:30:00.000000Z").value());
    EXPECT_EQ(late(), 0) << "half past eleven at night in London is on time (rule 21)";
    // Saturday, Sunday and the bank holiday of Monday 31 August are no working days.
    m_marlshire.set_now(read_instant("2026-09-01T09:00:00.000000Z").value());
    EXPECT_EQ(late(), 1);
    ASSERT_TRUE(holds_nothing("school", "Register, safeguarding log"));
    EXPECT_EQ(late(), 0);
}

TEST_F(AgencyReturnTest, LateAgenciesComeFirstThenAwaitedOnesThenThoseThatAnswered) {
    ASSERT_TRUE(asks({"school"}, "2026-09-04"));
    ASSERT_TRUE(asks({"hospital"}, "2026-08-28"));
    ASSERT_TRUE(asks({"police"}, "2026-08-27"));
    ASSERT_TRUE(types("police", {{"", "1/2/2026", "", "Log", "Call", ""}}));
    std::vector<std::string> order;
    m_marlshire.read([&](db::Transaction& tx) {
        for (const auto& request : requests_of(tx, m_access)) order.push_back(request.organisation_id);
    });
    EXPECT_THAT(order, ::testing::ElementsAre("hospital", "school", "police"));
}

TEST_F(AgencyReturnTest, AFileBecomesRowsWithTheFileItselfSealedBesideThem) {
    ASSERT_TRUE(asks({"school"}));
    const auto given = gives("school", "Maisie Tarrowby.csv", m_csv);
    ASSERT_TRUE(given);
    const auto all = rows();
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(all[0].start, "2019-05-03");
    EXPECT_FALSE(all[1].start) << "31 June keeps its row";
    EXPECT_EQ(words(all[1].start_text_id), "31/6/20");
    EXPECT_EQ(request_of("school").state, State::answered);
    EXPECT_EQ(request_of("school").rows, 2);
    EXPECT_EQ(request_of("school").undated, 1);

    const auto kept = returns("school").front();
    EXPECT_EQ(kept.rows, 2);
    EXPECT_FALSE(kept.skipped.empty()) << "the heading line is told";
    m_marlshire.read([&](db::Transaction& tx) {
        const auto document =
            documents::open(tx, case_file::key_of(m_marlshire.house(), m_file.id), kept.document_id);
        EXPECT_EQ(document.bytes, m_csv);
        EXPECT_EQ(document.file_name, "Maisie Tarrowby.csv");
        EXPECT_EQ(document.media_type, "text/csv");
    });
}

TEST_F(AgencyReturnTest, TheThreeFilesOfTheDemoAreTakenWithEveryDateInThem) {
    ASSERT_TRUE(asks({"hospital", "police", "school"}));
    ASSERT_TRUE(gives("hospital", "marlshire-general-wren.docx", bytes_of("marlshire-general-wren.docx")));
    ASSERT_TRUE(gives("police", "police-wren.xlsx", bytes_of("police-wren.xlsx")));
    ASSERT_TRUE(gives("school", "millrace-primary-wren.csv", bytes_of("millrace-primary-wren.csv")));
    const auto all = rows();
    std::int64_t given = 0;
    for (const char* agency : {"hospital", "police", "school"}) given += request_of(agency).rows;
    EXPECT_EQ(static_cast<std::int64_t>(all.size()), given);
    std::vector<std::string> wrote;
    std::map<std::string, std::optional<std::string>> read;
    for (const auto& row : all) read[words(row.start_text_id)] = row.start;
    EXPECT_EQ(read.at("22.05/16"), "2016-05-22");
    EXPECT_EQ(read.at("Feb 2019"), "2019-02");
    EXPECT_EQ(read.at("?3 Mar 2019"), "2019-03-03?");
    EXPECT_EQ(read.at("31/6/20"), std::nullopt);
}

TEST_F(AgencyReturnTest, ACsvWithSemicolonsInWindows1252IsRead) {
    ASSERT_TRUE(asks({"school"}));
    ASSERT_TRUE(gives("school", "log.csv", "Date;What happened\n3/5/2019;Caf\xe9 visit \x96 went well\n"));
    EXPECT_EQ(words(rows().front().what_text_id), "Caf\u00e9 visit \u2013 went well");
}

TEST_F(AgencyReturnTest, AFileThatCannotBeReadIsRefusedInWordsAndLeavesNothing) {
    ASSERT_TRUE(asks({"school"}));
    const auto texts = count("written_text");
    const std::vector<std::pair<std::string, std::string>> bad{
        {"empty.csv", ""},
        {"blank.csv", "\n\n\n"},
        {"broken.xlsx", "PK\x03\x04 and no more"},
        {"letter.pdf", "%PDF-1.7\n"},
        {"headings-only.csv", "Date,What happened\n"}};
    for (const auto& [name, bytes] : bad) {
        const auto given = gives("school", name, bytes);
        ASSERT_FALSE(given) << name;
        EXPECT_EQ(given.refusal().kind, Refusal::Kind::invalid) << name;
        EXPECT_EQ(given.refusal().problems.front().field, "file") << name;
        EXPECT_FALSE(given.refusal().message().empty()) << name;
    }
    for (const char* table : {"document", "document_chunk", "agency_return", "chronology_row"})
        EXPECT_EQ(count(table), 0) << table;
    EXPECT_EQ(count("written_text"), texts);
    EXPECT_EQ(request_of("school").state, State::awaited);
}

TEST_F(AgencyReturnTest, AFaultHalfWayLeavesNothingEither) {
    ASSERT_TRUE(asks({"school"}));
    RawRow malformed{"not a label", "1/2/2026", "", "", "x", ""};
    EXPECT_THROW((void)types("school", {{"", "1/2/2026", "", "", "y", ""}, malformed}), std::logic_error);
    EXPECT_EQ(count("agency_return"), 0);
    EXPECT_EQ(count("chronology_row"), 0);
    EXPECT_EQ(request_of("school").state, State::awaited);
}

TEST_F(AgencyReturnTest, TheVerySameFileIsNotTakenTwiceUnlessItReplaces) {
    ASSERT_TRUE(asks({"school"}));
    ASSERT_TRUE(gives("school", "log.csv", m_csv));
    const auto again = gives("school", "copy of log.csv", m_csv);
    ASSERT_FALSE(again);
    EXPECT_EQ(again.refusal().kind, Refusal::Kind::conflict);
    EXPECT_EQ(count("document"), 1);
    EXPECT_TRUE(gives("school", "log.csv", m_csv, Adds::instead_of_it));
    EXPECT_EQ(rows().size(), 2U);
}

TEST_F(AgencyReturnTest, AReturnThatAddsKeepsTheEarlierRowsAndOneThatReplacesHidesThem) {
    ASSERT_TRUE(asks({"school", "police"}));
    ASSERT_TRUE(types("school", {{"", "1/2/2026", "", "Log", "first", ""}}));
    ASSERT_TRUE(types("police", {{"", "2/2/2026", "", "Log", "theirs", ""}}));
    ASSERT_TRUE(types("school", {{"", "3/2/2026", "", "Log", "second", ""}}));
    EXPECT_EQ(rows().size(), 3U);
    m_marlshire.pass(seconds(60));
    ASSERT_TRUE(types("school", {{"", "4/2/2026", "", "Log", "third", ""}}, Adds::instead_of_it));
    const auto all = rows();
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(all[0].label, "police-1");
    EXPECT_EQ(all[1].label, "school-3");
    EXPECT_EQ(count("chronology_row"), 4) << "nothing is deleted";
    EXPECT_TRUE(returns("school").front().replaces);
    EXPECT_EQ(returns("school").size(), 3U);
}

TEST_F(AgencyReturnTest, NothingHeldIsAFullAnswerThatSaysWhereWasLooked) {
    ASSERT_TRUE(asks({"school"}));
    EXPECT_EQ(holds_nothing("school", "  ").refusal().problems.front().field, "systems_searched");
    EXPECT_EQ(request_of("school").state, State::awaited);
    ASSERT_TRUE(holds_nothing("school", "Register, safeguarding log"));
    EXPECT_EQ(request_of("school").state, State::nothing_held);
    EXPECT_FALSE(returns("school").front().systems_text_id.empty());
    ASSERT_TRUE(types("school", {{"", "1/2/2026", "", "Log", "found after all", ""}}));
    EXPECT_EQ(request_of("school").state, State::answered);
    EXPECT_FALSE(holds_nothing("school", "Register")) << "there are rows";
}

TEST_F(AgencyReturnTest, WhatAnAgencySaysInItsOwnWordsGoesThroughTheReferenceStep) {
    identity::Registration child;
    child.relation = "child";
    child.person.first_names = "Maisie";
    child.person.last_name = "Tarrowby";
    ASSERT_TRUE(m_marlshire.act(
        "unit", [&](Work& work) { return identity::register_person(work, m_access, child); }));
    ASSERT_TRUE(asks({"school"}));
    Words words;
    words.knew_family = Knew::current;
    words.summary = "Maisie Tarrowby is with us";
    ASSERT_TRUE(m_marlshire.act("school_lead", [&](Work& work) {
        return give_rows(work, m_access, "school", {{"", "1/2/2026", "", "Log", "x", ""}}, words);
    }));
    const auto given = returns("school").front();
    EXPECT_EQ(given.knew_family, Knew::current);
    EXPECT_TRUE(given.learning_text_id.empty());
    m_marlshire.read([&](db::Transaction& tx) {
        const identity::Texts texts(tx, m_marlshire.house(), m_access, text_owner, identity::View::codes);
        EXPECT_EQ(texts.words(given.summary_text_id), "Child 1 is with us");
    });
}

TEST_F(AgencyReturnTest, AnAgencyThatWasNotAskedCannotAnswer) {
    EXPECT_EQ(types("school", {{"", "1/2/2026", "", "", "x", ""}}).refusal().kind, Refusal::Kind::conflict);
    EXPECT_EQ(holds_nothing("school", "Register").refusal().kind, Refusal::Kind::conflict);
    EXPECT_EQ(gives("school", "log.csv", m_csv).refusal().kind, Refusal::Kind::conflict);
    EXPECT_EQ(count("agency_return"), 0);
}

TEST_F(AgencyReturnTest, ATypedRowKeepsDateAndTimeAsWrittenAndAsUnderstood) {
    ASSERT_TRUE(asks({"school"}));
    ASSERT_TRUE(types(
        "school",
        {{"W001", "12.09.24", "11.15am", "Log", "x", "y"}, {"", "13/9/2024", "teatime", "Log", "z", ""}}));
    const auto all = rows();
    EXPECT_EQ(all[0].label, "W001");
    EXPECT_EQ(all[0].start, "2024-09-12");
    EXPECT_EQ(all[0].time, "11:15");
    EXPECT_EQ(words(all[0].start_text_id), "12.09.24 11.15am");
    EXPECT_EQ(words(all[1].start_text_id), "13/9/2024 teatime");
    EXPECT_EQ(all[1].time, std::nullopt);
}

TEST_F(AgencyReturnTest, DatesOutsideThePeriodAskedForAreDoubted) {
    const auto asked = m_marlshire.act("unit", [&](Work& work) {
        return ask(work, m_access, {{"school"}, day("2026-09-01"), day("2025-01-01"), day("2026-08-01")});
    });
    ASSERT_TRUE(asked);
    ASSERT_TRUE(types("school", {{"", "1/2/2019", "", "", "x", ""}, {"", "1/2/2026", "", "", "y", ""}}));
    const auto all = rows();
    EXPECT_THAT(all[0].doubts, ::testing::Contains(chronology::Doubt::out_of_scope));
    EXPECT_THAT(all[1].doubts, ::testing::Not(::testing::Contains(chronology::Doubt::out_of_scope)));
}

TEST_F(AgencyReturnTest, NoNameInAReturnStandsInTheClear) {
    identity::Registration child;
    child.relation = "child";
    child.person.first_names = "Maisie";
    child.person.last_name = "Tarrowby";
    ASSERT_TRUE(m_marlshire.act(
        "unit", [&](Work& work) { return identity::register_person(work, m_access, child); }));
    ASSERT_TRUE(asks({"school"}));
    ASSERT_TRUE(gives(
        "school",
        "Maisie Tarrowby.csv",
        "Maisie Tarrowby chronology\nDate,What happened,Source\n3/5/2019,Maisie Tarrowby seen,Maisie's "
        "file\n"));
    m_marlshire.read([&](db::Transaction& tx) {
        for (const auto& row : tx.rows("SELECT notes_sealed FROM agency_return"))
            EXPECT_EQ(row.bytes("notes_sealed").find("Maisie"), std::string::npos);
        for (const auto& row : tx.rows("SELECT heading_sealed, media_type FROM document"))
            EXPECT_EQ(row.bytes("heading_sealed").find("Maisie"), std::string::npos);
        for (const auto& row : tx.rows("SELECT sealed FROM document_chunk"))
            EXPECT_EQ(row.bytes("sealed").find("Maisie"), std::string::npos);
        for (const auto& row : tx.rows("SELECT plain FROM written_text"))
            EXPECT_EQ(row.maybe_text("plain").value_or("").find("Maisie"), std::string::npos);
        for (const auto& row : tx.rows("SELECT what, record, why FROM ledger"))
            for (const char* column : {"what", "record", "why"})
                EXPECT_EQ(row.text(column).find("Maisie"), std::string::npos);
    });
}

} // namespace
} // namespace throughline::agency_return
