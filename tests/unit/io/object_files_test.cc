#include "gate/io/object_files.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "tests/support/git_repository.h"

namespace gate::io {
namespace {

namespace fs = std::filesystem;
using ::gate::testing::GitRepository;

class ObjectFilesTest : public ::testing::Test {
 protected:
  ObjectFilesTest()
      : id_(repository_.commit("a.txt", std::string(300000, 'a') + "end\n")),
        blob_(repository_.git({"rev-parse", "HEAD:a.txt"})) {}
  fs::path file(const std::string& id) const {
    return repository_.path(".git/objects/" + id.substr(0, 2) + "/" +
                            id.substr(2));
  }
  void replace(const std::string& id, const std::string& bytes) const {
    fs::remove(file(id));
    std::ofstream(file(id), std::ios::binary) << bytes;
  }
  std::string bytes(const std::string& id) const {
    std::ifstream stream(file(id), std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
  }
  std::optional<std::string> damage(const std::string& id) const {
    return ObjectFiles(repository_.path(".git/objects")).damage(id);
  }

  GitRepository repository_;
  std::string id_;
  std::string blob_;
};

TEST_F(ObjectFilesTest, WholeFilesAreWhole) {
  EXPECT_EQ(damage(id_), std::nullopt);
  EXPECT_EQ(damage(blob_), std::nullopt);
}

TEST_F(ObjectFilesTest, PackedAndMissingObjectsAreLeftToTheLibrary) {
  repository_.git({"gc", "-q"});
  ASSERT_FALSE(fs::exists(file(id_)));
  EXPECT_EQ(damage(id_), std::nullopt);
}

TEST_F(ObjectFilesTest, EveryCutIsDamage) {
  const std::string whole = bytes(id_);
  for (std::size_t size = 0; size < whole.size(); ++size) {
    replace(id_, whole.substr(0, size));
    EXPECT_NE(damage(id_), std::nullopt) << size << " of " << whole.size();
  }
}

TEST_F(ObjectFilesTest, ContentOfAnotherSizeThanTheHeaderSaysIsDamage) {
  // zlib, stored: "tree 9\0" and one byte.
  const std::string shorter(
      "\x78\x01\x01\x08\x00\xf7\xfftree 9\0x\x0c\xc0\x02\x82", 19);
  replace(id_, shorter);
  EXPECT_NE(damage(id_), std::nullopt);
  replace(id_, "not zlib at all");
  EXPECT_NE(damage(id_)->find("inflated"), std::string::npos);
}

TEST_F(ObjectFilesTest, AlternatesAreFollowed) {
  const std::string clone = repository_.base() + "/clone";
  repository_.git({"clone", "-q", "--shared", repository_.path(), clone});
  replace(id_, bytes(id_).substr(0, 20));
  EXPECT_NE(ObjectFiles(clone + "/.git/objects").damage(id_), std::nullopt);
}

}  // namespace
}  // namespace gate::io
