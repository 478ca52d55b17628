// `openssl s_server` with a certificate of its own, signed by itself: it answers GET with a page.
#pragma once

#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <string>

namespace smsflow {

class TlsServer {
 public:
  // `subject` is a subjectAltName, as "IP:127.0.0.1".
  explicit TlsServer(const std::string& subject) {
    char pattern[] = "/tmp/smsflow-tls-XXXXXX";
    folder_ = ::mkdtemp(pattern);
    const std::string make =
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 "
        "-subj /CN=test -addext subjectAltName=" +
        subject + " -keyout " + key() + " -out " + certificate() + " 2>/dev/null";
    if (std::system(make.c_str()) == 0) start();
  }
  ~TlsServer() {
    if (pid_ > 0) {
      ::kill(pid_, SIGKILL);
      ::waitpid(pid_, nullptr, 0);
    }
    std::filesystem::remove_all(folder_);
  }
  TlsServer(const TlsServer&) = delete;
  TlsServer& operator=(const TlsServer&) = delete;

  // 0 when it could not be started.
  int port() const { return port_; }
  std::string certificate() const { return folder_ + "/cert.pem"; }

 private:
  std::string key() const { return folder_ + "/key.pem"; }

  void start() {
    int ends[2];
    if (::pipe(ends) != 0) return;
    const std::string certificate_path = certificate();
    const std::string key_path = key();
    pid_ = ::fork();
    if (pid_ == 0) {
      ::dup2(ends[1], STDOUT_FILENO);
      ::close(STDERR_FILENO);
      ::execlp("openssl", "openssl", "s_server", "-accept", "127.0.0.1:0", "-www", "-cert",
               certificate_path.c_str(), "-key", key_path.c_str(), nullptr);
      ::_exit(127);
    }
    ::close(ends[1]);
    // It says "ACCEPT 127.0.0.1:12345" when it is ready.
    std::FILE* output = ::fdopen(ends[0], "r");
    char line[200];
    while (port_ == 0 && std::fgets(line, sizeof line, output) != nullptr) {
      if (std::sscanf(line, "ACCEPT 127.0.0.1:%d", &port_) != 1) port_ = 0;
    }
    std::fclose(output);
  }

  std::string folder_;
  pid_t pid_ = 0;
  int port_ = 0;
};

}  // namespace smsflow
