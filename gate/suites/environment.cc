#include "gate/suites/environment.h"

#include <algorithm>
#include <array>

#include "gate/base/text.h"

namespace gate::suites {
namespace {

constexpr std::array<std::string_view, 10> kAlwaysPassed = {
    "HOME", "PATH", "LANG",    "TZ",    "TMPDIR",
    "USER", "SHELL", "LOGNAME", "TERM", "LANGUAGE"};

// Variables by which a test could speak to the CI in the gate's name, and the
// tokens that the CI hands out.
constexpr std::array<std::string_view, 9> kCiNames = {
    "GITHUB_OUTPUT", "GITHUB_ENV",   "GITHUB_PATH",
    "GITHUB_STATE",  "GITHUB_TOKEN", "GITHUB_STEP_SUMMARY",
    "GH_TOKEN",      "GITLAB_TOKEN", "JENKINS_SECRET"};
constexpr std::array<std::string_view, 4> kCiPrefixes = {
    "ACTIONS_", "CI_JOB_TOKEN", "CI_JOB_JWT", "CI_REGISTRY_"};

// Switches of the frameworks that change what a run means.
constexpr std::array<std::string_view, 3> kFrameworkPrefixes = {
    "GTEST_", "BOOST_TEST_", "CTEST_"};

// Variables that change how programs load, and where git and HTTP clients go.
constexpr std::array<std::string_view, 2> kLoaderPrefixes = {"LD_", "GIT_"};

template <std::size_t N>
bool begins_with_any(std::string_view name,
                     const std::array<std::string_view, N>& prefixes) {
  return std::any_of(prefixes.begin(), prefixes.end(),
                     [&](std::string_view p) { return name.starts_with(p); });
}

bool speaks_for_the_gate(std::string_view name) {
  return std::find(kCiNames.begin(), kCiNames.end(), name) != kCiNames.end() ||
         begins_with_any(name, kCiPrefixes) ||
         begins_with_any(name, kFrameworkPrefixes) || name == "STAGEGATE" ||
         name == "GATE_STAGING_URL";
}

bool always_passed(std::string_view name) {
  return name.starts_with("LC_") ||
         std::find(kAlwaysPassed.begin(), kAlwaysPassed.end(), name) !=
             kAlwaysPassed.end();
}

}  // namespace

bool may_pass(std::string_view name) {
  return !speaks_for_the_gate(name) && !begins_with_any(name, kLoaderPrefixes) &&
         !to_lower(name).ends_with("_proxy");
}

SuiteEnvironment suite_environment(
    const std::map<std::string, std::string>& own, const PlannedSuite& suite,
    const std::string& staging_url) {
  SuiteEnvironment result;
  auto& variables = result.variables;
  for (const auto& [name, value] : own)
    if (always_passed(name)) variables[name] = value;
  variables["TERM"] = "dumb";
  variables.emplace("PATH", "/usr/local/bin:/usr/bin:/bin");
  for (const std::string& name : suite.pass_env) {
    const auto found = own.find(name);
    if (!may_pass(name))
      result.refused.push_back(name);
    else if (found != own.end())
      variables[name] = found->second;
  }
  // What reviewed configuration spells out may also name a library path or a
  // proxy, but nothing that speaks for the gate or steers a framework.
  for (const auto& [name, value] : suite.env) {
    if (speaks_for_the_gate(name))
      result.refused.push_back(name);
    else
      variables[name] = value;
  }
  variables["STAGEGATE"] = "1";
  if (!staging_url.empty()) variables["GATE_STAGING_URL"] = staging_url;
  return result;
}

}  // namespace gate::suites
