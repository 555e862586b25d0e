// A run that passes, and then every way in which it can be made a little worse:
// none of them may pass.
#define BOOST_TEST_MODULE degradations
#include <boost/test/unit_test.hpp>
#include <iostream>

#include "tests/support/gate_workspace.h"

namespace gate::test {
namespace {

struct Degradation {
  std::string name;
  std::string shell;  // what suite "second" does before it ends
};

const std::string kHeader =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    "<testsuites tests=\"3\" failures=\"0\" errors=\"0\">\n"
    "<testsuite name=\"S\" tests=\"3\" failures=\"0\" errors=\"0\" "
    "skipped=\"0\">\n";
const std::string kCases =
    "<testcase classname=\"S\" name=\"a\" time=\"0.1\"/>\n"
    "<testcase classname=\"S\" name=\"b\" time=\"0.1\"/>\n"
    "<testcase classname=\"S\" name=\"c\" time=\"0.1\"><system-out>fine"
    "</system-out></testcase>\n";
const std::string kReport = kHeader + kCases + "</testsuite></testsuites>";

std::string edit(const std::string& sed) {
  return "sed '" + sed + "' reports/second.xml > reports/new && "
         "mv reports/new reports/second.xml";
}

std::vector<Degradation> all_degradations() {
  std::vector<Degradation> all = {
      {"exit status 1", "exit 1"},
      {"exit status 255", "exit 255"},
      {"a signal", "kill -KILL $$"},
      {"a report of an hour ago", "touch -d '1 hour ago' reports/second.xml"},
      {"a report of 1970", "touch -d @0 reports/second.xml"},
      {"no report", "rm reports/second.xml"},
      {"no report folder", "rm -r reports"},
      {"a renamed report", "mv reports/second.xml reports/second.xml.bak"},
      {"the report of the other suite is gone", "rm reports/first.xml; exit 3"},
      {"a symbolic link",
       "mv reports/second.xml reports/x; ln -s x reports/second.xml"},
      {"a dangling link",
       "rm reports/second.xml; ln -s nowhere reports/second.xml"},
      {"a pipe", "rm reports/second.xml; mkfifo reports/second.xml"},
      {"a folder", "rm reports/second.xml; mkdir reports/second.xml"},
      {"an empty file", ": > reports/second.xml"},
      {"blanks only", "echo '   ' > reports/second.xml"},
      {"a second root", "cat ready/second.xml >> reports/second.xml"},
      {"text behind the root", "echo done >> reports/second.xml"},
      {"text before the root",
       "(echo ok; cat ready/second.xml) > reports/second.xml"},
      {"a NUL at the end", "printf '\\000' >> reports/second.xml"},
      {"a NUL within", edit("s/fine/fi\\x00ne/")},
      {"a DOCTYPE", edit("1a <!DOCTYPE testsuites [<!ENTITY e \"x\">]>")},
      {"another root", edit("s/testsuites/results/g")},
      {"a case less than the counter says", edit("/name=\"b\"/d")},
      {"a counter that claims a failure", edit("s/failures=\"0\"/failures=\"1\"/")},
      {"a counter that claims an error", edit("s/errors=\"0\"/errors=\"1\"/")},
      {"a counter that claims more", edit("s/tests=\"3\"/tests=\"4\"/")},
      {"a counter that is no number", edit("s/failures=\"0\"/failures=\"none\"/")},
      {"a negative counter", edit("s/errors=\"0\"/errors=\"-1\"/")},
      {"a failed case",
       edit("s|fine</system-out>|fine</system-out><failure/>|")},
      {"an errored case",
       edit("s|fine</system-out>|fine</system-out><error/>|")},
      {"a failed and skipped case",
       edit("s|fine</system-out>|x</system-out><skipped/><failure/>|")},
      {"a flaky case",
       edit("s|fine</system-out>|x</system-out><flakyFailure/>|")},
      {"an unknown result",
       edit("s|fine</system-out>|x</system-out><exploded/>|")},
      {"an error of the suite",
       edit("s|</testsuite></|<error message=\"set-up\"/></testsuite></|")},
      {"every case skipped", edit("s|time=\"0.1\"/>|><skipped/></testcase>|; "
                                  "s|<system-out>fine</system-out>|<skipped/>|")},
      {"no case", edit("/<testcase/d; s/tests=\"3\"/tests=\"0\"/")},
      {"a case both passed and failed",
       edit("s|</testsuite></|<testcase classname=\"S\" name=\"a\">"
            "<failure/></testcase></testsuite></|; s/tests=\"3\"/tests=\"4\"/")},
      {"no artifact", "rm dist/orders.tar.gz"},
      {"a changed artifact", "echo more >> dist/orders.tar.gz"},
      {"an artifact that became a folder",
       "rm dist/orders.tar.gz; mkdir dist/orders.tar.gz"},
      {"a changed source", "echo more >> source.txt"},
      {"a deleted source", "rm source.txt"},
      {"the evidence of the other suite altered",
       "echo more >> gate-out/suites/first/cases.xml"},
      {"the evidence of the other suite deleted",
       "rm -r gate-out/suites/first"},
      {"a hanging end", "exec sleep 60"},
  };
  for (std::size_t cut = 1; cut < kReport.size(); cut += 41)
    all.push_back({"cut at byte " + std::to_string(cut),
                   "head -c " + std::to_string(cut) +
                       " ready/second.xml > reports/second.xml"});
  return all;
}

// The same work tree for all; each degradation is undone by the next setting.
struct Stage {
  Workspace workspace{
      suite_text("first", "    min_tests: 3\n") +
          suite_text("second", "    timeout: 2s\n    grace: 100ms\n"),
      "artifact: dist/orders.tar.gz\n"};

  Stage() {
    workspace.report("first", kReport);
    workspace.report("second", kReport);
    workspace.suite_script("first", "");
    workspace.suite_script("second", ". " + workspace.outside("hook"));
    workspace.write("source.txt", "source");
    workspace.commit();
  }

  Outcome run(const std::string& shell) const {
    workspace.write("../hook", shell + "\n");
    run_program({"/bin/rm", "-rf", "reports", "dist"}, workspace.path());
    workspace.write("dist/orders.tar.gz", "the bytes");
    workspace.write("source.txt", "source");
    return workspace.run();
  }
};

BOOST_AUTO_TEST_CASE(NoDegradationPasses) {
  const Stage stage;
  const auto all = all_degradations();
  for (const Degradation& degradation : all) {
    const Outcome good = stage.run(":");
    BOOST_REQUIRE_MESSAGE(good.passed(), "before " << degradation.name
                                                   << good.out << good.err);
    const Outcome bad = stage.run(degradation.shell);
    BOOST_TEST(!bad.passed(), degradation.name << bad.out);
    BOOST_TEST((bad.status == 1 || bad.status == 3),
               degradation.name << ": exit status " << bad.status);
  }
  BOOST_TEST(all.size() >= 40U);
  std::cout << all.size() << " degradations tried\n";
}

struct Configured {
  std::string name;
  std::string from;
  std::string to;
};

BOOST_AUTO_TEST_CASE(NoDegradedConfigurationPasses) {
  const Stage stage;
  BOOST_REQUIRE(stage.run(":").passed());
  const std::string whole = stage.workspace.read("gate.yml");
  const std::vector<Configured> all = {
      {"a suite that is gone", "./second.sh", "./third.sh"},
      {"more cases expected", "min_tests: 3", "min_tests: 4"},
      {"another report", "reports/second.xml", "reports/third.xml"},
      {"no time", "timeout: 2s", "timeout: 0s"},
      {"another artifact", "orders.tar.gz", "other.tar.gz"},
      {"the report of the other suite", "reports/second.xml",
       "reports/first.xml"},
      {"a slip in a key", "min_tests", "min_test"},
      {"a suite twice", "  second:", "  first:"}};
  for (const Configured& degradation : all) {
    std::string text = whole;
    text.replace(text.find(degradation.from), degradation.from.size(),
                 degradation.to);
    stage.workspace.write("gate.yml", text);
    const Outcome bad = stage.run(":");
    BOOST_TEST(!bad.passed(), degradation.name << bad.out);
  }
  std::cout << all.size() << " degraded configurations tried\n";
}

}  // namespace
}  // namespace gate::test
