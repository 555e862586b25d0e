#include "tests/support/gate_workspace.h"

#include <filesystem>
#include <fstream>
#include <iterator>

namespace gate::test {
namespace fs = std::filesystem;

std::string junit(int passed, const std::string& more) {
  std::string text = "<testsuite name=\"S\">\n";
  for (int i = 1; i <= passed; ++i)
    text += "  <testcase classname=\"S\" name=\"t" + std::to_string(i) +
            "\" time=\"0.01\"/>\n";
  return text + more + "</testsuite>\n";
}

std::string suite_text(const std::string& name, const std::string& more) {
  return "  " + name + ":\n    kind: unit\n    run: [./" + name +
         ".sh]\n    reports: [reports/" + name + ".xml]\n" + more;
}

Workspace::Workspace(const std::string& suites,
                     const std::string& before_suites) {
  write("gate.yml", "version: 1\nservice: orders\n" + before_suites +
                        "suites:\n" + suites);
  write(".gitignore", "/reports/\n/dist/\n");
}

void Workspace::script(const std::string& name, const std::string& body) const {
  write(name, "#!/bin/sh\n" + body + "\n");
  fs::permissions(path(name), fs::perms::owner_all);
}

void Workspace::report(const std::string& suite, const std::string& xml) const {
  write("ready/" + suite + ".xml", xml);
}

void Workspace::suite_script(const std::string& suite,
                             const std::string& then) const {
  const std::string report = suite + ".xml";
  script(suite + ".sh", "mkdir -p reports\ncp ready/" + report + " reports/" +
                            report + "\n" + then);
}

void Workspace::write(const std::string& file, const std::string& bytes) const {
  repository_.write(file, bytes);
}

std::string Workspace::read(const std::string& file) const {
  std::ifstream stream(path(file), std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

bool Workspace::has(const std::string& file) const {
  return fs::exists(fs::symlink_status(path(file)));
}

std::string Workspace::commit() const {
  repository_.git({"add", "-A"});
  repository_.git({"commit", "-q", "--allow-empty", "-m", "a change"});
  return repository_.git({"rev-parse", "HEAD"});
}

Outcome Workspace::run(Arguments more) const {
  std::string out = "gate-out";
  for (std::size_t i = 0; i + 1 < more.size(); ++i)
    if (more[i] == "--out") out = more[i + 1];
  more.insert(more.begin(), "run");
  return judge(more, out);
}

Outcome Workspace::judge(const Arguments& arguments,
                         const std::string& out) const {
  return judge_gate(arguments, path(), path(out), environment);
}

Outcome Workspace::ask(const Arguments& arguments) const {
  return run_gate(arguments, path(), environment);
}

UnitWorkspace::UnitWorkspace(const std::string& xml, const std::string& then,
                             const std::string& more,
                             const std::string& before_suites)
    : Workspace(suite_text("unit", more), before_suites) {
  report("unit", xml);
  suite_script("unit", then);
  commit();
}

Outcome run_unit(const std::string& xml, const std::string& then,
                 const std::string& more) {
  return UnitWorkspace(xml, then, more).run();
}

}  // namespace gate::test
