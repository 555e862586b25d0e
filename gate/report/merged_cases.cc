#include "gate/report/merged_cases.h"

#include <functional>
#include <optional>
#include <utility>

#include "gate/junit/scanner.h"
#include "gate/junit/writer.h"
#include "gate/junit/xml_syntax.h"

namespace gate::report {
namespace {

// A worse child wins, as it does in every reader.
int badness(CaseStatus status) {
  switch (status) {
    case CaseStatus::passed: return 0;
    case CaseStatus::flaky: return 1;
    case CaseStatus::skipped: return 2;
    case CaseStatus::failed: return 3;
    case CaseStatus::errored: return 4;
  }
  return 4;
}

CaseStatus status_of_child(std::string_view name) {
  if (name == "error") return CaseStatus::errored;
  if (name == "failure") return CaseStatus::failed;
  if (name == "skipped") return CaseStatus::skipped;
  if (name == "flakyFailure" || name == "flakyError") return CaseStatus::flaky;
  return CaseStatus::passed;
}

bool is_inside(std::string_view part, std::string_view whole) {
  const std::less<const char*> less;
  return !less(part.data(), whole.data()) &&
         !less(whole.data() + whole.size(), part.data() + part.size());
}

}  // namespace

class MergedCases::Impl : public junit::ScannerEvents {
 public:
  Impl(std::string classname, Take take)
      : classname_(std::move(classname)), take_(std::move(take)),
        scanner_(*this, 256) {
    scanner_.feed("<cases>");
  }

  void feed(std::string_view bytes) { scanner_.feed(bytes); }

  std::string finish() {
    scanner_.feed("</cases>");
    scanner_.finish();
    return scanner_.damage() ? scanner_.damage()->what : "";
  }

  void start(const junit::Tag& tag) override {
    ++depth_;
    if (depth_ == 2) begin(tag);
    if (depth_ == 3) {
      const CaseStatus child = status_of_child(junit::local_name(tag.name));
      if (badness(child) > badness(test_.status)) test_.status = child;
    }
    if (depth_ > 2) test_.xml += tag.raw;
    if (tag.is_empty) end("");
  }

  void end(std::string_view raw) override {
    if (depth_-- >= 2) test_.xml += raw;
    if (depth_ == 1) take_(std::exchange(test_, {}));
  }

  void text(Text, std::string_view raw) override {
    if (depth_ >= 2) test_.xml += raw;
  }

 private:
  void begin(const junit::Tag& tag) {
    test_ = {};
    const auto name = tag.find("name");
    const auto classname = tag.find("classname");
    test_.name = name ? junit::attribute_value(*name) : "(no name)";
    test_.classname = classname && !classname->empty()
                          ? junit::attribute_value(*classname)
                          : classname_;
    const bool is_usable =
        name && classname && !classname->empty() && is_inside(*name, tag.raw);
    if (is_usable) {
      test_.xml = tag.raw;
      test_.name_end = static_cast<std::size_t>(name->data() + name->size() -
                                                tag.raw.data());
    } else {
      rewrite(tag);
    }
  }

  void rewrite(const junit::Tag& tag) {
    test_.xml = "<testcase classname=\"" + junit::escape(test_.classname) +
                "\" name=\"" + junit::escape(test_.name);
    test_.name_end = test_.xml.size();
    test_.xml += '"';
    for (const junit::Attribute& attribute : tag.attributes) {
      if (attribute.name == "name" || attribute.name == "classname") continue;
      test_.xml += " " + std::string(attribute.name) + "=\"" +
                   junit::escape(junit::attribute_value(attribute.value)) +
                   "\"";
    }
    test_.xml += tag.is_empty ? "/>" : ">";
  }

  std::string classname_;
  Take take_;
  junit::Scanner scanner_;
  std::size_t depth_ = 0;
  MergedCase test_;
};

MergedCases::MergedCases(std::string classname, Take take)
    : impl_(std::make_unique<Impl>(std::move(classname), std::move(take))) {}
MergedCases::~MergedCases() = default;
void MergedCases::feed(std::string_view bytes) { impl_->feed(bytes); }
std::string MergedCases::finish() { return impl_->finish(); }

MergedCase merged_case(const TestCase& test) {
  MergedCase merged;
  MergedCases reader("", [&](MergedCase only) { merged = std::move(only); });
  reader.feed(junit::write_case(test));
  reader.finish();
  merged.status = test.status;
  return merged;
}

}  // namespace gate::report
