# Language, warnings, sanitizers and output folders, for every target.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "" FORCE)
endif()

find_program(CCACHE ccache)
if(CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE})
endif()

add_library(stagegate_settings INTERFACE)
target_compile_options(stagegate_settings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual
  -Wimplicit-fallthrough
  # A user who builds a release must not stumble over a compiler that warns of
  # more than ours does.
  $<$<NOT:$<CONFIG:Release>>:-Werror>)
target_include_directories(stagegate_settings INTERFACE ${CMAKE_SOURCE_DIR})
target_compile_definitions(stagegate_settings INTERFACE
  $<$<NOT:$<CONFIG:Release>>:_GLIBCXX_ASSERTIONS>)

set(STAGEGATE_SANITIZE "" CACHE STRING "sanitizers, such as address,undefined")
if(STAGEGATE_SANITIZE)
  target_compile_options(stagegate_settings INTERFACE
    -fsanitize=${STAGEGATE_SANITIZE} -fno-omit-frame-pointer
    -fno-sanitize-recover=all)
  target_link_options(stagegate_settings INTERFACE
    -fsanitize=${STAGEGATE_SANITIZE})
endif()

# The standard library inside the program: it starts faster and runs on every
# machine that has the C library.
if(NOT STAGEGATE_SANITIZE)
  target_link_options(stagegate_settings INTERFACE
    -static-libstdc++ -static-libgcc)
endif()
