#include "gate/io/read_pieces.h"

#include <gtest/gtest.h>

#include "gate/base/digest.h"
#include "tests/support/temporary_folder.h"

namespace gate::io {
namespace {

class ReadPieces : public ::testing::Test {
 protected:
  std::string make(const std::string& bytes) {
    EXPECT_TRUE(files_->write_atomically(folder_.path("source"), bytes));
    return folder_.path("source");
  }

  test::TemporaryFolder folder_;
  std::unique_ptr<Files> files_ = real_files();
};

TEST_F(ReadPieces, HandsOverEveryByteInOrder) {
  std::string bytes;
  for (int i = 0; i < 200'000; ++i) bytes += std::to_string(i);
  std::string seen;
  ASSERT_TRUE(read_pieces(*files_, make(bytes),
                          [&](std::string_view piece) -> Result<void> {
                            seen += piece;
                            return {};
                          }));
  EXPECT_EQ(seen, bytes);
  EXPECT_EQ(*digest_file(*files_, folder_.path("source")), sha256(bytes));
}

TEST_F(ReadPieces, EndsWithTheTroubleOfTheReceiver) {
  const auto read =
      read_pieces(*files_, make("bytes"), [](std::string_view) -> Result<void> {
        return Error{ErrorKind::failed, "enough"};
      });
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().message, "enough");
}

TEST_F(ReadPieces, ACopyHasTheSameBytesAndTheirDigest) {
  const auto copied =
      copy_file(*files_, make("the bytes"), folder_.path("copy"));
  ASSERT_TRUE(copied) << copied.error().message;
  EXPECT_EQ(*copied, sha256("the bytes"));
  EXPECT_EQ(*files_->read(folder_.path("copy"), 100), "the bytes");
}

TEST_F(ReadPieces, AMissingSourceLeavesNoCopy) {
  EXPECT_FALSE(copy_file(*files_, folder_.path("gone"), folder_.path("copy")));
  EXPECT_FALSE(files_->look(folder_.path("copy")));
  EXPECT_FALSE(digest_file(*files_, folder_.path("gone")));
}

TEST_F(ReadPieces, NothingThatIsThereIsOverwritten) {
  ASSERT_TRUE(files_->write_atomically(folder_.path("copy"), "old"));
  EXPECT_FALSE(copy_file(*files_, make("new"), folder_.path("copy")));
  EXPECT_EQ(*files_->read(folder_.path("copy"), 100), "old");
}

}  // namespace
}  // namespace gate::io
