// SPDX-License-Identifier: GPL-3.0-or-later
#include "target.hpp"

#include <array>

namespace throughline::fuzz {

void demand(bool holds, std::string_view promise) {
    if (!holds) throw Broken{std::string(promise)};
}

std::span<const Target> targets() {
    static constexpr std::array all{
        Target{"office", office_file},
        Target{"docx", docx_parts},
        Target{"xlsx", xlsx_parts},
        Target{"ods", ods_parts},
        Target{"csv", csv_file},
        Target{"child_answer", child_answer},
        Target{"number_format", number_format},
        Target{"date", date},
        Target{"edtf", edtf},
        Target{"urlencoded", urlencoded},
        Target{"request_target", request_target},
        Target{"multipart", multipart},
        Target{"form_definition", form_definition},
        Target{"form_answers", form_answers},
        Target{"kept_answers", kept_answers},
        Target{"template", page_template},
        Target{"markdown", markdown},
        Target{"report", report},
        Target{"references", references},
        Target{"ledger_head", ledger_head},
        Target{"contents", contents},
        Target{"names_in_bytes", names_in_bytes},
    };
    return all;
}

} // namespace throughline::fuzz
