// SPDX-License-Identifier: GPL-3.0-or-later
#include "people/password.hpp"

#include "platform/crypto/crypto.hpp"
#include "platform/text/text.hpp"

#include <zxcvbn.h>

#include <chrono>
#include <semaphore>
#include <vector>

namespace throughline::people {
namespace {

constexpr std::ptrdiff_t checked_at_once = 2;
constexpr std::chrono::seconds turn_patience{5};
/// Ten thousand million guesses: what zxcvbn calls very unguessable, and a slow hash makes a matter of years.
constexpr double bits_needed = 33.2;

std::counting_semaphore<checked_at_once>& turns() {
    static std::counting_semaphore<checked_at_once> all{checked_at_once};
    return all;
}

template <class F>
auto in_turn(F&& act) -> std::optional<decltype(act())> {
    if (!turns().try_acquire_for(turn_patience)) return {};
    const struct Turn {
        ~Turn() { turns().release(); }
    } turn;
    return act();
}

/// Takes as long as checking a real password, so that time does not tell whether an address is known.
void spend_the_time_of_a_check(std::string_view password) {
    static const auto some_hash = crypto::hash_password("nobody has this password");
    (void)crypto::verify_password(some_hash, password);
}

/// Words that whoever wants in would try first for this very person.
std::vector<std::string> words_about(const Account& account) {
    std::vector<std::string> words{"throughline", "safeguarding", "partnership"};
    for (const auto& text : {account.email, account.name, account.post}) {
        std::string word;
        for (const char c : text::fold(text) + " ") {
            const bool parts = c == ' ' || c == '.' || c == '@' || c == '-' || c == '_' || c == '\'';
            if (!parts) word += c;
            if (parts && word.size() > 2) words.push_back(word);
            if (parts) word.clear();
        }
    }
    return words;
}

double bits_to_guess(const std::string& password, const std::vector<std::string>& about) {
    std::vector<const char*> words;
    for (const auto& word : about) words.push_back(word.c_str());
    words.push_back(nullptr);
    return ZxcvbnMatch(password.c_str(), words.data(), nullptr);
}

} // namespace

Outcome<Done> can_be_password(std::string_view field, std::string_view password, const Account& account) {
    const std::string at(field);
    const auto kept = text::compose(password);
    const auto length = text::characters(kept);
    if (length < shortest_password)
        return invalid(at, "Enter a password of at least 12 characters. Three or four words are good");
    if (length > longest_password) return invalid(at, "Enter a password of at most 128 characters");
    if (kept.find('\0') != kept.npos || bits_to_guess(kept, words_about(account)) < bits_needed)
        return invalid(
            at,
            "This password is easy to guess: it is common, follows a pattern, or is close to your name or "
            "work. "
            "Take three or four words that have nothing to do with each other");
    return Done{};
}

std::optional<bool> passes(const Challenge& challenge, std::string_view password) {
    if (challenge.too_many || text::characters(password) > longest_password) return false;
    return in_turn([&] {
        if (!challenge.account.empty())
            return crypto::verify_password(challenge.password_hash, text::compose(password));
        spend_the_time_of_a_check(password);
        return false;
    });
}

std::string hash_of_password(std::string_view password) {
    return crypto::hash_password(text::compose(password));
}

std::optional<std::string> hash_in_turn(std::string_view password) {
    return in_turn([&] { return hash_of_password(password); });
}

} // namespace throughline::people
