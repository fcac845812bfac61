// SPDX-License-Identifier: GPL-3.0-or-later
// What became of published reviews, counted live from the partnership's own records. Counts alone leave the
// closed side, never a word.
#pragma once

#include "publication/publication.hpp"

#include <cstdint>

namespace throughline::publication {

/// Done is not the same as proven, so the two are counted apart.
struct Progress {
    std::int64_t findings{};
    std::int64_t recommendations{};
    std::int64_t actions{};
    std::int64_t proven{};
    std::int64_t done{};      ///< not yet proven
    std::int64_t under_way{}; ///< or not begun
    std::int64_t late{};
    std::int64_t without_action{}; ///< recommendations that nothing answers yet (rule 58)

    Progress& operator+=(const Progress& other);
};

/// Of one published review's case, as it stands on a day.
Progress progress_of(db::Transaction& tx, const Published& review, Date today);

} // namespace throughline::publication
