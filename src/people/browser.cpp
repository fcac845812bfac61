// SPDX-License-Identifier: GPL-3.0-or-later
#include "people/browser.hpp"

#include <algorithm>
#include <array>

namespace throughline::people {
namespace {

struct Sign {
    std::string_view within{};
    std::string_view says{};
};
/// The first that fits: nearly every browser also calls itself Chrome or Safari.
constexpr std::array browsers{
    Sign{"Edg", "Edge"},
    Sign{"OPR/", "Opera"},
    Sign{"SamsungBrowser", "Samsung Internet"},
    Sign{"Firefox", "Firefox"},
    Sign{"FxiOS", "Firefox"},
    Sign{"CriOS", "Chrome"},
    Sign{"Chrome", "Chrome"},
    Sign{"Safari", "Safari"},
};
constexpr std::array systems{
    Sign{"iPhone", "iPhone"},
    Sign{"iPad", "iPad"},
    Sign{"Android", "Android"},
    Sign{"CrOS", "a Chromebook"},
    Sign{"Windows", "Windows"},
    Sign{"Mac OS X", "a Mac"},
    Sign{"Linux", "Linux"},
};

template <std::size_t N>
std::string_view first_of(const std::array<Sign, N>& signs, std::string_view text) {
    const auto found =
        std::ranges::find_if(signs, [&](const Sign& sign) { return text.find(sign.within) != text.npos; });
    return found == signs.end() ? std::string_view() : found->says;
}

} // namespace

std::string browser_in_words(std::string_view user_agent) {
    const auto browser = first_of(browsers, user_agent), system = first_of(systems, user_agent);
    std::string words(browser.empty() ? "A browser" : browser);
    if (!system.empty()) words += " on " + std::string(system);
    return words;
}

} // namespace throughline::people
