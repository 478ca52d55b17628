#include "http/curl_library.h"

#include <doctest/doctest.h>

#include <string_view>
#include <thread>

namespace smsflow::curl_library_test {

TEST_CASE("libcurl is loaded once, for all threads") {
  const CurlLibrary* seen[2] = {};
  std::thread one([&] { seen[0] = &curl(); });
  std::thread two([&] { seen[1] = &curl(); });
  one.join();
  two.join();
  CHECK(seen[0] == &curl());
  CHECK(seen[1] == &curl());
}

TEST_CASE("each function of libcurl is the one of its name") {
  CURL* const easy = curl().easy_init();
  REQUIRE(easy != nullptr);
  CHECK(curl().easy_setopt(easy, CURLOPT_URL, "nowhere://127.0.0.1/") == CURLE_OK);
  const CURLcode code = curl().easy_perform(easy);
  CHECK(code == CURLE_UNSUPPORTED_PROTOCOL);
  CHECK(std::string_view(curl().easy_strerror(code)).find("rotocol") != std::string_view::npos);
  long status = -1;
  CHECK(curl().easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status) == CURLE_OK);
  CHECK(status == 0);
  curl().easy_reset(easy);
  CHECK(curl().easy_perform(easy) == CURLE_URL_MALFORMAT);  // the URL is forgotten

  CURLM* const multi = curl().multi_init();
  REQUIRE(multi != nullptr);
  CHECK(curl().multi_add_handle(multi, easy) == CURLM_OK);
  int running = 0;
  CHECK(curl().multi_perform(multi, &running) == CURLM_OK);
  int left = 0;
  const CURLMsg* const done = curl().multi_info_read(multi, &left);
  REQUIRE(done != nullptr);
  CHECK(done->easy_handle == easy);
  CHECK(done->data.result == CURLE_URL_MALFORMAT);
  CHECK(curl().multi_wakeup(multi) == CURLM_OK);
  CHECK(curl().multi_poll(multi, nullptr, 0, 60'000, nullptr) == CURLM_OK);  // woken: no wait
  CHECK(curl().multi_remove_handle(multi, easy) == CURLM_OK);
  CHECK(curl().multi_cleanup(multi) == CURLM_OK);
  curl().easy_cleanup(easy);

  curl_slist* const list = curl().slist_append(nullptr, "a: b");
  REQUIRE(list != nullptr);
  CHECK(std::string_view(list->data) == "a: b");
  curl().slist_free_all(list);
  CURLSH* const share = curl().share_init();
  REQUIRE(share != nullptr);
  CHECK(curl().share_setopt(share, CURLSHOPT_SHARE, CURL_LOCK_DATA_DNS) == CURLSHE_OK);
  CHECK(curl().share_cleanup(share) == CURLSHE_OK);
}

}  // namespace smsflow::curl_library_test
