// SPDX-License-Identifier: GPL-3.0-or-later
// The zip file that a modern office document is: its parts by name, inflated piece by piece under a cap.
#pragma once

#include "platform/documents/tables.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace throughline::documents {

class Archive {
public:
    /// Keeps a view of `bytes`. Throws Unreadable when it is no zip file, or says that it holds more than the
    /// caps.
    Archive(std::string_view bytes, const Caps& caps);
    ~Archive();
    Archive(const Archive&) = delete;
    Archive& operator=(const Archive&) = delete;

    bool has(const std::string& name) const;
    std::vector<std::string> names() const;

    /// Inflates a part, handing it over in pieces. All parts together stay under Caps::inflated_bytes,
    /// counted while inflating. Throws Unreadable when the part is missing, broken, locked by a password, or
    /// too large.
    void stream(const std::string& name, const std::function<void(std::string_view)>& take);
    /// A small part as a whole.
    std::string whole(const std::string& name);

private:
    struct Inside;
    std::unique_ptr<Inside> m_inside;
};

} // namespace throughline::documents
