// SPDX-License-Identifier: GPL-3.0-or-later
#include "identity/identity.hpp"

#include <gtest/gtest.h>

namespace throughline::identity {
namespace {

Person maisie() {
    Person person;
    person.code = "CHILD-1";
    person.first_names = "Maisie Ann";
    person.last_name = "Tarrowby";
    person.aliases = {"Maisie Ann Colt", "May"};
    person.date_of_birth = calendar::read_date("2019-02-03");
    person.nhs_number = "9990001234";
    return person;
}

Person grace() {
    Person person;
    person.code = "SIBLING-1";
    person.first_names = "Grace";
    person.last_name = "Tarrowby";
    return person;
}

const Register registered({maisie(), grace()});

std::vector<std::string> found(std::string_view text) {
    std::vector<std::string> all;
    for (const auto& match : registered.find(text))
        all.push_back(
            std::string(to_text(match.kind)) + ":" + match.code + ":" +
            std::string(text.substr(match.start, match.end - match.start)));
    return all;
}
using Found = std::vector<std::string>;

TEST(RegisterTest, AFullNameIsFoundInEitherOrderAndWhateverItsCase) {
    EXPECT_EQ(found("Seen: Maisie Tarrowby."), (Found{"full_name:CHILD-1:Maisie Tarrowby"}));
    EXPECT_EQ(found("TARROWBY, MAISIE seen"), (Found{"full_name:CHILD-1:TARROWBY, MAISIE"}));
    EXPECT_EQ(found("maisie ann tarrowby"), (Found{"full_name:CHILD-1:maisie ann tarrowby"}));
    EXPECT_EQ(found("Maisie\nTarrowby"), (Found{"full_name:CHILD-1:Maisie\nTarrowby"}));
}

TEST(RegisterTest, AnAliasOfSeveralWordsIsAFullName) {
    EXPECT_EQ(found("known as Maisie Ann Colt then"), (Found{"full_name:CHILD-1:Maisie Ann Colt"}));
}

TEST(RegisterTest, FullWidthLettersAndCurlyApostrophesDoNotHideAName) {
    EXPECT_EQ(found("\uFF2D\uFF41\uFF49\uFF53\uFF49\uFF45 Tarrowby").size(), 1U);
    EXPECT_EQ(found("Maisie Tarrowby\u2019s bag"), (Found{"full_name:CHILD-1:Maisie Tarrowby"}));
    EXPECT_EQ(found("Maisie Tarrowby's bag"), (Found{"full_name:CHILD-1:Maisie Tarrowby"}));
}

TEST(RegisterTest, Rule77_ASingleWordIsOnlySuggested) {
    EXPECT_EQ(found("with grace and care"), (Found{"single_word:SIBLING-1:grace"}));
    EXPECT_EQ(found("in May"), (Found{"single_word:CHILD-1:May"}));
    EXPECT_EQ(found("graceful"), Found{});
}

TEST(RegisterTest, NamesApartFromEachOtherAreNotOneName) {
    EXPECT_EQ(
        found("Maisie came. The Tarrowby family"),
        (Found{"single_word:CHILD-1:Maisie", "single_word:CHILD-1:Tarrowby"}));
}

TEST(RegisterTest, ADateOfBirthCountsWhereTheTextMarksItAsOne) {
    EXPECT_EQ(found("DOB 03/02/2019"), (Found{"date_of_birth:CHILD-1:03/02/2019"}));
    EXPECT_EQ(found("D.O.B.: 3.2.19"), (Found{"date_of_birth:CHILD-1:3.2.19"}));
    EXPECT_EQ(
        found("born on the 3rd of February 2019"), (Found{"date_of_birth:CHILD-1:3rd of February 2019"}));
    EXPECT_EQ(found("date of birth 2019-02-03"), (Found{"date_of_birth:CHILD-1:2019-02-03"}));
    EXPECT_EQ(found("Home visit on 03/02/2019"), Found{});
    EXPECT_EQ(found("DOB 04/02/2019"), Found{});
}

TEST(RegisterTest, AnNhsNumberIsFoundWithAndWithoutSpaces) {
    EXPECT_EQ(found("NHS 9990001234."), (Found{"nhs_number:CHILD-1:9990001234"}));
    EXPECT_EQ(found("NHS 999 000 1234"), (Found{"nhs_number:CHILD-1:999 000 1234"}));
    EXPECT_EQ(found("ref 19990001234"), Found{});
    EXPECT_EQ(found("ref 99900012345"), Found{});
}

TEST(ReferenceTest, MatchesBecomeReferencesAndOtherBracesAreEscaped) {
    const std::string text = "Maisie Tarrowby (DOB 03/02/2019) wrote {{person:CHILD-1}} herself";
    const auto plain = compose(text, registered.find(text), Typed::raw, registered);
    EXPECT_EQ(plain, "{{person:CHILD-1}} (DOB {{birth:CHILD-1}}) wrote {{open}}person:CHILD-1}} herself");
    EXPECT_EQ(
        Showing({maisie()}, View::codes).words(plain),
        "Child 1 (DOB [Child 1: date of birth]) wrote {{person:CHILD-1}} herself");
}

TEST(ReferenceTest, AReferenceTypedByHandCountsWhenThePersonIsRegistered) {
    const std::string text = "{{person:CHILD-1}} and {{person:CHILD-9}}";
    EXPECT_EQ(
        compose(text, {}, Typed::with_references, registered),
        "{{person:CHILD-1}} and {{open}}person:CHILD-9}}");
}

TEST(ReferenceTest, EachViewShowsAPersonInItsOwnWay) {
    auto person = maisie();
    person.pseudonym = "Wren";
    EXPECT_EQ(Showing({person}, View::codes).person("CHILD-1"), "Child 1");
    EXPECT_EQ(Showing({person}, View::names).person("CHILD-1"), "Maisie Ann Tarrowby");
    EXPECT_EQ(Showing({person}, View::published).person("CHILD-1"), "Wren");
    EXPECT_EQ(Showing({}, View::names).person("GRANDMOTHER-2"), "Grandmother 2");
}

TEST(ReferenceTest, WhatIsShownIsEscaped) {
    auto person = maisie();
    person.last_name = "<b>";
    EXPECT_EQ(
        Showing({person}, View::names).html("<i>{{person:CHILD-1}}"),
        "&lt;i&gt;<span class=\"tl-ref\">Maisie Ann &lt;b&gt;</span>");
}

} // namespace
} // namespace throughline::identity
