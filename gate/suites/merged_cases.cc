#include "gate/suites/merged_cases.h"

namespace gate::suites {
namespace {

constexpr std::string_view kName = "cases.xml";

}  // namespace

void MergedCases::write(std::string_view xml) {
  if (problem_) return;
  if (!file_) {
    auto made = files_.create(folder_.path(kName));
    if (!made) return give_up(made.error());
    file_ = std::move(*made);
  }
  digest_.update(xml);
  if (const auto written = file_->write(xml); !written)
    give_up(written.error());
}

void MergedCases::finish(SuiteEvidence& evidence) {
  if (file_ && !problem_)
    if (const auto closed = file_->close(); !closed) give_up(closed.error());
  if (problem_) {
    evidence.problems.push_back(*problem_);
  } else if (file_) {
    evidence.merged_cases = folder_.below_out(kName);
    evidence.merged_cases_sha256 = digest_.finish();
  }
}

void MergedCases::give_up(const Error& error) {
  problem_ = {"EVIDENCE_NOT_WRITTEN", error.message, folder_.below_out(kName)};
}

}  // namespace gate::suites
