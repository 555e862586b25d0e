// One request against a real server on loopback, with every fault a server has.
#include "gate/io/http.h"

#include <gtest/gtest.h>
#include <sched.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "gate/io/interrupt.h"
#include "tests/support/http_server.h"

namespace gate::io {
namespace {

using namespace std::chrono_literals;
using ::gate::testing::closed_port;
using ::gate::testing::HttpServer;
using ::gate::testing::ok;
using ::gate::testing::Reply;

HttpRequest request_of(const std::string& method, const std::string& url,
                       const HttpHeaders& headers = {},
                       const std::string& body = {}) {
  return {method, url, headers, body};
}

Result<HttpResponse> get(const std::string& url, HttpLimits limits = {}) {
  return real_http()->send(request_of("GET", url), limits);
}

HttpLimits within(Duration total) { return {.total = total}; }

std::string message_of(const Result<HttpResponse>& result) {
  return result ? "a response: " + result->body : result.error().message;
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST(Http, ResponseComesBackAsItWasSent) {
  const HttpServer server([](auto&) {
    return Reply{
        "HTTP/1.1 404 Gone Fishing\r\nX-One: 1\r\nx-two: a\r\nX-One: 2\r\n"
        "Content-Length: 4\r\n\r\nbody"};
  });
  const auto response = get(server.url());
  ASSERT_TRUE(response) << message_of(response);
  EXPECT_EQ(response->status, 404);
  EXPECT_EQ(response->body, "body");
  const HttpHeaders expected = {
      {"X-One", "1"}, {"X-One", "2"}, {"x-two", "a"}, {"Content-Length", "4"}};
  HttpHeaders sorted = response->headers;
  EXPECT_EQ(sorted.size(), expected.size());
  for (const auto& header : expected)
    EXPECT_NE(std::find(sorted.begin(), sorted.end(), header), sorted.end())
        << header.first;
}

TEST(Http, RequestCarriesWhatItWasGivenAndWhatHttpNeeds) {
  const HttpServer server([](auto&) { return ok(""); });
  const HttpHeaders headers = {{"X-Tenancy", "test"},
                               {"Content-Length", "99"},
                               {"Connection", "keep-alive"}};
  ASSERT_TRUE(real_http()->send(
      request_of("POST", server.url("/a%20b?q=1#part"), headers, "xyz"), {}));
  const std::string sent = server.requests().at(0);
  EXPECT_TRUE(sent.starts_with("POST /a%20b?q=1 HTTP/1.1\r\nHost: 127.0.0.1:" +
                               std::to_string(server.port()) + "\r\n"))
      << sent;
  EXPECT_TRUE(has(sent, "\r\nX-Tenancy: test\r\n"));
  EXPECT_TRUE(has(sent, "\r\nContent-Length: 3\r\n"));
  EXPECT_FALSE(has(sent, "Content-Length: 99"));
  EXPECT_TRUE(has(sent, "\r\nConnection: close\r\n"));
  EXPECT_FALSE(has(sent, "keep-alive"));
  EXPECT_TRUE(has(sent, "\r\nUser-Agent: gate/"));
  EXPECT_TRUE(sent.ends_with("\r\n\r\nxyz"));
}

TEST(Http, GivenHostHeaderWins) {
  const HttpServer server([](auto&) { return ok(""); });
  ASSERT_TRUE(real_http()->send(
      request_of("GET", server.url(), {{"Host", "orders.test"}}), {}));
  EXPECT_TRUE(has(server.requests().at(0), "\r\nHost: orders.test\r\n"));
  EXPECT_FALSE(has(server.requests().at(0), "127.0.0.1"));
}

TEST(Http, BodiesEndInEachOfTheirWays) {
  for (const std::string& bytes : std::vector<std::string>{
           "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbody",
           "HTTP/1.0 200 OK\r\n\r\nbody",
           "HTTP/1.1 200 OK\r\nTransfer-Encoding: "
           "chunked\r\n\r\n2\r\nbo\r\n2;x=y\r\ndy\r\n0\r\n\r\n",
           "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 "
           "OK\r\nContent-Length: 4\r\n\r\nbody"}) {
    const HttpServer server([&](auto&) { return Reply{bytes}; });
    const auto response = get(server.url());
    ASSERT_TRUE(response) << message_of(response) << "\n" << bytes;
    EXPECT_EQ(response->status, 200);
    EXPECT_EQ(response->body, "body");
  }
}

TEST(Http, ResponsesWithoutBodyNeedNone) {
  const HttpServer server([](const std::string& request) {
    if (request.starts_with("HEAD"))
      return Reply{"HTTP/1.1 200 OK\r\nContent-Length: 400\r\n\r\n"};
    return Reply{"HTTP/1.1 204 No Content\r\n\r\n", Reply::End::hold};
  });
  EXPECT_EQ(real_http()->send(request_of("HEAD", server.url()), {})->status,
            200);
  EXPECT_EQ(get(server.url())->status, 204);
}

TEST(Http, KeptConnectionDoesNotKeepTheRequest) {
  const HttpServer server([](auto&) {
    Reply reply = ok("done");
    reply.end = Reply::End::hold;
    return reply;
  });
  EXPECT_EQ(get(server.url())->body, "done");
}

TEST(Http, RedirectIsAResponseLikeAnyOther) {
  const HttpServer production([](auto&) { return ok("production"); });
  const HttpServer server([&](auto&) {
    return Reply{"HTTP/1.1 302 Found\r\nLocation: " + production.url() +
                 "\r\nContent-Length: 0\r\n\r\n"};
  });
  EXPECT_EQ(get(server.url())->status, 302);
  EXPECT_TRUE(production.requests().empty());
}

TEST(Http, ProxyOfTheEnvironmentIsNotAsked) {
  const HttpServer proxy([](auto&) { return ok("proxy"); });
  const HttpServer server([](auto&) { return ok("server"); });
  setenv("http_proxy", proxy.url().c_str(), 1);
  setenv("ALL_PROXY", proxy.url().c_str(), 1);
  EXPECT_EQ(get(server.url())->body, "server");
  unsetenv("http_proxy");
  unsetenv("ALL_PROXY");
  EXPECT_TRUE(proxy.requests().empty());
}

// What the server sends, and the words that must be in the Error.
struct Fault {
  std::string name;
  Reply reply;
  std::string words;
};

class HttpFault : public ::testing::TestWithParam<Fault> {};

TEST_P(HttpFault, IsAnError) {
  const HttpServer server([](auto&) { return GetParam().reply; });
  HttpLimits limits;
  limits.total = 10s;
  limits.max_body = 1000;
  limits.max_header = 4096;
  const auto response = get(server.url(), limits);
  ASSERT_FALSE(response) << "status " << response->status << " "
                         << response->body;
  EXPECT_TRUE(has(response.error().message, GetParam().words))
      << response.error().message;
  EXPECT_EQ(response.error().kind, ErrorKind::failed);
}

constexpr auto kReset = Reply::End::reset;
const std::string kOk = "HTTP/1.1 200 OK\r\n";
const std::string kChunked = kOk + "Transfer-Encoding: chunked\r\n\r\n";

std::string endless_header() {
  std::string bytes = kOk;
  for (int i = 0; i < 100000; ++i) bytes += "a: b\r\n";
  return bytes;
}

INSTANTIATE_TEST_SUITE_P(
    Table, HttpFault,
    ::testing::Values(
        Fault{"NoAnswer", {""}, "without an answer"},
        Fault{"ResetBeforeTheAnswer",
              {"", kReset},
              "reset the connection while waiting for the first byte"},
        Fault{"CutInTheStatusLine",
              {"HTTP/1.1 20"},
              "cut the response short while reading the header"},
        Fault{"CutInTheHeader",
              {kOk + "Content-Le"},
              "cut the response short while reading the header"},
        Fault{"ShorterThanContentLength",
              {kOk + "Content-Length: 10\r\n\r\nfour"},
              "cut the response short while reading the body, 4 bytes so far"},
        Fault{"ResetInTheBody",
              {kOk + "Content-Length: 10\r\n\r\nfour", kReset},
              "reading the body"},
        Fault{
            "CutInAChunk", {kChunked + "a\r\nfour"}, "cut the response short"},
        Fault{"CutBetweenChunks",
              {kChunked + "4\r\nfour\r\n"},
              "cut the response short"},
        Fault{"ChunkSizeNonsense",
              {kChunked + "zz\r\n"},
              "did not answer in HTTP"},
        Fault{"LongerThanContentLength",
              {kOk + "Content-Length: 2\r\n\r\nfour"},
              "2 bytes after the end of the response"},
        Fault{"SecondResponse",
              {kOk + "Content-Length: 0\r\n\r\n" + kOk + "\r\n"},
              "after the end"},
        Fault{"TwoContentLengths",
              {kOk + "Content-Length: 4\r\nContent-Length: 2\r\n\r\nfour"},
              "did not answer in HTTP"},
        Fault{"LengthAndChunked",
              {kOk + "Content-Length: 4\r\nTransfer-Encoding: "
                     "chunked\r\n\r\n4\r\nfour\r\n0\r\n\r\n"},
              "did not answer in HTTP"},
        Fault{"BadContentLength",
              {kOk + "Content-Length: -1\r\n\r\n"},
              "did not answer in HTTP"},
        Fault{"NotHttp", {"SSH-2.0-OpenSSH_9.2\r\n"}, "did not answer in HTTP"},
        Fault{"BodyTooLarge",
              {kOk + "Content-Length: 1001\r\n\r\n"},
              "larger than 1000 bytes"},
        Fault{"EndlessBody",
              {kOk + "\r\n" + std::string(600, 'x'), Reply::End::close, true,
               true},
              "larger than 1000 bytes"},
        Fault{"EndlessChunks",
              {kChunked + "258\r\n" + std::string(600, 'x') + "\r\n258\r\n" +
               std::string(600, 'x')},
              "larger than 1000 bytes"},
        Fault{"HeaderTooLarge",
              {kOk + "X: " + std::string(5000, 'x') + "\r\n\r\n"},
              "header is larger than 4096"},
        Fault{
            "EndlessHeader", {endless_header()}, "header is larger than 4096"},
        Fault{"EndlessInterim",
              {"HTTP/1.1 100 Continue\r\n\r\n", Reply::End::close, true, true},
              "more than 8 interim answers"}),
    [](const auto& row) { return row.param.name; });

TEST(Http, DeadlineCoversEachStepAndIsNamed) {
  struct Row {
    std::string bytes;
    std::string step;
  };
  for (const Row& row :
       std::vector<Row>{{"", "waiting for the first byte"},
                        {"HTTP/1.1 200 OK\r\nX: ", "reading the header"},
                        {"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nfour",
                         "reading the body, 4 bytes so far"}}) {
    const HttpServer server([&](auto&) {
      return Reply{row.bytes, Reply::End::hold};
    });
    const auto start = std::chrono::steady_clock::now();
    const auto response = get(server.url(), within(200ms));
    const auto taken = std::chrono::steady_clock::now() - start;
    ASSERT_FALSE(response);
    EXPECT_TRUE(has(response.error().message,
                    "timed out after " + describe(200ms) + " " + row.step))
        << response.error().message;
    EXPECT_GE(taken, 200ms);
    EXPECT_LT(taken, 10s);
  }
}

TEST(Http, ServerThatReadsNothingTimesOutWhileSending) {
  const HttpServer server([](auto&) {
    return Reply{"", Reply::End::hold, false};
  });
  const auto response = real_http()->send(
      request_of("POST", server.url(), {}, std::string(64 << 20, 'x')),
      within(300ms));
  ASSERT_FALSE(response);
  EXPECT_TRUE(has(response.error().message, "sending the request"))
      << response.error().message;
}

TEST(Http, EarlyAnswerToALargeBodyIsTheAnswer) {
  const HttpServer server([](auto&) {
    return Reply{"HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n",
                 Reply::End::close, false};
  });
  const auto response =
      real_http()->send(request_of("POST", server.url(), {}, "small"), {});
  ASSERT_TRUE(response) << message_of(response);
  EXPECT_EQ(response->status, 413);
}

TEST(Http, RefusedConnectionNamesTheAddress) {
  const std::string address = "127.0.0.1:" + std::to_string(closed_port());
  EXPECT_EQ(message_of(get("http://" + address + "/")),
            "connection refused by " + address);
}

TEST(Http, UnknownHostIsNamed) {
  const auto response = get("http://no-such-host.invalid/", within(20s));
  EXPECT_TRUE(has(message_of(response), "no such host: no-such-host.invalid"))
      << message_of(response);
}

TEST(Http, NameIsLookedUp) {
  const HttpServer server([](auto&) { return ok("here"); });
  EXPECT_EQ(message_of(get(server.url("/", "localhost"))), "a response: here");
}

// Gives this process an /etc/hosts of its own; false where it may not.
bool use_hosts(const std::string& text) {
  std::string name = "/tmp/stagegate-hosts-XXXXXX";
  const int file = mkstemp(name.data());
  if (file < 0) return false;
  close(file);
  std::ofstream(name) << text;
  const bool done =
      unshare(CLONE_NEWNS) == 0 &&
      mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
      mount(name.c_str(), "/etc/hosts", nullptr, MS_BIND, nullptr) == 0;
  std::filesystem::remove(name);
  return done;
}

TEST(HttpNames, EachAddressOfANameIsTried) {
  // In a process of its own, for the sake of its /etc/hosts.
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  constexpr int kMayNot = 77;
  const auto ask = [] {
    if (!use_hosts("127.0.0.1 two.test\n127.0.0.2 two.test\n")) _exit(kMayNot);
    const std::string port = std::to_string(closed_port());
    const std::string message = message_of(get("http://two.test:" + port));
    std::cerr << message;
    _exit(has(message, "refused by 127.0.0.1:") &&
                  has(message, "refused by 127.0.0.2:")
              ? 0
              : 1);
  };
  const auto expected = [](int status) {
    if (WIFEXITED(status) && WEXITSTATUS(status) == kMayNot)
      std::cerr << "NOT TESTED: only root may replace /etc/hosts\n";
    return WIFEXITED(status) &&
           (WEXITSTATUS(status) == 0 || WEXITSTATUS(status) == kMayNot);
  };
  EXPECT_EXIT(ask(), expected, "");
}

TEST(Http, Ipv6AddressInBrackets) {
  std::unique_ptr<HttpServer> server;
  try {
    server = std::make_unique<HttpServer>([](auto&) { return ok("six"); },
                                          HttpServer::Tls::no,
                                          HttpServer::Family::ipv6);
  } catch (const std::runtime_error& error) {
    std::cerr << "NOT TESTED: this system has no IPv6 loopback\n";
    GTEST_SKIP();
  }
  EXPECT_EQ(message_of(get(server->url())), "a response: six");
  EXPECT_TRUE(has(server->requests().at(0), "\r\nHost: [::1]:"));
}

TEST(Http, AddressesThatCannotBeAskedAreUsageErrors) {
  for (const std::string& url : std::vector<std::string>{
           "", "orders", "/path", "ftp://host/", "file:///etc/passwd",
           "http://", "http:///path", "http://user:secret@host/",
           "http://host:0/", "http://host:65536/", "http://ho st/",
           "http://host/a b", "http://host/a\r\nX: y"}) {
    const auto response = get(url);
    ASSERT_FALSE(response) << url;
    EXPECT_EQ(response.error().kind, ErrorKind::usage)
        << url << ": " << response.error().message;
    EXPECT_FALSE(has(response.error().message, "\n")) << url;
    EXPECT_FALSE(has(response.error().message, "secret")) << url;
  }
}

TEST(Http, RequestsThatWouldSmuggleAreUsageErrors) {
  const HttpServer server([](auto&) { return ok(""); });
  for (const HttpRequest& request : std::vector<HttpRequest>{
           request_of("GET / HTTP/1.1\r\nX:", server.url()),
           request_of("", server.url()), request_of("CONNECT", server.url()),
           request_of("GET", server.url(), {{"X", "a\r\nY: b"}}),
           request_of("GET", server.url(), {{"X: a\r\nY", "b"}}),
           request_of("GET", server.url(), {{"X", std::string("a\0b", 3)}})}) {
    const auto response = real_http()->send(request, {});
    ASSERT_FALSE(response);
    EXPECT_EQ(response.error().kind, ErrorKind::usage);
  }
  EXPECT_TRUE(server.requests().empty());
}

class HttpTls : public ::testing::Test {
 protected:
  HttpTls()
      : server_([](auto&) { return ok("secret"); }, HttpServer::Tls::yes) {
    std::string name = "/tmp/stagegate-tls-XXXXXX";
    if (!mkdtemp(name.data())) throw std::runtime_error("mkdtemp");
    folder_ = name;
    std::ofstream(folder_ + "/own.pem") << server_.certificate();
  }
  ~HttpTls() override {
    unsetenv("SSL_CERT_FILE");
    std::filesystem::remove_all(folder_);
  }
  void trust_the_server() {
    setenv("SSL_CERT_FILE", (folder_ + "/own.pem").c_str(), 1);
  }

  HttpServer server_;
  std::string folder_;
};

TEST_F(HttpTls, UnknownAuthorityIsRefusedBeforeAnythingIsSent) {
  const auto response = get(server_.url());
  ASSERT_FALSE(response);
  EXPECT_TRUE(
      has(response.error().message, "is not trusted: self-signed certificate"))
      << response.error().message;
  EXPECT_TRUE(has(response.error().message, "SSL_CERT_FILE"));
  EXPECT_TRUE(server_.requests().empty());
}

TEST_F(HttpTls, AuthorityOfSslCertFileIsTrusted) {
  trust_the_server();
  EXPECT_EQ(message_of(get(server_.url())), "a response: secret");
  EXPECT_EQ(message_of(get(server_.url("/", "localhost"))),
            "a response: secret");
}

TEST_F(HttpTls, CertificateOfAnotherHostIsRefused) {
  trust_the_server();
  // Another way to write 127.0.0.1, which the certificate does not name.
  const auto response = get(server_.url("/", "127.1"));
  ASSERT_FALSE(response);
  EXPECT_TRUE(has(response.error().message, "mismatch"))
      << response.error().message;
  EXPECT_TRUE(server_.requests().empty());
}

TEST_F(HttpTls, PlainServerIsNoTlsServer) {
  const HttpServer plain([](auto&) {
    return Reply{"HTTP/1.1 400 Bad Request\r\n\r\n", Reply::End::close, false};
  });
  const auto response = get("https" + plain.url().substr(4), within(2s));
  ASSERT_FALSE(response);
  EXPECT_TRUE(has(response.error().message, "no TLS with 127.0.0.1"))
      << response.error().message;
}

TEST_F(HttpTls, CutWithoutNoticeIsNoEnd) {
  trust_the_server();
  const HttpServer cutting(
      [](auto&) {
        return Reply{"HTTP/1.0 200 OK\r\n\r\nhalf a bo", Reply::End::cut};
      },
      HttpServer::Tls::yes);
  std::ofstream(folder_ + "/own.pem") << cutting.certificate();
  const auto response = get(cutting.url());
  ASSERT_FALSE(response) << response->body;
  EXPECT_TRUE(has(response.error().message, "cut the response short"))
      << response.error().message;
}

TEST(HttpInterrupt, RequestEndsAtOnceWithTheSignal) {
  // In a process of its own: the signal is remembered for good.
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  const HttpServer server([](auto&) { return Reply{"", Reply::End::hold}; });
  const std::string url = server.url();
  EXPECT_EXIT(
      {
        install_interrupt_handlers();
        std::thread([] { kill(getpid(), SIGTERM); }).detach();
        const auto response = get(url, within(60s));
        std::cerr << message_of(response);
        _exit(has(message_of(response), "interrupted while") ? 0 : 1);
      },
      ::testing::ExitedWithCode(0), "interrupted while");
}

TEST(Http, SeveralThreadsMaySendAtOnce) {
  const HttpServer server([](auto&) { return ok("shared"); });
  const auto http = real_http();
  std::vector<std::thread> threads;
  std::atomic<int> answered = 0;
  for (int i = 0; i < 8; ++i)
    threads.emplace_back([&] {
      const auto response = http->send(request_of("GET", server.url()), {});
      answered += response && response->body == "shared" ? 1 : 0;
    });
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(answered, 8);
}

}  // namespace
}  // namespace gate::io
