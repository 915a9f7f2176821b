#include "services/redis/redis_address.h"

#include <sys/un.h>

#include <optional>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/base/error.h"
#include "services/base/status_macros.h"

namespace gongkai {
namespace {

absl::Status Invalid(absl::string_view what_en, absl::string_view what_zh) {
  return MakeError(absl::StatusCode::kInvalidArgument, "INVALID_REDIS_ADDRESS",
                   absl::StrCat("Redis address: ", what_en,
                                " (use host:port, unix:PATH or redis://:password@host:port)"),
                   absl::StrCat("Redis 地址:", what_zh,
                                "(格式:host:port、unix:PATH 或 redis://:password@host:port)"));
}

std::optional<std::string> PercentDecoded(absl::string_view text) {
  std::string decoded;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      decoded.push_back(text[i]);
      continue;
    }
    if (i + 2 >= text.size() || !absl::ascii_isxdigit(text[i + 1]) ||
        !absl::ascii_isxdigit(text[i + 2])) {
      return std::nullopt;
    }
    decoded += absl::HexStringToBytes(text.substr(i + 1, 2));
    i += 2;
  }
  return decoded;
}

// "host:port" or "[host]:port"; the port may be left out if `port_optional`.
absl::Status ParseHostPort(absl::string_view text, bool port_optional, RedisAddress& address) {
  absl::string_view host = text;
  absl::string_view port;
  bool has_port = false;
  if (absl::StartsWith(text, "[")) {
    const size_t close = text.find(']');
    if (close == absl::string_view::npos) return Invalid("no ] behind [", "[ 之后缺少 ]");
    host = text.substr(1, close - 1);
    port = text.substr(close + 1);
    has_port = absl::ConsumePrefix(&port, ":");
    if (!has_port && !port.empty()) return Invalid("no : behind ]", "] 之后缺少 :");
  } else if (const size_t colon = text.rfind(':'); colon != absl::string_view::npos) {
    if (text.find(':') != colon) {
      return Invalid("an IPv6 address stands in []", "IPv6 地址须放在 [] 内");
    }
    host = text.substr(0, colon);
    port = text.substr(colon + 1);
    has_port = true;
  }
  if (host.empty()) return Invalid("no host", "缺少主机名");
  for (const char c : host) {
    if (!absl::ascii_isgraph(c) || absl::StrContains("/@?#", c)) {
      return Invalid("the host has a character that no host has", "主机名含有非法字符");
    }
  }
  address.host = std::string(host);
  if (!has_port) {
    if (port_optional) return absl::OkStatus();
    return Invalid("no port", "缺少端口");
  }
  if (port.empty() || !absl::ascii_isdigit(port[0]) || !absl::SimpleAtoi(port, &address.port) ||
      address.port < 1 || address.port > 65535) {
    return Invalid("the port is not a number from 1 to 65535", "端口须为 1 至 65535 的整数");
  }
  return absl::OkStatus();
}

}  // namespace

std::string RedisAddress::ToString() const {
  if (!unix_path.empty()) return absl::StrCat("unix:", unix_path);
  if (absl::StrContains(host, ':')) return absl::StrCat("[", host, "]:", port);
  return absl::StrCat(host, ":", port);
}

absl::StatusOr<RedisAddress> ParseRedisAddress(absl::string_view text) {
  RedisAddress address;
  if (text.empty()) return Invalid("empty", "为空");
  if (absl::ConsumePrefix(&text, "unix:")) {
    if (absl::StartsWith(text, "//")) text.remove_prefix(2);
    if (text.empty()) return Invalid("no path behind unix:", "unix: 之后缺少路径");
    if (text.size() >= sizeof(sockaddr_un::sun_path)) {
      return Invalid(absl::StrCat("the path of a socket has at most ",
                                  sizeof(sockaddr_un::sun_path) - 1, " bytes"),
                     absl::StrCat("套接字路径最长 ", sizeof(sockaddr_un::sun_path) - 1, " 字节"));
    }
    address.unix_path = std::string(text);
    return address;
  }
  if (absl::StartsWith(text, "rediss://")) {
    return Invalid("TLS is not supported; put a TLS tunnel in front",
                   "不支持 TLS,请在前面设置 TLS 隧道");
  }
  if (!absl::ConsumePrefix(&text, "redis://")) {
    if (absl::StrContains(text, '/')) {
      return Invalid("a path needs unix: in front", "路径之前须加 unix:");
    }
    RETURN_IF_ERROR(ParseHostPort(text, /*port_optional=*/false, address));
    return address;
  }
  if (const size_t at = text.rfind('@'); at != absl::string_view::npos) {
    const absl::string_view login = text.substr(0, at);
    text.remove_prefix(at + 1);
    const size_t colon = login.find(':');
    if (colon == absl::string_view::npos) {
      return Invalid("in front of @ stands user:password or :password",
                     "@ 之前应为 user:password 或 :password");
    }
    const auto user = PercentDecoded(login.substr(0, colon));
    const auto password = PercentDecoded(login.substr(colon + 1));
    if (!user.has_value() || !password.has_value()) {
      return Invalid("a % in user or password needs two hexadecimal digits behind it",
                     "用户名或密码中的 % 之后须有两位十六进制数字");
    }
    address.user = *user;
    address.password = *password;
  }
  if (const size_t slash = text.find('/'); slash != absl::string_view::npos) {
    const absl::string_view database = text.substr(slash + 1);
    text = text.substr(0, slash);
    if (!database.empty() &&
        (!absl::ascii_isdigit(database[0]) || !absl::SimpleAtoi(database, &address.database))) {
      return Invalid("the database is not a number", "数据库编号须为整数");
    }
  }
  RETURN_IF_ERROR(ParseHostPort(text, /*port_optional=*/true, address));
  return address;
}

}  // namespace gongkai
