"""The API as grpcurl sees it: what is offered, the way of a report, and every refusal."""

import base64
import unittest

import reports
from cluster import Cluster, RpcError

SERVICES = ["gongkai.v1.AgencyService", "gongkai.v1.IngestionService", "gongkai.v1.JobService", "gongkai.v1.ReportService",
            "gongkai.v1.ValidationService", "grpc.health.v1.Health"]
MAX_BYTES = 200_000


class ApiTest(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        cls.cluster = Cluster(gateway_flags=[f"--max_document_bytes={MAX_BYTES}"])
        cls.cluster.__enter__()
        cls.addClassCleanup(cls.cluster.__exit__, None, None, None)
        job = cls.cluster.submit(reports.SAMPLE.encode(), filename="sample-2019.txt")
        cls.sample_job = cls.cluster.wait(job)

    def assert_refused(self, code, reason, method, request, field=None):
        with self.assertRaises(RpcError) as caught:
            self.cluster.call(method, request)
        error = caught.exception
        self.assertEqual((error.code, error.reason), (code, reason), error)
        self.assertEqual(error.details["ErrorInfo"]["domain"], "gongkai")
        self.assertEqual(error.details["LocalizedMessage"]["locale"], "zh-CN")
        self.assertTrue(error.message and error.details["LocalizedMessage"]["message"])
        if field is not None:
            self.assertEqual(error.fields, [field], error)

    # What is offered.

    def test_list_names_every_service(self):
        listed = self.cluster.list_services()
        for service in SERVICES:
            self.assertIn(service, listed)

    def test_describe_explains_every_service(self):
        for service in SERVICES:
            text = self.cluster.describe(service)
            self.assertIn("is a service", text)
            self.assertIn("rpc ", text)

    def test_describe_explains_messages(self):
        for message in ("gongkai.v1.Report", "gongkai.v1.Job", "google.rpc.BadRequest"):
            self.assertIn("is a message", self.cluster.describe(message))

    def test_both_versions_of_reflection_are_served(self):
        listed = self.cluster.list_services()
        self.assertIn("grpc.reflection.v1alpha.ServerReflection", listed)
        self.assertIn("grpc.reflection.v1.ServerReflection", listed)

    def test_health_is_serving(self):
        answer = self.cluster.call("grpc.health.v1.Health/Check")
        self.assertEqual(answer["status"], "SERVING")

    # The way of a report.

    def test_the_sample_comes_out_validated(self):
        job = self.sample_job
        self.assertEqual(job["state"], "SUCCEEDED", job)
        self.assertEqual(job["report"], "agencies/11500000009275780L/reports/2019")
        report = self.cluster.call("ReportService/GetReport", {"name": job["report"]})
        self.assertEqual(report["year"], 2019)
        self.assertEqual(report["agencyName"], "重庆市人民政府")
        self.assertIn("2019", report["formVersion"])
        self.assertTrue(report["metadata"]["indexCodeValid"])
        self.assertEqual(reports.facts_of(report), reports.sample_facts())
        self.assertEqual(reports.errors_of(report), set())
        self.assertEqual(report["revision"], "1")
        self.assertEqual(report["job"], job["name"])

    def test_a_wrong_total_is_found_and_named(self):
        key = ("requests.denied.state_secret", "total")
        job = self.cluster.wait(self.cluster.submit(reports.report_of(400, key)))
        self.assertEqual((job["state"], job["verdict"]), ("SUCCEEDED", "FAILED"), job)
        report = self.cluster.call("ReportService/GetReport", {"name": job["report"]})
        self.assertEqual(reports.errors_of(report), reports.broken_by(key))
        finding = next(f for f in report["findings"] if f["ruleId"] == "T3.ROW_TOTAL")
        self.assertEqual((finding["expected"], finding["actual"], finding["difference"]),
                         ("216", "217", "1"))
        self.assertEqual(len(finding["cells"]), 7)

    def test_check_report_gives_the_same_and_stores_nothing(self):
        content = reports.report_of(401)
        answer = self.cluster.call("IngestionService/CheckReport",
                                   {"content": base64.b64encode(content).decode()})
        self.assertEqual(reports.facts_of(answer["report"]), reports.sample_facts())
        self.assertNotIn("name", answer["report"])
        self.assertEqual(self.cluster.query("SELECT count(*) FROM agencies WHERE id = ?",
                                            reports.credit_code(401)), [(0,)])
        self.assertEqual(self.cluster.redis_command("keys", "*check*"), "")

    def test_the_same_request_id_gives_the_same_job(self):
        content = reports.report_of(402)
        first = self.cluster.submit(content, requestId="batch-7/402")
        second = self.cluster.submit(content, requestId="batch-7/402")
        self.assertEqual(first["name"], second["name"])

    def test_the_same_bytes_are_stored_once(self):
        content = reports.report_of(403)
        jobs = [self.cluster.wait(self.cluster.submit(content)) for _ in range(2)]
        self.assertEqual(len({job["name"] for job in jobs}), 2)
        self.assertEqual(jobs[0]["document"], jobs[1]["document"])
        report = self.cluster.call("ReportService/GetReport", {"name": jobs[1]["report"]})
        self.assertEqual(report["revision"], "1", "the same result is no new revision")

    def test_a_corrected_report_is_a_new_revision(self):
        key = ("disputes.review.total", "")
        for content in (reports.report_of(404, key), reports.report_of(404)):
            job = self.cluster.wait(self.cluster.submit(content))
        report = self.cluster.call("ReportService/GetReport", {"name": job["report"]})
        self.assertEqual((report["revision"], reports.errors_of(report)), ("2", set()))

    def test_lists_are_paged(self):
        for number in range(405, 410):
            self.cluster.wait(self.cluster.submit(reports.report_of(number)))
        for method, field in (("JobService/ListJobs", "jobs"),
                              ("ReportService/ListReports", "reports")):
            names, token = [], ""
            while True:
                page = self.cluster.call(method, {"pageSize": 2, "pageToken": token})
                self.assertLessEqual(len(page[field]), 2)
                names += [item["name"] for item in page[field]]
                token = page.get("nextPageToken", "")
                if not token:
                    break
            self.assertGreaterEqual(len(names), 5)
            self.assertEqual(len(names), len(set(names)))

    def test_lists_are_filtered(self):
        page = self.cluster.call("ReportService/ListReports",
                                 {"parent": "agencies/11500000009275780L", "year": 2019})
        self.assertEqual([r["name"] for r in page["reports"]], [self.sample_job["report"]])
        self.assertNotIn("facts", page["reports"][0])
        self.assertEqual(self.cluster.call("ReportService/ListReports", {"year": 1999}), {})

    def test_rules_are_listed(self):
        answer = self.cluster.call("ValidationService/ListRules", {"pageSize": 1000})
        ids = [rule["ruleId"] for rule in answer["rules"]]
        for rule in ("T3.IN_EQUALS_OUT", "T4.GROUP_TOTAL", "T2.ITEMS_BALANCE", "C.BLANK", "S.YEAR"):
            self.assertIn(rule, ids)

    # Refusals of a call.

    def test_bad_submissions_name_the_field(self):
        content = "cmVwb3J0"
        cases = [
            ({}, "EMPTY_CONTENT", "content"),
            ({"content": content, "year": 17}, None, "year"),
            ({"content": content, "filename": "x" * 256}, None, "filename"),
            ({"content": content, "requestId": "编号"}, None, "request_id"),
            ({"content": content, "requestId": "x" * 129}, None, "request_id"),
            ({"content": content, "priority": 9}, None, "priority"),
        ]
        for request, reason, field in cases:
            with self.subTest(field=field, request=list(request)):
                with self.assertRaises(RpcError) as caught:
                    self.cluster.call("IngestionService/SubmitReport", request)
                self.assertEqual((caught.exception.code, caught.exception.fields), (3, [field]))
                if reason:
                    self.assertEqual(caught.exception.reason, reason)

    def test_a_document_over_the_limit_is_refused(self):
        content = base64.b64encode(b"x" * (MAX_BYTES + 1)).decode()
        for method in ("SubmitReport", "CheckReport"):
            self.assert_refused(3, "CONTENT_TOO_LARGE", f"IngestionService/{method}",
                                {"content": content}, "content")

    def test_a_request_id_with_other_content_is_refused(self):
        self.cluster.submit(b"first", requestId="reused")
        with self.assertRaises(RpcError) as caught:
            self.cluster.submit(b"second", requestId="reused")
        self.assertEqual((caught.exception.code, caught.exception.reason),
                         (6, "REQUEST_ID_REUSED"))

    def test_unknown_things_are_not_found(self):
        self.assert_refused(5, "JOB_NOT_FOUND", "JobService/GetJob",
                            {"name": "jobs/" + "0" * 24})
        self.assert_refused(5, "JOB_NOT_FOUND", "JobService/WaitJob",
                            {"name": "jobs/" + "0" * 24})
        self.assert_refused(5, "REPORT_NOT_FOUND", "ReportService/GetReport",
                            {"name": "agencies/11500000009275780L/reports/1999"})

    def test_malformed_names_and_tokens_are_refused(self):
        cases = [
            ("JobService/GetJob", {"name": "job/1"}, "name"),
            ("JobService/GetJob", {}, "name"),
            ("ReportService/GetReport", {"name": "agencies//reports/2019"}, "name"),
            ("ReportService/GetReport", {"name": "agencies/x/reports/MMXIX"}, "name"),
            ("ReportService/ListReports", {"parent": "reports/2019"}, "parent"),
            ("JobService/ListJobs", {"pageSize": -1}, "page_size"),
            ("JobService/WaitJob", {"name": self.sample_job["name"], "timeout": "-1s"}, "timeout"),
        ]
        for method, request, field in cases:
            with self.subTest(method=method, request=request):
                with self.assertRaises(RpcError) as caught:
                    self.cluster.call(method, request)
                self.assertEqual((caught.exception.code, caught.exception.fields), (3, [field]))
        for method in ("JobService/ListJobs", "ReportService/ListReports",
                       "ValidationService/ListRules"):
            self.assert_refused(3, "INVALID_PAGE_TOKEN", method, {"pageToken": "!"}, "page_token")

    # Documents that hold no report: the job says why, the service goes on.

    def test_unreadable_documents_end_with_a_reason(self):
        deep = b"<table><tr><td>" * 2_000
        cases = [
            (b"%PDF-1.7\n1 0 obj\n", "DAMAGED_FILE"),
            (b"PK\x03\x04\x14\x00\x06\x00", "DAMAGED_FILE"),
            (b"\x00\x01\x02\x03" * 500, "UNSUPPORTED_FORMAT"),
            (b" \n\t ", "EMPTY_DOCUMENT"),
            ("今天天气很好,适合散步。".encode(), "NOT_A_REPORT"),
            ("<ul><li><a href=1>2019年报</a><li><a href=2>2020年报</a></ul>".encode(),
             "NOT_A_REPORT"),
            (deep, None),
        ]
        for content, reason in cases:
            with self.subTest(content=content[:20]):
                job = self.cluster.wait(self.cluster.submit(content))
                self.assertEqual(job["state"], "FAILED", job)
                if reason:
                    self.assertEqual(job["error"]["reason"], reason, job)
                self.assertTrue(job["error"]["message"] and job["error"]["messageEn"], job)
        job = self.cluster.wait(self.cluster.submit(reports.report_of(410)))
        self.assertEqual(job["state"], "SUCCEEDED", "the service goes on")

    def test_check_report_refuses_a_document_that_is_no_report(self):
        self.assert_refused(9, "NOT_A_REPORT", "IngestionService/CheckReport",
                            {"content": "5LuK5aSp5aSp5rCU5b6I5aW944CC"})

    # Waiting.

    def test_wait_job_returns_the_job_as_it_is_when_the_time_is_over(self):
        with Cluster(workers=0) as cluster:
            job = cluster.submit(reports.SAMPLE.encode())
            self.assertEqual(cluster.wait(job, timeout="0.2s")["state"], "QUEUED")
            cluster.start_worker()
            self.assertEqual(cluster.wait(job)["state"], "SUCCEEDED")

    def test_the_gateway_serves_while_redis_is_down(self):
        with Cluster() as cluster:
            cluster.kill_redis()
            job = cluster.submit(reports.SAMPLE.encode())
            with self.assertRaises(RpcError) as caught:
                cluster.call("IngestionService/CheckReport", {"content": "cmVwb3J0"})
            self.assertEqual(caught.exception.code, 14)
            self.assertIn("RetryInfo", caught.exception.details)
            cluster.start_redis()
            self.assertEqual(cluster.wait(job)["state"], "SUCCEEDED")


if __name__ == "__main__":
    unittest.main()
