// SPDX-License-Identifier: GPL-3.0-or-later
// Templates as they lie in the source tree: for tests, and for a developer's server that reads them at each
// start.
#pragma once

#include "platform/html/html.hpp"

#include <filesystem>

namespace throughline::html {

/// Every `templates/*.mustache` under `source_directory`/src, named as `Templates` wants them: components by
/// their own name, others as `folder/name`. Throws std::runtime_error when the folder cannot be read.
Templates::Sources read_template_files(const std::filesystem::path& source_directory);

} // namespace throughline::html
