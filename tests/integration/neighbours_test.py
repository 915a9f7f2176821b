"""`gongkai check --prior --children` says the same as the cluster, and what people do with findings
from the command line."""

import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

import reports
from cluster import BIN, Cluster, wait_until
from history_test import FACTS, name, report_of_2020


def told(report, rules):
    """Everything that these rules found or could not judge."""
    found = [{k: f[k] for k in ("ruleId", "severity", "subject", "expected", "actual",
                                "difference", "message", "messageEn", "fingerprint") if f.get(k)}
             for f in report.get("findings", []) if f["ruleId"].startswith(rules)]
    skipped = [{k: v for k, v in s.items() if v} for s in report.get("notEvaluated", [])
               if s["ruleId"].startswith(rules)]
    return found, skipped


class NeighboursTest(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        cls.cluster = Cluster(workers=2)
        cls.cluster.__enter__()
        cls.addClassCleanup(cls.cluster.__exit__, None, None, None)
        cls.dir = pathlib.Path(tempfile.mkdtemp(prefix="gongkai-neighbours."))
        cls.addClassCleanup(shutil.rmtree, cls.dir)

    def write(self, filename, content):
        path = self.dir / filename
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return path

    def gongkai(self, *arguments):
        return subprocess.run([str(BIN / "gongkai"), *map(str, arguments)], capture_output=True,
                              text=True, check=False, env=dict(os.environ))

    def check(self, *arguments):
        done = self.gongkai("check", "--json", *arguments)
        self.assertIn(done.returncode, (0, 1), done.stderr)
        return json.loads(done.stdout)

    def settle(self):
        wait_until(lambda: self.cluster.query(
            "SELECT COUNT(*) FROM jobs WHERE state < 3")[0][0] == 0, "all jobs")

    def stored(self, number, year):
        return self.cluster.call("ReportService/GetReport", {"name": name(number, year)})

    def test_the_year_before(self):
        for content in (reports.report_of(1), report_of_2020(1)):
            self.cluster.wait(self.cluster.submit(content))
        self.settle()
        expected = told(self.stored(1, 2020), ("Y.", "N.GROWTH"))
        self.assertTrue([f for f in expected[0] if f["ruleId"] == "Y.CARRY"])
        now = self.write("2020.txt", report_of_2020(1))
        before = self.write("2019.txt", reports.report_of(1))
        report = self.check(now, "--prior", before)
        self.assertEqual(told(report, ("Y.", "N.GROWTH")), expected)
        # The same from the JSON of that report.
        as_json = self.write("2019.json", self.gongkai("check", "--json", before).stdout.encode())
        self.assertEqual(self.check(now, "--prior", as_json), report)
        stored = self.write("stored.json", self.cluster.gongkai(
            "get", "--json", name(1, 2019)).stdout.encode())
        self.assertEqual(told(self.check(now, "--prior", stored), ("Y.", "N.GROWTH")), expected)

    def test_the_bodies_below(self):
        region, children = 10, [11, 12]
        for number in [region] + children:
            self.cluster.call("AgencyService/CreateAgency", {"agency": {
                "displayName": reports.agency_name(number) + "人民政府",
                "unifiedSocialCreditCode": reports.credit_code(number),
                "regionWide": number == region,
                "parent": "" if number == region
                          else f"agencies/{reports.credit_code(region)}"}})
        for number in [region] + children:
            self.cluster.wait(self.cluster.submit(reports.report_of(number)))
        self.settle()
        expected = told(self.stored(region, 2019), "R.")
        self.assertEqual(
            {f["subject"] for f in expected[0]},
            {i for (i, a), v in FACTS.items() if a in ("", "total") and v != "0"})
        whole = self.write("region.txt", reports.report_of(region))
        for number in children:
            self.write(f"below/{number}.txt", reports.report_of(number))
        report = self.check(whole, "--children", self.dir / "below")
        self.assertEqual(told(report, "R."), expected)
        lines = self.write("below.json", self.gongkai(
            "check", "--json", self.dir / "below").stdout.encode())
        self.assertEqual(self.check(whole, "--children", lines), report)

    def test_neighbours_that_do_not_fit_are_refused(self):
        now = self.write("now.txt", report_of_2020(2))
        before = self.write("before.txt", reports.report_of(2))
        several = self.write("several.json", 2 * self.gongkai(
            "check", "--json", before).stdout.encode())
        cases = [
            ([before, "--prior", now], "WRONG_YEAR"),
            ([now, "--children", before], "WRONG_YEAR"),
            ([now, before, "--prior", before], "NOT_ONE_REPORT"),
            ([now, "--prior", several], "NOT_ONE_REPORT"),
            ([now, "--prior", self.write("no.json", b"{\"year\": 2019}")], "BAD_JSON"),
            ([now, "--prior", self.write("no.txt", b"hello")], "NOT_A_REPORT"),
            ([now, "--prior", self.dir / "nowhere.txt"], "FILE_NOT_FOUND"),
        ]
        for arguments, reason in cases:
            with self.subTest(reason=reason):
                done = self.gongkai("check", "--json", *arguments)
                self.assertEqual((done.returncode, done.stdout), (2, ""))
                self.assertIn(f"[{reason}]", done.stderr)

    def test_decisions_from_the_command_line(self):
        key = ("requests.received", "business")
        self.cluster.wait(self.cluster.submit(reports.report_of(20, key)))
        agency = reports.credit_code(20)

        def findings(*more):
            out = self.cluster.gongkai("findings", "--agency", agency, "--year", "2019",
                                       "--severity", "error", "--json", *more).stdout
            return [json.loads(line) for line in out.splitlines()]

        found = findings()
        self.assertEqual({(f["finding"]["ruleId"], f["finding"]["subject"]) for f in found},
                         reports.broken_by(key))
        self.assertEqual({f["report"] for f in found}, {name(20, 2019)})
        text = self.cluster.gongkai("findings", "--agency", agency, "--rule", "T3.ROW_TOTAL").stdout
        self.assertIn("待处理 OPEN  T3.ROW_TOTAL  requests.received", text)

        first = found[0]["finding"]["fingerprint"]
        refused = self.cluster.gongkai("decide", name(20, 2019), first, "waived", "--actor", "张三",
                                       check=False)
        self.assertEqual(refused.returncode, 2)
        self.assertIn("[EMPTY_REASON]", refused.stderr)
        for finding in found:
            done = self.cluster.gongkai("decide", name(20, 2019), finding["finding"]["fingerprint"],
                                        "waived", "--actor", "张三", "--reason", "口径不同")
            self.assertIn("豁免 WAIVED", done.stdout)
        self.assertEqual(findings("--disposition", "open"), [])
        self.assertEqual(len(findings("--disposition", "waived")), len(found))
        self.assertNotEqual(self.stored(20, 2019)["verdict"], "FAILED")

        done = self.cluster.gongkai("amend", name(20, 2019), "/".join(key), FACTS[key], "--actor",
                                    "李四", "--reason", "笔误")
        self.cluster.wait({"name": done.stdout.split()[-1]})
        amended = self.stored(20, 2019)
        fact = [f for f in amended["facts"] if (f["indicator"], f.get("applicant")) == key][0]
        self.assertEqual((fact["amendment"]["value"], fact["amendment"]["actor"]),
                         (FACTS[key], "李四"))
        self.assertEqual(amended.get("amendedFindings", []),
                         [f for f in amended.get("amendedFindings", [])
                          if f["severity"] != "ERROR"])

    def test_agencies_are_listed(self):
        self.cluster.wait(self.cluster.submit(reports.report_of(30)))
        lines = self.cluster.gongkai("agencies", "--json").stdout.splitlines()
        names = {json.loads(line)["name"] for line in lines}
        self.assertIn(f"agencies/{reports.credit_code(30)}", names)
        self.assertIn(reports.agency_name(30), self.cluster.gongkai("agencies").stdout)


if __name__ == "__main__":
    unittest.main()
