"""Rule files of an organisation: documentation followed word by word, the finished binaries, and
what they say of a file with a fault."""

import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

import reports
from cluster import BIN, Cluster, RpcError

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
PAGE = (ROOT / "docs" / "own_rules.md").read_text(encoding="utf-8")
# The file as the page shows it, for years of the sample too.
DOCUMENTED = re.search(r"```\n(name: .*?)```", PAGE, re.S).group(1)
CITY = DOCUMENTED.replace("first_year: 2022", "first_year: 2019 last_year: 2019")
GRANTED = ("requests.granted", "legal_services")
FAULTS = [
    ("severity: WARNING", "severity: GRAVE", ":6:3", "GRAVE"),
    ("requests.granted", "requests.grnated", ":3: CITY.GRANTED: ", "requests.grnated"),
    ("CITY.GRANTED", "T3.ROW_TOTAL", ":3: T3.ROW_TOTAL: ", "national.txtpb:"),
    ("first_year: 2022", "first_year: 2022 last_year: 2021", ":3: CITY.GRANTED: ", "first_year"),
    ("{actual} granted", "{actuel} granted", ":3: CITY.GRANTED: ", "{actuel}"),
]
# What the gateway, which knows no forms, can see.
FAULTS_IN_ITSELF = [FAULTS[0], FAULTS[2], FAULTS[3]]


class OwnRulesTest(unittest.TestCase):

    def setUp(self):
        self.dir = pathlib.Path(tempfile.mkdtemp(prefix="gongkai-rules."))
        self.addCleanup(shutil.rmtree, self.dir)
        self.city = self.dir / "city.txtpb"
        self.city.write_text(CITY, encoding="utf-8")
        # More granted to legal services than came in from them.
        self.report = self.dir / "report.txt"
        self.report.write_text(reports.with_cell(GRANTED, 300), encoding="utf-8")

    def gongkai(self, *arguments, **environment):
        return subprocess.run([str(BIN / "gongkai"), *map(str, arguments)], capture_output=True,
                              text=True, env={**os.environ, **environment}, check=False)

    def check(self, *arguments, **environment):
        done = self.gongkai("check", "--json", *arguments, self.report, **environment)
        self.assertEqual(done.returncode, 1, done.stderr)
        return json.loads(done.stdout)

    @staticmethod
    def found(report):
        return [(f["subject"], f["expected"], f["actual"], f["difference"])
                for f in report["findings"] if f["ruleId"] == "CITY.GRANTED"]

    def test_check_applies_the_rule_in_its_years(self):
        report = self.check("--rules", self.city)
        self.assertEqual(self.found(report), [("legal_services", "273", "300", "27")])
        plain = self.check()
        self.assertEqual(self.found(plain), [])
        self.assertNotEqual(report["rulesVersion"], plain["rulesVersion"])
        self.assertEqual(self.check(GONGKAI_RULES=str(self.city)), report)
        # As the page has it the rule begins in 2022.
        self.city.write_text(DOCUMENTED, encoding="utf-8")
        self.assertEqual(self.found(self.check("--rules", self.city)), [])

    def test_the_commands_of_the_page_work(self):
        self.city.write_text(DOCUMENTED, encoding="utf-8")
        done = self.gongkai("rules", "--rules", self.city, "CITY.GRANTED")
        self.assertEqual(done.returncode, 0, done.stderr)
        for text in ("2022-", "市政务公开办 2022 年通知", "city.txtpb", "requests.carried_in/*",
                     "for each column of table 3: requests.granted <= requests.received + "
                     "requests.carried_in"):
            self.assertIn(text, done.stdout)
        listed = self.gongkai("rules", "--rules", self.city, "--json").stdout.splitlines()
        self.assertEqual([json.loads(line)["ruleId"] for line in listed][-1], "CITY.GRANTED")
        self.city.write_text(DOCUMENTED.replace("requests.granted", "requests.grnated"),
                             encoding="utf-8")
        shown = re.search(r"```\n(gongkai: .*?)```", PAGE, re.S).group(1)
        self.assertEqual(self.gongkai("rules", "--rules", self.city).stderr, shown)

    def test_a_faulty_file_is_refused_at_start(self):
        nowhere = ["--store=sqlite:" + str(self.dir / "x.db"), "--redis=unix:/nowhere"]
        programs = {
            "check": ([str(BIN / "gongkai"), "check", "--rules", self.city, self.report], FAULTS),
            "rules": ([str(BIN / "gongkai"), "rules", "--rules", self.city], FAULTS),
            "worker": ([str(BIN / "gongkai-worker"), f"--rules={self.city}", *nowhere], FAULTS),
            "gateway": ([str(BIN / "gongkai-gateway"), f"--rules={self.city}",
                         "--listen=127.0.0.1:0", *nowhere], FAULTS_IN_ITSELF),
        }
        for name, (command, faults) in programs.items():
            for old, new, place, reason in faults:
                self.assertIn(old, DOCUMENTED)
                self.city.write_text(DOCUMENTED.replace(old, new), encoding="utf-8")
                with self.subTest(program=name, fault=new):
                    done = subprocess.run([str(c) for c in command], capture_output=True,
                                          text=True, check=False, timeout=60)
                    self.assertEqual(done.returncode, 2, done.stderr)
                    self.assertIn("city.txtpb" + place, done.stderr)
                    self.assertIn(reason, done.stderr)
                    self.assertIn("规则文件有误：city.txtpb", done.stderr)
                    self.assertEqual(done.stdout, "")

    def test_a_flag_wins_over_the_environment_in_every_program(self):
        for program in ("gongkai-worker", "gongkai-gateway"):
            with self.subTest(program=program):
                done = subprocess.run(
                    [str(BIN / program), "--rules=", "--store=mysql:x"], capture_output=True,
                    text=True, check=False, timeout=60,
                    env={**os.environ, "GONGKAI_RULES": "/nowhere.txtpb"})
                self.assertEqual(done.returncode, 2, done.stderr)
                self.assertIn("mysql", done.stderr)
                self.assertNotIn("nowhere", done.stderr)

    def test_every_program_tells_the_same_version(self):
        versions = {subprocess.run([str(BIN / program), "--version"], capture_output=True,
                                   text=True, check=False).stdout.splitlines()[0].split()[1]
                    for program in ("gongkai", "gongkai-worker", "gongkai-gateway")}
        self.assertEqual(len(versions), 1, versions)

    def test_a_cluster_with_and_without_the_file(self):
        flag = f"--rules={self.city}"
        with Cluster() as cluster:
            job = cluster.wait(cluster.submit(self.report.read_bytes()))
            before = cluster.call("ReportService/GetReport", {"name": job["report"]})
            self.assertEqual(self.found(before), [])
            for process in cluster.workers + [g for g, _ in cluster.gateways]:
                process.terminate()
                process.wait(timeout=60)
            cluster.gateways.clear()
            cluster.workers.clear()

            # The same database with the organisation's rules.
            cluster._gateway_flags.append(flag)
            cluster._worker_flags.append(flag)
            cluster.start_gateway()
            cluster.start_worker()
            rules = cluster.call("ValidationService/ListRules", {"page_size": 1000})
            own = rules["rules"][-1]
            self.assertEqual((own["ruleId"], own["source"], own["firstYear"], own["lastYear"]),
                             ("CITY.GRANTED", "city.txtpb", 2019, 2019))
            self.assertEqual({r["source"] for r in rules["rules"][:-1]}, {"national.txtpb"})
            explained = cluster.call("ValidationService/ExplainRule", {"rule_id": "CITY.GRANTED"})
            self.assertEqual(explained["rule"], own)
            self.assertEqual(explained["rulesVersion"], rules["rulesVersion"])
            with self.assertRaises(RpcError) as unknown:
                cluster.call("ValidationService/ExplainRule", {"rule_id": "CITY.NONE"})
            self.assertEqual((unknown.exception.code, unknown.exception.reason),
                             (5, "RULE_NOT_FOUND"))
            with self.assertRaises(RpcError) as empty:
                cluster.call("ValidationService/ExplainRule", {})
            self.assertEqual((empty.exception.code, empty.exception.fields), (3, ["rule_id"]))

            jobs = cluster.call("ValidationService/RevalidateReports", {"outdated_only": True})
            self.assertEqual(len(jobs["jobs"]), 1)
            cluster.wait({"name": jobs["jobs"][0]})
            after = cluster.call("ReportService/GetReport", {"name": job["report"]})
            self.assertEqual(self.found(after), [("legal_services", "273", "300", "27")])
            self.assertEqual(after["rulesVersion"], rules["rulesVersion"])
            self.assertEqual(after["rulesVersion"], self.check(flag)["rulesVersion"])
            again = cluster.call("ValidationService/RevalidateReports", {"outdated_only": True})
            self.assertEqual(again, {})


if __name__ == "__main__":
    unittest.main()
