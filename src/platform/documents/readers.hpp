// SPDX-License-Identifier: GPL-3.0-or-later
// One reader for each kind of file. Each throws Unreadable with words for the sender.
#pragma once

#include "platform/documents/archive.hpp"
#include "platform/documents/table_builder.hpp"

#include <string_view>

namespace throughline::documents {

void read_csv(std::string_view bytes, TableBuilder& builder);
void read_docx(Archive& archive, TableBuilder& builder);
void read_xlsx(Archive& archive, TableBuilder& builder);
void read_ods(Archive& archive, TableBuilder& builder);

/// The part that the package names as its main document; empty when it names none.
std::string main_part(Archive& archive);
/// Where a part's relations of a given kind (the last step of the type's address) lead, by their identifier.
struct Relation {
    std::string id{};
    std::string kind{};
    std::string target{}; ///< a part's full name
};
std::vector<Relation> relations(Archive& archive, const std::string& part);

} // namespace throughline::documents
