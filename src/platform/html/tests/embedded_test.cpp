// SPDX-License-Identifier: GPL-3.0-or-later
#include "embedded_component_templates.hpp"
#include "embedded_odd_files.hpp"
#include "platform/html/html.hpp"
#include "platform/html/template_files.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

namespace throughline {
namespace {

TEST(EmbeddedTest, TheProgramCarriesEveryComponentAsItLiesInTheTree) {
    auto lying = html::read_template_files(SOURCE_DIR);
    std::erase_if(lying, [](const auto& each) { return each.first.find('/') != std::string::npos; });
    EXPECT_EQ(as_map<std::string>(embedded::component_templates()), lying);
    EXPECT_TRUE(html::Templates(std::move(lying)).knows("page_start"));
}

TEST(EmbeddedTest, EveryByteIsCarriedUnderItsName) {
    const auto files = embedded::odd_files();
    ASSERT_EQ(files.size(), 2U);
    EXPECT_EQ(files[0].name, "all.bin");
    ASSERT_EQ(files[0].bytes.size(), 256U);
    for (std::size_t i = 0; i < 256; ++i) EXPECT_EQ(static_cast<unsigned char>(files[0].bytes[i]), i);
    EXPECT_EQ(files[1].name, "deep/empty.txt");
    EXPECT_TRUE(files[1].bytes.empty());
}

} // namespace
} // namespace throughline
