// SPDX-License-Identifier: GPL-3.0-or-later
#include "chronology/cli.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <sys/stat.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

namespace throughline::chronology {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using testing::HasSubstr;

const fs::path corpora = fs::path(SOURCE_DIR) / "tests/corpora";

class MergeFiles : public testing::Test {
protected:
    MergeFiles() {
        auto pattern = (fs::temp_directory_path() / "merge-XXXXXX").string();
        m_folder = mkdtemp(pattern.data());
        m_out = m_folder / "out.json";
    }
    ~MergeFiles() override { fs::remove_all(m_folder); }

    fs::path write(const std::string& name, const std::string& text) const {
        std::ofstream(m_folder / name, std::ios::binary) << text;
        return m_folder / name;
    }
    int merge(
        std::vector<fs::path> files,
        std::optional<std::string> today = {},
        std::optional<std::string> scope = {}) {
        m_errors.str("");
        return merge_files(
            {std::move(files), m_out, std::move(today), std::move(scope)},
            *calendar::read_date("2026-11-23"),
            m_errors);
    }
    json answer() const {
        std::ifstream in(m_out);
        return json::parse(in);
    }

    fs::path m_folder;
    fs::path m_out;
    std::ostringstream m_errors;
};

TEST_F(MergeFiles, ThreeKindsOfFileBecomeOneChronology) {
    const auto from = corpora / "chronologies";
    ASSERT_EQ(merge({from / "Marl Bank Primary.docx", from / "Police.xlsx", from / "GP practice.csv"}), 0)
        << m_errors.str();
    const auto made = answer();
    ASSERT_EQ(made.size(), 3u);
    EXPECT_EQ(made["rows"].size(), 20u);
    EXPECT_TRUE(made["refused"].empty());
    const auto& first = made["rows"][0];
    EXPECT_EQ(first["agency"], "GP practice");
    EXPECT_EQ(first["start"], "2016-05-22");
    EXPECT_EQ(first["start_time"], "09:00");
    EXPECT_EQ(first["line"], 2);
    const auto& messy = made["rows"][1];
    EXPECT_EQ(messy["start_text"], "22.05/16");
    EXPECT_EQ(messy["doubt"], json::array({"two_digit_year"}));
    EXPECT_EQ(messy["part"], "table 2");
    EXPECT_TRUE(messy["comment"].is_null());
    const auto& last = made["rows"].back();
    EXPECT_TRUE(last["start"].is_null());
    EXPECT_TRUE(last["earliest"].is_null());
}

TEST_F(MergeFiles, EveryRowHasTheKeysThatStay) {
    ASSERT_EQ(merge({corpora / "chronologies/Nursery.csv"}), 0);
    for (const auto* key :
         {"agency",
          "source",
          "start",
          "start_text",
          "earliest",
          "latest",
          "start_time",
          "what",
          "comment",
          "doubt",
          "file",
          "part",
          "line"})
        EXPECT_TRUE(answer()["rows"][0].contains(key)) << key;
}

TEST_F(MergeFiles, AFileThatCannotBeReadIsToldAndTheOthersAreMerged) {
    EXPECT_EQ(
        merge(
            {corpora / "refused/password.xlsx",
             m_folder / "absent.csv",
             corpora / "chronologies/Nursery.csv"}),
        1);
    const auto made = answer();
    EXPECT_EQ(made["rows"].size(), 3u);
    ASSERT_EQ(made["refused"].size(), 2u);
    EXPECT_EQ(made["refused"][0]["file"], "password.xlsx");
    EXPECT_TRUE(made["refused"][0]["line"].is_null());
    EXPECT_THAT(made["refused"][0]["reason"].get<std::string>(), HasSubstr("password"));
    EXPECT_THAT(m_errors.str(), HasSubstr("absent.csv"));
}

TEST_F(MergeFiles, WhereNothingCanBeReadTheAnswerIsStillWhole) {
    EXPECT_EQ(merge({corpora / "refused/letter.pdf"}), 1);
    EXPECT_TRUE(answer()["rows"].empty());
}

TEST_F(MergeFiles, WrongUsageWritesNothing) {
    EXPECT_EQ(merge({}), 2);
    EXPECT_EQ(merge({corpora / "chronologies/Nursery.csv"}, "23/11/2026"), 2);
    EXPECT_EQ(merge({corpora / "chronologies/Nursery.csv"}, {}, "2019"), 2);
    EXPECT_EQ(merge({corpora / "chronologies/Nursery.csv"}, {}, "2020-01-01..2019-01-01"), 2);
    EXPECT_FALSE(fs::exists(m_out));
    std::ostringstream errors;
    EXPECT_EQ(merge_files({{corpora / "chronologies/Nursery.csv"}, {}, {}, {}}, {}, errors), 2);
}

TEST_F(MergeFiles, AnInputIsNeverOverwritten) {
    const auto file = write("out.json", "Date,Event\n14/03/2019,Call\n");
    EXPECT_EQ(merge({file}), 2);
    EXPECT_EQ(fs::file_size(file), 27u);
}

TEST_F(MergeFiles, AnOutputThatCannotBeWrittenLeavesNothingBehind) {
    std::ostringstream errors;
    const auto file = write("a.csv", "Date,Event\n14/03/2019,Call\n");
    EXPECT_EQ(merge_files({{file}, m_folder / "absent" / "out.json", {}, {}}, {}, errors), 1);
    fs::create_directory(m_folder / "taken");
    fs::create_directory(m_folder / "taken" / "x");
    EXPECT_EQ(merge_files({{file}, m_folder / "taken", {}, {}}, {}, errors), 1);
    EXPECT_EQ(std::distance(fs::directory_iterator(m_folder), fs::directory_iterator()), 2);
}

TEST_F(MergeFiles, TheAnswerIsForItsOwnerAlone) {
    ASSERT_EQ(merge({corpora / "chronologies/Nursery.csv"}), 0);
    struct stat found {};
    ASSERT_EQ(stat(m_out.c_str(), &found), 0);
    EXPECT_EQ(found.st_mode & 0777, 0600u);
}

TEST_F(MergeFiles, TodayAndTheWindowDecideWhatIsDoubted) {
    const auto file = write("a.csv", "Date,Event\n14/03/2019,Call\n14/03/2026,Plan\n");
    ASSERT_EQ(merge({file}, "2025-01-01", "2020-01-01..2027-01-01"), 0);
    EXPECT_EQ(answer()["rows"][0]["doubt"], json::array({"out_of_scope"}));
    EXPECT_EQ(answer()["rows"][1]["doubt"], json::array({"future"}));
}

TEST_F(MergeFiles, TheSameFilesGiveTheSameBytes) {
    const auto from = corpora / "chronologies";
    const auto bytes = [&] {
        std::ifstream in(m_out);
        return std::string((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
    };
    ASSERT_EQ(merge({from / "Housing.ods", from / "CAMHS.csv"}), 0);
    const auto once = bytes();
    ASSERT_EQ(merge({from / "Housing.ods", from / "CAMHS.csv"}), 0);
    EXPECT_EQ(bytes(), once);
}

TEST_F(MergeFiles, ThirtyMebibytesAreRefusedAndNotRead) {
    const auto file = write("big.csv", std::string(30 << 20, 'x'));
    EXPECT_EQ(merge({file}), 1);
    EXPECT_THAT(answer()["refused"][0]["reason"].get<std::string>(), HasSubstr("larger than 25 MB"));
}

} // namespace
} // namespace throughline::chronology
