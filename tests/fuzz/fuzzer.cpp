// SPDX-License-Identifier: GPL-3.0-or-later
// The one program that libFuzzer drives. THROUGHLINE_FUZZ names the target; script/fuzz sets it.
#include "target.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

namespace {

using throughline::fuzz::Target;

const Target* chosen = nullptr;

} // namespace

extern "C" int LLVMFuzzerInitialize(int*, char***) {
    const char* name = std::getenv("THROUGHLINE_FUZZ");
    const auto all = throughline::fuzz::targets();
    const auto found = std::ranges::find(all, std::string_view(name == nullptr ? "" : name), &Target::name);
    if (found == all.end()) {
        std::fputs("THROUGHLINE_FUZZ names one of:", stderr);
        for (const auto& target : all) std::fprintf(stderr, " %s", std::string(target.name).c_str());
        std::fputs("\n", stderr);
        std::exit(2);
    }
    chosen = &*found;
    return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    try {
        chosen->run({reinterpret_cast<const char*>(bytes), size});
    } catch (const throughline::fuzz::Broken& broken) {
        std::fprintf(stderr, "broken promise: %s\n", broken.promise.c_str());
        std::abort();
    }
    return 0;
}
