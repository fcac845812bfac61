# Files inside the program, so that a release needs nothing beside itself.
#
#   include(cmake/embed.cmake)
#
#   find_templates(templates)                          # every src/**/templates/*.mustache as name=path
#   embed_files(throughline NAME templates FILES ${templates})
#   embed_files(throughline NAME forms BASE forms FILES forms/notification.json)
#   embed_assets(throughline)                          # runs script/assets; NAME is `assets`
#
# gives `throughline::embedded::templates()`, `forms()` and `assets()`, declared in "embedded_templates.hpp" and so on:
# each a std::span<const EmbeddedFile> (platform/html/embedded.hpp). A file in FILES is `name=path`, or a
# path, whose name is then what is left of it below BASE (default: the calling folder). A changed file is taken up by
# the assembler again: one small object and the link. For Templates, Assets and the like see `as_map` in embedded.hpp.

# Writes the source that carries `entries` (name=absolute path) as NAME; leaves it alone when it would not change.
function(embed_write source name)
  set(assembly "")
  set(declarations "")
  set(rows "")
  set(index 0)
  set(entries ${ARGN})
  list(SORT entries)
  if(NOT entries)
    message(FATAL_ERROR "embed: there is no file to carry as ${name}")
  endif()
  foreach(entry ${entries})
    string(REGEX MATCH "^([^=]+)=(.+)$" matched "${entry}")
    set(label "embedded_${name}_${index}")
    string(APPEND assembly
      "        \".globl ${label}\\n.hidden ${label}\\n.globl ${label}_end\\n.hidden ${label}_end\\n\"\n"
      "        \"${label}: .incbin \\\"${CMAKE_MATCH_2}\\\"\\n${label}_end: .byte 0\\n\"\n")
    string(APPEND declarations "extern const char ${label}[];\nextern const char ${label}_end[];\n")
    string(APPEND rows "        {\"${CMAKE_MATCH_1}\", std::string_view(${label}, length(${label}, ${label}_end))},\n")
    math(EXPR index "${index} + 1")
  endforeach()
  file(CONFIGURE OUTPUT ${source} @ONLY CONTENT [[
// Made by cmake/embed.cmake.
#include "embedded_@name@.hpp"

__asm__(".pushsection .rodata\n"
@assembly@        ".popsection\n");

extern "C" {
@declarations@}

namespace throughline::embedded {
namespace {
std::size_t length(const char* from, const char* to) { return static_cast<std::size_t>(to - from); }
} // namespace

std::span<const EmbeddedFile> @name@() {
    static const EmbeddedFile files[] = {
@rows@    };
    return files;
}

} // namespace throughline::embedded
]])
endfunction()

# build/assets at build time, when its names are known: cmake -DOUTPUT=… -DFOLDER=… -P cmake/embed.cmake
if(CMAKE_SCRIPT_MODE_FILE STREQUAL CMAKE_CURRENT_LIST_FILE)
  file(GLOB found RELATIVE ${FOLDER} ${FOLDER}/*)
  list(REMOVE_ITEM found stamp)
  list(TRANSFORM found REPLACE "^(.+)$" "\\1=${FOLDER}/\\1")
  embed_write(${OUTPUT} assets ${found})
  file(TOUCH ${OUTPUT})
  return()
endif()

function(embed_header target name)
  set(folder ${CMAKE_CURRENT_BINARY_DIR}/embedded)
  file(CONFIGURE OUTPUT ${folder}/embedded_${name}.hpp @ONLY CONTENT [[
// Made by cmake/embed.cmake.
#pragma once

#include <span>

#include "platform/html/embedded.hpp"

namespace throughline::embedded {
std::span<const EmbeddedFile> @name@();
}
]])
  target_sources(${target} PRIVATE ${folder}/embedded_${name}.cpp)
  target_include_directories(${target} PRIVATE ${folder} ${PROJECT_SOURCE_DIR}/src)
endfunction()

function(embed_files target)
  cmake_parse_arguments(arg "" "NAME;BASE" "FILES" ${ARGN})
  if(NOT DEFINED arg_BASE)
    set(arg_BASE .)
  endif()
  get_filename_component(base ${arg_BASE} ABSOLUTE)
  set(entries "")
  set(paths "")
  foreach(file ${arg_FILES})
    if(file MATCHES "^([^=]+)=(.+)$")
      set(file_name ${CMAKE_MATCH_1})
      get_filename_component(path ${CMAKE_MATCH_2} ABSOLUTE)
    else()
      get_filename_component(path ${file} ABSOLUTE)
      file(RELATIVE_PATH file_name ${base} ${path})
    endif()
    list(APPEND entries "${file_name}=${path}")
    list(APPEND paths ${path})
  endforeach()
  set(source ${CMAKE_CURRENT_BINARY_DIR}/embedded/embedded_${arg_NAME}.cpp)
  embed_write(${source} ${arg_NAME} ${entries})
  set_source_files_properties(${source} PROPERTIES OBJECT_DEPENDS "${paths}")
  embed_header(${target} ${arg_NAME})
endfunction()

function(embed_assets target)
  file(GLOB_RECURSE inputs CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/assets/scss/* ${PROJECT_SOURCE_DIR}/assets/ts/*)
  list(APPEND inputs ${PROJECT_SOURCE_DIR}/script/assets ${PROJECT_SOURCE_DIR}/assets/build.mjs
    ${PROJECT_SOURCE_DIR}/assets/icon.svg ${PROJECT_SOURCE_DIR}/assets/package-lock.json)
  set(source ${CMAKE_CURRENT_BINARY_DIR}/embedded/embedded_assets.cpp)
  add_custom_command(OUTPUT ${source}
    COMMAND ${PROJECT_SOURCE_DIR}/script/assets
    COMMAND ${CMAKE_COMMAND} -DOUTPUT=${source} -DFOLDER=${PROJECT_SOURCE_DIR}/build/assets -P ${PROJECT_SOURCE_DIR}/cmake/embed.cmake
    DEPENDS ${inputs} ${PROJECT_SOURCE_DIR}/cmake/embed.cmake
    COMMENT "Building the look and the browser code" VERBATIM)
  embed_header(${target} assets)
endfunction()

# name=path of every template: components by their own name, others as folder/name.
function(find_templates result)
  file(GLOB_RECURSE found CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/src/*.mustache)
  set(entries "")
  foreach(path ${found})
    if(path MATCHES "/platform/html/templates/([^/]+)\\.mustache$")
      list(APPEND entries "${CMAKE_MATCH_1}=${path}")
    elseif(path MATCHES "/([^/]+)/templates/([^/]+)\\.mustache$")
      list(APPEND entries "${CMAKE_MATCH_1}/${CMAKE_MATCH_2}=${path}")
    endif()
  endforeach()
  set(${result} ${entries} PARENT_SCOPE)
endfunction()
