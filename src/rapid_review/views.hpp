// SPDX-License-Identifier: GPL-3.0-or-later
// A rapid review as words and parts of a page. Private to this folder.
#pragma once

#include "identity/operations.hpp"
#include "platform/html/govuk.hpp"
#include "rapid_review/changes.hpp"
#include "rapid_review/operations.hpp"

namespace throughline::rapid_review::views {

using html::List;
using html::Object;
using people::Visit;

/// What every page of one rapid review starts from, read in one transaction.
struct Standpoint {
    RapidReview review{};
    std::vector<organisation::Organisation> partners{};
    std::vector<Signature> current{};
    std::vector<Signature> history{};
    std::vector<Version> versions{};
    std::map<std::string, people::Account, std::less<>> accounts{}; ///< of everybody who wrote, fixed, signed
    std::string partnership{};
};
std::optional<Standpoint> look(db::Transaction& tx, const CaseAccess& access);
/// The same where there must be a review; throws http::Stop(404): the pages beyond the first begin with it.
Standpoint demand(db::Transaction& tx, const Visit& visit);
/// This folder's texts as this visitor may see them.
identity::Texts texts_for(db::Transaction& tx, const Visit& visit);
people::Page page_named(std::string title, const Refusal* refusal = nullptr);

/// The path of the case's rapid review, with what follows.
std::string address(const Visit& visit, std::string_view rest = {});
std::string name_of(const Standpoint& at, std::string_view account);
std::string partner_name(const Standpoint& at, std::string_view organisation_id);

/// One sentence: where it stands and whose turn it is.
std::string where_it_stands(const Standpoint& at);
Object clock_of(const Visit& visit, const Standpoint& at);
/// No ruler when the days do not come out as they were counted when the review opened.
html::Data ruler_of(const Visit& visit, const Standpoint& at);
/// `mine`: the organisation of the reader, whose turn is said to be theirs.
Object partners_of(const Standpoint& at, std::string_view mine);
Object seal_of(const Visit& visit, const FixedVersion& fixed, bool signs);
/// Texts as paragraphs, people shown as codes or, in named view, by name.
List paragraphs(const identity::Texts& texts, std::string_view text_id);

/// What the meeting answered, with why: regulation 11 and the further circumstances.
Object prompts_of(const Visit& visit, const FixedVersion& fixed, const identity::Texts& texts);
/// What a prompt asks, in words.
std::string prompt_words(const statutory::Statute& statute, std::string_view prompt);
/// The sections of a version in order, each with its paragraphs and, where there is one, its yes or no.
List sections_of(const FixedVersion& fixed, const identity::Texts& texts);
/// What changed from one version to the other, section by section. Empty when nothing did.
List changes_of(const FixedVersion& before, const FixedVersion& after, const identity::Texts& texts);
/// Signatures with reasons and dissent, each partner's in its own words.
List signatures_of(
    const Standpoint& at, const std::vector<Signature>& signatures, const identity::Texts& texts);
Object decision_of(const Visit& visit, const Standpoint& at);
std::string panel_line(const Visit& visit, const RapidReview& review);

} // namespace throughline::rapid_review::views
