// SPDX-License-Identifier: GPL-3.0-or-later
// Every reader of what strangers send, behind one kind of function: bytes in, and a promise that has to hold
// whatever they are. libFuzzer feeds them what it makes up, an ordinary test what is kept in corpus/.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace throughline::fuzz {

/// A promise that did not hold. No kin of the exceptions that readers throw and targets expect.
struct Broken {
    std::string promise{};
};

/// Throws Broken unless it holds.
void demand(bool holds, std::string_view promise);

struct Target {
    std::string_view name{};
    void (*run)(std::string_view bytes){};
};

/// All of them; each has a folder of its name in corpus/.
std::span<const Target> targets();

void office_file(std::string_view bytes);
void docx_parts(std::string_view bytes);
void xlsx_parts(std::string_view bytes);
void ods_parts(std::string_view bytes);
void csv_file(std::string_view bytes);
void child_answer(std::string_view bytes);
void number_format(std::string_view bytes);
void date(std::string_view bytes);
void edtf(std::string_view bytes);
void urlencoded(std::string_view bytes);
void request_target(std::string_view bytes);
void multipart(std::string_view bytes);
void form_definition(std::string_view bytes);
void form_answers(std::string_view bytes);
void kept_answers(std::string_view bytes);
void page_template(std::string_view bytes);
void markdown(std::string_view bytes);
void report(std::string_view bytes);
void references(std::string_view bytes);
void ledger_head(std::string_view bytes);
void contents(std::string_view bytes);
void names_in_bytes(std::string_view bytes);

} // namespace throughline::fuzz
