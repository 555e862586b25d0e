#include "gate/verdict/reason_table.h"

#include <array>

namespace gate::verdict {
namespace {

constexpr std::string_view kAuthor = "the author of the change";
constexpr std::string_view kOwner = "the owner of gate.yml";
constexpr std::string_view kOperator = "whoever runs the pipeline";
constexpr std::string_view kStaging = "whoever runs staging";
constexpr std::string_view kUs = "the maintainers of gate (please report it)";

constexpr bool kFailed = false;
constexpr bool kUndecided = true;

// Sorted by what they are about: the run, the candidate, the environment, the
// suite's processes, its reports, its cases.
constexpr ReasonRow kRows[] = {
    {"INCOMPLETE", "The run began and did not get to its verdict.",
     "run the gate again; if it was killed, find out by whom", kOperator,
     kUndecided},
    {"INTERRUPTED", "A signal ended the run before every suite had ended.",
     "run the gate again", kOperator, kUndecided},
    {"NO_SUITES", "The plan holds no suite, so nothing was tested.",
     "name at least one suite", kOwner, kUndecided},
    {"SUITE_MISSING", "A suite of the plan left no result.",
     "run the gate again; merge the evidence of every job", kOperator,
     kUndecided},
    {"INTERNAL", "The gate's own bookkeeping does not add up.",
     "keep the output folder and report it", kUs, kUndecided},
    {"EVIDENCE_NOT_WRITTEN",
     "A file of the evidence could not be written, so the verdict would stand "
     "on nothing.",
     "make room or fix the permissions of the output folder, then run again",
     kOperator, kUndecided},
    {"EVIDENCE_ALTERED",
     "A file of the evidence is not the file that the run wrote.",
     "take the evidence from the job that made it, unchanged", kOperator,
     kFailed},
    {"MISSING_SHARD",
     "Fewer or more shards or report files are there than were promised.",
     "re-run the missing part; or correct the promised number", kOperator,
     kUndecided},
    {"DOUBLED_SHARD", "The same part of the run was given twice.",
     "give each shard's evidence once", kOperator, kUndecided},
    {"FOREIGN_SHARD",
     "Evidence of another commit, plan or configuration is among the parts.",
     "merge only parts of one run", kOperator, kFailed},

    {"CANDIDATE_UNKNOWN", "Nobody knows which commit was tested.",
     "run the gate inside the repository of the service", kOperator,
     kUndecided},
    {"CANDIDATE_MOVED", "HEAD moved while the suites ran.",
     "leave the work tree alone during a run, then run again", kOperator,
     kFailed},
    {"CANDIDATE_CHANGED", "Tracked files changed while the suites ran.",
     "leave the work tree alone during a run; keep test output untracked",
     kOperator, kFailed},
    {"ARTIFACT_MISSING", "The artifact that would be promoted is not there.",
     "build it before the gate, or correct `artifact:`", kOperator,
     kUndecided},
    {"ARTIFACT_CHANGED", "The artifact changed while the suites ran.",
     "build it before the gate and leave it alone", kOperator, kFailed},

    {"ENVIRONMENT_NOT_READY",
     "The environment did not answer its readiness check in time.",
     "look at the service on staging; raise `ready.within` if it starts slowly",
     kStaging, kUndecided},
    {"BUILD_UNKNOWN", "The environment does not say which build it runs.",
     "make `build.path` answer with the commit", kStaging, kUndecided},
    {"BUILD_MISMATCH", "The environment runs another build than the candidate.",
     "deploy the candidate to staging, then run again", kStaging, kFailed},
    {"BUILD_CHANGED", "The build on the environment changed under the suites.",
     "keep others off staging during a run, then run again", kStaging, kFailed},

    {"SPAWN_FAILED", "A program of the suite could not be started.",
     "build it first; check its path and its permissions", kAuthor, kFailed},
    {"RUNNER_EXIT",
     "The runner's exit status says that not all is well, and no failed case "
     "explains it.",
     "read the end of its log; a status that is fine belongs into `exit_codes`",
     kAuthor, kFailed},
    {"SIGNAL", "The runner died of a signal.",
     "read the end of its log: it crashed, or something killed it", kAuthor,
     kFailed},
    {"TIMEOUT", "The runner did not end in time and was killed.",
     "find out what hangs; raise `timeout` if the suite is only slow", kAuthor,
     kFailed},
    {"LISTING_FAILED", "The program did not say which cases it holds.",
     "run it by hand with its listing flag", kAuthor, kFailed},

    {"NO_INPUT", "A declared report does not exist.",
     "check that the runner writes it there and that the path is right",
     kAuthor, kFailed},
    {"STALE", "A report is older than this run.",
     "let the runner write it anew; `allow_cached: true` accepts a build cache",
     kAuthor, kFailed},
    {"NOT_A_FILE",
     "A report is a link, a folder, a pipe or a device instead of a file.",
     "write a regular file inside the workspace", kAuthor, kFailed},
    {"UNREADABLE", "A report could not be read.",
     "check its permissions and the disk", kAuthor, kFailed},
    {"EVIDENCE_LOST", "A file of the suite vanished while it was needed.",
     "find out which suite deletes files that are not its own", kAuthor,
     kFailed},
    {"DUPLICATE_FILE", "The same report was found twice.",
     "narrow the globs; an aggregate must not lie beside its parts", kOwner,
     kFailed},
    {"LIMITS", "An input is larger, deeper or more than is read.",
     "split the report, or raise the suite's `limits`", kOwner, kFailed},
    {"EMPTY_FILE", "A report is empty.",
     "the runner was probably killed while it wrote: read its log", kAuthor,
     kFailed},
    {"NOT_WELL_FORMED",
     "A report is damaged XML, so nobody knows what is missing from it.",
     "the runner was probably cut off, or printed into its own report", kAuthor,
     kFailed},
    {"UNKNOWN_ROOT", "A report is not JUnit XML.",
     "narrow the glob, or convert the file", kOwner, kFailed},
    {"NO_TESTS", "No case was reported.",
     "check the filter and that the tests are built in; `allow_empty_files: N` "
     "accepts empty files",
     kAuthor, kFailed},
    {"NONE_EXECUTED", "Every case was skipped.",
     "find out why nothing ran; `allow_all_skipped: true` accepts it", kAuthor,
     kFailed},
    {"BELOW_MINIMUM", "Fewer cases ran than `min_tests` asks.",
     "find out which cases no longer run; lower `min_tests` if they were "
     "removed on purpose",
     kAuthor, kFailed},
    {"DISAPPEARED", "Cases of the baseline are not reported any more.",
     "find out why they do not run; remove them from the baseline if that is "
     "intended",
     kAuthor, kFailed},
    {"UNREPORTED",
     "Cases that the program holds never reported: it ended before them.",
     "look at the last case in the log: it crashed or called exit", kAuthor,
     kFailed},
    {"UNKNOWN_CASE", "A case that was asked for cannot be run by itself.",
     "name a case as the suite's programs list it; or run the whole suite",
     kOperator, kUndecided},
    {"REQUIRED_CASE", "A case that must pass did not run and pass.",
     "make it run and pass; or take it off `required`", kAuthor, kFailed},
    {"SUITE_LEVEL_ERROR",
     "A report holds an error outside of any case: a set-up failed or a class "
     "did not load.",
     "read the message: the cases behind it did not run", kAuthor, kFailed},
    {"COUNTER_CLAIMS_FAILURE",
     "A counter of the report claims failures that no case shows.",
     "read the log: something failed outside the cases", kAuthor, kFailed},
    {"COUNTER_CLAIMS_MORE_TESTS",
     "A counter of the report claims more cases than the report holds.",
     "the run was cut short; or its dialect counts otherwise: set `counters`",
     kAuthor, kFailed},
    {"COUNTER_INVALID", "A counter of the report is not a number.",
     "fix the tool that wrote the report", kAuthor, kFailed},
    {"IDENTITY_CONFLICT", "One case is reported both as passed and as failed.",
     "give cases unique names; a retry does not erase a failure", kAuthor,
     kFailed},
    {"DUPLICATE_NAMES", "Several cases have one name.",
     "give cases unique names, as `unique_names` asks", kAuthor, kFailed},
    {"ILLEGAL_CHARACTERS", "A report holds characters that XML forbids.",
     "escape what the tests print, as `strict_chars` asks", kAuthor, kFailed},

    {"TEST_FAILED", "A case failed.",
     "fix it; an accepted failure is a waiver with an owner and an end",
     kAuthor, kFailed},
    {"NOT_RUN", "A case could not be run, although it looks merely skipped.",
     "build its program, provide its files and fixtures", kAuthor, kFailed},
    {"UNKNOWN_CHILD", "A case ended in a way that this gate does not know.",
     "tell what it means: `ignore_children` if it is harmless", kOwner,
     kFailed},
    {"FLAKY", "More cases passed only after failing than `max_flaky` allows.",
     "mend them; raise `max_flaky` if you accept it", kAuthor, kFailed},
    {"TOO_MANY_SKIPPED", "More cases were skipped than `max_skipped` allows.",
     "make them run; raise `max_skipped` if you accept it", kAuthor, kFailed},
    {"TOO_SLOW", "The suite took longer than `max_duration` allows.",
     "find what became slow; raise `max_duration` if you accept it", kAuthor,
     kFailed},
};

const ReasonRow& internal_row() {
  for (const ReasonRow& row : kRows)
    if (row.code == "INTERNAL") return row;
  return kRows[0];
}

}  // namespace

std::span<const ReasonRow> reason_table() { return kRows; }

const ReasonRow& reason_row(std::string_view code) {
  for (const ReasonRow& row : kRows)
    if (row.code == code) return row;
  return internal_row();
}

bool is_reason_code(std::string_view code) {
  for (const ReasonRow& row : kRows)
    if (row.code == code) return true;
  return false;
}

}  // namespace gate::verdict
