"""Figures without a document: checked through the queue, nothing stored."""

import base64
import json
import unittest

import reports
from cluster import Cluster, RpcError

AGENCY = "重庆市人民政府"


def given(facts, **changes):
    return {**changes,
            "facts": [{"indicator": i, "applicant": a, "value": v} for (i, a), v in facts.items()]}


def sample(year=2019, **changes):
    facts = reports.sample_facts()
    for key, value in changes.items():
        facts[tuple(key.split("/")) if "/" in key else (key, "")] = value
    return given(facts, agency_name=AGENCY, year=year, form_version="2019")


class ValidateFactsTest(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        cls.cluster = Cluster(workers=1)
        cls.cluster.__enter__()
        cls.addClassCleanup(cls.cluster.__exit__, None, None, None)

    def validate(self, report, **others):
        answer = self.cluster.call("ValidationService/ValidateFacts", {"report": report, **others})
        return answer["report"]

    def refused(self, **request):
        with self.assertRaises(RpcError) as error:
            self.cluster.call("ValidationService/ValidateFacts", request)
        self.assertEqual(error.exception.code, 3)
        self.assertIn("LocalizedMessage", error.exception.details)
        return error.exception.reason, error.exception.fields

    @staticmethod
    def found(report, rule):
        return [(f["subject"], f["expected"], f["actual"]) for f in report.get("findings", [])
                if f["ruleId"] == rule]

    def test_the_same_findings_as_for_a_document(self):
        key = ("requests.denied.state_secret", "total")
        facts = reports.sample_facts() | {key: "126"}
        report = self.validate(given(facts, agency_name=AGENCY, year=2019))
        self.assertEqual(report["verdict"], "FAILED")
        self.assertEqual(reports.errors_of(report), reports.broken_by(key))
        document = self.cluster.call("IngestionService/CheckReport", {
            "content": base64.b64encode(reports.with_cell(key, 126).encode()).decode()})["report"]
        self.assertEqual(reports.errors_of(document), reports.errors_of(report))
        self.assertEqual(report["diagnoses"], document["diagnoses"])
        self.assertEqual(report["rulesVersion"], document["rulesVersion"])
        self.assertEqual(reports.facts_of(report), reports.facts_of(document) | {key: "126"})
        told = {s["ruleId"] for s in report["notEvaluated"]}
        self.assertLessEqual({"S.SECTION", "S.DEADLINE", "N.TABLE_MATCH", "Y.CARRY", "R.ROLLUP"},
                             told)

    def test_neighbours_come_with_the_call(self):
        now = sample()
        out = {f"requests.carried_out/{a}": reports.sample_facts()[("requests.carried_in", a)]
               for a in reports.APPLICANTS}
        fitting = self.validate(now, prior_year=sample(2018, **out))
        self.assertEqual(self.found(fitting, "Y.CARRY"), [])
        out["requests.carried_out/business"] = "1000"
        broken = self.validate(now, prior_year=sample(2018, **out))
        self.assertEqual([f[:2] for f in self.found(broken, "Y.CARRY")], [("business", "1000")])

        children = [{"agency_name": "甲局", "report": now}, {"agency_name": "乙局"}]
        missing = self.validate(now, region_wide=True, children=children)
        reasons = [s["reason"] for s in missing["notEvaluated"] if s["ruleId"] == "R.ROLLUP"]
        self.assertEqual(len(reasons), 1)
        self.assertIn("乙局", reasons[0])
        zero = given({k: "0" for k in reports.sample_facts()}, year=2019)
        children[1]["report"] = zero
        self.assertEqual(self.found(self.validate(now, region_wide=True, children=children),
                                    "R.ROLLUP"), [])
        zero["facts"][-1]["value"] = "2"
        indicator = zero["facts"][-1]["indicator"]
        rollup = self.found(self.validate(now, region_wide=True, children=children), "R.ROLLUP")
        self.assertEqual([r[0] for r in rollup], [indicator])

    def test_faults_name_their_field(self):
        good = sample()
        cases = [
            ({}, "EMPTY_FACTS", "report.facts"),
            ({"report": good | {"facts": good["facts"] + [good["facts"][5]]}},
             "DUPLICATE_CELL", "report.facts[198].indicator"),
            ({"report": good | {"form_version": "1999"}}, "UNKNOWN_FORM", "report.form_version"),
            ({"report": good | {"facts": [{"indicator": "requests.none", "value": "1"}]}},
             "UNKNOWN_CELL", "report.facts[0].indicator"),
            ({"report": good | {"facts": [{"indicator": "requests.granted", "applicant": "total",
                                           "value": "1,5"}]}},
             "INVALID_VALUE", "report.facts[0].value"),
            ({"report": good, "prior_year": sample(2016)}, "WRONG_YEAR", "prior_year.year"),
        ]
        for request, reason, field in cases:
            with self.subTest(reason=reason):
                self.assertEqual(self.refused(**request), (reason, [field]))

    def test_all_faulty_cells_are_named_at_once(self):
        report = sample()
        for i in (0, 7, 197):
            report["facts"][i]["value"] = "1,5"
        report["facts"][9] = report["facts"][8]
        reason, fields = self.refused(report=report)
        self.assertEqual(reason, "INVALID_VALUE")
        self.assertEqual(fields, ["report.facts[0].value", "report.facts[7].value",
                                  "report.facts[9].indicator", "report.facts[197].value"])

    def test_nothing_is_stored(self):
        self.validate(sample())
        for table in ("documents", "jobs", "reports", "agencies"):
            self.assertEqual(self.cluster.query(f"SELECT count(*) FROM {table}"), [(0,)], table)
        keys = self.cluster.redis_command("keys", "*check*").split()
        self.assertEqual(keys, [])

    def test_without_a_worker_the_deadline_ends_it(self):
        with Cluster(workers=0) as cluster:
            with self.assertRaises(RpcError) as error:
                cluster.grpcurl(["-max-time", "1", "-d", "@"],
                                ["gongkai.v1.ValidationService/ValidateFacts"],
                                json.dumps({"report": sample()}))
            self.assertEqual(error.exception.code, 4)


if __name__ == "__main__":
    unittest.main()
