# What an installation holds: the program, and the CMake package with which
# another project gates itself (find_package(Stagegate), docs/cmake.md).
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/Stagegate)
install(TARGETS gate EXPORT StagegateTargets RUNTIME)
install(EXPORT StagegateTargets NAMESPACE Stagegate:: DESTINATION ${package_dir})
configure_package_config_file(
  ${CMAKE_CURRENT_LIST_DIR}/StagegateConfig.cmake.in
  ${CMAKE_BINARY_DIR}/StagegateConfig.cmake INSTALL_DESTINATION ${package_dir})
write_basic_package_version_file(
  ${CMAKE_BINARY_DIR}/StagegateConfigVersion.cmake
  COMPATIBILITY SameMinorVersion)
install(FILES
  ${CMAKE_BINARY_DIR}/StagegateConfig.cmake
  ${CMAKE_BINARY_DIR}/StagegateConfigVersion.cmake
  ${CMAKE_CURRENT_LIST_DIR}/StagegateSuites.cmake
  DESTINATION ${package_dir})
