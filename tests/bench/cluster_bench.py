"""Starts a gateway and two workers on SQLite and measures them: speed, and recovery after a kill."""

import os
import signal
import subprocess
import time

import reports
from cluster import BIN, Cluster, wait_until


def finished(cluster):
    return cluster.query("SELECT count(*) FROM jobs WHERE end_time > 0")[0][0]


def measure_recovery():
    """From the kill -9 of a worker that holds jobs to the end of the last of them."""
    with Cluster(workers=0) as cluster:
        for number in range(200):
            cluster.submit(reports.report_of(number), priority="BULK")
        victim = cluster.start_worker()
        wait_until(lambda: finished(cluster) >= 5, "the first jobs are done")
        os.kill(victim.pid, signal.SIGSTOP)
        pending = cluster.redis_command("xpending", "gongkai:jobs:bulk", "workers").split()[0]
        victim.kill()
        victim.wait()
        start = time.monotonic()
        cluster.start_worker()
        wait_until(lambda: finished(cluster) == 200, "all jobs are done")
        return int(pending), time.monotonic() - start


with Cluster(workers=2) as running:
    subprocess.run([str(BIN / "cluster_bench"), f"--server={running.address}"], check=True)
held, seconds = measure_recovery()
print(f"recovery after kill -9          {seconds:8.1f} s (lease 10 s, {held} jobs held)")
