# How the test programs are made; all land in <build>/tests/.
find_package(GTest REQUIRED)
find_package(Boost 1.81 REQUIRED COMPONENTS unit_test_framework)
file(GLOB support_sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/support/*.cc)
if(NOT support_sources)
  set(support_sources ${CMAKE_BINARY_DIR}/empty.cc)
endif()
add_library(test_support STATIC ${support_sources})
set_target_properties(test_support PROPERTIES LINKER_LANGUAGE CXX)
target_link_libraries(test_support PUBLIC gate_io gate_junit)
target_include_directories(test_support PUBLIC ${CMAKE_SOURCE_DIR})
target_compile_definitions(test_support PUBLIC
  STAGEGATE_SOURCE_DIR="${CMAKE_SOURCE_DIR}"
  STAGEGATE_BINARY_DIR="${CMAKE_BINARY_DIR}"
  STAGEGATE_GATE="$<TARGET_FILE:gate>")

function(stagegate_test_program name label)
  set_target_properties(${name} PROPERTIES
    RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
  add_test(NAME ${name} COMMAND ${name}
    WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
  set_tests_properties(${name} PROPERTIES LABELS ${label} TIMEOUT 900)
endfunction()

function(stagegate_unit_program folder)
  file(GLOB sources CONFIGURE_DEPENDS
    ${CMAKE_CURRENT_SOURCE_DIR}/unit/${folder}/*_test.cc)
  if(NOT sources)
    return()
  endif()
  set(name ${folder}_unit_test)
  add_executable(${name} ${sources})
  target_link_libraries(${name} PRIVATE
    gate_${folder} test_support GTest::gtest GTest::gmock GTest::gtest_main)
  stagegate_test_program(${name} unit)
endfunction()

function(stagegate_conformance_program)
  file(GLOB sources CONFIGURE_DEPENDS
    ${CMAKE_CURRENT_SOURCE_DIR}/conformance/*_test.cc)
  if(NOT sources)
    return()
  endif()
  add_executable(conformance_unit_test ${sources})
  target_link_libraries(conformance_unit_test PRIVATE
    gate_cli test_support GTest::gtest GTest::gmock GTest::gtest_main)
  stagegate_test_program(conformance_unit_test unit)
endfunction()

function(stagegate_integration_programs)
  file(GLOB sources CONFIGURE_DEPENDS
    ${CMAKE_CURRENT_SOURCE_DIR}/integration/*_test.cc)
  foreach(source ${sources})
    cmake_path(GET source STEM stem)
    string(REPLACE "_test" "_integration_test" name ${stem})
    add_executable(${name} ${source})
    target_link_libraries(${name} PRIVATE
      gate_io gate_verdict test_support Boost::unit_test_framework)
    target_compile_definitions(${name} PRIVATE BOOST_TEST_DYN_LINK)
    add_dependencies(${name} gate)
    stagegate_test_program(${name} integration)
  endforeach()
endfunction()
