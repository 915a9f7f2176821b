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
        victim = cluster.start_worker()
        wait_until(lambda: "ready" in victim.log.read_text(), "the worker is ready")
        os.kill(victim.pid, signal.SIGSTOP)
        # A stopped worker still has its blocking read: the first entries go to it.
        for number in range(4):
            cluster.submit(reports.report_of(number))
        victim.kill()
        victim.wait()
        start = time.monotonic()
        cluster.start_worker()
        wait_until(lambda: finished(cluster) == 4, "the jobs are taken over")
        return time.monotonic() - start


with Cluster(workers=2) as running:
    subprocess.run([str(BIN / "cluster_bench"), f"--server={running.address}"], check=True)
print(f"recovery after kill -9          {measure_recovery():8.1f} s (lease 10 s)")
