// Runs for tests: the dull fields filled in, the telling ones left to the test.
#pragma once

#include <string>

#include "gate/model/evidence.h"
#include "gate/model/plan.h"
#include "gate/model/verdict.h"

namespace gate::test {

// A plan, what was seen and what was decided.
struct Run {
  Plan plan;
  Evidence evidence;
  Verdict verdict;

  bool operator==(const Run&) const = default;
};

TestCase passed_case(std::string classname, std::string name,
                     double seconds = 0.01);
TestCase failed_case(std::string classname, std::string name,
                     std::string message);
PlannedSuite planned_suite(std::string name, std::string kind = "unit");
// A suite that passed with so many cases.
SuiteEvidence suite_evidence(std::string name, std::uint64_t passed);
Reason reason(std::string code, std::string suite, std::string message);

// Three suites, all green, on staging.
Run passed_run();
// The same with two failed cases, a crash and an unsigned checklist.
Run failed_run();
// Ended by SIGINT in its second suite.
Run interrupted_run();
// Neither suites nor evidence.
Run empty_run();
// A red run whose every foreign text attacks a reader; with harmless names it
// is the same run, field by field.
enum class Names { hostile, harmless };
Run hostile_run(Names names = Names::hostile);
// Every member of every type differs from its default.
Run full_run();

}  // namespace gate::test
