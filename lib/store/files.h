// Files that hold what a log holds: readable for nobody else, and on disk when we say so.
#pragma once

#include <cstdint>
#include <string>

namespace smsflow {

// Makes an empty file of mode 0600; its directory entry is on disk afterwards. Nothing happens to
// one that is there. Throws Error{kOutside}.
void make_file(const std::string& path);

// Sets the mode of the file if there is one; another's file stays as it is.
void set_mode(const std::string& path, unsigned mode);

// Which file a path leads to; {} for none.
struct FileId {
  std::uint64_t device = 0;
  std::uint64_t inode = 0;
  bool operator==(const FileId&) const = default;
};
FileId file_at(const std::string& path);
FileId file_of(int descriptor);

// Throw Error{kOutside}.
void sync_file(const std::string& path);
void sync_folder_of(const std::string& path);

}  // namespace smsflow
