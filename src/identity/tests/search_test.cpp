// SPDX-License-Identifier: GPL-3.0-or-later
#include "identity/search.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace throughline::identity {
namespace {

using namespace std::string_literals;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

Person person(std::string code, std::string first, std::string last) {
    Person made;
    made.code = std::move(code);
    made.first_names = std::move(first);
    made.last_name = std::move(last);
    return made;
}

std::vector<CasePeople> two_cases() {
    auto child = person("CHILD-1", "Zoë Summer", "O'Farrell");
    child.aliases = {"Zizi", "Little Zed"};
    child.date_of_birth = calendar::make_date(2019, 2, 3);
    child.nhs_number = "9434765919";
    auto other = person("CHILD-1", "Ian", "Dear");
    return {
        {"MAR-2026-001", {child, person("MOTHER", "Kelly-Ann", "Marsh")}, {"marsh"}},
        {"MAR-2026-002", {other}, {}}};
}

class SearchTest : public ::testing::Test {
protected:
    std::vector<std::string> whats(std::string_view bytes, const Looking& looking = {}) const {
        std::vector<std::string> all;
        for (const auto& find : search.find(bytes, looking)) all.push_back(find.what);
        return all;
    }
    void stands(std::string_view bytes, const Looking& looking = {}) const {
        EXPECT_THAT(whats(bytes, looking), ElementsAre("full name")) << bytes;
    }
    void stands_not(std::string_view bytes, const Looking& looking = {}) const {
        EXPECT_THAT(whats(bytes, looking), IsEmpty()) << bytes;
    }
    Search search{two_cases()};
};

TEST_F(SearchTest, a_full_name_is_found_however_it_is_written) {
    for (const auto* text :
         {"Zoë O'Farrell",
          "seen with ZOE O’FARRELL.",
          "O'Farrell, Zoë",
          "zoe.ofarrell@example.org",
          "report_zoe_ofarrell_2.docx",
          "forZoeOFarrell",
          "Zo&euml; O&#39;Farrell",
          "/cases?q=Zo%C3%AB+O%27Farrell",
          R"({"name":"Zo\u00eb\nO'Farrell"})",
          "<b>Z</b>o\xC3\xAB</w:t></w:r><w:r><w:t>O'Far</w:t><w:t>rell",
          "<w:ins w:author=\"Zoe O'Farrell\">",
          "Zoe O'Far-\nrell",
          "Z o e  O F a r r e l l",
          "Zo\xEB O\x92"
          "Farrell",
          "Zoë Summer O'Farrell",
          "little zed",
          "Kelly Ann Marsh",
          "KellyAnn Marsh"})
        stands(text);
}

TEST_F(SearchTest, it_is_said_whose_it_is_and_where_and_never_the_name) {
    const auto finds = search.find("12345 Ian Dear", {});
    ASSERT_EQ(finds.size(), 1);
    EXPECT_EQ(finds[0], (Find{6, "full name", "CHILD-1, MAR-2026-002"}));
}

TEST_F(SearchTest, a_name_shared_by_several_is_everybodys) {
    auto cases = two_cases();
    cases[1].people.push_back(person("FATHER", "Ian", "Dear"));
    const auto finds = Search(cases).find("Ian Dear", {});
    ASSERT_EQ(finds.size(), 1);
    EXPECT_EQ(finds[0].whose, "CHILD-1, MAR-2026-002; FATHER, MAR-2026-002");
}

TEST_F(SearchTest, other_words_are_not_names) {
    for (const auto* text :
         {"Zoë Farrell",
          "I and ear",
          "an idea: Ian, and dear",
          "Iandearing",
          "Marsh",
          "Christian Dearing",
          "Ian ... ... Dear",
          "Zoe"})
        stands_not(text);
}

TEST_F(SearchTest, utf16_is_read) {
    std::string little, big;
    for (const char c : "Ian Dear"s) {
        little += c + "\0"s;
        big += "\0"s + c;
    }
    stands(little);
    stands("x" + little);
    stands(big + "\0x"s);
}

TEST_F(SearchTest, an_nhs_number_is_found_with_or_without_spaces) {
    EXPECT_THAT(whats("NHS 943 476 5919"), ElementsAre("NHS number"));
    EXPECT_THAT(whats("n=9434765919;"), ElementsAre("NHS number"));
    EXPECT_THAT(whats("19434765919 94347659190"), IsEmpty());
}

TEST_F(SearchTest, a_date_of_birth_counts_where_it_is_marked_as_one) {
    EXPECT_THAT(whats("DOB: 03/02/2019"), ElementsAre("date of birth"));
    EXPECT_THAT(whats("<td>Date of birth</td><td>3 February 2019</td>"), ElementsAre("date of birth"));
    EXPECT_THAT(whats("{\"date_of_birth\":\"2019-02-03\"}"), ElementsAre("date of birth"));
    EXPECT_THAT(whats("seen on 3 February 2019"), IsEmpty());
    Person later = person("A", "", "");
    later.date_of_birth = calendar::make_date(2010, 10, 5);
    EXPECT_EQ(Search({{"R", {later}, {}}}).find("DOB 2010-10-05", {}).size(), 1);
    EXPECT_THAT(whats("2019-02-03", {.title = "date_of_birth"}), ElementsAre("date of birth"));
    EXPECT_THAT(whats("2019-02-03", {.title = "seen_on"}), IsEmpty());
}

TEST_F(SearchTest, a_single_name_counts_where_it_is_asked_for_with_a_capital_and_as_a_whole_word) {
    const Looking all{.singles = Looking::Singles::of_all};
    EXPECT_THAT(whats("with Zizi today", all), ElementsAre("single name"));
    EXPECT_THAT(whats("Mr O'Farrell's", all), ElementsAre("single name"));
    EXPECT_THAT(whats("in summer", all), IsEmpty());
    EXPECT_THAT(whats("Summers", all), IsEmpty());
    EXPECT_THAT(whats("Zizi", {}), IsEmpty());
    EXPECT_THAT(whats("{\"name\":\"Zizi\"}", all), ElementsAre("single name"));
    EXPECT_THAT(whats("dF3-Zizi_8xQzZizi4", all), IsEmpty()) << "a token is not made of words";
    const Looking file_name{.singles = Looking::Singles::of_all, .is_file_name = true};
    EXPECT_THAT(whats("letter_Zizi-2.docx", file_name), ElementsAre("single name"));
    EXPECT_THAT(whats("Marsh", all), IsEmpty()) << "it was settled as an ordinary word";
    const Looking other{.singles = Looking::Singles::of_one_case, .reference = "MAR-2026-002"};
    EXPECT_THAT(whats("Zizi", other), IsEmpty());
    EXPECT_THAT(whats("Ian", other), ElementsAre("single name"));
    search.excuse("Zizi Weber");
    EXPECT_THAT(whats("Zizi", all), IsEmpty());
}

TEST_F(SearchTest, in_pages_of_a_database_a_name_has_no_end_of_its_own) {
    const Looking pages{.in_pages = true};
    stands("CHILDIan Dearnote", pages);
    stands_not("CHILDIan Dearnote");
    EXPECT_THAT(whats("2019943476591942", pages), ElementsAre("NHS number"));
    stands_not("ndiandearx", pages);
}

TEST_F(SearchTest, one_more_text_may_be_asked_for) {
    EXPECT_TRUE(can_be_sought("14 Mill Lane"));
    EXPECT_FALSE(can_be_sought("-- 1"));
    search.add_text("14 Mill Lane");
    EXPECT_THAT(whats("at 14, MILL LANE."), ElementsAre("the text asked for"));
    EXPECT_THAT(whats("at 14 Mill Lanes"), IsEmpty());
}

TEST_F(SearchTest, there_is_an_end_to_what_is_told) {
    std::string many;
    for (int i = 0; i < 50; ++i) many += "Ian Dear; ";
    EXPECT_EQ(search.find(many, {}, 20).size(), 20);
}

} // namespace
} // namespace throughline::identity
