#include "gate/suites/detect.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "gate/base/json.h"
#include "gate/base/text.h"
#include "gate/suites/programs.h"

namespace gate::suites {
namespace {

constexpr std::uint64_t kLargestText = 4u << 20;

class Detector {
 public:
  Detector(const std::string& root, io::Files& files)
      : root_(root), files_(files) {}

  Findings detect() {
    find_programs();
    find_ctest();
    find_node();
    find_pytest();
    find_go();
    find_recordings();
    return std::move(findings_);
  }

 private:
  std::vector<std::string> glob(const std::string& pattern) {
    auto found = files_.glob(root_, pattern);
    return found ? std::move(*found) : std::vector<std::string>();
  }

  bool has(const std::string& pattern) { return !glob(pattern).empty(); }

  std::string read(const std::string& path) {
    auto text = files_.read(root_ + "/" + path, kLargestText);
    return text ? std::move(*text) : std::string();
  }

  // Names are unique; a second "unit" says what it is made with.
  void add(Finding finding, std::string_view qualifier) {
    const auto taken = [&](const std::string& name) {
      return std::any_of(findings_.suites.begin(), findings_.suites.end(),
                         [&](const Finding& f) { return f.name == name; });
    };
    if (taken(finding.name)) finding.name += "-" + std::string(qualifier);
    for (int n = 2; taken(finding.name); ++n)
      finding.name = fmt::format("{}-{}", finding.name, n);
    findings_.suites.push_back(std::move(finding));
  }

  // Folders that CMake has configured, by their paths without the file.
  std::vector<std::string> build_folders() {
    std::vector<std::string> folders;
    for (const char* pattern : {"*/CMakeCache.txt", "*/*/CMakeCache.txt"})
      for (const std::string& path : glob(pattern))
        folders.push_back(path.substr(0, path.rfind('/')));
    return folders;
  }

  static bool is_integration(const std::string& path) {
    const std::string lower = to_lower(path);
    return lower.find("integration") != std::string::npos ||
           lower.find("e2e") != std::string::npos;
  }

  // The programs of one build folder; a second one holds the same tests.
  void find_programs() {
    for (const std::string& folder : build_folders()) {
      const auto programs = find_test_programs(root_, {folder}, files_);
      for (const char* framework : {"googletest", "boost-test"})
        for (const char* kind : {"unit", "integration"})
          add_programs(programs, framework, kind, folder);
      if (!programs.empty()) return;
    }
  }

  void add_programs(const std::vector<TestProgram>& programs,
                    std::string_view framework, std::string_view kind,
                    const std::string& folder) {
    std::vector<std::string> paths;
    for (const TestProgram& program : programs)
      if (program.framework == framework &&
          is_integration(program.path) == (kind == "integration"))
        paths.push_back(program.path);
    if (paths.empty()) return;
    Finding finding;
    finding.name = finding.kind = kind;
    finding.framework = framework;
    finding.because =
        fmt::format("{} of {} in {}", plural(paths.size(), "program"),
                    framework == "googletest" ? "GoogleTest" : "Boost.Test",
                    folder);
    finding.programs = as_patterns(root_, paths, files_);
    add(std::move(finding), framework);
  }

  void find_ctest() {
    if (!findings_.suites.empty()) return;  // it would run the same programs
    for (const std::string& folder : build_folders()) {
      if (!has(folder + "/CTestTestfile.cmake")) continue;
      add_ctest(folder, folder + " is a CTest build folder", "");
      return;
    }
    const std::string lists = read("CMakeLists.txt");
    if (lists.find("enable_testing") != std::string::npos ||
        lists.find("include(CTest)") != std::string::npos)
      add_ctest("build", "CMakeLists.txt enables testing",
                "cmake -S . -B build && cmake --build build");
  }

  void add_ctest(std::string folder, std::string because, std::string needs) {
    Finding finding;
    finding.name = finding.kind = "unit";
    finding.framework = "ctest";
    finding.build_dir = std::move(folder);
    finding.because = std::move(because);
    finding.needs = std::move(needs);
    add(std::move(finding), "ctest");
  }

  void add_command(std::string runner, std::string run, std::string report,
                   std::string because, std::string needs,
                   std::vector<std::pair<std::string, std::string>> env = {}) {
    Finding finding;
    finding.name = finding.kind = "unit";
    finding.framework = "command";
    finding.run = std::move(run);
    finding.reports = {std::move(report)};
    finding.because = std::move(because);
    finding.needs = std::move(needs);
    finding.env = std::move(env);
    add(std::move(finding), runner);
  }

  void find_node() {
    const auto package = parse_json(read("package.json"));
    if (!package) return;
    const auto depends_on = [&](std::string_view name) {
      for (const char* group : {"dependencies", "devDependencies"})
        if (const Json* all = package->find(group); all && all->find(name))
          return true;
      return false;
    };
    const Json* scripts = package->find("scripts");
    const std::string test = scripts ? scripts->get("test") : std::string();
    if (depends_on("vitest"))
      add_command("vitest",
                  "npx vitest run --reporter=junit "
                  "--outputFile=reports/vitest.xml",
                  "reports/vitest.xml", "package.json depends on vitest", "");
    if (depends_on("jest"))
      add_command("jest", "npx jest --ci --reporters=default "
                          "--reporters=jest-junit",
                  "reports/jest.xml", "package.json depends on jest",
                  depends_on("jest-junit") ? ""
                                           : "npm install --save-dev jest-junit",
                  // A file that does not load is left out without the second.
                  {{"JEST_JUNIT_OUTPUT_FILE", "reports/jest.xml"},
                   {"JEST_JUNIT_REPORT_TEST_SUITE_ERRORS", "true"}});
    if (depends_on("mocha"))
      add_command("mocha", "npx mocha --reporter mocha-junit-reporter",
                  "reports/mocha.xml", "package.json depends on mocha",
                  depends_on("mocha-junit-reporter")
                      ? ""
                      : "npm install --save-dev mocha-junit-reporter",
                  {{"MOCHA_FILE", "reports/mocha.xml"}});
    if (test.find("node --test") != std::string::npos ||
        test.find("node:test") != std::string::npos)
      add_command("node",
                  "mkdir -p reports && node --test --test-reporter=junit "
                  "--test-reporter-destination=reports/node.xml",
                  "reports/node.xml", "package.json runs node --test", "");
  }

  void find_pytest() {
    std::string because;
    if (read("pyproject.toml").find("[tool.pytest") != std::string::npos)
      because = "pyproject.toml configures pytest";
    else if (has("pytest.ini"))
      because = "there is a pytest.ini";
    else if (has("tests/test_*.py") || has("test_*.py") ||
             has("tests/*/test_*.py"))
      because = "there are test_*.py files";
    else
      return;
    add_command("pytest", "python3 -m pytest --junitxml=reports/pytest.xml",
                "reports/pytest.xml", because, "");
  }

  void find_go() {
    if (!has("go.mod")) return;
    add_command("go",
                "mkdir -p reports && gotestsum --junitfile reports/go.xml ./...",
                "reports/go.xml", "there is a go.mod",
                "gotestsum (go install gotest.tools/gotestsum@latest)");
  }

  void find_recordings() {
    for (const char* pattern : {"*.har", "*/*.har", "*/*/*.har"})
      for (std::string& path : glob(pattern))
        findings_.recordings.push_back(std::move(path));
  }

  const std::string& root_;
  io::Files& files_;
  Findings findings_;
};

}  // namespace

Findings detect(const std::string& root, io::Files& files) {
  return Detector(root, files).detect();
}

}  // namespace gate::suites
