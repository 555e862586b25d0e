#include "tests/support/http_server.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <stdexcept>

#include "gate/base/text.h"

namespace gate::testing {
namespace {

int listen_on_loopback(HttpServer::Family family, int& port) {
  const bool v6 = family == HttpServer::Family::ipv6;
  const int listener =
      socket(v6 ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in6 address6{};
  address6.sin6_family = AF_INET6;
  address6.sin6_addr = in6addr_loopback;
  sockaddr_in address4{};
  address4.sin_family = AF_INET;
  address4.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  auto* address = v6 ? reinterpret_cast<sockaddr*>(&address6)
                     : reinterpret_cast<sockaddr*>(&address4);
  socklen_t size = v6 ? sizeof address6 : sizeof address4;
  if (listener < 0 || bind(listener, address, size) != 0 ||
      listen(listener, 16) != 0 || getsockname(listener, address, &size) != 0) {
    if (listener >= 0) close(listener);
    throw std::runtime_error(std::string("no loopback server: ") +
                             std::strerror(errno));
  }
  port = ntohs(v6 ? address6.sin6_port : address4.sin_port);
  return listener;
}

// How many bytes the request has in all, 0 while its header is not complete.
std::size_t request_size(const std::string& bytes) {
  const std::size_t end = bytes.find("\r\n\r\n");
  if (end == std::string::npos) return 0;
  constexpr std::string_view kLength = "content-length: ";
  const std::string header = to_lower(bytes.substr(0, end));
  const std::size_t at = header.find(kLength);
  std::size_t body = 0;
  if (at != std::string::npos)
    body = std::stoul(header.substr(at + kLength.size()));
  return end + 4 + body;
}

// A connection, with TLS or without.
class Peer {
 public:
  Peer(int connection, int stop, SSL_CTX* tls)
      : connection_(connection), stop_(stop) {
    if (!tls) return;
    ssl_ = SSL_new(tls);
    SSL_set_fd(ssl_, connection);
    agreed_ = SSL_accept(ssl_) == 1;
  }
  ~Peer() {
    if (ssl_) SSL_free(ssl_);
    close(connection_);
  }
  Peer(const Peer&) = delete;
  Peer& operator=(const Peer&) = delete;

  bool agreed() const { return agreed_; }

  // 0: the peer went, or the test is over.
  long read(char* buffer, std::size_t size) {
    pollfd waiting[] = {{connection_, POLLIN, 0}, {stop_, POLLIN, 0}};
    if (!(ssl_ && SSL_pending(ssl_) > 0)) {
      poll(waiting, 2, -1);
      if (waiting[1].revents != 0) return 0;
    }
    return ssl_ ? SSL_read(ssl_, buffer, static_cast<int>(size))
                : recv(connection_, buffer, size, 0);
  }

  bool write(std::string_view bytes) {
    while (!bytes.empty()) {
      const long sent =
          ssl_ ? SSL_write(ssl_, bytes.data(), static_cast<int>(bytes.size()))
               : send(connection_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }

  void end(Reply::End end) {
    if (end == Reply::End::hold) {
      pollfd waiting[] = {{connection_, POLLRDHUP, 0}, {stop_, POLLIN, 0}};
      poll(waiting, 2, -1);
    } else if (end == Reply::End::reset) {
      const linger at_once{1, 0};
      setsockopt(connection_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    } else if (ssl_ && end == Reply::End::close) {
      SSL_shutdown(ssl_);
    } else {
      shutdown(connection_, SHUT_WR);
      // Unread bytes would turn the close into a reset.
      char rest[4096];
      while (recv(connection_, rest, sizeof rest, MSG_DONTWAIT) > 0) continue;
    }
  }

 private:
  int connection_;
  int stop_;
  SSL* ssl_ = nullptr;
  bool agreed_ = true;
};

std::string make_certificate(EVP_PKEY* key, X509* certificate) {
  ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
  X509_set_version(certificate, 2);
  X509_gmtime_adj(X509_getm_notBefore(certificate), -3600);
  X509_gmtime_adj(X509_getm_notAfter(certificate), 3600);
  X509_set_pubkey(certificate, key);
  X509_NAME* name = X509_get_subject_name(certificate);
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>("test"), -1,
                             -1, 0);
  X509_set_issuer_name(certificate, name);
  X509_EXTENSION* names = X509V3_EXT_conf_nid(
      nullptr, nullptr, NID_subject_alt_name, "DNS:localhost,IP:127.0.0.1");
  X509_add_ext(certificate, names, -1);
  X509_EXTENSION_free(names);
  X509_sign(certificate, key, EVP_sha256());
  BIO* memory = BIO_new(BIO_s_mem());
  PEM_write_bio_X509(memory, certificate);
  char* text = nullptr;
  const long size = BIO_get_mem_data(memory, &text);
  std::string pem(text, static_cast<std::size_t>(size));
  BIO_free(memory);
  return pem;
}

}  // namespace

struct HttpServer::Secret {
  SSL_CTX* context = SSL_CTX_new(TLS_server_method());
  EVP_PKEY* key = EVP_EC_gen("P-256");
  X509* certificate = X509_new();
  ~Secret() {
    X509_free(certificate);
    EVP_PKEY_free(key);
    SSL_CTX_free(context);
  }
};

Reply ok(std::string_view body) {
  return {"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: " +
          std::to_string(body.size()) + "\r\n\r\n" + std::string(body)};
}

HttpServer::HttpServer(Script script, Tls tls, Family family)
    : script_(std::move(script)), family_(family) {
  if (tls == Tls::yes) {
    secret_ = std::make_unique<Secret>();
    certificate_ = make_certificate(secret_->key, secret_->certificate);
    SSL_CTX_use_certificate(secret_->context, secret_->certificate);
    SSL_CTX_use_PrivateKey(secret_->context, secret_->key);
  }
  listener_ = listen_on_loopback(family, port_);
  stop_ = eventfd(0, EFD_CLOEXEC);
  thread_ = std::thread([this] { serve(); });
}

HttpServer::~HttpServer() {
  eventfd_write(stop_, 1);
  thread_.join();
  close(listener_);
  close(stop_);
}

std::string HttpServer::url(std::string_view path,
                            std::string_view host) const {
  std::string name(host);
  if (name.empty()) name = family_ == Family::ipv6 ? "[::1]" : "127.0.0.1";
  return (secret_ ? "https://" : "http://") + name + ":" +
         std::to_string(port_) + std::string(path);
}

std::vector<std::string> HttpServer::requests() const {
  const std::lock_guard lock(mutex_);
  return requests_;
}

void HttpServer::serve() {
  for (;;) {
    pollfd waiting[] = {{listener_, POLLIN, 0}, {stop_, POLLIN, 0}};
    poll(waiting, 2, -1);
    if (waiting[1].revents != 0) return;
    const int connection = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (connection < 0) continue;
    // A peer that neither reads nor goes must not keep the test from ending.
    const timeval bound{20, 0};
    setsockopt(connection, SOL_SOCKET, SO_SNDTIMEO, &bound, sizeof bound);
    setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &bound, sizeof bound);
    answer(connection);
  }
}

void HttpServer::answer(int connection) {
  Peer peer(connection, stop_, secret_ ? secret_->context : nullptr);
  if (!peer.agreed()) return;
  std::string request;
  char buffer[65536];
  while (request_size(request) == 0 || request.size() < request_size(request)) {
    const long count = peer.read(buffer, sizeof buffer);
    if (count <= 0) return;
    request.append(buffer, static_cast<std::size_t>(count));
    if (!script_(request).reads_request) break;
  }
  {
    const std::lock_guard lock(mutex_);
    requests_.push_back(request);
  }
  const Reply reply = script_(request);
  while (peer.write(reply.bytes) && reply.repeats) continue;
  peer.end(reply.end);
}

int closed_port() {
  int port = 0;
  close(listen_on_loopback(HttpServer::Family::ipv4, port));
  return port;
}

}  // namespace gate::testing
