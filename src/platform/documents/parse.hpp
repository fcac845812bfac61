// SPDX-License-Identifier: GPL-3.0-or-later
// Reading a stranger's file in a child of our own: the program starts itself as `throughline parse FILENAME`
// under bubblewrap, hands the bytes to its standard input and takes the tables from its standard output.
#pragma once

#include "platform/base/outcome.hpp"
#include "platform/documents/tables.hpp"

#include <filesystem>
#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

namespace throughline::documents {

/// What `throughline parse FILENAME` does: reads the file from `in`, writes its tables, or why there are
/// none, to `out`. The exit status is 0 in both cases; 1 when the input cannot be read or the output not
/// written.
int run_parse(std::istream& in, std::ostream& out, std::string_view file_name);

/// As `read_tables`, in a confined child. `self_program` is this program's own file, or a descriptor of it
/// under /proc/self/fd, which still leads to it when another release was laid over the file; the child is
/// told no more of `file_name` than its ending. Where no child can be confined, or the child fails, the file
/// is refused in words for its sender; the operator finds the reason in `confinement()`.
Outcome<std::vector<Table>> read_tables_confined(
    std::string_view bytes,
    std::string_view file_name,
    const std::filesystem::path& self_program,
    const std::filesystem::path& scratch_parent);

/// The form in which tables pass between the two. Texts are written with their length in front, so nothing in
/// a cell can be taken for anything else. `read_answer` trusts nothing: malformed or cut-off text throws
/// std::runtime_error.
std::string write_answer(const Outcome<std::vector<Table>>& tables);
Outcome<std::vector<Table>> read_answer(std::string_view text);

} // namespace throughline::documents
