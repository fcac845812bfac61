// SPDX-License-Identifier: GPL-3.0-or-later
// What fuzzing once found, and what it starts from, on every build: each kept input goes through its target.
#include "target.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

namespace throughline::fuzz {
namespace {

namespace fs = std::filesystem;

std::vector<fs::path> files_in(const fs::path& folder) {
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(folder))
        if (entry.is_regular_file()) files.push_back(entry.path());
    std::ranges::sort(files);
    return files;
}

std::string bytes_of(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

class Corpus : public testing::TestWithParam<Target> {};

TEST_P(Corpus, EveryKeptInputKeepsThePromises) {
    const auto& target = GetParam();
    auto files = files_in(fs::path("tests/fuzz/corpus") / target.name);
    ASSERT_FALSE(files.empty());
    if (target.name == "office")
        for (const char* folder : {"tests/corpora/chronologies", "tests/corpora/refused"})
            for (auto& file : files_in(folder)) files.push_back(std::move(file));
    for (const auto& file : files) {
        const auto bytes = bytes_of(file);
        try {
            target.run(bytes);
        } catch (const Broken& broken) {
            ADD_FAILURE() << file << ": " << broken.promise;
        } catch (const std::exception& error) {
            ADD_FAILURE() << file << ": an exception nobody expects: " << error.what();
        }
        // The same, cut off in the middle: what a bad line makes of it.
        EXPECT_NO_THROW(target.run(std::string_view(bytes).substr(0, bytes.size() / 2))) << file;
    }
}

INSTANTIATE_TEST_SUITE_P(, Corpus, testing::ValuesIn(targets().begin(), targets().end()), [](const auto& of) {
    return std::string(of.param.name);
});

TEST(CorpusFolders, EachHasATarget) {
    for (const auto& entry : fs::directory_iterator("tests/fuzz/corpus")) {
        const auto name = entry.path().filename().string();
        EXPECT_TRUE(std::ranges::any_of(targets(), [&](const Target& target) { return target.name == name; }))
            << name;
    }
}

} // namespace
} // namespace throughline::fuzz
