// The outside world in one handful.  References are borrowed for as long as the
// System lives.
#pragma once

#include <map>
#include <string>

#include "gate/io/clock.h"
#include "gate/io/files.h"
#include "gate/io/git.h"
#include "gate/io/http.h"
#include "gate/io/process.h"

namespace gate::io {

struct System {
  Processes& processes;
  Files& files;
  Git& git;
  Http& http;
  Clock& clock;
  const std::map<std::string, std::string>& environment;  // a snapshot
};

}  // namespace gate::io
