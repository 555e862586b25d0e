// The first gate.yml of a repository: what was found, and in comments what else
// there is to say.
#include <fmt/format.h>

#include "gate/base/text.h"
#include "gate/suites/detect.h"
#include "gate/suites/evidence_folder.h"

namespace gate::suites {
namespace {

// Always in quotes, so that no value means something to YAML; "$" begins a
// variable in gate.yml and is doubled.
std::string quoted(std::string_view text) {
  std::string value = "\"";
  for (const char c : printable(text)) {
    if (c == '"' || c == '\\') value += '\\';
    if (c == '$') value += '$';
    value += c;
  }
  return value + "\"";
}

std::string list(const std::vector<std::string>& items) {
  std::vector<std::string> parts;
  for (const std::string& item : items) parts.push_back(quoted(item));
  return "[" + join(parts, ", ") + "]";
}

// A name begins with a letter or a digit.
std::string service_name(std::string_view service) {
  const std::string name = safe_name(service);
  return name.find_first_of("_-") == 0 ? "service" + name : name;
}

std::string suite_text(const Finding& finding) {
  std::string text = fmt::format("  # {}\n", printable(finding.because));
  if (!finding.needs.empty())
    text += fmt::format("  # first: {}\n", printable(finding.needs));
  text += fmt::format("  {}:\n    kind: {}\n", finding.name, finding.kind);
  if (!finding.run.empty()) {
    text += fmt::format("    run: {}\n", quoted(finding.run));
    text += fmt::format("    reports: {}\n", list(finding.reports));
  } else {
    text += fmt::format("    framework: {}\n", finding.framework);
    if (!finding.programs.empty())
      text += fmt::format("    programs: {}\n", list(finding.programs));
    if (!finding.build_dir.empty())
      text += fmt::format("    build_dir: {}\n", quoted(finding.build_dir));
  }
  if (!finding.env.empty()) {
    text += "    env:\n";
    for (const auto& [name, value] : finding.env)
      text += fmt::format("      {}: {}\n", name, quoted(value));
  }
  return text;
}

constexpr std::string_view kHead =
    "# The gate between staging and canary: every suite below must pass.\n"
    "# gate plan shows what would run, gate run runs it and gives the verdict.\n"
    "version: 1\n";

constexpr std::string_view kEnvironment =
    "\n"
    "# artifact: dist/service.tar.gz  # what would be promoted; its digest goes\n"
    "#                                # into the verdict\n"
    "# environment:                   # without it a verdict is hermetic\n"
    "#   name: staging\n"
    "#   mode: full                   # or partial: reads from production\n"
    "#   url: ${STAGING_URL}\n"
    "#   ready: {path: /healthz, within: 60s}\n"
    "#   build: {path: /version, json: $.commit}\n"
    "\n"
    "suites:\n";

constexpr std::string_view kNothing =
    "  # No test was recognised here.  Name what runs yours; it must write JUnit\n"
    "  # XML.\n"
    "  unit:\n"
    "    kind: unit\n"
    "    run: \"./run-tests --junit reports/unit.xml\"\n"
    "    reports: [\"reports/unit.xml\"]\n";

constexpr std::string_view kMore =
    "\n"
    "# Worth adding to a suite:\n"
    "#   timeout: 5m        # for each process; the default is 10m\n"
    "#   min_tests: 40      # fewer executed cases are a failure\n";

}  // namespace

std::string init_text(const Findings& findings, std::string_view service) {
  std::string text(kHead);
  text += fmt::format("service: {}\n", quoted(service_name(service)));
  text += kEnvironment;
  if (findings.suites.empty()) text += kNothing;
  for (const Finding& finding : findings.suites) text += suite_text(finding);
  text += kMore;
  if (!findings.recordings.empty())
    text += fmt::format("\n# Recorded traffic lies here: {}\n",
                        printable(shorten(join(findings.recordings, ", "),
                                          200)));
  return text;
}

}  // namespace gate::suites
