#include "http/curl_library.h"

#include <dlfcn.h>

#include "text/error.h"

namespace smsflow {
namespace {

constexpr const char* kFile = "libcurl.so.4";  // its name since 2006

[[noreturn]] void fail() {
  throw Error(ErrorKind::kOutside, "libcurl cannot be loaded: " + std::string(::dlerror()), {},
              "on Debian: apt-get install libcurl4");
}

template <typename Function>
void find(void* library, const char* name, Function& function) {
  function = reinterpret_cast<Function>(::dlsym(library, name));
  if (function == nullptr) fail();
}

CurlLibrary load() {
  void* const library = ::dlopen(kFile, RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) fail();
  CurlLibrary found{};
  find(library, "curl_easy_cleanup", found.easy_cleanup);
  find(library, "curl_easy_getinfo", found.easy_getinfo);
  find(library, "curl_easy_init", found.easy_init);
  find(library, "curl_easy_perform", found.easy_perform);
  find(library, "curl_easy_reset", found.easy_reset);
  find(library, "curl_easy_setopt", found.easy_setopt);
  find(library, "curl_easy_strerror", found.easy_strerror);
  find(library, "curl_global_init", found.global_init);
  find(library, "curl_multi_add_handle", found.multi_add_handle);
  find(library, "curl_multi_cleanup", found.multi_cleanup);
  find(library, "curl_multi_info_read", found.multi_info_read);
  find(library, "curl_multi_init", found.multi_init);
  find(library, "curl_multi_perform", found.multi_perform);
  find(library, "curl_multi_poll", found.multi_poll);
  find(library, "curl_multi_remove_handle", found.multi_remove_handle);
  find(library, "curl_multi_wakeup", found.multi_wakeup);
  find(library, "curl_share_cleanup", found.share_cleanup);
  find(library, "curl_share_init", found.share_init);
  find(library, "curl_share_setopt", found.share_setopt);
  find(library, "curl_slist_append", found.slist_append);
  find(library, "curl_slist_free_all", found.slist_free_all);
  if (found.global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
    throw Error(ErrorKind::kOutside, "libcurl does not start");
  }
  return found;
}

}  // namespace

const CurlLibrary& curl() {
  static const CurlLibrary library = load();
  return library;
}

}  // namespace smsflow
