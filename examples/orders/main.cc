#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <vector>

#include "examples/orders/bugs.h"
#include "examples/orders/routes.h"
#include "examples/orders/server.h"
#include "examples/orders/store.h"

namespace orders {
namespace {

struct Options {
  std::string listen = "127.0.0.1:0";
  std::string port_file;
  std::string commit = "unknown";
  std::string data;
  std::string bug = "none";
};

std::vector<std::string> bug_names() {
  std::vector<std::string> names;
  for (const auto& [name, bug] : bugs_by_name()) names.push_back(name);
  return names;
}

gate::Instant now() {
  return std::chrono::time_point_cast<gate::Duration>(
      std::chrono::system_clock::now());
}

// 128 random bits: they name an order, so nobody may guess another's.
std::string new_id() {
  static std::random_device device;
  std::string id;
  for (int part = 0; part < 4; ++part)
    id += fmt::format("{:08x}", static_cast<std::uint32_t>(device()));
  return id;
}

// Whoever waits for the file finds the whole URL or no file.
gate::Result<void> write_port_file(const std::string& path,
                                   const std::string& url) {
  const std::string unfinished = fmt::format("{}.{}", path, ::getpid());
  std::ofstream file(unfinished, std::ios::trunc);
  file << url << '\n';
  file.close();
  std::error_code error;
  if (file) std::filesystem::rename(unfinished, path, error);
  if (file && !error) return {};
  std::error_code ignored;  // it may not exist
  std::filesystem::remove(unfinished, ignored);
  return gate::Error{
      gate::ErrorKind::failed,
      fmt::format("--port-file: cannot write {}; its folder must exist", path)};
}

int complain(const gate::Error& error) {
  fmt::print(stderr, "orders_service: {}\n", error.message);
  return error.kind == gate::ErrorKind::usage ? 2 : 1;
}

int serve(const Options& options) {
  // A file of an earlier run would name a service that is gone.
  std::error_code ignored;  // there may be none
  if (!options.port_file.empty())
    std::filesystem::remove(options.port_file, ignored);
  auto store = Store::open(options.data);
  if (!store) return complain(gate::with_context("--data", store.error()));
  const Bug bug = bugs_by_name().at(options.bug);
  Routes routes(*store, {options.commit, bug, now, new_id});
  auto server = Server::listen(options.listen, routes);
  if (!server) return complain(server.error());
  if (!options.port_file.empty())
    if (const auto written = write_port_file(options.port_file, server->url());
        !written)
      return complain(written.error());
  fmt::print("listening on {}\n", server->url());
  std::fflush(stdout);
  server->run();
  return 0;
}

int run(int argc, char** argv) {
  Options options;
  CLI::App app("A small order service, to try a gate on.", "orders_service");
  app.add_option("--listen", options.listen, "address and port; port 0: free")
      ->capture_default_str();
  app.add_option("--port-file", options.port_file,
                 "where to write the URL once requests are answered");
  app.add_option("--commit", options.commit, "what /version says")
      ->envname("ORDERS_COMMIT")
      ->capture_default_str();
  app.add_option("--data", options.data, "SQLite file; default: in memory");
  app.add_option("--bug", options.bug, "a bug to plant")
      ->check(CLI::IsMember(bug_names()))
      ->capture_default_str();
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  return serve(options);
}

}  // namespace
}  // namespace orders

int main(int argc, char** argv) { return orders::run(argc, argv); }
