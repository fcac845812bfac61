// SPDX-License-Identifier: GPL-3.0-or-later
// This program as a child of itself.
#pragma once

#include "platform/documents/confined.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace throughline::documents {

/// A child that is this program with those arguments. `self_program` is its own file, or a descriptor of it
/// under /proc/self/fd, which still leads to it when another release was laid over the file.
Child own_child(const std::filesystem::path& self_program, const std::vector<std::string>& arguments);

} // namespace throughline::documents
