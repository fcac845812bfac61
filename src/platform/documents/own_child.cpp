// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/documents/own_child.hpp"

#include <unistd.h>

#include <system_error>

namespace throughline::documents {

Child own_child(const std::filesystem::path& self_program, const std::vector<std::string>& arguments) {
    // The child sees files under their own names only: /proc/self/exe would be bubblewrap there. Once another
    // release was laid over our file it has no name any more, and the child is given a copy.
    std::error_code error;
    auto own_name = std::filesystem::canonical(self_program, error);
    Child child;
    if (error && ::access(self_program.c_str(), R_OK) == 0) {
        child.program = self_program;
        own_name = child_program;
    }
    child.command = {(own_name.empty() ? std::filesystem::absolute(self_program) : own_name).string()};
    child.command.insert(child.command.end(), arguments.begin(), arguments.end());
    return child;
}

} // namespace throughline::documents
