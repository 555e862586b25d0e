// Every format over every kind of run, byte by byte.
#include <gtest/gtest.h>

#include "gate/report/format.h"
#include "gate/report/verdict_json.h"
#include "gate/report/why.h"
#include "tests/support/golden.h"
#include "tests/support/report_run.h"

namespace gate::report {
namespace {

struct NamedRun {
  const char* name;
  test::Run run;
};

std::vector<NamedRun> runs() {
  return {{"empty", test::empty_run()},
          {"passed", test::passed_run()},
          {"failed", test::failed_run()},
          {"interrupted", test::interrupted_run()},
          {"hostile", test::hostile_run()}};
}

std::string golden(const char* run, std::string_view file) {
  return "report/" + std::string(run) + "/" + std::string(file);
}

TEST(Golden, EveryFormatRendersEveryRunAsItDid) {
  for (const auto& [name, run] : runs()) {
    for (const Format* format : formats()) {
      const std::string file{format->file.empty() ? "console.txt"
                                                  : format->file};
      const std::string text = format->render(test::report_of(run), {});
      EXPECT_EQ(test::golden_difference(golden(name, file), text), "");
      EXPECT_EQ(format->render(test::report_of(run), {}), text)
          << format->name << ": the same input gave other bytes";
    }
  }
}

TEST(Golden, WhyExplainsEveryRunAsItDid) {
  for (const auto& [name, run] : runs()) {
    EXPECT_EQ(test::golden_difference(golden(name, "why.txt"),
                                      render_why(test::report_of(run), {})),
              "");
  }
}

TEST(Golden, TheIncompleteVerdictIsAsItWas) {
  test::Run run = test::passed_run();
  run.evidence.suites.clear();
  EXPECT_EQ(test::golden_difference(
                "report/incomplete/verdict.json",
                incomplete_verdict(run.plan, run.evidence, "0.1.0")),
            "");
}

}  // namespace
}  // namespace gate::report
