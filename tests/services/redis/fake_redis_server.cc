#include "tests/services/redis/fake_redis_server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>

namespace gongkai {

FakeRedisServer::FakeRedisServer(absl::string_view answer) : answer_(answer) {
  socket_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  auto* const generic = reinterpret_cast<sockaddr*>(&address);
  if (bind(socket_, generic, size) != 0 || listen(socket_, 1) != 0 ||
      getsockname(socket_, generic, &size) != 0) {
    std::abort();
  }
  port_ = ntohs(address.sin_port);
  thread_ = std::thread([this] { Serve(); });
}

FakeRedisServer::~FakeRedisServer() {
  shutdown(socket_, SHUT_RDWR);
  thread_.join();
  close(socket_);
}

RedisAddress FakeRedisServer::address() const {
  RedisAddress address;
  address.host = "127.0.0.1";
  address.port = port_;
  return address;
}

void FakeRedisServer::Serve() {
  const int client = accept(socket_, nullptr, nullptr);
  if (client < 0) return;
  char buffer[4096];
  if (recv(client, buffer, sizeof(buffer), 0) > 0) {
    send(client, "+PONG\r\n", 7, MSG_NOSIGNAL);
    if (recv(client, buffer, sizeof(buffer), 0) > 0) {
      if (answer_.empty()) {
        while (recv(client, buffer, sizeof(buffer), 0) > 0) {
        }
      }
      send(client, answer_.data(), answer_.size(), MSG_NOSIGNAL);
    }
  }
  close(client);
}

}  // namespace gongkai
