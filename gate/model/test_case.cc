#include "gate/model/test_case.h"

#include <array>

namespace gate {
namespace {

// The names stand in verdict.json: fixed.
constexpr std::array<std::string_view, 5> kNames = {"passed", "flaky", "skipped",
                                                    "failed", "errored"};

}  // namespace

std::string_view name_of(CaseStatus status) {
  return kNames[static_cast<std::size_t>(status)];
}

std::optional<CaseStatus> case_status(std::string_view name) {
  for (std::size_t i = 0; i < kNames.size(); ++i)
    if (kNames[i] == name) return static_cast<CaseStatus>(i);
  return std::nullopt;
}

std::string case_id(std::string_view classname, std::string_view name) {
  if (classname.empty() || classname == name) return std::string(name);
  return std::string(classname) + "." + std::string(name);
}

std::string case_id(const TestCase& test) {
  return case_id(test.classname, test.name);
}

void Counts::add(CaseStatus status) {
  switch (status) {
    case CaseStatus::passed:
      ++passed;
      break;
    case CaseStatus::flaky:
      ++flaky;
      break;
    case CaseStatus::skipped:
      ++skipped;
      break;
    case CaseStatus::failed:
      ++failed;
      break;
    case CaseStatus::errored:
      ++errored;
      break;
  }
}

Counts& Counts::operator+=(const Counts& other) {
  passed += other.passed;
  flaky += other.flaky;
  skipped += other.skipped;
  failed += other.failed;
  errored += other.errored;
  return *this;
}

}  // namespace gate
