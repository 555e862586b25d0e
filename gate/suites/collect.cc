#include "gate/suites/collect.h"

#include <fmt/format.h>

#include <algorithm>
#include <exception>

#include "gate/base/digest.h"
#include "gate/base/glob.h"
#include "gate/base/text.h"
#include "gate/suites/merged_cases.h"

namespace gate::suites {
namespace {

constexpr std::size_t kBuffer = 256 * 1024;
// Time stamps of file systems may be this coarse.
constexpr Duration kSlack = std::chrono::seconds(2);

std::string_view in_words(io::FileInfo::Kind kind) {
  switch (kind) {
    case io::FileInfo::Kind::regular:
      return "a file";
    case io::FileInfo::Kind::directory:
      return "a folder";
    case io::FileInfo::Kind::symlink:
      return "a symbolic link";
    case io::FileInfo::Kind::other:
      return "a pipe, a socket or a device";
  }
  return "something else";
}

}  // namespace

class ReportCollector::Impl {
 public:
  Impl(const ReportRules& rules, const EvidenceFolder& folder, io::Files& files,
       io::Clock& clock)
      : rules_(rules),
        folder_(folder),
        files_(files),
        clock_(clock),
        merged_(folder, files),
        collector_(rules, [this](std::string_view xml) { merged_.write(xml); }),
        buffer_(kBuffer, '\0') {}

  junit::Collector& cases() { return collector_; }
  std::size_t reports() const { return reports_; }

  std::vector<std::string> find(const std::vector<std::string>& globs) {
    std::vector<std::string> found;
    for (const std::string& glob : globs) add_matches(glob, found);
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    if (rules_.expect_files && found.size() != *rules_.expect_files)
      add("MISSING_SHARD",
          fmt::format("expected {}, found {}",
                      plural(*rules_.expect_files, "report file"),
                      found.size()),
          "");
    if (found.size() > rules_.max_files) {
      add("LIMITS", fmt::format("expected at most {} report files, found {}",
                                rules_.max_files, found.size()),
          "");
      found.resize(rules_.max_files);
    }
    return found;
  }

  void read_own(const std::string& name) {
    read(folder_.path(name), std::nullopt, folder_.below_out(name));
  }

  // stored: where it is kept already; empty: it is to be copied.
  void read(const std::string& path, std::optional<Instant> not_before,
            const std::string& stored) {
    const std::string shown = folder_.shown(path);
    if (!is_regular(path, shown)) return;
    auto file = files_.open(path);
    if (!file) {
      add("UNREADABLE", file.error().message, shown);
      return;
    }
    const io::FileInfo info = (*file)->info();
    if (!is_within_limits(info, shown) || !is_fresh(info, not_before, shown))
      return;
    total_ += info.bytes;
    ReportFile report{shown, stored, {}, 0, {}};
    std::unique_ptr<io::NewFile> copy;
    if (stored.empty() && info.bytes <= kLargestCopy)
      copy = start_copy(path, report);
    stream(**file, copy.get(), report);
    collector_.end_document(std::move(report));
    ++reports_;
  }

  void finish(SuiteEvidence& evidence) {
    collector_.finish(evidence);
    merged_.finish(evidence);
    evidence.warnings.insert(evidence.warnings.end(), warnings_.begin(),
                             warnings_.end());
  }

  void add(std::string code, std::string message, const std::string& where) {
    collector_.add({std::move(code), std::move(message), where});
  }

 private:
  void add_matches(const std::string& glob, std::vector<std::string>& found) {
    auto matches = files_.glob(folder_.workspace(), glob);
    if (!matches) {
      add("UNREADABLE", fmt::format("{}: {}", glob, matches.error().message),
          "");
      return;
    }
    std::size_t usable = 0;
    for (const std::string& match : *matches) {
      std::string path = folder_.in_workspace(match);
      // What the gate wrote is nobody's report, unless it is asked for by name.
      if (is_glob(glob) && folder_.holds_output(path)) continue;
      found.push_back(std::move(path));
      ++usable;
    }
    if (usable == 0) note_missing(glob);
  }

  void note_missing(const std::string& glob) {
    const auto info = is_glob(glob)
                          ? std::nullopt
                          : files_.look(folder_.in_workspace(glob));
    if (info && info->kind != io::FileInfo::Kind::regular)
      add("NOT_A_FILE", fmt::format("{} is {}, expected a file", glob,
                                    in_words(info->kind)),
          glob);
    else if (!rules_.optional_reports)
      add("NO_INPUT", is_glob(glob)
                          ? fmt::format("no file matches {}", glob)
                          : fmt::format("{} does not exist", glob),
          glob);
  }

  bool is_regular(const std::string& path, const std::string& shown) {
    const auto info = files_.look(path);
    if (!info) {
      add("EVIDENCE_LOST", fmt::format("{} vanished", shown), shown);
      return false;
    }
    if (info->kind == io::FileInfo::Kind::regular) return true;
    add("NOT_A_FILE",
        fmt::format("{} is {}, expected a file", shown, in_words(info->kind)),
        shown);
    return false;
  }

  bool is_within_limits(const io::FileInfo& info, const std::string& shown) {
    if (info.bytes > rules_.max_file_bytes) {
      add("LIMITS", fmt::format("{} has {} bytes, expected at most {}", shown,
                                info.bytes, rules_.max_file_bytes),
          shown);
      return false;
    }
    if (info.bytes > rules_.max_total_bytes - total_) {
      add("LIMITS", fmt::format("with {} the reports have more than {} bytes",
                                shown, rules_.max_total_bytes),
          shown);
      return false;
    }
    return true;
  }

  bool is_fresh(const io::FileInfo& info, std::optional<Instant> not_before,
                const std::string& shown) {
    if (!not_before) return true;
    if (info.modified < *not_before - kSlack) {
      add("STALE", fmt::format("{} was written at {}, before the suite started "
                               "at {}",
                               shown, format_instant(info.modified),
                               format_instant(*not_before)),
          shown);
      return false;
    }
    if (info.modified > clock_.now() + kSlack)
      warnings_.push_back({"MTIME_FUTURE",
                           fmt::format("{} is dated {}, in the future", shown,
                                       format_instant(info.modified)),
                           shown});
    return true;
  }

  std::unique_ptr<io::NewFile> start_copy(const std::string& path,
                                          ReportFile& report) {
    const std::string name =
        "reports/" + numbered(reports_ + 1, base_name(path));
    auto copy = files_.create(folder_.path(name));
    if (!copy) {
      add("EVIDENCE_NOT_WRITTEN", copy.error().message, "");
      return nullptr;
    }
    report.stored = folder_.below_out(name);
    return std::move(*copy);
  }

  // The copy is not made durable: thousands of small reports would wait for the
  // disk, and the digest in the verdict tells whether it is whole.
  void stream(io::OpenFile& file, io::NewFile* copy, ReportFile& report) {
    junit::Reader& reader = collector_.begin_document(report.path);
    Sha256 digest;
    while (true) {
      const auto got = file.read(buffer_.data(), buffer_.size());
      if (!got) {
        add("UNREADABLE", got.error().message, report.path);
        break;
      }
      if (*got == 0) break;
      const std::string_view bytes(buffer_.data(), *got);
      report.bytes += bytes.size();
      if (report.bytes > rules_.max_file_bytes) {
        add("LIMITS", fmt::format("{} grew while it was read", report.path),
            report.path);
        break;
      }
      digest.update(bytes);
      reader.feed(bytes);
      if (copy)
        if (const auto written = copy->write(bytes); !written) {
          add("EVIDENCE_NOT_WRITTEN", written.error().message, report.stored);
          copy = nullptr;
          report.stored.clear();
        }
    }
    if (copy)
      if (const auto flushed = copy->flush(); !flushed) {
        add("EVIDENCE_NOT_WRITTEN", flushed.error().message, report.stored);
        report.stored.clear();
      }
    report.sha256 = digest.finish();
  }

  const ReportRules& rules_;
  const EvidenceFolder& folder_;
  io::Files& files_;
  io::Clock& clock_;
  MergedCases merged_;
  junit::Collector collector_;
  std::string buffer_;
  std::uint64_t total_ = 0;
  std::size_t reports_ = 0;
  std::vector<Problem> warnings_;
};

ReportCollector::ReportCollector(const ReportRules& rules,
                                 const EvidenceFolder& folder, io::Files& files,
                                 io::Clock& clock)
    : impl_(std::make_unique<Impl>(rules, folder, files, clock)) {}
ReportCollector::~ReportCollector() = default;

junit::Collector& ReportCollector::cases() { return impl_->cases(); }
std::vector<std::string> ReportCollector::find(
    const std::vector<std::string>& globs) {
  return impl_->find(globs);
}
void ReportCollector::read(const std::string& path,
                           std::optional<Instant> not_before) {
  impl_->read(path, not_before, "");
}
void ReportCollector::read_own(const std::string& name) {
  impl_->read_own(name);
}
std::size_t ReportCollector::reports() const { return impl_->reports(); }
void ReportCollector::finish(SuiteEvidence& evidence) {
  impl_->finish(evidence);
}

namespace {

std::vector<std::string> globs_of(const std::vector<std::string>& paths,
                                  const EvidenceFolder& folder,
                                  io::Files& files) {
  std::vector<std::string> globs;
  for (const std::string& path : paths) {
    const auto info = files.look(folder.in_workspace(path));
    const bool is_folder =
        info && info->kind == io::FileInfo::Kind::directory;
    globs.push_back(is_folder ? path + "/**/*.xml" : path);
  }
  return globs;
}

void read_all(const std::vector<std::string>& paths, const ReportRules& rules,
              const JudgeContext& context, io::System& system,
              SuiteEvidence& evidence) {
  const auto folder =
      EvidenceFolder::make(system.files, context.workspace, context.out,
                           context.name, 1);
  if (!folder) {
    evidence.problems.push_back(
        {"EVIDENCE_NOT_WRITTEN", folder.error().message, {}});
    return;
  }
  ReportCollector collector(rules, *folder, system.files, system.clock);
  for (const std::string& path :
       collector.find(globs_of(paths, *folder, system.files)))
    collector.read(path, std::nullopt);
  collector.finish(evidence);
}

}  // namespace

SuiteEvidence judge_reports(const std::vector<std::string>& paths,
                            const ReportRules& rules,
                            const JudgeContext& context, io::System& system) {
  SuiteEvidence evidence;
  evidence.name = context.name;
  evidence.kind = "reports";
  evidence.started = system.clock.now();
  evidence.relaxations = relaxations(rules);
  const Duration began = system.clock.monotonic();
  try {
    read_all(paths, rules, context, system, evidence);
  } catch (const std::exception& trouble) {
    evidence.problems.push_back({"INTERNAL", trouble.what(), {}});
  }
  evidence.duration = system.clock.monotonic() - began;
  return evidence;
}

}  // namespace gate::suites
