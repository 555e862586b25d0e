# What an installation holds; see docs/cmake.md.
install(TARGETS gate RUNTIME)
