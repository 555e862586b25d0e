// The folder that receives the evidence (--out).  It is emptied before a run,
// but only if it is empty, absent, or was written by the gate: a folder with
// other files in it is refused.
#pragma once

#include <memory>
#include <string>

#include "gate/base/result.h"
#include "gate/io/system.h"
#include "gate/model/plan.h"

namespace gate::cli {

class OutputFolder {
 public:
  // Takes the folder for this process; an Error{busy} says who has it.
  // Whatever verdict an earlier run left there is no longer a pass afterwards,
  // also if nothing else happens.
  static Result<OutputFolder> take(const std::string& path,
                                   io::System& system);

  // Empties it and writes the verdict of a run that has not ended.
  Result<void> begin(const Plan& plan, io::System& system);

  const std::string& shown() const { return shown_; }      // as the user wrote it
  const std::string& absolute() const { return absolute_; }
  std::string file(const std::string& name) const {
    return absolute_ + "/" + name;
  }

 private:
  std::string shown_;
  std::string absolute_;
  std::unique_ptr<io::Files::Lock> lock_;
};

// A path of the user as an absolute one.
std::string absolute_path(const std::string& path, io::System& system);

}  // namespace gate::cli
