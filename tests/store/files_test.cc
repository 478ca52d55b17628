#include "store/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>

#include "sample.h"
#include "text/error.h"

namespace smsflow::files_test {

namespace {

unsigned mode_of(const std::string& path) {
  struct stat status {};
  REQUIRE(::stat(path.c_str(), &status) == 0);
  return status.st_mode & 0777U;
}

template <typename Use>
bool fails_outside(Use&& use) {
  try {
    use();
  } catch (const Error& error) {
    return error.kind() == ErrorKind::kOutside;
  }
  return false;
}

}  // namespace

TEST_CASE("a file that is made is empty and nobody else's; one that is there stays as it is") {
  const Folder folder;
  make_file(folder.log());
  CHECK(std::filesystem::file_size(folder.log()) == 0);
  CHECK(mode_of(folder.log()) == 0600);
  std::ofstream(folder.log()) << "words";
  set_mode(folder.log(), 0640);
  CHECK(mode_of(folder.log()) == 0640);
  make_file(folder.log());
  CHECK(std::filesystem::file_size(folder.log()) == 5);
  CHECK(mode_of(folder.log()) == 0640);
  CHECK_NOTHROW(set_mode(folder.log() + ".none", 0640));
}

TEST_CASE("a path leads to the file that is there, whatever was there before") {
  const Folder folder;
  CHECK(file_at(folder.log()) == FileId{});
  make_file(folder.log());
  const FileId first = file_at(folder.log());
  CHECK_FALSE(first == FileId{});
  const int open_file = ::open(folder.log().c_str(), O_RDONLY | O_CLOEXEC);
  REQUIRE(open_file >= 0);
  std::filesystem::rename(folder.log(), folder.log() + ".1");
  CHECK(file_at(folder.log() + ".1") == first);
  make_file(folder.log());
  CHECK_FALSE(file_at(folder.log()) == first);
  CHECK(file_of(open_file) == first);
  ::close(open_file);
  CHECK(file_of(-1) == FileId{});
}

TEST_CASE("what cannot be made or put on disk is told") {
  const Folder folder;
  CHECK(fails_outside([&] { make_file(folder.log() + "/nowhere"); }));
  CHECK(fails_outside([&] { sync_file(folder.log()); }));
  make_file(folder.log());
  CHECK_NOTHROW(sync_file(folder.log()));
  CHECK_NOTHROW(sync_folder_of(folder.log()));
}

}  // namespace smsflow::files_test
