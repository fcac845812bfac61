// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/base/fault.hpp"

#include <cxxabi.h>

#include <cstdlib>
#include <memory>
#include <stdexcept>
#include <typeinfo>

namespace throughline {

std::string fault_kind(const std::exception& fault) {
    int status = 0;
    const char* mangled = typeid(fault).name();
    const std::unique_ptr<char, void (*)(void*)> readable(
        abi::__cxa_demangle(mangled, nullptr, nullptr, &status), std::free);
    return readable ? readable.get() : mangled;
}

std::string fault_words(const std::exception& fault) {
    const auto& type = typeid(fault);
    const bool ours = type == typeid(std::runtime_error) || type == typeid(std::logic_error) ||
                      fault_kind(fault).starts_with("throughline::");
    return ours ? fault.what() : "";
}

} // namespace throughline
