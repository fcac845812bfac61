// SPDX-License-Identifier: GPL-3.0-or-later
// One step through UTF-8, for the sources of this folder alone.
#pragma once

#include <unicode/utf8.h>

#include <cstdint>
#include <string_view>

namespace throughline::text {

/// The code point at `i`, which moves past it; negative for an ill-formed sequence. `i` must lie inside the
/// text.
inline UChar32 next_character(std::string_view utf8, std::int64_t& i) {
    UChar32 c = 0;
    const char* const bytes = utf8.data();
    const auto length = static_cast<std::int64_t>(utf8.size());
// ICU's macro narrows on purpose.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"
    U8_NEXT(bytes, i, length, c);
#pragma GCC diagnostic pop
    return c;
}

} // namespace throughline::text
