#include "workers/rules/agency_name.h"

#include <gtest/gtest.h>

namespace gongkai {
namespace {

TEST(AgencyNameTest, TellsWhoClearlyLacksRegulationPower) {
  const struct {
    const char* name;
    bool lacks;
  } cases[] = {
      {"重庆市", false},
      {"重庆市人民政府", false},
      {"重庆市人民政府办公厅", false},
      {"淮安市人民政府办公室", false},
      {"江苏省人民政府", false},
      {"广西壮族自治区人民政府", false},
      {"延边朝鲜族自治州人民政府", false},
      {"大理白族自治州", false},
      {"广州市", false},
      {"财政部", false},
      {"国家发展和改革委员会", false},
      {"国家税务总局", false},
      {"中国证券监督管理委员会", false},
      {"海关总署", false},
      {"雄安新区", false},
      {"某机关", false},
      {"", false},
      {"海城市西柳镇人民政府", true},
      {"和静县克尔古提乡", true},
      {"北京市通州区新华街道办事处", true},
      {"鄂温克族自治旗人民政府", true},
      {"垫江县人民政府办公室", true},
      {"重庆市万州区人民政府", true},
      {"延边朝鲜族自治州延吉市人民政府", true},
      {"苏州市昆山市", true},
      {"武汉市生态环境局", true},
      {"国家税务总局重庆市税务局", true},
      {"重庆市卫生健康委员会", true},
      {"江苏省财政厅", true},
      {"某县城南区管委会", true},
      {"重庆市政务服务中心", true},
  };
  for (const auto& c : cases) EXPECT_EQ(LacksRegulationPower(c.name), c.lacks) << c.name;
}

TEST(AgencyNameTest, TellsGovernmentsFromDepartments) {
  const struct {
    const char* name;
    bool government;
  } cases[] = {
      {"重庆市", true},
      {"重庆市人民政府", true},
      {"重庆市人民政府办公厅", true},
      {"市政府办", true},
      {"惠来县仙庵镇", true},
      {"某县城南区管理委员会", true},
      {"广西壮族自治区", true},
      {"武汉市生态环境局", false},
      {"重庆市卫生健康委员会", false},
      {"重庆市政务服务管理办公室", false},
      {"江苏省财政厅", false},
  };
  for (const auto& c : cases) EXPECT_EQ(IsGovernment(c.name), c.government) << c.name;
}

TEST(AgencyNameTest, OnlyClearContradictionsAreTwoBodies) {
  const struct {
    const char* a;
    const char* b;
    bool same;
  } cases[] = {
      {"重庆市", "重庆市人民政府", true},
      {"重庆市", "重庆市人民政府办公厅", true},
      {"重庆市人民政府", "重庆市政府办公厅", true},
      {"淮安市人民政府", "市政府办公室", true},
      {"淮安市财政局", "财政局", true},
      {"淮安市财政局", "市财政局", true},
      {"重庆市发展和改革委员会", "重庆市发展改革委", true},
      {"重庆市人社局", "市人力资源和社会保障局", true},
      {"洪泽区财政局", "洪泽区人民政府办公室", true},
      {"朝阳区人民政府", "网站管理员", true},
      {"朝阳区人民政府", "海淀区人民政府", false},
      {"淮安市财政局", "淮安市教育局", false},
      {"淮安市财政局", "市教育局", false},
      {"海城市西柳镇人民政府", "惠来县仙庵镇人民政府", false},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(MayBeSameBody(c.a, c.b), c.same) << c.a << " " << c.b;
    EXPECT_EQ(MayBeSameBody(c.b, c.a), c.same) << c.b << " " << c.a;
  }
}

TEST(AgencyNameTest, TellsTheProvince) {
  EXPECT_EQ(ProvinceInName("重庆市万州区人民政府"), "重庆市");
  EXPECT_EQ(ProvinceInName("广西壮族自治区财政厅"), "广西壮族自治区");
  EXPECT_EQ(ProvinceInName("吉林市人民政府"), "");
  EXPECT_EQ(ProvinceInName("国家税务总局重庆市税务局"), "");
  EXPECT_EQ(ProvinceInName(""), "");
  EXPECT_EQ(ProvinceOfCode("11500000009275780L"), "重庆市");
  EXPECT_EQ(ProvinceOfCode("11100000000013127D"), "") << "registered by the State";
  EXPECT_EQ(ProvinceOfCode("11"), "");
}

}  // namespace
}  // namespace gongkai
