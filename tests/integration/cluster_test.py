"""Two gateways and three workers on one Redis and one database, with faults in the middle. Every
job is accounted for at the end, and every result is compared with what it must be."""

import collections
import os
import pathlib
import signal
import sqlite3
import subprocess
import tempfile
import unittest
from concurrent import futures

import reports
from cluster import BIN, Cluster, wait_until

COUNT = 500
KEYS = list(reports.CELLS)


def key_of(number):
    """The cell that is wrong in report `number`; none in every third."""
    return None if number % 3 == 0 else KEYS[number % len(KEYS)]


def stop(worker):
    """SIGSTOP, and waits until the last of its threads stands still."""
    os.kill(worker.pid, signal.SIGSTOP)

    def all_stopped():
        states = [stat.read_text().rpartition(")")[2].split()[0]
                  for stat in pathlib.Path(f"/proc/{worker.pid}/task").glob("*/stat")]
        return set(states) == {"T"}

    wait_until(all_stopped, "the worker is stopped")


class ClusterTest(unittest.TestCase):

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="gongkai-reports.")
        self.addCleanup(folder.cleanup)
        self.dirs = []
        for half in range(2):
            path = pathlib.Path(folder.name) / str(half)
            path.mkdir()
            self.dirs.append(path)
        for number in range(COUNT):
            content = reports.report_of(number, key_of(number))
            (self.dirs[number % 2] / f"{number:03d}.txt").write_bytes(content)

    def submit_all(self, cluster):
        """Submits one half through each gateway, at the same time."""
        commands = [[str(BIN / "gongkai"), "--server", address, "submit", str(folder),
                     "--priority", "bulk"]
                    for folder, (_, address) in zip(self.dirs, cluster.gateways)]
        processes = [subprocess.Popen(c, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
                     for c in commands]
        for process in processes:
            out, err = process.communicate(timeout=120)
            self.assertEqual(process.returncode, 0, out[-2000:] + err[-2000:])

    def finished(self, cluster):
        return cluster.query("SELECT count(*) FROM jobs WHERE end_time > 0")[0][0]

    def assert_all_right(self, cluster):
        wait_until(lambda: self.finished(cluster) == COUNT, "all jobs are finished", 120)
        jobs, token = [], ""
        while True:
            page = cluster.call("JobService/ListJobs", {"pageSize": 200, "pageToken": token})
            jobs += page["jobs"]
            token = page.get("nextPageToken", "")
            if not token:
                break
        self.assertEqual(len(jobs), COUNT)
        self.assertEqual(collections.Counter(j["state"] for j in jobs), {"SUCCEEDED": COUNT},
                         next((j for j in jobs if j["state"] != "SUCCEEDED"), None))
        numbers = {job["report"]: int(job["filename"].split("/")[-1][:3]) for job in jobs}
        self.assertEqual(len(numbers), COUNT, "one report for each submission")

        def look(item):
            turn, (name, number) = item
            address = cluster.gateways[turn % len(cluster.gateways)][1]
            return number, cluster.call("ReportService/GetReport", {"name": name}, address)

        with futures.ThreadPoolExecutor(4) as pool:
            for number, report in pool.map(look, enumerate(numbers.items())):
                key = key_of(number)
                expected = reports.sample_facts()
                if key is not None:
                    expected[key] = str(int(expected[key]) + 1)
                self.assertEqual(report["agencyName"], reports.agency_name(number) + "人民政府")
                self.assertEqual(reports.facts_of(report), expected, number)
                self.assertEqual(reports.errors_of(report),
                                 reports.broken_by(key) if key else set(), number)
                self.assertEqual(report["revision"], "1", "nothing was stored twice")
        wait_until(lambda: self.queue_is_empty(cluster), "the queue is empty")

    @staticmethod
    def stop_outside_commit(cluster, worker):
        """Stops `worker`, unless that would stop SQLite: its one write lock belongs to a process
        in the middle of a commit for as long as that process exists."""
        stop(worker)
        connection = sqlite3.connect(cluster.database, timeout=0.5, isolation_level=None)
        try:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("ROLLBACK")
            return True
        except sqlite3.OperationalError:
            os.kill(worker.pid, signal.SIGCONT)
            return False
        finally:
            connection.close()

    @staticmethod
    def queue_is_empty(cluster):
        return all(cluster.redis_command("xlen", f"gongkai:jobs:{lane}") == "0"
                   for lane in ("interactive", "bulk"))

    def test_500_submissions_come_out_right(self):
        with Cluster(gateways=2, workers=3) as cluster:
            self.submit_all(cluster)
            self.assert_all_right(cluster)
            for worker in cluster.workers:
                self.assertIsNone(worker.poll())

    def test_a_worker_killed_with_jobs_in_its_hands(self):
        with Cluster(gateways=2, workers=0, worker_flags=["--lease_seconds=2"]) as cluster:
            self.submit_all(cluster)
            victim = cluster.start_worker()
            wait_until(lambda: self.finished(cluster) >= 20, "the first jobs are done")
            # Stopped while it has a job in its hands, then killed.
            stop(victim)
            pending = cluster.redis_command("xpending", "gongkai:jobs:bulk", "workers").split()
            self.assertGreater(int(pending[0]), 0, "the victim holds jobs")
            victim.kill()
            victim.wait()
            left = COUNT - self.finished(cluster)
            self.assertGreater(left, 0, "killed in the middle")
            for _ in range(2):
                cluster.start_worker()
            self.assert_all_right(cluster)

    def test_a_worker_that_sleeps_past_its_lease_does_no_harm(self):
        with Cluster(gateways=2, workers=0, worker_flags=["--lease_seconds=1"]) as cluster:
            self.submit_all(cluster)
            sleeper = cluster.start_worker()
            wait_until(lambda: self.finished(cluster) >= 20, "the first jobs are done")
            wait_until(lambda: self.stop_outside_commit(cluster, sleeper), "it sleeps")
            cluster.start_worker()
            wait_until(lambda: self.finished(cluster) == COUNT, "the other worker did them all", 120)
            os.kill(sleeper.pid, signal.SIGCONT)
            self.assert_all_right(cluster)

    def test_redis_emptied_in_the_middle(self):
        with Cluster(gateways=2, workers=0) as cluster:
            self.submit_all(cluster)
            cluster.start_worker()
            wait_until(lambda: self.finished(cluster) >= 20, "the first jobs are done")
            cluster.redis_command("flushall")
            self.assertLess(self.finished(cluster), COUNT, "emptied in the middle")
            for _ in range(2):
                cluster.start_worker()
            self.assert_all_right(cluster)

    def test_redis_killed_and_started_empty(self):
        with Cluster(gateways=2, workers=3) as cluster:
            cluster.kill_redis()
            self.submit_all(cluster)
            cluster.start_redis()
            self.assert_all_right(cluster)

    def test_a_gateway_killed_after_the_commit(self):
        with Cluster(gateways=2, workers=2) as cluster:
            content = reports.report_of(7)
            first = cluster.submit(content, requestId="once")
            process, _ = cluster.gateways[0]
            process.kill()
            process.wait()
            other = cluster.gateways[1][1]
            again = cluster.submit(content, address=other, requestId="once")
            self.assertEqual(first["name"], again["name"])
            self.assertEqual(cluster.wait(again, address=other)["state"], "SUCCEEDED")


if __name__ == "__main__":
    unittest.main()
