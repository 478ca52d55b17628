// What a webhook costs before it reaches the log: processor time of the server's thread alone, over
// 64 kept connections, with nothing behind it and with the signature proven and the form read.
#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>
#include <ctime>
#include <string>
#include <thread>
#include <vector>

#include "http/server.h"
#include "provider/twilio_signature.h"
#include "provider/webhook_path.h"

namespace smsflow {
namespace {

constexpr int kConnections = 64;
constexpr int kRounds = 1'000;

double thread_seconds() {
  timespec spent{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &spent);
  return static_cast<double>(spent.tv_sec) + static_cast<double>(spent.tv_nsec) / 1e9;
}

HttpRequest text(std::string_view token) {
  HttpRequest request{"POST", "/twilio/inbound", {}, {}};
  request.body = encode_form({{"ToCountry", "US"},
                              {"MessageSid", "SM0123456789abcdef0123456789abcdef"},
                              {"NumMedia", "0"},
                              {"ToCity", "CHICAGO"},
                              {"FromZip", "60601"},
                              {"SmsStatus", "received"},
                              {"Body", "Yes, see you then!"},
                              {"To", "+15005550006"},
                              {"NumSegments", "1"},
                              {"From", "+13125550101"},
                              {"AccountSid", "AC0123456789abcdef0123456789abcdef"},
                              {"ApiVersion", "2010-04-01"}});
  request.headers = {
      {"Host", "hooks.example.com"},
      {"Content-Type", "application/x-www-form-urlencoded"},
      {"Content-Length", std::to_string(request.body.size())},
      {"X-Twilio-Signature",
       sign_as_twilio(token, "https://hooks.example.com/twilio/inbound", request.body)}};
  return request;
}

int connected(int port) {
  const int client = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (connect(client, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) std::abort();
  return client;
}

void ask(int port, const HttpRequest& request) {
  std::string bytes = request.method + " " + request.target + " HTTP/1.1\r\n";
  for (const auto& [name, value] : request.headers) bytes += name + ": " + value + "\r\n";
  bytes += "\r\n" + request.body;
  std::vector<int> clients;
  for (int i = 0; i < kConnections; ++i) clients.push_back(connected(port));
  char answer[1'024];
  for (int round = 0; round < kRounds; ++round) {
    for (const int client : clients) {
      if (write(client, bytes.data(), bytes.size()) < 0) std::abort();
    }
    for (const int client : clients) {
      if (read(client, answer, sizeof answer) < 12 || answer[9] != '2') std::abort();
    }
  }
  for (const int client : clients) close(client);
}

void measure(const char* what, const HttpRequest& request, const OnRequest& on_request) {
  HttpServer server("127.0.0.1:0", {}, on_request);
  double spent = 0;
  std::thread serves([&] {
    server.run();
    spent = thread_seconds();
  });
  ask(server.port(), request);
  server.stop();
  serves.join();
  fmt::print("{:<36}{:>8.1f} us a request\n", what, spent * 1e6 / (kConnections * kRounds));
}

void run() {
  const std::string token = "0123456789abcdef0123456789abcdef";
  const std::unique_ptr<Provider> provider =
      make_provider({.name = "main", .kind = "twilio", .secrets = {token}});
  WebhookPaths paths;
  paths.add(*provider);
  const HttpRequest request = text(token);
  measure("answered at once", request, [](const HttpRequest&, Responder responder) {
    responder.answer({200, {{"Content-Type", "text/xml"}}, "<Response/>"});
  });
  measure("proven and read", request, [&](const HttpRequest& arrived, Responder responder) {
    const auto* path = paths.find(split_target(arrived.target).path);
    const Reception reception =
        path->provider->receive(arrived, "https://hooks.example.com" + arrived.target,
                                path->webhook, from_ms(1'772'463'600'000));
    if (!reception.said) std::abort();
    responder.answer({200, {{"Content-Type", "text/xml"}}, "<Response/>"});
  });
}

}  // namespace
}  // namespace smsflow

int main() {
  smsflow::run();
}
