// A real repository with a gate.yml whose suites are shell scripts that write
// JUnit XML: the stage on which end-to-end tests let the gate play.
#pragma once

#include <string>

#include "tests/support/gate_program.h"
#include "tests/support/git_repository.h"

namespace gate::test {

// A JUnit document with so many passed cases "S.t1", "S.t2", ... and whatever
// else is given, inside one <testsuite>.
std::string junit(int passed, const std::string& more = "");

// One suite of gate.yml that runs ./<name>.sh and reads reports/<name>.xml; more
// are further lines, each ending with "\n", indented by four blanks.
std::string suite_text(const std::string& name, const std::string& more = "");

class Workspace {
 public:
  // The words of gate.yml behind "version: 1", such as suite texts in a row.
  explicit Workspace(const std::string& suites,
                     const std::string& before_suites = "");

  // A script of the work tree; not yet committed.
  void script(const std::string& name, const std::string& body) const;
  // The report that suite_script() copies.
  void report(const std::string& suite, const std::string& xml) const;
  // The script of a suite: copies its report and does this.
  void suite_script(const std::string& suite, const std::string& then) const;
  void write(const std::string& file, const std::string& bytes) const;
  std::string read(const std::string& file) const;
  bool has(const std::string& file) const;
  std::string commit() const;  // everything; returns its id

  const std::string& path() const { return repository_.path(); }
  std::string path(const std::string& file) const {
    return repository_.path(file);
  }
  // Beside the work tree, where nothing makes it dirty.
  std::string outside(const std::string& file) const {
    return repository_.base() + "/" + file;
  }

  Outcome run(Arguments more = {}) const;
  // Any command that judges; out is where its verdict will be.
  Outcome judge(const Arguments& arguments,
                const std::string& out = "gate-out") const;
  // Any other command.
  Outcome ask(const Arguments& arguments) const;

  Variables environment = plain_environment();

 private:
  testing::GitRepository repository_;
};

// One suite "unit" that copies this report and then does this; committed.
struct UnitWorkspace : Workspace {
  explicit UnitWorkspace(const std::string& xml, const std::string& then = "",
                         const std::string& more = "",
                         const std::string& before_suites = "");
};
// It, run.
Outcome run_unit(const std::string& xml, const std::string& then = "",
                 const std::string& more = "");

}  // namespace gate::test
