// Every help text is a golden file, fits a screen and shows an example; words
// with a slip are answered with the word that is meant.
#define BOOST_TEST_MODULE help
#include <algorithm>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "tests/support/gate_program.h"
#include "tests/support/golden.h"

namespace gate::test {
namespace {

// A screen of today; the longest is that of gate verify.
constexpr std::ptrdiff_t kScreen = 40;

const char* const kCommands[] = {"init",  "plan",   "run",    "judge",
                                 "merge", "verify", "report", "why",
                                 "demo",  "schema", "list"};

void check_help(const Arguments& arguments, const std::string& golden) {
  const Outcome help = run_gate(arguments, "/tmp");
  BOOST_TEST(help.status == 0);
  BOOST_TEST(help.err.empty());
  BOOST_TEST(golden_difference("help/" + golden + ".txt", help.out) == "");
  BOOST_TEST(std::count(help.out.begin(), help.out.end(), '\n') <= kScreen);
}

BOOST_AUTO_TEST_CASE(TheHelpNamesEveryCommand) {
  check_help({"--help"}, "gate");
  const std::string text = run_gate({"--help"}, "/tmp").out;
  for (const std::string command : kCommands)
    BOOST_TEST(text.find("  " + command + " ") != std::string::npos, command);
}

BOOST_DATA_TEST_CASE(EachCommandShowsAnExample,
                     boost::unit_test::data::make(kCommands), command) {
  check_help({command, "--help"}, command);
  const std::string text = run_gate({command, "--help"}, "/tmp").out;
  BOOST_TEST(text.find("Example: gate " + std::string(command)) !=
             std::string::npos);
  BOOST_TEST(text.find("Usage: gate " + std::string(command)) !=
             std::string::npos);
}

struct Slip {
  Arguments words;
  std::string meant;
};

BOOST_AUTO_TEST_CASE(ASlipIsAnsweredWithTheWordThatIsMeant) {
  const std::vector<Slip> slips = {{{"rnu"}, "run"},
                                   {{"verfy"}, "verify"},
                                   {{"jugde", "a.xml"}, "judge"},
                                   {{"run", "--ouput", "live"}, "--output"},
                                   {{"run", "--shrad=1/2"}, "--shard"},
                                   {{"judge", "a", "--min-test", "3"},
                                    "--min-tests"},
                                   {{"--verson"}, "--version"}};
  for (const Slip& slip : slips) {
    const Outcome answer = run_gate(slip.words, "/tmp");
    BOOST_TEST(answer.status == 2);
    BOOST_TEST(answer.out.empty());
    BOOST_TEST(answer.err.find("did you mean \"" + slip.meant + "\"") !=
                   std::string::npos,
               answer.err);
  }
}

BOOST_AUTO_TEST_CASE(WithoutACommandTheHelpIsShownAndNothingPasses) {
  const Outcome answer = run_gate({}, "/tmp");
  BOOST_TEST(answer.status == 2);
  BOOST_TEST(answer.err.find("Subcommands") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(TheVersionNamesTheLibraries) {
  const Outcome answer = run_gate({"--version"}, "/tmp");
  BOOST_TEST(answer.status == 0);
  BOOST_TEST(answer.out.rfind("gate ", 0) == 0U);
  BOOST_TEST(answer.out.find("libgit2") != std::string::npos, answer.out);
}

BOOST_AUTO_TEST_CASE(WrongValuesAreUsageErrors) {
  for (const Arguments& words : std::vector<Arguments>{
           {"run", "--shard", "3/2"},
           {"run", "--shard", "0/2"},
           {"run", "--shard", "x"},
           {"run", "--jobs", "0"},
           {"run", "--jobs", "many"},
           {"run", "--output", "loud"},
           {"judge", "a", "--min-tests", "-1"},
           {"list", "sheep"},
           {"verify"},
           {"merge"},
           {"verify", "a", "b"}}) {
    const Outcome answer = run_gate(words, "/tmp");
    BOOST_TEST(answer.status == 2, words[0] << " " << answer.err);
    BOOST_TEST(!answer.err.empty());
  }
}

}  // namespace
}  // namespace gate::test
