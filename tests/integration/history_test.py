"""Reports that are checked against others: the year before and the bodies below, in whatever order
they arrive, and what people put beside them."""

import base64
import unittest

import reports
from cluster import Cluster, wait_until

FACTS = reports.sample_facts()


def name(number, year):
    return f"agencies/{reports.credit_code(number)}/reports/{year}"


def report_of_2020(number):
    """The sample as the report of the year after, with the same figures."""
    text = reports.report_of(number).decode()
    return text.replace("2020", "2021").replace("2019", "2020").encode()


def subjects(report, rule):
    return {f.get("subject", "") for f in report.get("findings", []) if f["ruleId"] == rule}


class HistoryTest(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        cls.cluster = Cluster(workers=2)
        cls.cluster.__enter__()
        cls.addClassCleanup(cls.cluster.__exit__, None, None, None)

    def arrive(self, content):
        job = self.cluster.wait(self.cluster.submit(content))
        self.assertEqual(job["state"], "SUCCEEDED", job)
        return job

    def report(self, number, year):
        return self.cluster.call("ReportService/GetReport", {"name": name(number, year)})

    def skipped(self, report, rule):
        return [s["reason"] for s in report.get("notEvaluated", []) if s["ruleId"] == rule]

    def test_a_broken_carry_over_is_found_when_the_year_before_arrives(self):
        self.arrive(report_of_2020(1))
        alone = self.report(1, 2020)
        self.assertEqual(subjects(alone, "Y.CARRY"), set())
        self.assertIn(reports.agency_name(1), self.skipped(alone, "Y.CARRY")[0])
        self.assertIn("2019", self.skipped(alone, "Y.CARRY")[0])

        self.arrive(reports.report_of(1))
        wait_until(lambda: self.report(1, 2020)["revision"] == "2", "the second revision")
        both = self.report(1, 2020)
        broken = {a for a in reports.APPLICANTS
                  if FACTS[("requests.carried_in", a)] != FACTS[("requests.carried_out", a)]}
        self.assertTrue(broken)
        self.assertEqual(subjects(both, "Y.CARRY"), broken)
        self.assertEqual(self.skipped(both, "Y.CARRY"), [])
        self.assertEqual(both["verdict"], "FAILED")
        # The year before has nothing before it and is as it was.
        self.assertEqual(self.report(1, 2019)["revision"], "1")
        revisions = self.cluster.call("ReportService/ListReportRevisions",
                                      {"parent": name(1, 2020)})["revisions"]
        self.assertEqual([r["revision"] for r in revisions], ["2", "1"])
        self.assertEqual({f["subject"] for f in revisions[0]["addedFindings"]
                          if f["ruleId"] == "Y.CARRY"}, broken)

    def test_a_check_before_publication_knows_the_year_before(self):
        self.arrive(reports.report_of(5))
        answer = self.cluster.call("IngestionService/CheckReport", {
            "content": base64.b64encode(report_of_2020(5)).decode()})
        self.assertTrue(subjects(answer["report"], "Y.CARRY"))

    def test_a_region_is_added_up_when_the_last_body_below_arrives(self):
        region, children = 10, [11, 12, 13]
        for number in [region] + children:
            self.cluster.call("AgencyService/CreateAgency", {"agency": {
                "displayName": reports.agency_name(number) + "人民政府",
                "unifiedSocialCreditCode": reports.credit_code(number),
                "regionWide": number == region,
                "parent": "" if number == region
                          else f"agencies/{reports.credit_code(region)}"}})
        for number in (region, 11, 12):
            self.arrive(reports.report_of(number))
        wait_until(lambda: self.cluster.query(
            "SELECT COUNT(*) FROM jobs WHERE state < 3")[0][0] == 0, "all jobs")
        waiting = self.report(region, 2019)
        self.assertEqual(subjects(waiting, "R.ROLLUP"), set())
        self.assertIn(reports.agency_name(13), self.skipped(waiting, "R.ROLLUP")[0])
        self.assertNotIn(reports.agency_name(12), self.skipped(waiting, "R.ROLLUP")[0])

        self.arrive(reports.report_of(13))
        # Every body has the same figures: three times what is not zero is too much.
        expected = {indicator for (indicator, applicant), value in FACTS.items()
                    if applicant in ("", "total") and value != "0"}
        wait_until(lambda: subjects(self.report(region, 2019), "R.ROLLUP") == expected,
                   "the region to be added up")
        self.assertEqual(self.skipped(self.report(region, 2019), "R.ROLLUP"), [])

    def test_decisions_and_amendments(self):
        broken = ("requests.received", "business")
        self.arrive(reports.report_of(20, broken))
        before = self.report(20, 2019)
        self.assertEqual(reports.errors_of(before), reports.broken_by(broken))

        answer = self.cluster.call("ValidationService/AmendFact", {
            "report": name(20, 2019), "indicator": broken[0], "applicant": broken[1],
            "value": FACTS[broken], "reason": "誊写有误", "actor": "张三"})
        self.cluster.wait(answer["job"])
        amended = self.report(20, 2019)
        self.assertEqual(reports.errors_of(amended), reports.broken_by(broken))
        self.assertEqual(amended["verdict"], "FAILED")
        self.assertEqual(amended["amendedVerdict"], "PASSED_WITH_WARNINGS")
        fact = [f for f in amended["facts"]
                if (f["indicator"], f.get("applicant")) == broken][0]
        self.assertEqual(fact["value"], str(int(FACTS[broken]) + 1))
        self.assertEqual(fact["amendment"]["value"], FACTS[broken])

        for finding in amended["findings"]:
            self.cluster.call("ValidationService/SetFindingDisposition", {
                "report": name(20, 2019), "fingerprint": finding["fingerprint"],
                "disposition": "WAIVED", "reason": "已更正", "actor": "李四"})
        waived = self.report(20, 2019)
        self.assertEqual(waived["verdict"], "PASSED")
        self.assertEqual({f["disposition"] for f in waived["findings"]}, {"WAIVED"})
        # A new check keeps the decisions.
        jobs = self.cluster.call("ValidationService/RevalidateReports",
                                 {"parent": f"agencies/{reports.credit_code(20)}"})["jobs"]
        self.assertEqual(len(jobs), 1)
        self.assertEqual(self.cluster.wait({"name": jobs[0]})["verdict"], "PASSED")


if __name__ == "__main__":
    unittest.main()
