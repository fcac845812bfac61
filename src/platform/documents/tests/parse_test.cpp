// SPDX-License-Identifier: GPL-3.0-or-later
// This test program plays `throughline parse` itself: started with that word it is the child.
#include "platform/documents/confined.hpp"
#include "platform/documents/parse.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <sstream>
#include <thread>

namespace throughline::documents {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

const fs::path corpora = fs::path(SOURCE_DIR) / "tests/corpora";

std::string bytes_of(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

void expect_same(const std::vector<Table>& left, const std::vector<Table>& right) {
    ASSERT_EQ(left.size(), right.size());
    for (std::size_t t = 0; t < left.size(); ++t) {
        EXPECT_EQ(left[t].part, right[t].part);
        EXPECT_EQ(left[t].outside, right[t].outside);
        EXPECT_EQ(left[t].hidden, right[t].hidden);
        EXPECT_EQ(left[t].days_from_1904, right[t].days_from_1904);
        ASSERT_EQ(left[t].rows.size(), right[t].rows.size());
        for (std::size_t r = 0; r < left[t].rows.size(); ++r) {
            EXPECT_EQ(left[t].rows[r].line, right[t].rows[r].line);
            EXPECT_EQ(left[t].rows[r].cells, right[t].rows[r].cells);
        }
    }
}

Outcome<std::vector<Table>> confined(std::string_view bytes, std::string_view name) {
    return read_tables_confined(bytes, name, "/proc/self/exe", fs::temp_directory_path());
}

TEST(Answer, TablesComeBackAsTheyWere) {
    for (const auto& entry : fs::directory_iterator(corpora / "chronologies")) {
        const auto tables = read_tables(bytes_of(entry.path()), entry.path().filename().string());
        ASSERT_TRUE(tables);
        const auto back = read_answer(write_answer(tables));
        ASSERT_TRUE(back);
        expect_same(back.value(), tables.value());
    }
}

TEST(Answer, ARefusalComesBackAsItWas) {
    const auto back = read_answer(write_answer(invalid("file", "This file is empty.\nend\n")));
    ASSERT_FALSE(back);
    EXPECT_EQ(back.refusal().message(), "This file is empty.\nend\n");
}

TEST(Answer, WhatIsCutOffOrForgedIsNotTaken) {
    const auto whole = write_answer(read_tables("Date,Event\n14/03/2019,Call\n", "a.csv"));
    ASSERT_TRUE(read_answer(whole));
    for (std::size_t size = 0; size < whole.size(); ++size)
        EXPECT_THROW((void)read_answer(whole.substr(0, size)), std::runtime_error) << size;
    EXPECT_THROW((void)read_answer(whole + "end\n"), std::runtime_error);
    EXPECT_THROW(
        (void)read_answer("throughline-tables 1\ntable 99999999999999999999:x\nend\n"), std::runtime_error);
    EXPECT_THROW((void)read_answer("throughline-tables 1\ntable 1:\xFF\nend\n"), std::runtime_error);
}

TEST(Parse, ReadsAStreamAndWritesTheAnswer) {
    std::istringstream in("Date,Event\n14/03/2019,Call\n");
    std::ostringstream out;
    EXPECT_EQ(run_parse(in, out, "a.csv"), 0);
    const auto tables = read_answer(out.str());
    ASSERT_TRUE(tables);
    EXPECT_EQ(tables.value()[0].rows.size(), 2u);
}

TEST(ReadTablesConfined, GivesWhatReadingHereGives) {
    for (const auto* name : {"Marl Bank Primary.docx", "Police.xlsx", "Housing.ods", "GP practice.csv"}) {
        const auto bytes = bytes_of(corpora / "chronologies" / name);
        const auto tables = confined(bytes, name);
        ASSERT_TRUE(tables) << tables.refusal().message();
        expect_same(tables.value(), read_tables(bytes, name).value());
    }
}

TEST(ReadTablesConfined, ARefusalKeepsItsWords) {
    const auto tables = confined(bytes_of(corpora / "refused/password.xlsx"), "--password of a child.xlsx");
    ASSERT_FALSE(tables);
    EXPECT_THAT(tables.refusal().message(), HasSubstr("password"));
}

TEST(ReadTablesConfined, AChildThatCrashesLiesOrFailsCostsOneDocument) {
    for (const auto* misdeed : {"crash", "lie", "fail", "memory"}) {
        const auto tables = confined(std::string("MISDEED ") + misdeed, "a.csv");
        ASSERT_FALSE(tables) << misdeed;
        EXPECT_THAT(tables.refusal().message(), HasSubstr("could not be read")) << misdeed;
    }
}

TEST(ReadTablesConfined, AProgramThatIsMissingIsNotTheSendersFault) {
    const auto tables =
        read_tables_confined("a,b\n", "a.csv", "/usr/bin/no-such-program", fs::temp_directory_path());
    ASSERT_FALSE(tables);
    EXPECT_THAT(tables.refusal().message(), HasSubstr("Nothing is wrong with your file"));
}

TEST(ReadTablesConfined, AProgramWhoseFileWasReplacedIsStillTheOneThatReads) {
    const auto folder = fs::temp_directory_path() / ("replaced-" + std::to_string(::getpid()));
    fs::create_directories(folder);
    const auto file = folder / "throughline";
    fs::copy_file("/proc/self/exe", file);
    const int held = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    ASSERT_GE(held, 0);
    const auto program = "/proc/self/fd/" + std::to_string(held);
    const auto reads = [&] {
        const auto tables =
            read_tables_confined("Date,Event\n1/2/2019,Call\n", "a.csv", program, fs::temp_directory_path());
        return tables ? tables.value()[0].rows.size() : 0;
    };
    EXPECT_EQ(reads(), 2U) << "under its name";
    std::ofstream(folder / "new") << "#!/bin/sh\nexit 3\n";
    fs::permissions(folder / "new", fs::perms::owner_all);
    fs::rename(folder / "new", file);
    EXPECT_EQ(reads(), 2U) << "replaced";
    EXPECT_EQ(reads(), 2U) << "read from its beginning each time";
    fs::remove_all(folder);
    EXPECT_EQ(reads(), 2U) << "taken away";
    ::close(held);
}

/// The child: parses, or does what a hostile file might make a parser do.
int be_the_child(const char* name) {
    std::string input((std::istreambuf_iterator<char>(std::cin)), std::istreambuf_iterator<char>());
    if (input == "MISDEED crash") std::raise(SIGSEGV);
    if (input == "MISDEED fail") return 3;
    if (input == "MISDEED lie") std::cout << "throughline-tables 1\nrow 1\nend\n" << std::flush;
    if (input == "MISDEED memory") std::cout << std::string(3ULL << 30, 'x').size() << std::flush;
    if (input.starts_with("MISDEED")) return 0;
    std::istringstream in(input);
    return run_parse(in, std::cout, name);
}

} // namespace
} // namespace throughline::documents

int main(int count, char** words) {
    if (count == 3 && std::strcmp(words[1], "parse") == 0)
        return throughline::documents::be_the_child(words[2]);
    testing::InitGoogleTest(&count, words);
    return RUN_ALL_TESTS();
}
