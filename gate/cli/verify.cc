#include <fmt/format.h>

#include "gate/base/json.h"
#include "gate/base/text.h"
#include "gate/cli/commands.h"
#include "gate/cli/console.h"
#include "gate/cli/exit_status.h"
#include "gate/cli/output_folder.h"
#include "gate/io/read_pieces.h"
#include "gate/verdict/verify.h"

namespace gate::cli {
namespace {

// An expectation that nobody stated is not a wildcard.
std::vector<std::string> missing_flags(const VerifyOptions& options) {
  std::vector<std::string> missing;
  const auto demand = [&](bool given, const char* flag) {
    if (!given) missing.emplace_back(flag);
  };
  demand(!options.commit.empty(), "--commit");
  demand(!options.scope.empty(), "--scope");
  demand(!options.environment.empty() || options.no_environment,
         "--environment or --no-environment");
  demand(!options.artifact.empty() || options.no_artifact,
         "--artifact or --no-artifact");
  demand(!options.nonce.empty() || options.no_nonce, "--nonce or --no-nonce");
  demand(!options.max_age.empty(), "--max-age");
  demand(options.exit_status.has_value(), "--exit-status");
  return missing;
}

bool is_hex(std::string_view text, std::size_t size) {
  return text.size() == size &&
         text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

Result<std::string> artifact_digest(const std::string& artifact,
                                    io::System& system) {
  constexpr std::string_view kPrefix = "sha256:";
  if (artifact.rfind(kPrefix, 0) == 0) {
    const std::string digest = artifact.substr(kPrefix.size());
    if (is_hex(digest, 64)) return digest;
    return Error{ErrorKind::usage,
                 "--artifact: expected 64 lower-case hexadecimal digits after "
                 "sha256:"};
  }
  auto digest = io::digest_file(system.files, absolute_path(artifact, system));
  if (!digest) return with_context("--artifact", digest.error());
  return digest;
}

Result<verdict::Expectations> expectations(const VerifyOptions& options,
                                           io::System& system) {
  const auto missing = missing_flags(options);
  if (!missing.empty())
    return Error{ErrorKind::usage,
                 fmt::format("every expectation must be stated; not given: {}",
                             join(missing, ", "))};
  verdict::Expectations expected;
  if (!is_hex(options.commit, 40) && !is_hex(options.commit, 64))
    return Error{ErrorKind::usage,
                 "--commit: expected the whole name of a commit, 40 or 64 "
                 "lower-case hexadecimal digits"};
  expected.commit = options.commit;
  expected.scope = options.scope;
  if (!options.environment.empty()) expected.environment = options.environment;
  if (!options.nonce.empty()) expected.nonce = options.nonce;
  const auto max_age = parse_duration(options.max_age);
  if (!max_age)
    return Error{ErrorKind::usage,
                 fmt::format("--max-age: expected a duration such as \"24h\", "
                             "found \"{}\"",
                             printable(options.max_age))};
  expected.max_age = *max_age;
  expected.exit_status = *options.exit_status;
  if (!options.artifact.empty()) {
    auto digest = artifact_digest(options.artifact, system);
    if (!digest) return digest.error();
    expected.artifact_sha256 = *digest;
  }
  return expected;
}

std::vector<verdict::Refusal> refusals_of(const std::string& file,
                                          const verdict::Expectations& expected,
                                          io::System& system) {
  const auto text = system.files.read(absolute_path(file, system),
                                      verdict::kLargestVerdict);
  if (!text) return {{"VERDICT_UNREADABLE", text.error().message}};
  return verdict::verify(*text, expected, system.clock.now());
}

std::string as_json(const std::vector<verdict::Refusal>& refusals) {
  Json list = Json::array();
  for (const verdict::Refusal& refusal : refusals) {
    Json entry = Json::object();
    entry.set("code", refusal.code).set("message", refusal.message);
    list.push(std::move(entry));
  }
  Json json = Json::object();
  json.set("promote", refusals.empty()).set("refusals", std::move(list));
  return write_json(json, JsonStyle::pretty);
}

}  // namespace

int verify(const VerifyOptions& options, io::System& system) {
  const auto expected = expectations(options, system);
  if (!expected) {
    print_error(expected.error().message);
    return kUsage;
  }
  const auto refusals = refusals_of(options.file, *expected, system);
  if (options.common.json) print(Stream::out, as_json(refusals));
  for (const verdict::Refusal& refusal : refusals)
    print_error(fmt::format("refused: {}: {}", refusal.code, refusal.message));
  if (!refusals.empty()) return kRefused;
  if (!options.common.json)
    print(Stream::out, fmt::format("verified: {} may be promoted\n",
                                   expected->commit));
  return kPass;
}

}  // namespace gate::cli
