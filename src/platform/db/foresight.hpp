// SPDX-License-Identifier: GPL-3.0-or-later
// What a page asked last time, so that this time it is asked in one exchange with the server instead of one
// by one. Only questions are remembered, never answers: what was foreseen in vain is thrown away, what was
// not foreseen is asked when it comes, and all are answered from the same moment. Why it is built so:
// docs/decisions/0024-asked-ahead.md.
#pragma once

#include "platform/db/db.hpp"

#include <cstddef>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace throughline::db::detail {

/// A statement with its values, apart from whoever asked it.
struct Question {
    std::string_view sql{};
    std::vector<std::pair<std::string_view, Value>> values{};

    bool is(std::string_view other_sql, const Parameters& parameters) const;
};

/// Safe to use from several threads. What its questions view lives as long as it does.
class Foresight {
public:
    /// What a read of this kind asked last time, with what varies as it is now.
    std::vector<Question> questions(const Familiar& familiar) const;
    void remember(const Familiar& familiar, const std::vector<Question>& asked);
    void forget(const Familiar& familiar);

    /// Text that questions can view for good.
    std::string_view keep(std::string_view text);

private:
    struct Remembered {
        Question question{};
        std::vector<std::size_t> varying{}; ///< of each value, one more than its place in what varies; or 0
    };
    using Story = std::shared_ptr<const std::vector<Remembered>>;

    mutable std::mutex m_mutex;
    std::set<std::string, std::less<>> m_texts;
    std::map<std::string, Story, std::less<>> m_stories;
    std::deque<std::string> m_order; ///< keys, the first remembered first
};

} // namespace throughline::db::detail
