"""`gongkai check` from outside, and that the cluster says the same."""

import json
import pathlib
import subprocess
import tempfile
import unittest
from concurrent import futures

import reports
from cluster import BIN, Cluster

# What only the store knows; everything else must be equal.
STORE_FIELDS = ("name", "agency", "revision", "job", "createTime", "etag")


def check(*args, stdin=None):
    return subprocess.run([str(BIN / "gongkai"), "check", *map(str, args)], input=stdin,
                          capture_output=True, check=False)


def without_store_fields(report):
    """`report` without them and without fields that hold their default, which some printers of
    proto3 JSON leave out."""
    def clean(value):
        if isinstance(value, dict):
            items = {k: clean(v) for k, v in value.items()}
            return {k: v for k, v in items.items()
                    if v not in ("", 0, [], {}, None, False)
                    and not (isinstance(v, str) and v.endswith("_UNSPECIFIED"))}
        if isinstance(value, list):
            return [clean(v) for v in value]
        return value
    return {k: v for k, v in clean(report).items() if k not in STORE_FIELDS}


class CheckTest(unittest.TestCase):

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="gongkai-check.")
        self.addCleanup(folder.cleanup)
        self.dir = pathlib.Path(folder.name)

    def write(self, name, content):
        path = self.dir / name
        path.write_bytes(content)
        return path

    def test_the_sample_is_clean(self):
        done = check("--json", reports.DATA / "sample-2019.txt")
        self.assertEqual((done.returncode, done.stderr), (0, b""))
        report = json.loads(done.stdout)
        self.assertEqual(reports.facts_of(report), reports.sample_facts())
        notes = {f["indicator"]: f["note"] for f in report["facts"] if f.get("note")}
        self.assertEqual(notes, {
            "disclosure.regulations.published": "含2018年结转1件",
            "disclosure.normative_documents.published": "含2018年结转5件"})

    def test_every_cell_of_tables_3_and_4_is_guarded(self):
        def try_cell(key):
            value = int(reports.sample_facts()[key]) + 1
            name = "-".join(filter(None, key)) + ".txt"
            path = self.write(name, reports.with_cell(key, value).encode())
            return key, check("--json", path)

        with futures.ThreadPoolExecutor(2) as pool:
            results = list(pool.map(try_cell, reports.CELLS))
        self.assertEqual(len(results), 176)
        for key, done in results:
            with self.subTest(cell=key):
                self.assertEqual(done.returncode, 1, done.stderr)
                report = json.loads(done.stdout)
                self.assertEqual(reports.errors_of(report), reports.broken_by(key))

    def test_unusable_input_is_named_and_the_rest_is_read(self):
        scan = self.write("scan.pdf", b"%PDF-1.4 ...")
        good = self.write("good.txt", reports.SAMPLE.encode())
        done = check("--json", scan, self.dir / "absent.txt", good)
        self.assertEqual(done.returncode, 2)
        self.assertIn(b"scan.pdf", done.stderr)
        self.assertIn(b"absent.txt", done.stderr)
        lines = done.stdout.splitlines()
        self.assertEqual([json.loads(line)["year"] for line in lines], [2019])

    def test_the_cluster_says_the_same(self):
        documents = [
            reports.report_of(1),
            reports.report_of(2, ("requests.received", "total")),
            reports.report_of(3).replace(b"\n7522 |", b"\n |", 1),
            reports.report_of(4).decode().encode("gb18030"),
        ]
        with Cluster() as cluster:
            for number, content in enumerate(documents):
                with self.subTest(document=number):
                    done = check("--json", self.write(f"{number}.txt", content))
                    self.assertIn(done.returncode, (0, 1), done.stderr)
                    job = cluster.wait(cluster.submit(content))
                    self.assertEqual(job["state"], "SUCCEEDED", job)
                    served = cluster.call("ReportService/GetReport", {"name": job["report"]})
                    self.assertEqual(without_store_fields(json.loads(done.stdout)),
                                     without_store_fields(served))


if __name__ == "__main__":
    unittest.main()
