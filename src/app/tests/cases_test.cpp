// SPDX-License-Identifier: GPL-3.0-or-later
// Pages by example: every src/*/tests/cases/*.case is one request to a small fixed world and what comes back.
// The format stands in page_case.hpp. `script/accept-goldens` rewrites expectations that no longer hold.
#include "app/tests/page_case.hpp"
#include "identity/operations.hpp"
#include "platform/http/http.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>

namespace throughline {
namespace {

namespace fs = std::filesystem;

/// Marlshire at noon on Thursday 27 August 2026 in London, with one case, Wren (MAR-2026-001), that the
/// reviewer works on too, a child and a mother in its register. The business unit's password can be typed.
class World {
public:
    World() {
        const auto file = m_service.county().open_case("Wren");
        const auto access = people::CaseAccess::of_the_system(file.id, file.reference);
        const auto done = m_service.county().act("unit", [&](people::Work& work) -> Outcome<Done> {
            case_file::grant(work, access, "reviewer", people::Role::reviewer);
            identity::Person child{.first_names = "Tamsin", .last_name = "Orrell"};
            identity::Person mother{.first_names = "Dawn", .last_name = "Orrell"};
            for (const auto& [relation, person] : {std::pair{"child", child}, std::pair{"mother", mother}})
                if (auto added = identity::register_person(work, access, {relation, person}); !added)
                    return added.refusal();
            static const auto hash = crypto::hash_password("three quiet herons");
            work.tx.change("UPDATE account SET password_hash = :hash WHERE id = 'unit'", {{"hash", hash}});
            return Done{};
        });
        if (!done) throw std::logic_error(done.refusal().message());
    }

    in_process::Answer answer(const page_case::PageCase& asked) {
        const auto option = [&](const std::string& name) {
            const auto found = asked.options.find(name);
            return found == asked.options.end() ? std::string() : found->second;
        };
        in_process::Visitor visitor;
        if (const auto account = option("as"); !account.empty())
            visitor = m_service.sign_in(account, option("session") == "expired" ? seconds(61 * 60) : 0);
        if (option("fault") == "database") m_service.database().fail();
        if (asked.method == "GET") return m_service.get(visitor, asked.path);
        const auto fields = http::read_urlencoded(asked.form).fields();
        return option("csrf") == "none" ? m_service.post_bare(visitor, asked.path, fields)
                                        : m_service.post(visitor, asked.path, fields);
    }

private:
    in_process::Service m_service{SOURCE_DIR};
};

std::vector<fs::path> all_cases() {
    std::vector<fs::path> files;
    for (const auto& folder : fs::directory_iterator(fs::path(SOURCE_DIR) / "src")) {
        const auto cases = folder.path() / "tests" / "cases";
        if (!fs::is_directory(cases)) continue;
        for (const auto& file : fs::directory_iterator(cases))
            if (file.path().extension() == ".case") files.push_back(file.path());
    }
    std::ranges::sort(files);
    return files;
}

std::string name_of(const ::testing::TestParamInfo<fs::path>& info) {
    auto name = info.param.parent_path().parent_path().parent_path().filename().string() + "_" +
                info.param.stem().string();
    std::ranges::replace_if(
        name, [](char c) { return !std::isalnum(static_cast<unsigned char>(c)); }, '_');
    return name;
}

class CasesTest : public ::testing::TestWithParam<fs::path> {};

TEST_P(CasesTest, IsAnsweredAsItSays) {
    const auto expected = page_case::read(GetParam());
    const auto answer = World().answer(expected);
    const auto differences = page_case::differences(expected, answer);
    if (!differences.empty() && std::getenv("THROUGHLINE_ACCEPT_GOLDENS") != nullptr) {
        page_case::write(GetParam(), page_case::accepted(expected, answer));
        GTEST_SKIP() << "the expectation was rewritten: read it before it is committed";
    }
    for (const auto& difference : differences)
        ADD_FAILURE() << GetParam().string() << ": " << difference << "\n" << expected.why;
}

INSTANTIATE_TEST_SUITE_P(Pages, CasesTest, ::testing::ValuesIn(all_cases()), name_of);

TEST(PageCaseTest, AWildcardStandsForAnythingAndTheRestIsHeldInItsOrder) {
    EXPECT_TRUE(page_case::match("***b***d***", "abcde").fits);
    EXPECT_TRUE(page_case::match("a***e", "abcde").fits);
    EXPECT_TRUE(page_case::match("abc", " abc\n").fits);
    EXPECT_FALSE(page_case::match("***d***b***", "abcde").fits);
    EXPECT_FALSE(page_case::match("b***", "abcde").fits);
    EXPECT_FALSE(page_case::match("***d", "abcde").fits);
    EXPECT_FALSE(page_case::match("a***a", "a").fits);
    EXPECT_EQ(page_case::match("***b***x***", "abcde").missing, "x");
}

TEST(PageCaseTest, AcceptingKeepsWhatHoldsAndTakesTheLinesMostLikeTheRest) {
    const auto* page = "<h1>Cases</h1>\n<p>Two cases are shared with you.</p>\n<footer>x</footer>\n";
    EXPECT_EQ(
        page_case::accepted("***<h1>***</h1>***One case is shared with you.***<footer>***\n", page),
        "***<h1>***</h1>***<p>Two cases are shared with you.</p>***<footer>***\n");
    const auto now = page_case::accepted("***One case is shared with you.***\n", page);
    EXPECT_TRUE(page_case::match(now, page).fits);
    EXPECT_EQ(page_case::accepted("***Cases***\n", page), "***Cases***\n") << "what holds is left as it is";
}

TEST(PageCaseTest, ACaseWithoutAReasonOrWithAnOptionNobodyReadsIsNotRun) {
    EXPECT_NO_THROW(page_case::parse("# Why.\nGET /  as: unit\n---\n200\n"));
    EXPECT_THROW(page_case::parse("GET /\n---\n200\n"), std::runtime_error);
    EXPECT_THROW(page_case::parse("# Why.\nGET /  like: unit\n---\n200\n"), std::runtime_error);
    EXPECT_THROW(page_case::parse("# Why.\nGET /\n"), std::runtime_error);
}

} // namespace
} // namespace throughline
