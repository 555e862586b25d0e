// Every row of the tables: documented, checked, read, and its default the one
// of the model.
#include "gate/config/fields.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "tests/unit/config/files.h"

namespace gate::config::test {
namespace {

struct Row {
  const Shape* shape;
  const Field* field;
};

std::vector<Row> rows() {
  std::vector<Row> rows;
  for (const Shape* shape : all_shapes())
    for (const Field& field : shape->fields) rows.push_back({shape, &field});
  return rows;
}

template <typename Predicate>
std::vector<Row> rows_where(Predicate predicate) {
  std::vector<Row> chosen;
  for (const Row& row : rows())
    if (predicate(*row.field)) chosen.push_back(row);
  return chosen;
}

std::string name_of_row(const testing::TestParamInfo<Row>& info) {
  return std::string(info.param.shape->name) + "_" +
         std::string(info.param.field->key);
}

using Values = std::vector<std::pair<std::string, std::string>>;

// The least that makes a mapping of that shape valid around the key.
Values surroundings(std::string_view shape, std::string_view key) {
  if (shape == "file") return {{"version", "1"}, {"service", "shop"}};
  if (shape == "environment")
    return {{"name", "lab"}, {"mode", "partial"}, {"url", "http://a"}};
  if (shape == "ready" || shape == "build") return {{"path", "/other"}};
  if (shape == "waiver")
    return {{"suite", "web"},
            {"case", "A.b"},
            {"reason", "r"},
            {"owner", "o"},
            {"until", "2027-01-01"}};
  if (shape != "suite") return {};
  for (const char* other :
       {"run", "reports", "optional", "expect_files", "allow_cached"})
    if (key == other)
      return {{"kind", "specialized"}, {"run", "a"}, {"reports", "[b]"}};
  if (key == "build_dir")
    return {{"kind", "integration"},
            {"framework", "ctest"},
            {"build_dir", "other"}};
  return {{"kind", "integration"},
          {"framework", "boost-test"},
          {"programs", "[p]"}};
}

// A whole file in which one mapping of that shape has the key; an empty value
// leaves the surroundings as they are.
class File {
 public:
  File(std::string_view shape, std::string_view key, std::string_view value)
      : shape_(shape), key_(key), value_(value) {}

  std::string text() const {
    Values top = values("file");
    const auto add = [&](const std::string& key, const std::string& value) {
      const bool there = std::any_of(top.begin(), top.end(), [&](auto& each) {
        return each.first == key;
      });
      if (!there) top.emplace_back(key, value);
    };
    Values environment = values("environment");
    add_below(environment, "ready", "ready");
    add_below(environment, "build", "build");
    Values suite = values("suite");
    add_below(suite, "limits", "limits");
    Values policy = values("policy");
    if (shape_ == "waiver")
      policy.emplace_back("waivers", "[" + flow(values("waiver")) + "]");
    if (key_ != "environment" || shape_ != "file" || !value_.empty())
      add("environment", flow(environment));
    add("suites", "{web: " + flow(suite) +
                      ", unit: {kind: unit, framework: googletest, programs: "
                      "[q]}}");
    add("policy", flow(policy));
    std::string text;
    for (const auto& [key, value] : top) text += key + ": " + value + "\n";
    return text;
  }

 private:
  void add_below(Values& values_above, const std::string& key,
                 std::string_view shape) const {
    if (shape_ == shape) values_above.emplace_back(key, flow(values(shape)));
  }

  Values values(std::string_view shape) const {
    Values values = surroundings(shape, shape == shape_ ? key_ : "");
    if (shape != shape_ || value_.empty()) return values;
    for (auto& [key, value] : values)
      if (key == key_) {
        value = value_;
        return values;
      }
    values.emplace_back(key_, value_);
    return values;
  }

  static std::string flow(const Values& values) {
    std::string text;
    for (const auto& [key, value] : values)
      text += (text.empty() ? "" : ", ") + key + ": " + value;
    return "{" + text + "}";
  }

  std::string shape_;
  std::string key_;
  std::string value_;
};

// Where the mapping of a shape stands in such a file.
std::string path_of(const Row& row) {
  const std::string key(row.field->key);
  const std::string_view shape = row.shape->name;
  if (shape == "file") return key;
  if (shape == "suite") return "suites.web." + key;
  if (shape == "limits") return "suites.web.limits." + key;
  if (shape == "waiver") return "policy.waivers[0]." + key;
  if (shape == "ready" || shape == "build")
    return "environment." + std::string(shape) + "." + key;
  return std::string(shape) + "." + key;
}

// What matters of a configuration, without the text that it came from.
Config meaning(const std::string& text) {
  auto config = read_config(text, context());
  EXPECT_TRUE(config) << text << (config ? "" : config.error().message);
  if (!config) return {};
  config->sha256.clear();
  config->positions.clear();
  for (PlannedSuite& suite : config->suites) suite.where.clear();
  return *config;
}

class FieldTest : public testing::TestWithParam<Row> {
 protected:
  const Field& field() const { return *GetParam().field; }
  std::string file(std::string_view value) const {
    return File(GetParam().shape->name, field().key, value).text();
  }
};

TEST_P(FieldTest, IsDocumentedInTheReferenceAndInTheSchema) {
  EXPECT_TRUE(field().doc.ends_with('.')) << field().doc;
  EXPECT_NE(
      markdown_reference().find("| `" + std::string(field().key) + "` | "),
      std::string::npos);
  EXPECT_NE(json_schema().find("\"" + std::string(field().key) + "\": {"),
            std::string::npos);
}

TEST_P(FieldTest, OfAWrongTypeIsNamedInTheError) {
  const bool takes_mapping =
      field().many == Many::named || field().type == Type::mapping;
  const auto config =
      read_config(file(takes_mapping ? "wrong" : "{wrong: type}"), context());
  ASSERT_FALSE(config);
  EXPECT_THAT(config.error().message,
              testing::HasSubstr(": " + path_of(GetParam()) + ": expected "));
}

TEST_P(FieldTest, IsReadWhenItIsWritten) {
  if (field().type == Type::mapping) {
    // Its own rows show that what is below it is read.
    EXPECT_TRUE(field().example.empty());
    EXPECT_NE(field().shape, nullptr);
    return;
  }
  ASSERT_FALSE(field().example.empty());
  if (field().key == "version") {
    EXPECT_EQ(meaning(file(field().example)), meaning(file("")));
    return;
  }
  EXPECT_NE(meaning(file(field().example)), meaning(file("")))
      << file(field().example);
}

INSTANTIATE_TEST_SUITE_P(Config, FieldTest, testing::ValuesIn(rows()),
                         name_of_row);

class DefaultTest : public FieldTest {};

TEST_P(DefaultTest, IsTheOneOfTheModel) {
  EXPECT_EQ(meaning(file(field().default_text)), meaning(file("")));
}

INSTANTIATE_TEST_SUITE_P(Config, DefaultTest,
                         testing::ValuesIn(rows_where([](const Field& field) {
                           return !field.default_text.empty();
                         })),
                         name_of_row);

class RequiredTest : public FieldTest {};

TEST_P(RequiredTest, IsMissedWithTheKeyThatIsMissing) {
  const std::map<std::string_view, std::string> openings = {
      {"file", ""},          {"environment", "environment: {"},
      {"ready", "ready: {"}, {"build", "build: {"},
      {"suite", "web: {"},   {"waiver", "waivers: [{"}};
  std::string text = file("");
  const std::string key(field().key);
  const std::size_t opening = text.find(openings.at(GetParam().shape->name));
  ASSERT_NE(opening, std::string::npos) << text;
  const std::size_t at = text.find(key + ": ", opening);
  ASSERT_NE(at, std::string::npos) << text;
  text.replace(at, key.size(), "xxxxxxxxxx-" + key);
  const auto config = read_config(text, context());
  ASSERT_FALSE(config) << text;
  EXPECT_THAT(
      config.error().message,
      testing::HasSubstr(": " + path_of(GetParam()) + ": missing; expected "));
}

INSTANTIATE_TEST_SUITE_P(Config, RequiredTest,
                         testing::ValuesIn(rows_where([](const Field& field) {
                           return field.need == Need::required;
                         })),
                         name_of_row);

TEST(Fields, NoShapeHasAKeyTwice) {
  for (const Shape* shape : all_shapes())
    for (const Field& field : shape->fields)
      EXPECT_EQ(shape->find(field.key), &field) << field.key;
}

TEST(Fields, NothingThatRelaxesOrBoundsTakesAVariable) {
  for (const Type type :
       {Type::integer, Type::size, Type::boolean, Type::duration, Type::date,
        Type::choice, Type::kind, Type::framework, Type::command})
    EXPECT_FALSE(expands_variables(type));
  EXPECT_TRUE(expands_variables(Type::text));
  EXPECT_TRUE(expands_variables(Type::url));
}

}  // namespace
}  // namespace gate::config::test
