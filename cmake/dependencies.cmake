# One target for each third-party library, so that a library is named once.  Its
# headers are system headers: their warnings are not ours.
find_package(Threads REQUIRED)
set(OPENSSL_USE_STATIC_LIBS ON)
find_package(OpenSSL 3.0 REQUIRED)
find_package(Boost 1.81 REQUIRED)
find_package(PkgConfig REQUIRED)

function(stagegate_static_library name archive header)
  find_library(${name}_ARCHIVE NAMES ${archive} REQUIRED)
  find_path(${name}_HEADERS NAMES ${header} REQUIRED)
  add_library(${name} INTERFACE)
  target_link_libraries(${name} INTERFACE ${${name}_ARCHIVE})
  target_include_directories(${name} SYSTEM INTERFACE ${${name}_HEADERS})
endfunction()

stagegate_static_library(stagegate_pugixml libpugixml.a pugixml.hpp)
stagegate_static_library(stagegate_yaml libyaml-cpp.a yaml-cpp/yaml.h)

# libgit2 and what its archive needs: the program then loads no library for it.
find_library(GIT2_ARCHIVE NAMES libgit2.a REQUIRED)
pkg_check_modules(GIT2 REQUIRED libgit2)
add_library(stagegate_git2 INTERFACE)
target_link_libraries(stagegate_git2 INTERFACE ${GIT2_ARCHIVE})
foreach(part mbedtls mbedx509 mbedcrypto http_parser ssh2 pcre2-8 z gcrypt gpg-error)
  find_library(GIT2_${part} NAMES lib${part}.a lib${part}.so)
  if(GIT2_${part})
    target_link_libraries(stagegate_git2 INTERFACE ${GIT2_${part}})
  endif()
endforeach()
add_library(stagegate_without_gssapi STATIC ${CMAKE_CURRENT_LIST_DIR}/without_gssapi.c)
target_link_libraries(stagegate_git2 INTERFACE stagegate_without_gssapi)

find_path(RAPIDJSON_HEADERS NAMES rapidjson/reader.h REQUIRED)
add_library(stagegate_rapidjson INTERFACE)
target_include_directories(stagegate_rapidjson SYSTEM INTERFACE ${RAPIDJSON_HEADERS})

find_path(FMT_HEADERS NAMES fmt/format.h REQUIRED)
add_library(stagegate_fmt INTERFACE)
target_include_directories(stagegate_fmt SYSTEM INTERFACE ${FMT_HEADERS})
find_library(FMT_LIBRARY NAMES fmt REQUIRED)
target_link_libraries(stagegate_fmt INTERFACE ${FMT_LIBRARY})

find_path(CLI11_HEADERS NAMES CLI/CLI.hpp REQUIRED)
add_library(stagegate_cli11 INTERFACE)
target_include_directories(stagegate_cli11 SYSTEM INTERFACE ${CLI11_HEADERS})

# Asio, Beast and URL.  The URL library is compiled; its archive is enough.
add_library(stagegate_beast INTERFACE)
target_include_directories(stagegate_beast SYSTEM INTERFACE ${Boost_INCLUDE_DIRS})
find_library(BOOST_URL_ARCHIVE NAMES libboost_url.a REQUIRED)
target_link_libraries(stagegate_beast INTERFACE ${BOOST_URL_ARCHIVE})

# What --version prints.
foreach(pair PUGIXML=pugixml YAML=yaml-cpp RAPIDJSON=RapidJSON FMT=fmt)
  string(REPLACE "=" ";" pair ${pair})
  list(GET pair 0 prefix)
  list(GET pair 1 module)
  pkg_check_modules(${prefix} QUIET ${module})
endforeach()
file(STRINGS ${CLI11_HEADERS}/CLI/Version.hpp cli11 REGEX "define CLI11_VERSION \"")
string(REGEX REPLACE ".*\"(.*)\"" "\\1" CLI11_VERSION "${cli11}")
