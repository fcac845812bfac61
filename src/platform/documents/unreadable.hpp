// SPDX-License-Identifier: GPL-3.0-or-later
// How a reader, deep in a stream of bytes, gives a file up. Caught in one place, `read_tables`, where it
// becomes a Refusal; it never leaves this folder.
#pragma once

#include <stdexcept>

namespace throughline::documents {

/// The message is for the person who sent the file.
class Unreadable : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

} // namespace throughline::documents
