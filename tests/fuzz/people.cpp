// SPDX-License-Identifier: GPL-3.0-or-later
// Text in which people may stand, on its way to references and back; and a line of the ledger's signed heads.
#include "identity/identity.hpp"
#include "platform/ledger/chain.hpp"
#include "platform/text/text.hpp"
#include "target.hpp"

#include <algorithm>

namespace throughline::fuzz {
namespace {

using identity::Match;
using identity::Typed;

const std::vector<identity::Person>& people() {
    static const std::vector<identity::Person> all = [] {
        identity::Person child;
        child.code = "CHILD-1";
        child.first_names = "Summer Rose";
        child.last_name = "O'Brien-Hale";
        child.aliases = {"Sunny", "Rosie Hale"};
        child.date_of_birth = calendar::make_date(2019, 2, 3);
        child.nhs_number = "9434765919";
        child.pseudonym = "Fern <b>";
        identity::Person mother;
        mother.code = "MOTHER";
        mother.first_names = "Zoë";
        mother.last_name = "Hale";
        return std::vector{child, mother};
    }();
    return all;
}

bool is_sure(const Match& match) { return match.kind != Match::Kind::single_word; }

/// Not a date of birth: the reference that took the place of one says "birth", which may mark an equal date
/// after it that nothing marked before. Once too often, never too seldom.
bool stands_by_itself(const Match& match) {
    return is_sure(match) && match.kind != Match::Kind::date_of_birth;
}

bool is_boundary(std::string_view text, std::size_t at) {
    return at == text.size() || (static_cast<unsigned char>(text[at]) & 0xc0U) != 0x80U;
}

} // namespace

void references(std::string_view bytes) {
    static const identity::Register known(people());
    static const identity::Showing names(people(), identity::View::names);
    static const identity::Showing published(people(), identity::View::published);
    const auto text = text::to_utf8(bytes);

    auto matches = known.find(text);
    std::size_t at = 0;
    for (const auto& match : matches) {
        demand(
            match.start >= at && match.start < match.end && match.end <= text.size(),
            "matches stand in order");
        demand(
            is_boundary(text, match.start) && is_boundary(text, match.end), "a match takes whole characters");
        demand(known.knows(match.code), "a match is somebody");
        at = match.end;
    }

    demand(
        names.words(identity::compose(text, {}, Typed::raw, known)) == text,
        "text without references comes back as it was");

    std::erase_if(matches, [](const Match& match) { return !is_sure(match); });
    for (const auto typed : {Typed::raw, Typed::with_references}) {
        const auto plain = identity::compose(text, matches, typed, known);
        demand(text::is_utf8(plain), "plain text is text");
        demand(
            std::ranges::none_of(known.find(plain), stands_by_itself), "no identity is left in plain text");
        for (const auto& piece : identity::pieces(plain))
            if (piece.kind == "person" || piece.kind == "birth" || piece.kind == "nhs")
                demand(known.knows(piece.text), "a reference is to somebody");
        auto html = published.html(plain);
        for (const std::string_view ours : {"<span class=\"tl-ref\">", "</span>"})
            for (auto found = html.find(ours); found != html.npos; found = html.find(ours))
                html.erase(found, ours.size());
        demand(html.find_first_of("<>\"") == html.npos, "what is shown is escaped");
    }
}

void ledger_head(std::string_view bytes) {
    const auto line = ledger::read_line(bytes);
    if (!line) return;
    demand(line->head.seq >= 0, "a head has a place");
    demand(!ledger::holds(std::string(32, 'k'), *line), "nobody's signature holds");
}

} // namespace throughline::fuzz
