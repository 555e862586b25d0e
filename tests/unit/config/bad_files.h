// Files that must be refused, each with every word of what is said about it.
#pragma once

#include <string>
#include <vector>

#include "tests/unit/config/files.h"

namespace gate::config::test {

struct BadFile {
  std::string name;
  std::string text;
  std::string message;
};

inline std::string every_status() {
  std::string list = "0";
  for (int status = 1; status < 256; ++status)
    list += ", " + std::to_string(status);
  return "exit_codes: [" + list + "]";
}

inline std::vector<BadFile> bad_files() {
  return {
      {"AnEmptyFile", "",
       "gate.yml:1:1: the file holds nothing; expected a mapping that begins "
       "with \"version: 1\""},
      {"OnlyComments", "# nothing\n\n",
       "gate.yml:1:1: the file holds nothing; expected a mapping that begins "
       "with \"version: 1\""},
      {"OnlyADocumentStart", "---\n",
       "gate.yml:1:1: the file holds nothing; expected a mapping that begins "
       "with \"version: 1\""},
      {"ANulByte",
       std::string("version: 1\nservice: a\x00"
                   "b\n",
                   24),
       "gate.yml:2:11: a NUL byte"},
      {"BytesThatAreNotUtf8", "version: 1\nservice: caf\xE9\n",
       "gate.yml:2:13: bytes that are not UTF-8 (\\xE9)"},
      {"AnOverlongUtf8Sequence", "version: 1\nservice: \xC0\xAFx\n",
       "gate.yml:2:10: bytes that are not UTF-8 (\\xC0\\xAF)"},
      {"ALoneCarriageReturn", "version: 1\rservice: orders\n",
       "gate.yml:1:11: a carriage return that does not end a line (use LF or "
       "CR LF)"},
      {"ALineSeparatorOfUnicode",
       "version: 1\nservice: a\xE2\x80\xA8"
       "b\n",
       "gate.yml:2:11: the invisible character \\u{2028}, which people and "
       "programs read differently; remove it, or write it as an escape in "
       "double quotes"},
      {"ABidirectionalOverride", "version: 1\nservice: \xE2\x80\xAEredro\n",
       "gate.yml:2:10: the invisible character \\u{202E}, which people and "
       "programs read differently; remove it, or write it as an escape in "
       "double quotes"},
      {"AControlCharacter", "version: 1\nservice: \"\x1B[31m\"\n",
       "gate.yml:2:11: the invisible character \\x1B, which people and "
       "programs read differently; remove it, or write it as an escape in "
       "double quotes"},
      {"AnEscapedNul", with(kHead, "orders", "\"a\\0b\"") + kUnit,
       "gate.yml:2:10: service: the text holds a NUL or is not UTF-8 (by an "
       "escape)"},
      {"ASecondDocument", kHead + kUnit + "---\nversion: 1\n",
       "gate.yml:8:1: a second document starts here; expected one, a YAML "
       "reader may ignore the rest"},
      {"TextBehindTheEnd", kHead + kUnit + "...\npolicy: {}\n",
       "gate.yml:9:1: text behind the end of the document (\"...\" in line 8)"},
      {"ContentBehindTheMarker", "--- {version: 1}\n",
       "gate.yml:1:1: nothing may stand behind \"---\" in its line"},
      {"ADirective", "%YAML 1.1\n---\n" + kHead + kUnit,
       "gate.yml:1:1: a YAML directive (%...) is not allowed here; remove it"},
      {"AnAnchor", with(kHead, "orders", "&s orders") + kUnit,
       "gate.yml:2:10: service: an anchor (&...) is not allowed; remove it"},
      {"AnAlias", "version: 1\nservice: &s orders\nartifact: *s\n" + kUnit,
       "gate.yml:2:10: service: an anchor (&...) is not allowed; remove it\n"
       "gate.yml:3:11: artifact: an alias (*...) is not allowed; write the "
       "value out"},
      {"AnAnchorOnAMapping", kHead + with(kUnit, "unit:\n", "unit: &u\n"),
       "gate.yml:4:9: suites.unit: an anchor (&...) is not allowed; remove it"},
      {"ASelfAlias", "version: 1\nservice: orders\nsuites: &a [*a]\n",
       "gate.yml:3:9: suites: an anchor (&...) is not allowed; remove it\n"
       "gate.yml:3:9: suites: expected a mapping from names to suites, found a "
       "list\n"
       "gate.yml:3:13: suites[0]: an alias (*...) is not allowed; write the "
       "value out"},
      {"ATag", with(kHead, "orders", "!!str orders") + kUnit,
       "gate.yml:2:10: service: a tag (!...) is not allowed; remove it"},
      {"TheNonSpecificTag", with(kHead, "orders", "! orders") + kUnit,
       "gate.yml:2:10: service: a tag (!...) is not allowed; remove it"},
      {"ATagOnNothing", with(kHead, "orders", "!!null") + kUnit,
       "gate.yml:2:10: service: a tag (!...) is not allowed; remove it"},
      {"AnUnknownTag", with(kHead, "orders", "!env SERVICE") + kUnit,
       "gate.yml:2:10: service: a tag (!...) is not allowed; remove it"},
      {"AMergeKey", kHead + kUnit + "    <<: {timeout: 1m}\n",
       "gate.yml:8:5: suites.unit: a merge key (<<) is not allowed; write the "
       "keys out"},
      {"ADuplicateKey", kHead + "service: payments\n" + kUnit,
       "gate.yml:3:1: service: duplicate key; the first one is in line 2"},
      {"ADuplicateKeyInQuotes", kHead + kUnit + "    \"kind\": unit\n",
       "gate.yml:8:5: suites.unit.kind: duplicate key; the first one is in "
       "line 5"},
      {"ADuplicateSuite", kHead + kUnit + "  unit:\n    kind: unit\n",
       "gate.yml:8:3: suites.unit: duplicate key; the first one is in line 4"},
      {"AListAsKey", kHead + "? [a, b]\n: c\n" + kUnit,
       "gate.yml:3:3: expected a text as the key"},
      {"NothingAsKey", kHead + "~: c\n" + kUnit,
       "gate.yml:3:1: expected a text as the key"},
      {"AMappingAsKeyInFlow", kHead + kUnit + "    env: {{A: b}: c}\n",
       "gate.yml:8:11: suites.unit.env: expected a text as the key"},
      {"ATabAsIndentation", kHead + "suites:\n\tunit:\n",
       "gate.yml:4:6: not valid YAML: illegal map value; this line is indented "
       "with a tab, YAML wants blanks"},
      {"AnUnclosedQuote", with(kHead, "orders", "\"orders") + kUnit,
       "gate.yml:2:10: service: the quote is not closed"},
      {"AnUnclosedList", kHead + with(kUnit, "_test]", "_test"),
       "gate.yml:8:1: not valid YAML: end of sequence flow not found"},
      // The library alone finds documents without end here.
      {"AStrayComma", ",\n",
       "gate.yml:1:1: expected the end of the file, found text that belongs to "
       "nothing before it"},
      {"ABlockBehindAFlowMapping", "{version: 1, service: orders}\n- a\n",
       "gate.yml:1:1: suites: missing; expected a mapping from names to suites "
       "(what must pass, by name, in the order in which it runs)\n"
       "gate.yml:2:1: expected the end of the file, found text that belongs to "
       "nothing before it"},
      {"AWordAtTheEnd", kHead + kUnit + "policy\n",
       "gate.yml:8:1: policy: expected \":\" and a value behind the key, found "
       "the end of the file"},
      {"AnEmptyItem", with(kHead + kUnit, "[build", "[a, , build"),
       "gate.yml:7:17: suites.unit.programs[1]: expected a file pattern of the "
       "workspace, found nothing"},
      {"ABadEscape", with(kHead, "orders", "\"\\q\"") + kUnit,
       "gate.yml:2:13: not valid YAML: unknown escape character: q"},
      {"KeysOnOneLine", "version: 1 service: orders\n",
       "gate.yml:1:19: not valid YAML: illegal map value"},
      {"SixtyFiveLevels",
       "version: "
       "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]"
       "]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]\n",
       "gate.yml:1:73: nested more than 64 deep"},
      {"SixtyFourLevels",
       "version: "
       "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]"
       "]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]\n",
       "gate.yml:1:1: service: missing; expected a text (what is released)\n"
       "gate.yml:1:1: suites: missing; expected a mapping from names to suites "
       "(what must pass, by name, in the order in which it runs)\n"
       "gate.yml:1:10: version: expected 1, found a list"},
      {"AListAsFile", "- version: 1\n",
       "gate.yml:1:1: expected a mapping of version, service, artifact, "
       "environment, suites or policy, found a list"},
      {"ATextAsFile", "orders\n",
       "gate.yml:1:1: expected a mapping of version, service, artifact, "
       "environment, suites or policy, found the text \"orders\""},
      {"NothingRequired", "artifact: a.tar\n",
       "gate.yml:1:1: version: missing; expected 1 (the version of this file's "
       "format)\n"
       "gate.yml:1:1: service: missing; expected a text (what is released)\n"
       "gate.yml:1:1: suites: missing; expected a mapping from names to suites "
       "(what must pass, by name, in the order in which it runs)"},
      {"NoVersion", "service: orders\n" + kUnit,
       "gate.yml:1:1: version: missing; expected 1 (the version of this file's "
       "format)"},
      {"ALaterVersion", with(kHead, "1", "2") + kUnit,
       "gate.yml:1:10: version: expected 1, found the number 2"},
      {"AQuotedVersion", with(kHead, "1", "\"1\"") + kUnit,
       "gate.yml:1:10: version: expected 1, found the text \"1\"; write it "
       "without quotes"},
      {"NoService", "version: 1\n" + kUnit,
       "gate.yml:1:1: service: missing; expected a text (what is released)"},
      {"AnEmptyService", with(kHead, "orders", "\"\"") + kUnit,
       "gate.yml:2:10: service: expected a text, found an empty text"},
      {"ANumberAsService", with(kHead, "orders", "12345") + kUnit,
       "gate.yml:2:10: service: expected a text, found the number 12345; write "
       "\"12345\" if the text is meant"},
      {"AnExponentAsService", with(kHead, "orders", "1e10") + kUnit,
       "gate.yml:2:10: service: expected a text, found the number 1e10; write "
       "\"1e10\" if the text is meant"},
      {"ABooleanAsService", with(kHead, "orders", "true") + kUnit,
       "gate.yml:2:10: service: expected a text, found the boolean true; write "
       "\"true\" if the text is meant"},
      {"NothingAsService", with(kHead, " orders", "") + kUnit,
       "gate.yml:2:1: service: expected a text, found nothing"},
      {"AListAsService", with(kHead, "orders", "[orders]") + kUnit,
       "gate.yml:2:10: service: expected a text, found a list"},
      {"AnUnknownKey", kHead + "artefact: x\n" + kUnit,
       "gate.yml:3:1: artefact: unknown key, did you mean \"artifact\"?"},
      {"AnUnknownKeyLikeNoOther", kHead + "zzzzzz: x\n" + kUnit,
       "gate.yml:3:1: zzzzzz: unknown key; expected version, service, "
       "artifact, environment, suites or policy"},
      {"NoSuites", kHead,
       "gate.yml:1:1: suites: missing; expected a mapping from names to suites "
       "(what must pass, by name, in the order in which it runs)"},
      {"EmptySuites", kHead + "suites: {}\n",
       "gate.yml:3:9: suites: expected at least one, found none"},
      {"SuitesAsAList", kHead + "suites: [unit]\n",
       "gate.yml:3:9: suites: expected a mapping from names to suites, found a "
       "list"},
      {"NothingAsSuites", kHead + "suites:\n",
       "gate.yml:3:1: suites: expected a mapping from names to suites, found "
       "nothing"},
      {"NothingAsASuite", kHead + "suites:\n  unit:\npolicy: {}\n",
       "gate.yml:4:3: suites.unit: expected a mapping of kind, framework, "
       "programs or others, found nothing"},
      {"ASuiteNameThatIsAPath",
       kHead + "suites:\n  ../unit:\n    kind: unit\n    framework: "
               "googletest\n    programs: [a]\n",
       "gate.yml:4:3: suites.../unit: expected a name of letters, digits, "
       "\".\", \"_\" and \"-\" as the key"},
      {"NoMode", kHead + with(kStaging, "  mode: full\n", "") + kUnit,
       "gate.yml:4:3: environment.mode: missing; expected full or partial "
       "(full: talks to staging only; partial: also reads from production "
       "dependencies.  No default, because their safety rules differ)"},
      {"AnUnknownMode", kHead + with(kStaging, "full", "ful") + kUnit,
       "gate.yml:5:9: environment.mode: expected full or partial, found the "
       "text \"ful\", did you mean \"full\"?"},
      {"AnEnvironmentWithoutUrl",
       kHead + "environment: {name: staging, mode: full}\n" + kUnit,
       "gate.yml:3:14: environment.url: missing; expected an http or https URL "
       "(the service's address, http or https, without credentials)"},
      {"AUrlWithoutScheme", kHead + with(kStaging, "https://", "") + kUnit,
       "gate.yml:6:8: environment.url: expected an http or https URL such as "
       "https://orders.staging.example, without credentials, query or "
       "fragment; found a text that is not one: it does not begin with http:// "
       "or https://"},
      {"AUrlOfAnotherScheme", kHead + with(kStaging, "https", "file") + kUnit,
       "gate.yml:6:8: environment.url: expected an http or https URL such as "
       "https://orders.staging.example, without credentials, query or "
       "fragment; found a text that is not one: it does not begin with http:// "
       "or https://"},
      {"AUrlWithoutHost",
       kHead + with(kStaging, "orders.staging.example", "/x") + kUnit,
       "gate.yml:6:8: environment.url: expected an http or https URL such as "
       "https://orders.staging.example, without credentials, query or "
       "fragment; found a text that is not one: it names no host"},
      {"AUrlWithABadPort",
       kHead + with(kStaging, "example", "example:99999") + kUnit,
       "gate.yml:6:8: environment.url: expected an http or https URL such as "
       "https://orders.staging.example, without credentials, query or "
       "fragment; found a text that is not one: its port is not a number from "
       "1 to 65535"},
      {"AUrlWithCredentials",
       kHead +
           with(kStaging, "https://orders.staging.example", "${SECRET_URL}") +
           kUnit,
       "gate.yml:6:8: environment.url: expected an http or https URL such as "
       "https://orders.staging.example, without credentials, query or "
       "fragment; found a text that is not one: it holds credentials"},
      {"AUrlWithAQuery",
       kHead + with(kStaging, "example", "example/?a=b") + kUnit,
       "gate.yml:6:8: environment.url: expected an http or https URL such as "
       "https://orders.staging.example, without credentials, query or "
       "fragment; found a text that is not one: it has a query or a fragment"},
      {"AMissingVariable",
       kHead +
           with(kStaging, "https://orders.staging.example", "${STAGING_ULR}") +
           kUnit,
       "gate.yml:6:8: environment.url: the environment variable STAGING_ULR is "
       "not set, did you mean \"STAGING_URL\"?"},
      {"AnEmptyVariable", with(kHead, "orders", "${EMPTY}") + kUnit,
       "gate.yml:2:10: service: expected a text, found an empty text"},
      {"AnUnclosedVariable", with(kHead, "orders", "\"${NAME\"") + kUnit,
       "gate.yml:2:10: service: expected ${NAME} (\"$${\" is a literal "
       "\"${\"), found \"${NAME\""},
      {"AShellsDefaultValue",
       with(kHead, "orders", "\"${NAME:-orders}\"") + kUnit,
       "gate.yml:2:10: service: expected ${NAME} (\"$${\" is a literal "
       "\"${\"), found \"${NAME:-orders}\""},
      {"AReadyPathWithoutSlash",
       kHead + kStaging + "  ready: {path: healthz}\n" + kUnit,
       "gate.yml:7:17: environment.ready.path: expected a path that begins "
       "with \"/\", found the text \"healthz\""},
      {"ReadyWithoutPath",
       kHead + kStaging + "  ready: {within: 10s}\n" + kUnit,
       "gate.yml:7:10: environment.ready.path: missing; expected a path that "
       "begins with \"/\" (answers 200 when the environment can be tested)"},
      {"ABadJsonPath",
       kHead + kStaging + "  build: {path: /version, json: commit}\n" + kUnit,
       "gate.yml:7:33: environment.build.json: expected a JSON path such as "
       "$.build.commit, found the text \"commit\""},
      {"AnEnvironmentAsText", kHead + "environment: staging\n" + kUnit,
       "gate.yml:3:14: environment: expected a mapping of name, mode, url, "
       "ready or build, found the text \"staging\""},
      {"AnUnknownKind", kHead + with(kUnit, "kind: unit", "kind: integratoin"),
       "gate.yml:5:11: suites.unit.kind: expected unit, integration or "
       "specialized, found the text \"integratoin\", did you mean "
       "\"integration\"?"},
      {"NoKind", kHead + with(kUnit, "    kind: unit\n", ""),
       "gate.yml:5:5: suites.unit.kind: missing; expected unit, integration or "
       "specialized (what the suite is; decides how it is run and shown)"},
      {"AnUnknownFramework", kHead + with(kUnit, "googletest", "gogletest"),
       "gate.yml:6:16: suites.unit.framework: expected googletest, boost-test, "
       "ctest or command, found the text \"gogletest\", did you mean "
       "\"googletest\"?"},
      {"AnUnknownSuiteKey", unit("timout: 5m"),
       "gate.yml:8:5: suites.unit.timout: unknown key, did you mean "
       "\"timeout\"?"},
      {"AnUnknownSuiteKeyLikeNoOther", unit("colour: red"),
       "gate.yml:8:5: suites.unit.colour: unknown key; \"gate schema\" lists "
       "the known ones"},
      {"NoFramework", kHead + with(kUnit, "    framework: googletest\n", ""),
       "gate.yml:5:5: suites.unit.framework: missing; expected the test "
       "framework, such as googletest, boost-test or ctest"},
      {"NothingToRun", kHead + "suites:\n  unit:\n    kind: unit\n",
       "gate.yml:5:5: suites.unit.framework: missing; expected framework with "
       "programs or build_dir, or run with reports"},
      {"AFrameworkWithoutPrograms",
       kHead + "suites:\n  unit:\n    kind: unit\n    framework: googletest\n",
       "gate.yml:5:5: suites.unit.programs: missing; framework googletest "
       "needs it"},
      {"CtestWithoutBuildFolder",
       kHead + "suites:\n  unit:\n    kind: unit\n    framework: ctest\n",
       "gate.yml:5:5: suites.unit.build_dir: missing; framework ctest needs "
       "it"},
      {"CtestWithPrograms", kHead + with(kUnit, "googletest", "ctest"),
       "gate.yml:5:5: suites.unit.build_dir: missing; framework ctest needs "
       "it\n"
       "gate.yml:7:5: suites.unit.programs: not used with framework ctest"},
      {"ProgramsAndRun", unit("run: make check"),
       "gate.yml:8:5: suites.unit.run: not used with framework googletest"},
      {"ReportsBesidePrograms", unit("reports: [a.xml]"),
       "gate.yml:8:5: suites.unit.reports: not used with framework googletest; "
       "the gate names its report itself"},
      {"ProgramsAsText", kHead + with(kUnit, "[build/*_test]", "build/*_test"),
       "gate.yml:7:15: suites.unit.programs: expected a list, each item a file "
       "pattern of the workspace, found the text \"build/*_test\"; write "
       "[build/*_test]"},
      {"NoProgramsInTheList", kHead + with(kUnit, "[build/*_test]", "[]"),
       "gate.yml:7:15: suites.unit.programs: expected at least one, found "
       "none"},
      {"TheSameProgramTwice",
       kHead + with(kUnit, "[build/*_test]", "[a, b, a]"),
       "gate.yml:7:22: suites.unit.programs[2]: \"a\" is listed twice"},
      {"ANumberInPrograms", kHead + with(kUnit, "[build/*_test]", "[5]"),
       "gate.yml:7:16: suites.unit.programs[0]: expected a file pattern of the "
       "workspace, found the number 5; write \"5\" if the text is meant"},
      {"ANestedList", kHead + with(kUnit, "[build/*_test]", "[[a]]"),
       "gate.yml:7:16: suites.unit.programs[0]: expected a file pattern of the "
       "workspace, found a list"},
      {"AProgramOutside", kHead + with(kUnit, "build/*_test", "build/../../x"),
       "gate.yml:7:16: suites.unit.programs[0]: expected a path below the "
       "workspace, found \"build/../../x\": \"..\" leaves the workspace"},
      {"AProgramOutsideByBraces",
       kHead + with(kUnit, "[build/*_test]", "[\"{.,x}./y\"]"),
       "gate.yml:7:16: suites.unit.programs[0]: expected a path below the "
       "workspace, found \"{.,x}./y\": \"..\" leaves the workspace"},
      {"AProgramOutsideByAVariable",
       kHead + with(kUnit, "[build/*_test]", "[\"${UP}/y\"]"),
       "gate.yml:7:16: suites.unit.programs[0]: expected a path below the "
       "workspace, found \"../y\": \"..\" leaves the workspace"},
      {"AWorkdirOutside", unit("workdir: .."),
       "gate.yml:8:14: suites.unit.workdir: expected a path below the "
       "workspace, found \"..\": \"..\" leaves the workspace"},
      {"AWorkdirThatIsAPattern", unit("workdir: web*"),
       "gate.yml:8:14: suites.unit.workdir: expected a path of the workspace, "
       "found the text \"web*\"; a pattern is not one path"},
      {"AnAbsoluteReport",
       kHead + with(kWeb, "reports/jest.xml", "/tmp/jest.xml"),
       "gate.yml:7:15: suites.web.reports[0]: expected a path below the "
       "workspace, found \"/tmp/jest.xml\": it is absolute"},
      {"ABaselineInTheHomeFolder", unit("baseline: ~/base.txt"),
       "gate.yml:8:15: suites.unit.baseline: expected a path below the "
       "workspace, found \"~/base.txt\": \"~\" is not a home folder here"},
      {"ARunWithoutReports",
       kHead + with(kWeb, "    reports: [reports/jest.xml]\n", ""),
       "gate.yml:5:5: suites.web.reports: missing; a command without reports "
       "can never fail by a test, name the JUnit files that it writes"},
      {"AnEmptyRun", run("\"\""),
       "gate.yml:6:10: suites.web.run: expected a command, found an empty "
       "text"},
      {"AnEmptyRunList", run("[]"),
       "gate.yml:6:10: suites.web.run: expected the program as the first item, "
       "found none"},
      {"ANumberInRun", run("[sleep, 5]"),
       "gate.yml:6:18: suites.web.run[1]: expected a text, found the number 5; "
       "write \"5\" if the text is meant"},
      {"ANumberAsRun", run("5"),
       "gate.yml:6:10: suites.web.run: expected a text, found the number 5; "
       "write \"5\" if the text is meant"},
      {"RunAsAMapping", run("{a: b}"),
       "gate.yml:6:10: suites.web.run: expected a command (a text or a list of "
       "texts), found a mapping"},
      {"RunWithTrueBehind", run("npx jest || true"),
       "gate.yml:6:5: suites.web.run: a command that can never fail: it ends "
       "with \"|| true\", which turns every failure into success; let the "
       "status of the tests through"},
      {"RunWithColonBehind", run("'npx jest || :  # never mind'"),
       "gate.yml:6:5: suites.web.run: a command that can never fail: it ends "
       "with \"|| :\", which turns every failure into success; let the status "
       "of the tests through"},
      {"RunWithEchoBehind", run("npx jest || echo failed"),
       "gate.yml:6:5: suites.web.run: a command that can never fail: it ends "
       "with \"|| echo failed\", which turns every failure into success; let "
       "the status of the tests through"},
      {"RunWithTrueInTheLastLine", run("|\n      npx jest\n      true"),
       "gate.yml:6:5: suites.web.run: a command that can never fail: its last "
       "command is \"true\", so its exit status is not that of the tests; let "
       "the status of the tests through"},
      {"RunWithExitZero", run("npx jest; exit 0"),
       "gate.yml:6:5: suites.web.run: a command that can never fail: its last "
       "command is \"exit 0\", so its exit status is not that of the tests; "
       "let the status of the tests through"},
      {"RunInTheBackground", run("npx jest &"),
       "gate.yml:6:5: suites.web.run: a command that can never fail: it ends "
       "with \"&\": the command runs in the background, and its exit status is "
       "lost; let the status of the tests through"},
      {"RunIntoTee", run("npx jest | tee jest.log"),
       "gate.yml:6:5: suites.web.run: a command that can never fail: it ends "
       "with \"| tee jest.log\", so its exit status is that of tee; let the "
       "status of the tests through"},
      {"RunThatIsTrue", run("'true'"),
       "gate.yml:6:5: suites.web.run: a command that can never fail: \"true\" "
       "always succeeds and runs no test; let the status of the tests through"},
      {"RunListThatIsTrue", run("[/bin/true]"),
       "gate.yml:6:5: suites.web.run: a command that can never fail: \"true\" "
       "always succeeds and runs no test; let the status of the tests through"},
      {"RunListOfAShell", run("[bash, -c, npx jest || true]"),
       "gate.yml:6:5: suites.web.run: a command that can never fail: it ends "
       "with \"|| true\", which turns every failure into success; let the "
       "status of the tests through"},
      {"ArgsBesideRun", web("args: [-v]"),
       "gate.yml:8:5: suites.web.args: not used with framework command; write "
       "them into run"},
      {"ADurationWithoutUnit", unit("timeout: 60"),
       "gate.yml:8:14: suites.unit.timeout: expected a duration such as 90s or "
       "5m, found the number 60; add a unit, such as 60s"},
      {"ADurationInWords", unit("timeout: soon"),
       "gate.yml:8:14: suites.unit.timeout: expected a duration such as 90s or "
       "5m, found the text \"soon\""},
      {"AZeroTimeout", unit("timeout: 0s"),
       "gate.yml:8:14: suites.unit.timeout: expected a duration such as 90s or "
       "5m, more than zero, found the text \"0s\""},
      {"ANegativeTimeout", unit("timeout: -5s"),
       "gate.yml:8:14: suites.unit.timeout: expected a duration such as 90s or "
       "5m, found the text \"-5s\""},
      {"ATimeoutOfCenturies", unit("timeout: 99999d"),
       "gate.yml:8:14: suites.unit.timeout: expected a duration such as 90s or "
       "5m, found the text \"99999d\""},
      {"AVariableAsTimeout", unit("timeout: ${NUMBER}"),
       "gate.yml:8:14: suites.unit.timeout: expected a duration such as 90s or "
       "5m, found the text \"${NUMBER}\"; variables are replaced in texts "
       "only, a duration stands in the file"},
      {"AnOctalLookingNumber", unit("min_tests: 010"),
       "gate.yml:8:16: suites.unit.min_tests: expected a whole number, found "
       "the number 010; write decimal digits without a sign, \"_\" or a "
       "leading zero (YAML readers disagree about octal)"},
      {"AnOctalNumber", unit("min_tests: 0o10"),
       "gate.yml:8:16: suites.unit.min_tests: expected a whole number, found "
       "the number 0o10; write decimal digits without a sign, \"_\" or a "
       "leading zero (YAML readers disagree about octal)"},
      {"AHexadecimalNumber", unit("min_tests: 0x10"),
       "gate.yml:8:16: suites.unit.min_tests: expected a whole number, found "
       "the number 0x10; write decimal digits without a sign, \"_\" or a "
       "leading zero (YAML readers disagree about octal)"},
      {"ANumberWithUnderscores", unit("min_tests: 1_000"),
       "gate.yml:8:16: suites.unit.min_tests: expected a whole number, found "
       "the number 1_000; write decimal digits without a sign, \"_\" or a "
       "leading zero (YAML readers disagree about octal)"},
      {"ANegativeNumber", unit("min_tests: -1"),
       "gate.yml:8:16: suites.unit.min_tests: expected a whole number, found "
       "the number -1"},
      {"AFraction", unit("min_tests: 1.5"),
       "gate.yml:8:16: suites.unit.min_tests: expected a whole number, found "
       "the number 1.5"},
      {"AQuotedNumber", unit("min_tests: \"5\""),
       "gate.yml:8:16: suites.unit.min_tests: expected a whole number, found "
       "the text \"5\"; write it without quotes"},
      {"AWordAsNumber", unit("min_tests: many"),
       "gate.yml:8:16: suites.unit.min_tests: expected a whole number, found "
       "the text \"many\""},
      {"AVariableAsNumber", unit("min_tests: ${NUMBER}"),
       "gate.yml:8:16: suites.unit.min_tests: expected a whole number, found "
       "the text \"${NUMBER}\"; variables are replaced in texts only, a number "
       "stands in the file"},
      {"AHugeNumber", unit("min_tests: 99999999999999999999"),
       "gate.yml:8:16: suites.unit.min_tests: expected a whole number, found "
       "the number 99999999999999999999"},
      {"AStatusBeyondAByte", unit("exit_codes: [0, 256]"),
       "gate.yml:8:21: suites.unit.exit_codes[1]: expected a whole number from "
       "0 to 255, found the number 256"},
      {"NoStatus", unit("exit_codes: []"),
       "gate.yml:8:17: suites.unit.exit_codes: expected at least one, found "
       "none"},
      {"AStatusTwice", unit("exit_codes: [0, 0]"),
       "gate.yml:8:21: suites.unit.exit_codes[1]: \"0\" is listed twice"},
      {"AStatusOfBothKinds",
       unit("exit_codes: [0, 3]\n    failed_exit_codes: [3]"),
       "gate.yml:9:5: suites.unit.failed_exit_codes: 3 is also in exit_codes, "
       "expected it in one of them"},
      {"ZeroAsAFailure", unit("failed_exit_codes: [0]"),
       "gate.yml:8:5: suites.unit.failed_exit_codes: 0 is also in exit_codes, "
       "expected it in one of them\n"
       "gate.yml:8:25: suites.unit.failed_exit_codes[0]: expected a whole "
       "number from 1 to 255, found the number 0"},
      {"EveryStatus", unit(every_status()),
       "gate.yml:8:5: suites.unit.exit_codes: every status from 0 to 255 is "
       "listed, so no exit status can fail the suite"},
      {"YesAsBoolean", web("optional: yes"),
       "gate.yml:8:15: suites.web.optional: expected true or false, found the "
       "text \"yes\"; write true"},
      {"OffAsBoolean", unit("unique_names: off"),
       "gate.yml:8:19: suites.unit.unique_names: expected true or false, found "
       "the text \"off\"; write false"},
      {"AQuotedBoolean", unit("unique_names: \"true\""),
       "gate.yml:8:19: suites.unit.unique_names: expected true or false, found "
       "the text \"true\"; write true without quotes"},
      {"AnUpperCaseBoolean", unit("unique_names: TRUE"),
       "gate.yml:8:19: suites.unit.unique_names: expected true or false, found "
       "the boolean TRUE; write true"},
      {"OneAsBoolean", unit("unique_names: 1"),
       "gate.yml:8:19: suites.unit.unique_names: expected true or false, found "
       "the number 1"},
      {"OptionalWithoutMinimum", web("optional: true\n    min_tests: 0"),
       "gate.yml:3:1: suites: every suite is optional, so nothing has to be "
       "there; at least one must not be\n"
       "gate.yml:9:5: suites.web.min_tests: min_tests: 0 with optional: true "
       "is a suite that can never fail; expect at least one case, or remove "
       "the suite"},
      {"OptionalWithExpectedFiles",
       kHead + kWeb + "    optional: true\n    expect_files: 2\n" +
           "  unit:\n    kind: unit\n    framework: googletest\n    programs: "
           "[a]\n",
       "gate.yml:9:5: suites.web.expect_files: expect_files contradicts "
       "optional: true; remove one of them"},
      {"AllSuitesOptional", web("optional: true"),
       "gate.yml:3:1: suites: every suite is optional, so nothing has to be "
       "there; at least one must not be"},
      {"NoFileExpected", web("expect_files: 0"),
       "gate.yml:8:19: suites.web.expect_files: expected a whole number of at "
       "least 1, found the number 0"},
      {"AnUnknownMayfail", unit("mayfail: gtest"),
       "gate.yml:8:14: suites.unit.mayfail: expected catch2, found the text "
       "\"gtest\""},
      {"AnUnknownCounter", unit("counters: assertion"),
       "gate.yml:8:15: suites.unit.counters: expected cases, assertions or "
       "ignore-tests, found the text \"assertion\", did you mean "
       "\"assertions\"?"},
      {"AnUnknownLimit", unit("limits: {size: 5}"),
       "gate.yml:8:14: suites.unit.limits.size: unknown key; expected file, "
       "total, files, cases or depth"},
      {"ALimitOfNothing", unit("limits: {file: 0}"),
       "gate.yml:8:20: suites.unit.limits.file: expected a size such as 64MiB, "
       "or a number of bytes, found the number 0"},
      {"ALimitInBadUnits", unit("limits: {file: 5MB}"),
       "gate.yml:8:20: suites.unit.limits.file: expected a size such as 64MiB, "
       "or a number of bytes, found the text \"5MB\""},
      {"AnEnvThatIsAList", unit("env: [A=b]"),
       "gate.yml:8:10: suites.unit.env: expected a mapping from names to "
       "texts, found a list"},
      {"AnEnvWithANumber", unit("env: {DEBUG: 1}"),
       "gate.yml:8:18: suites.unit.env.DEBUG: expected a text, found the "
       "number 1; write \"1\" if the text is meant"},
      {"ABadVariableName", unit("env: {MY-VAR: x}"),
       "gate.yml:8:11: suites.unit.env.MY-VAR: expected the name of an "
       "environment variable as the key"},
      {"ABadPassedVariable", unit("pass_env: [A, 'B C']"),
       "gate.yml:8:19: suites.unit.pass_env[1]: expected the name of an "
       "environment variable, found the text \"B C\""},
      {"NothingInAList", unit("required:\n      - \n      - A.b"),
       "gate.yml:9:7: suites.unit.required[0]: expected a text, found nothing"},
      {"PolicyAsList", kHead + kUnit + "policy: []\n",
       "gate.yml:8:9: policy: expected a mapping of waivers or valid_for, "
       "found a list"},
      {"ANegativeValidity", kHead + kUnit + "policy: {valid_for: 0h}\n",
       "gate.yml:8:21: policy.valid_for: expected a duration such as 90s or "
       "5m, more than zero, found the text \"0h\""},
      {"AnExpiredWaiver",
       kHead + kUnit +
           "policy:\n  waivers:\n    - {suite: unit, case: A.b, reason: r, "
           "owner: o, until: 2026-11-24}\n",
       "gate.yml:10:60: policy.waivers[0].until: this waiver has expired since "
       "2026-11-24 (now 2026-11-24T12:00:00.000Z); mend the case, or renew the "
       "waiver in a review"},
      {"AWaiverExpiredThisHour",
       kHead + kUnit +
           "policy:\n  waivers:\n    - {suite: unit, case: A.b, reason: r, "
           "owner: o, until: \"2026-11-24T12:00:00Z\"}\n",
       "gate.yml:10:60: policy.waivers[0].until: this waiver has expired since "
       "2026-11-24T12:00:00.000Z (now 2026-11-24T12:00:00.000Z); mend the "
       "case, or renew the waiver in a review"},
      {"AWaiverForAnUnknownSuite",
       kHead + kUnit +
           "policy:\n  waivers:\n    - {suite: unitt, case: A.b, reason: r, "
           "owner: o, until: 2027-01-01}\n",
       "gate.yml:10:15: policy.waivers[0].suite: there is no suite \"unitt\", "
       "did you mean \"unit\"?"},
      {"AWaiverForAnUnknownSuiteInCase",
       kHead + kUnit +
           "policy:\n  waivers:\n    - {case: \"unitt: A.b\", reason: r, "
           "owner: o, until: 2027-01-01}\n",
       "gate.yml:10:14: policy.waivers[0].case: there is no suite \"unitt\", "
       "did you mean \"unit\"?"},
      {"AWaiverWithoutSuite",
       kHead + kUnit +
           "policy:\n  waivers:\n    - {case: A.b, reason: r, owner: o, until: "
           "2027-01-01}\n",
       "gate.yml:10:7: policy.waivers[0].suite: missing; expected the suite's "
       "name, here or in case as \"suite: case\""},
      {"AWaiverForNoCase",
       kHead + kUnit +
           "policy:\n  waivers:\n    - {case: \"unit: \", reason: r, owner: o, "
           "until: 2027-01-01}\n",
       "gate.yml:10:14: policy.waivers[0].case: expected \"suite: case\", "
       "found no case behind the suite"},
      {"AWaiverWithoutReasonOwnerAndEnd",
       kHead + kUnit + "policy:\n  waivers:\n    - {suite: unit, case: A.b}\n",
       "gate.yml:10:7: policy.waivers[0].reason: missing; expected a text (why "
       "it is accepted)\n"
       "gate.yml:10:7: policy.waivers[0].owner: missing; expected a text (who "
       "will mend it)\n"
       "gate.yml:10:7: policy.waivers[0].until: missing; expected a date such "
       "as 2027-06-30 (the first day (UTC) on which it no longer holds; then "
       "the file is refused)"},
      {"AWaiverWithABlankReason",
       kHead + kUnit +
           "policy:\n  waivers:\n    - {suite: unit, case: A.b, reason: ' ', "
           "owner: o, until: 2027-01-01}\n",
       "gate.yml:10:40: policy.waivers[0].reason: expected a text, found an "
       "empty text"},
      {"AWaiverUntilNever",
       kHead + kUnit +
           "policy:\n  waivers:\n    - {suite: unit, case: A.b, reason: r, "
           "owner: o, until: never}\n",
       "gate.yml:10:60: policy.waivers[0].until: expected a date such as "
       "2027-06-30, found the text \"never\""},
      {"AWaiverUntilABadDay",
       kHead + kUnit +
           "policy:\n  waivers:\n    - {suite: unit, case: A.b, reason: r, "
           "owner: o, until: 2027-02-30}\n",
       "gate.yml:10:60: policy.waivers[0].until: expected a date such as "
       "2027-06-30, found the text \"2027-02-30\""},
      {"AWaiverTwice",
       kHead + kUnit +
           "policy:\n  waivers:\n    - {suite: unit, case: A.b, reason: r, "
           "owner: o, until: 2027-01-01}\n    - {case: \"unit: A.b\", reason: "
           "r, owner: o, until: 2027-01-01}\n",
       "gate.yml:11:7: policy.waivers[1]: \"unit: A.b\" is waived twice"},
      {"SeveralFindingsInFileOrder",
       kHead + "artefact: x\n" + kUnit +
           "    timout: 5m\n    min_tests: many\npolicy: {valid_for: 1}\n",
       "gate.yml:3:1: artefact: unknown key, did you mean \"artifact\"?\n"
       "gate.yml:9:5: suites.unit.timout: unknown key, did you mean "
       "\"timeout\"?\n"
       "gate.yml:10:16: suites.unit.min_tests: expected a whole number, found "
       "the text \"many\"\n"
       "gate.yml:11:21: policy.valid_for: expected a duration such as 90s or "
       "5m, found the number 1; add a unit, such as 1s"},
  };
}

}  // namespace gate::config::test
