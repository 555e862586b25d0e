#include "gate/plan/shared_files.h"

#include <filesystem>
#include <map>

#include "gate/base/glob.h"
#include "gate/base/text.h"

namespace gate::plan {
namespace {

struct Report {
  std::string pattern;
  std::string where;
  std::string suite;
};

bool overlap(const std::string& a, const std::string& b) {
  if (a == b) return true;
  if (!is_glob(a) && is_glob(b)) return glob_match(b, a);
  if (is_glob(a) && !is_glob(b)) return glob_match(a, b);
  return false;
}

std::vector<Report> reports_of(const config::Config& config) {
  std::vector<Report> reports;
  for (const PlannedSuite& suite : config.suites)
    for (std::size_t i = 0; i < suite.reports.size(); ++i) {
      const std::string key =
          "suites." + suite.name + ".reports[" + std::to_string(i) + "]";
      const auto position = config.positions.find(key);
      const std::string& in =
          position == config.positions.end() ? suite.where : position->second;
      reports.push_back(
          {normal_path(suite.reports[i]), in + ": " + key, suite.name});
    }
  return reports;
}

}  // namespace

std::string normal_path(const std::string& path) {
  return std::filesystem::path(path).lexically_normal().string();
}

std::vector<std::string> programs_of_two_suites(
    const std::vector<PlannedSuite>& suites) {
  std::vector<std::string> lines;
  std::map<std::string, std::string> owners;
  for (const PlannedSuite& suite : suites)
    for (const std::string& program : suite.programs) {
      const auto [owner, fresh] = owners.emplace(program, suite.name);
      if (!fresh)
        lines.push_back(suite.where + ": suites." + suite.name +
                        ".programs: \"" + printable(program) +
                        "\" belongs to suite " + owner->second +
                        " as well; expected it in one suite");
    }
  return lines;
}

std::vector<std::string> reports_of_two_suites(const config::Config& config) {
  std::vector<std::string> lines;
  const std::vector<Report> reports = reports_of(config);
  for (std::size_t i = 0; i < reports.size(); ++i)
    for (std::size_t j = 0; j < i; ++j) {
      if (reports[j].suite == reports[i].suite ||
          !overlap(reports[j].pattern, reports[i].pattern))
        continue;
      lines.push_back(
          reports[i].where + ": \"" + printable(reports[i].pattern) +
          "\" is a report of suite " + reports[j].suite + " as well (\"" +
          printable(reports[j].pattern) + "\"); expected it in one suite");
      break;
    }
  return lines;
}

}  // namespace gate::plan
