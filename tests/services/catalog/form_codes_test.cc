#include "services/catalog/form_codes.h"

#include <gtest/gtest.h>

#include "embedded/form_files.h"

namespace gongkai {
namespace {

TEST(FormCodesTest, KnowsTheCellsOfTheForms) {
  const auto codes = FormCodes::Read(FormFiles());
  ASSERT_TRUE(codes.ok()) << codes.status();
  EXPECT_TRUE(codes->HasForm("2019"));
  EXPECT_FALSE(codes->HasForm("none"));
  const struct {
    const char *form, *indicator, *applicant;
    bool there;
  } cases[] = {
      {"2019", "requests.granted", "total", true},
      {"2019", "requests.granted", "", false},
      {"2019", "requests.granted", "nobody", false},
      {"2019", "disclosure.regulations.made", "", true},
      {"2019", "disclosure.regulations.made", "total", false},
      {"2021", "disclosure.regulations.made", "", false},
      {"2021", "disputes.review.upheld", "", true},
      {"2019", "requests.other", "total", true},
      {"2019", "requests.other.rest", "total", false},
      // Either printed as one row or as three.
      {"2021", "requests.other", "total", true},
      {"2021", "requests.other.rest", "total", true},
      {"1999", "requests.granted", "total", false},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(codes->Has(c.form, c.indicator, c.applicant), c.there)
        << c.form << " " << c.indicator << " " << c.applicant;
  }
}

TEST(FormCodesTest, KnowsTheirYears) {
  const auto codes = FormCodes::Read(FormFiles());
  ASSERT_TRUE(codes.ok()) << codes.status();
  EXPECT_EQ(codes->PrescribedFor(2018), "");
  EXPECT_EQ(codes->PrescribedFor(2019), "2019");
  EXPECT_EQ(codes->PrescribedFor(2020), "2019");
  EXPECT_EQ(codes->PrescribedFor(2021), "2021");
  EXPECT_EQ(codes->PrescribedFor(2199), "2021");
}

TEST(FormCodesTest, ABrokenFileIsNamed) {
  const EmbeddedFile files[] = {{"broken.txtpb", "version: 7"}};
  EXPECT_EQ(FormCodes::Read(files).status().message(), "form file broken.txtpb cannot be read");
}

}  // namespace
}  // namespace gongkai
