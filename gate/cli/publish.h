// Decides, and writes everything that a run leaves behind.
#pragma once

#include <string>

#include "gate/cli/options.h"
#include "gate/cli/output_folder.h"
#include "gate/io/system.h"
#include "gate/verdict/evidence_file.h"

namespace gate::cli {

// Order: evidence, reports, and the verdict last, so that a pass stands on the
// disk only when everything that it rests on does.  A file that cannot be
// written is a reason.
verdict::FinishedRun publish(Plan plan, Evidence evidence,
                             const OutputFolder& folder, io::System& system);

// The summary for people, or verdict.json for programs; returns the exit status.
int answer(const verdict::FinishedRun& run, const OutputFolder& folder,
           const Common& common, ShowOutput show, io::System& system);

// Reads a finished run again.
Result<verdict::FinishedRun> load(const std::string& folder,
                                  io::System& system);

}  // namespace gate::cli
