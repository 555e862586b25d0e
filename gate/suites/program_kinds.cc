// The kinds whose suites are programs or a command; they differ in what they
// mean to people, not in how they are run.
#include "gate/suites/kinds.h"

namespace gate::suites {

extern const Kind unit_kind;
const Kind unit_kind = {
    .name = "unit",
    .summary = "parts of the service by themselves",
    .takes_framework = true,
    .run = run_suite,
};

extern const Kind integration_kind;
const Kind integration_kind = {
    .name = "integration",
    .summary = "the service with what it talks to",
    .takes_framework = true,
    .run = run_suite,
};

extern const Kind specialized_kind;
const Kind specialized_kind = {
    .name = "specialized",
    .summary = "contract, load, security and other tests of one purpose",
    .takes_framework = true,
    .run = run_suite,
};

}  // namespace gate::suites
