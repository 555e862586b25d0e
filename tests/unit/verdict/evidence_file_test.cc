#include "gate/verdict/evidence_file.h"

#include <gtest/gtest.h>

#include <random>

#include "gate/base/json.h"
#include "gate/base/text.h"
#include "tests/support/builders.h"

namespace gate::verdict {
namespace {

FinishedRun finished(test::Run run) {
  return {std::move(run.plan), std::move(run.evidence), std::move(run.verdict)};
}

void expect_round_trip(const FinishedRun& run) {
  const auto back = read_evidence(write_evidence(run));
  ASSERT_TRUE(back) << back.error().message;
  EXPECT_TRUE(*back == run);
  EXPECT_EQ(write_evidence(*back), write_evidence(run));
}

// Every leaf of the document, by its path.
void walk(const Json& json, const std::string& path, auto&& leaf) {
  if (json.is(Json::Type::object) && !json.members().empty()) {
    for (const auto& [key, value] : json.members()) {
      walk(value, path + "." + key, leaf);
    }
  } else if (json.is(Json::Type::array) && !json.items().empty()) {
    for (const Json& value : json.items()) walk(value, path + "[]", leaf);
  } else {
    leaf(path, json);
  }
}

// The document with one member of one object replaced or removed.
Json edited(const Json& json, const std::string& at, const std::string& path,
            const Json* with) {
  if (json.is(Json::Type::array)) {
    Json copy = Json::array();
    for (const Json& item : json.items()) {
      copy.push(edited(item, at + "[]", path, with));
    }
    return copy;
  }
  if (!json.is(Json::Type::object)) return json;
  Json copy = Json::object();
  for (const auto& [key, value] : json.members()) {
    const std::string here = at + "." + key;
    if (here != path) copy.set(key, edited(value, here, path, with));
    else if (with != nullptr) copy.set(key, *with);
  }
  return copy;
}

TEST(EvidenceFile, EveryKindOfRunComesBackAsItWas) {
  for (const test::Run& run :
       {test::empty_run(), test::passed_run(), test::failed_run(),
        test::interrupted_run(), test::full_run()}) {
    expect_round_trip(finished(run));
  }
}

TEST(EvidenceFile, TheFullRunLeavesNoMemberAtItsDefault) {
  const auto document = parse_json(write_evidence(finished(test::full_run())));
  ASSERT_TRUE(document) << document.error().message;
  std::size_t leaves = 0;
  walk(*document, "$", [&](const std::string& path, const Json& leaf) {
    ++leaves;
    EXPECT_FALSE(leaf.is(Json::Type::null)) << path;
    EXPECT_NE(leaf, Json("")) << path;
    EXPECT_NE(leaf, Json::array()) << path;
    EXPECT_NE(leaf, Json::object()) << path;
    if (leaf.is(Json::Type::boolean)) {
      EXPECT_EQ(leaf.as_bool(), !path.ends_with(".whole")) << path;
    }
    if (leaf.is(Json::Type::number) && !path.ends_with(".exit_status")) {
      EXPECT_NE(leaf.text(), "0") << path;
    }
  });
  EXPECT_GT(leaves, 150u);
}

TEST(EvidenceFile, HostileTextComesBackAsValidUtf8) {
  const FinishedRun run = finished(test::hostile_run());
  const std::string text = write_evidence(run);
  EXPECT_TRUE(is_valid_utf8(text));
  EXPECT_EQ(text.find('\x1b'), std::string::npos);
  const auto back = read_evidence(text);
  ASSERT_TRUE(back) << back.error().message;
  EXPECT_EQ(back->plan.suites[0].name, run.plan.suites[0].name);
  EXPECT_EQ(back->evidence.suites[0].bad_cases[0].name,
            run.evidence.suites[0].bad_cases[0].name);
  expect_round_trip(*back);
}

TEST(EvidenceFile, ThousandsOfRandomRunsComeBackAsTheyWere) {
  std::mt19937_64 random(4711);
  const auto word = [&] {
    static constexpr std::string_view kLetters[] = {
        "a", "\"", "\\", "\n", "\x01", "<", "&", "\xc3\xa4", "\xe2\x80\xae",
        "\xf0\x9f\x92\xa5", "/", " "};
    std::string text;
    for (std::size_t n = random() % 6; n > 0; --n) {
      text += kLetters[random() % std::size(kLetters)];
    }
    return text;
  };
  for (int round = 0; round < 2000; ++round) {
    FinishedRun run = finished(round % 2 ? test::full_run()
                                         : test::empty_run());
    run.plan.service = word();
    run.plan.only_cases.assign(random() % 3, word());
    run.plan.shard_count = random();
    run.evidence.started = Instant(Duration(random() % 4'000'000'000'000));
    run.evidence.interrupted_by = static_cast<int>(random());
    run.verdict.reasons.resize(random() % 3);
    for (Reason& reason : run.verdict.reasons) reason.message = word();
    TestCase test = test::failed_case(word(), word(), word());
    test.status = static_cast<CaseStatus>(random() % 5);
    test.seconds = std::ldexp(static_cast<double>(random()), -30);
    if (random() % 2) test.seconds.reset();
    SuiteEvidence suite = test::suite_evidence(word(), random());
    suite.bad_cases.assign(random() % 3, test);
    suite.duration = Duration(static_cast<std::int64_t>(random() >> 2));
    run.evidence.suites.push_back(suite);
    expect_round_trip(run);
    if (HasFailure()) return;
  }
}

TEST(EvidenceFile, EachMissingMemberIsNamed) {
  const std::string text = write_evidence(finished(test::full_run()));
  const auto document = parse_json(text);
  ASSERT_TRUE(document) << document.error().message;
  std::vector<std::string> paths;
  walk(*document, "$", [&](const std::string& path, const Json&) {
    if (!path.ends_with("[]") && path.find(".env.") == std::string::npos) {
      paths.push_back(path);
    }
  });
  for (const std::string& path : paths) {
    const Json json = edited(*document, "$", path, nullptr);
    const auto back = read_evidence(write_json(json, JsonStyle::compact));
    ASSERT_FALSE(back) << path;
    const std::string name = path.substr(path.rfind('.') + 1);
    EXPECT_NE(back.error().message.find(name), std::string::npos)
        << path << ": " << back.error().message;
    EXPECT_EQ(back.error().kind, ErrorKind::refused);
  }
}

TEST(EvidenceFile, EachMistypedMemberIsRefused) {
  const auto document = parse_json(write_evidence(finished(test::full_run())));
  ASSERT_TRUE(document) << document.error().message;
  const Json number(7);
  const Json array = Json::array({Json(true)});
  walk(*document, "$", [&](const std::string& path, const Json& leaf) {
    if (path.ends_with("[]")) return;
    const Json* wrong = leaf.is(Json::Type::number) ? &array : &number;
    const Json json = edited(*document, "$", path, wrong);
    EXPECT_FALSE(read_evidence(write_json(json, JsonStyle::compact))) << path;
  });
}

TEST(EvidenceFile, UnknownMembersAndOtherVersionsAreRefused) {
  const std::string text = write_evidence(finished(test::passed_run()));
  const std::string newer = replace_all(text, "evidence/v1", "evidence/v2");
  EXPECT_FALSE(read_evidence(newer));
  const std::string more =
      replace_all(text, "\"branch\":", "\"colour\": 1, \"branch\":");
  const auto back = read_evidence(more);
  ASSERT_FALSE(back);
  EXPECT_NE(back.error().message.find("unknown member \"colour\""),
            std::string::npos)
      << back.error().message;
}

TEST(EvidenceFile, ACutFileIsRefusedAtEveryByte) {
  const std::string text = write_evidence(finished(test::empty_run()));
  for (std::size_t size = 0; size + 1 < text.size(); ++size) {
    EXPECT_FALSE(read_evidence(std::string_view(text).substr(0, size))) << size;
  }
  EXPECT_FALSE(read_evidence("[]"));
  EXPECT_FALSE(read_evidence("null"));
}

}  // namespace
}  // namespace gate::verdict
