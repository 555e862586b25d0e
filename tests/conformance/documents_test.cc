// What the pages say is what the program does.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>

#include "gate/base/text.h"
#include "gate/config/config.h"
#include "gate/suites/framework.h"
#include "gate/suites/kinds.h"
#include "gate/verdict/reason_table.h"

namespace gate {
namespace {

std::string page(const std::string& name) {
  std::ifstream file(std::string(STAGEGATE_SOURCE_DIR) + "/" + name);
  std::stringstream text;
  text << file.rdbuf();
  EXPECT_FALSE(text.str().empty()) << name;
  return text.str();
}

// The fenced blocks of one language.
std::vector<std::string> blocks(const std::string& text,
                                const std::string& language) {
  std::vector<std::string> found;
  const std::string opening = "```" + language + "\n";
  for (std::size_t at = text.find(opening); at != std::string::npos;
       at = text.find(opening, at)) {
    at += opening.size();
    const std::size_t end = text.find("```", at);
    found.push_back(text.substr(at, end - at));
    at = end;
  }
  return found;
}

config::ReadContext context() {
  config::ReadContext world;
  world.environment = {{"STAGING_URL", "http://staging.example:8080"}};
  world.now = *parse_instant("2026-11-24T12:00:00Z");
  world.kinds = suites::kind_names();
  world.frameworks = suites::framework_names();
  return world;
}

TEST(Documents, EachGateYmlOfThePagesIsAcceptedByTheReader) {
  std::size_t count = 0;
  for (const char* name : {"README.md", "docs/frameworks.md", "docs/cmake.md"})
    for (const std::string& text : blocks(page(name), "yaml")) {
      const auto config = config::read_config(text, context());
      EXPECT_TRUE(config) << name << ": " << config.error().message;
      ++count;
    }
  EXPECT_GE(count, 3u);
}

TEST(Documents, TheExampleServicesGateYmlIsAcceptedByTheReader) {
  const auto config =
      config::read_config(page("examples/orders/gate.yml"), context());
  ASSERT_TRUE(config) << config.error().message;
  EXPECT_EQ(config->suites.size(), 2u);
}

TEST(Documents, ThePageOfKeysIsMadeFromTheTable) {
  EXPECT_EQ(page("docs/gate-yml.md"), config::markdown_reference())
      << "run: gate schema --markdown > docs/gate-yml.md";
}

TEST(Documents, EachReasonCodeOfThePageOnReportsExists) {
  std::set<std::string> seen;
  for (const std::string& line : split(page("docs/junit.md"), '\n')) {
    if (line.rfind("| ", 0) != 0) continue;
    for (const std::string& word : split(split(line, '|')[1], ',')) {
      const std::string code(trim(word));
      if (code.empty() || code == "code") continue;
      EXPECT_TRUE(verdict::is_reason_code(code)) << code;
      seen.insert(code);
    }
  }
  EXPECT_GE(seen.size(), 25u);
}

TEST(Documents, EachFrameworkHasItsRow) {
  const std::string text = page("docs/frameworks.md");
  for (const std::string& name : suites::framework_names())
    EXPECT_NE(text.find("| `" + name + "` |"), std::string::npos) << name;
}

}  // namespace
}  // namespace gate
