#include "gate/cli/commands.h"
#include "gate/cli/console.h"
#include "gate/cli/exit_status.h"
#include "gate/config/config.h"

namespace gate::cli {

int schema(const SchemaOptions& options) {
  print(Stream::out, options.markdown ? config::markdown_reference()
                                      : config::json_schema());
  return kPass;
}

}  // namespace gate::cli
