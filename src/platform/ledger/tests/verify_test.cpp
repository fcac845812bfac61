// SPDX-License-Identifier: GPL-3.0-or-later
// Each test does to the ledger what somebody with the database, or the data folder, but without the keys
// could do.
#include "platform/ledger/chain.hpp"
#include "platform/ledger/tests/fixture.hpp"

#include <gmock/gmock.h>

namespace throughline::ledger {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;

class VerifyTest : public LedgerTest {
protected:
    /// Entries 1 to 33, and heads.log with its own entry 34, all signed.
    VerifyTest() {
        append(33);
        sign();
    }
    /// What a forger does who knows how the table hangs together.
    void cut_after(int seq) {
        tamper("DELETE FROM ledger WHERE seq > :seq", {{"seq", seq}});
        tamper(
            "UPDATE ledger_head SET seq = :seq, hash = (SELECT hash FROM ledger WHERE seq = :seq)",
            {{"seq", seq}});
    }
};

TEST_F(VerifyTest, AWholeLedgerHasNoFault) {
    const auto verdict = ledger.verify(*database);
    EXPECT_EQ(verdict.entries, 34);
    EXPECT_THAT(verdict.faults, IsEmpty());
}

TEST_F(VerifyTest, EntriesThatAreNotYetSignedAreNoFault) {
    append(3);
    EXPECT_THAT(faults(), IsEmpty());
}

TEST_F(VerifyTest, AnAlteredEntryIsNamedWhateverColumnItWas) {
    for (const char* column : {"at", "who", "role", "what", "record", "why"}) {
        const auto was = database->read([&](db::Transaction& tx) {
            return tx.row("SELECT " + std::string(column) + " AS c FROM ledger WHERE seq = 17")->text("c");
        });
        const auto put = "UPDATE ledger SET " + std::string(column) + " = :value WHERE seq = 17";
        tamper(put, {{"value", was + "x"}});
        EXPECT_THAT(faults(), ElementsAre("entry 17 was altered")) << column;
        tamper(put, {{"value", was}});
    }
    EXPECT_THAT(faults(), IsEmpty());
}

TEST_F(VerifyTest, TextMovedFromOneColumnToTheNextIsNoticed) {
    tamper("UPDATE ledger SET who = 'sys', role = 'tem' || role WHERE seq = 17");
    EXPECT_THAT(faults(), ElementsAre("entry 17 was altered"));
}

TEST_F(VerifyTest, AnAlteredHashIsNamed) {
    tamper("UPDATE ledger SET hash = prev WHERE seq = 17");
    EXPECT_THAT(faults(), ElementsAre("entry 17 was altered"));
}

TEST_F(VerifyTest, NeighboursThatWereAlteredAreToldTogether) {
    tamper("UPDATE ledger SET who = 'nobody' WHERE seq >= 5 AND seq <= 9");
    tamper("UPDATE ledger SET who = 'nobody' WHERE seq = 12");
    EXPECT_THAT(faults(), ElementsAre("entries 5 to 9 were altered", "entry 12 was altered"));
}

TEST_F(VerifyTest, ARemovedEntryIsNamed) {
    tamper("DELETE FROM ledger WHERE seq = 17");
    tamper("DELETE FROM ledger WHERE seq >= 20 AND seq <= 22");
    EXPECT_THAT(faults(), ElementsAre("entry 17 is missing", "entries 20 to 22 are missing"));
}

TEST_F(VerifyTest, ARemovedBeginningIsNamed) {
    tamper("DELETE FROM ledger WHERE seq <= 3");
    EXPECT_THAT(faults(), ElementsAre("entries 1 to 3 are missing"));
}

TEST_F(VerifyTest, ARemovedEntryWhoseGapWasClosedIsNoticed) {
    tamper("DELETE FROM ledger WHERE seq = 17");
    for (int seq = 18; seq <= 34; ++seq)
        tamper("UPDATE ledger SET seq = seq - 1 WHERE seq = :seq", {{"seq", seq}});
    EXPECT_THAT(faults(), Contains("entries 17 to 33 were altered"));
}

TEST_F(VerifyTest, ReorderedEntriesAreNamed) {
    tamper("UPDATE ledger SET seq = 1000 WHERE seq = 17");
    tamper("UPDATE ledger SET seq = 17 WHERE seq = 18");
    tamper("UPDATE ledger SET seq = 18 WHERE seq = 1000");
    EXPECT_THAT(faults(), ElementsAre("entries 17 to 18 were altered"));
}

TEST_F(VerifyTest, AnInsertedEntryIsNamed) {
    tamper("INSERT INTO ledger (seq, at, who, role, what, record, why, prev, hash) "
           "SELECT 35, at, who, role, what, record, why, hash, hash FROM ledger WHERE seq = 34");
    EXPECT_THAT(
        faults(),
        ElementsAre(
            "entry 35 was altered", "the head row names entry 34, but the ledger goes on to entry 35"));
}

TEST_F(VerifyTest, ACutOffTailIsFoundByTheHeadRow) {
    std::filesystem::remove(heads_log);
    tamper("DELETE FROM ledger WHERE seq > 31");
    EXPECT_THAT(
        faults(),
        ElementsAre(
            "the ledger was cut off after entry 31: the head row names entry 34",
            "heads.log is missing: no head of the ledger is signed"));
}

TEST_F(VerifyTest, ATailCutOffTogetherWithItsHeadRowIsFoundByHeadsLog) {
    cut_after(31);
    EXPECT_THAT(faults(), ElementsAre("the ledger was cut off after entry 31: heads.log signed entry 34"));
}

TEST_F(VerifyTest, ATailThatWasCutOffAndGrownAnewIsFoundByHeadsLog) {
    cut_after(31);
    append(3);
    EXPECT_THAT(
        faults(),
        ElementsAre(
            "entry 33 is not the one that heads.log signed",
            "entry 34 is not the one that heads.log signed"));
    append(5);
    sign();
    EXPECT_THAT(faults(), Contains("entry 34 is not the one that heads.log signed"));
}

TEST_F(VerifyTest, AnEmptiedLedgerIsFound) {
    tamper("DELETE FROM ledger");
    EXPECT_THAT(
        faults(),
        ElementsAre(
            "the ledger was emptied: the head row names entry 34",
            "the ledger was emptied: heads.log signed entry 34"));
    tamper("UPDATE ledger_head SET seq = 0, hash = ''");
    EXPECT_THAT(faults(), ElementsAre("the ledger was emptied: heads.log signed entry 34"));
    sign();
    EXPECT_THAT(faults(), ElementsAre("the ledger was emptied: heads.log signed entry 34"));
}

TEST_F(VerifyTest, ATouchedHeadRowIsFound) {
    tamper("UPDATE ledger_head SET hash = (SELECT hash FROM ledger WHERE seq = 2)");
    EXPECT_THAT(faults(), ElementsAre("the head row does not bear the hash of entry 34"));
    tamper("UPDATE ledger_head SET seq = 20");
    EXPECT_THAT(faults(), ElementsAre("the head row names entry 20, but the ledger goes on to entry 34"));
    tamper("DELETE FROM ledger_head");
    EXPECT_THAT(faults(), ElementsAre("the ledger's head row is missing"));
}

TEST_F(VerifyTest, EntriesOfTwoLedgersJoinedByHandDoNotFollow) {
    // An older copy of the ledger went on by itself; its entry 31 is well made, only not ours.
    const auto ours = database->read([](db::Transaction& tx) {
        return *tx.row("SELECT at, record, prev, hash FROM ledger WHERE seq = 31");
    });
    Link other{
        31, ours.text("at"), "system", "system", "case_file.opened", "RR-OTHER", "", ours.text("prev"), ""};
    other.hash = hash_of(keys.key("ledger"), other);
    tamper("UPDATE ledger SET record = 'RR-OTHER', hash = :hash WHERE seq = 31", {{"hash", other.hash}});
    EXPECT_THAT(faults(), ElementsAre("entry 32 does not follow entry 31"));
}

TEST_F(VerifyTest, AMissingOrEmptiedHeadsLogIsAFault) {
    const auto fault = "heads.log is missing: no head of the ledger is signed";
    write_heads("");
    EXPECT_THAT(faults(), ElementsAre(fault));
    std::filesystem::remove(heads_log);
    EXPECT_THAT(faults(), ElementsAre(fault));
}

TEST_F(VerifyTest, AHeadsLogThatWasRemovedCannotBeBegunAnewUnseen) {
    const auto before = heads();
    std::filesystem::remove(heads_log);
    append(1);
    sign();
    EXPECT_THAT(
        faults(),
        ElementsAre("heads.log lost its beginning: it signed entry 33 and now begins with entry 35"));

    // Once the lost lines are found and put in front, the ledger is whole again.
    std::string whole;
    for (const auto& lines : {before, heads()})
        for (const auto& line : lines) whole += line + "\n";
    write_heads(whole);
    EXPECT_THAT(faults(), IsEmpty());
}

TEST_F(VerifyTest, AForgedLineOfHeadsLogIsNamed) {
    auto line = heads()[1];
    line[0] = line[0] == '3' ? '2' : '3';
    write_heads(heads()[0] + "\n" + line + "\n");
    EXPECT_THAT(faults(), ElementsAre("line 2 of heads.log bears a false signature"));
}

TEST_F(VerifyTest, AnUnreadableOrTornLineOfHeadsLogIsNamedAndTheNextOneStandsByItself) {
    write_heads(heads()[0] + "\n" + heads()[1].substr(0, 50));
    EXPECT_THAT(faults(), ElementsAre("line 2 of heads.log cannot be read"));
    sign();
    EXPECT_THAT(heads(), testing::SizeIs(3));
    EXPECT_THAT(faults(), ElementsAre("line 2 of heads.log cannot be read"));
}

TEST_F(VerifyTest, LinesOfHeadsLogInAnotherOrderAreNamed) {
    write_heads(heads()[1] + "\n" + heads()[0] + "\n");
    EXPECT_THAT(faults(), ElementsAre("line 2 of heads.log signs entry 33 after entry 34"));
}

TEST_F(VerifyTest, EntriesHashedUnderAnotherKeyAreAllNamedInOneSentence) {
    keys.destroy("ledger");
    keys.create("ledger", crypto::system_random());
    EXPECT_THAT(faults(), ElementsAre("entries 1 to 34 were altered"));
}

TEST_F(VerifyTest, AMissingKeyIsNotTakenForAFaultOfTheLedger) {
    keys.destroy("ledger");
    EXPECT_THROW((void)ledger.verify(*database), crypto::KeyMissing);
    EXPECT_THROW(append(1), crypto::KeyMissing);
}

} // namespace
} // namespace throughline::ledger
