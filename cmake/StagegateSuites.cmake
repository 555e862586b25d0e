# gate_add_suite(NAME FRAMEWORK googletest|boost-test TARGETS target...
#                [KIND unit] [TIMEOUT 5m] [MIN_TESTS n])
#
# Adds a suite made of the project's own test programs, and the target `gate`,
# which builds them and asks for the verdict:  cmake --build build --target gate
# The gate.yml that it runs is written to <build>/gate/gate.yml, the evidence to
# <build>/gate/out.
function(gate_add_suite name)
  cmake_parse_arguments(PARSE_ARGV 1 SUITE "" "KIND;FRAMEWORK;TIMEOUT;MIN_TESTS"
    "TARGETS")
  if(SUITE_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR
      "gate_add_suite(${name}): unknown words: ${SUITE_UNPARSED_ARGUMENTS}")
  endif()
  if(NOT SUITE_TARGETS)
    message(FATAL_ERROR "gate_add_suite(${name}): TARGETS names no test program")
  endif()
  if(NOT SUITE_FRAMEWORK)
    message(FATAL_ERROR
      "gate_add_suite(${name}): FRAMEWORK is googletest or boost-test")
  endif()
  if(NOT SUITE_KIND)
    set(SUITE_KIND unit)
  endif()
  set(text "  ${name}:\n    kind: ${SUITE_KIND}\n    framework: ${SUITE_FRAMEWORK}\n    programs:\n")
  foreach(program ${SUITE_TARGETS})
    if(NOT TARGET ${program})
      message(FATAL_ERROR
        "gate_add_suite(${name}): ${program} is not a target; call it after add_executable")
    endif()
    string(APPEND text "      - \"$<TARGET_FILE:${program}>\"\n")
  endforeach()
  if(SUITE_TIMEOUT)
    string(APPEND text "    timeout: ${SUITE_TIMEOUT}\n")
  endif()
  if(SUITE_MIN_TESTS)
    string(APPEND text "    min_tests: ${SUITE_MIN_TESTS}\n")
  endif()
  set_property(GLOBAL APPEND_STRING PROPERTY STAGEGATE_SUITES "${text}")
  set_property(GLOBAL APPEND PROPERTY STAGEGATE_PROGRAMS ${SUITE_TARGETS})
  get_property(deferred GLOBAL PROPERTY STAGEGATE_DEFERRED)
  if(NOT deferred)
    set_property(GLOBAL PROPERTY STAGEGATE_DEFERRED TRUE)
    cmake_language(DEFER DIRECTORY ${CMAKE_SOURCE_DIR} CALL _gate_write_target)
  endif()
endfunction()

# At the end of the project, when every suite is known.
function(_gate_write_target)
  get_property(suites GLOBAL PROPERTY STAGEGATE_SUITES)
  get_property(programs GLOBAL PROPERTY STAGEGATE_PROGRAMS)
  string(TOLOWER "${PROJECT_NAME}" service)
  file(GENERATE OUTPUT ${CMAKE_BINARY_DIR}/gate/gate.yml
    CONTENT "version: 1\nservice: ${service}\nsuites:\n${suites}")
  add_custom_target(gate
    COMMAND Stagegate::gate run
            --config ${CMAKE_BINARY_DIR}/gate/gate.yml
            --workspace ${CMAKE_SOURCE_DIR}
            --out ${CMAKE_BINARY_DIR}/gate/out
    DEPENDS ${programs}
    USES_TERMINAL VERBATIM
    COMMENT "Asking the gate")
endfunction()
