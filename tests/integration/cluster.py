"""Starts redis-server, gateways and workers in a temporary folder, and calls them with grpcurl."""

import base64
import json
import os
import pathlib
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import time

BIN = pathlib.Path(os.environ.get("GONGKAI_BIN", "build/release/bin"))
GRPCURL = os.environ.get("GONGKAI_GRPCURL", "grpcurl")


def wait_until(condition, what, seconds=60):
    """Returns the first true value of condition(); fails after `seconds`."""
    end = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > end:
            raise AssertionError(f"not within {seconds} s: {what}")
        time.sleep(0.01)


class RpcError(Exception):
    """A call that ended with a status other than OK, as grpcurl prints it."""

    def __init__(self, status):
        super().__init__(json.dumps(status, ensure_ascii=False))
        self.code = status["code"]
        self.message = status["message"]
        self.details = {d["@type"].rsplit(".", 1)[1]: d for d in status.get("details", [])}

    @property
    def reason(self):
        return self.details.get("ErrorInfo", {}).get("reason")

    @property
    def fields(self):
        violations = self.details.get("BadRequest", {}).get("fieldViolations", [])
        return [v["field"] for v in violations]


class Cluster:
    """Use as a context manager. Every process is stopped at the end, whatever happened."""

    def __init__(self, gateways=1, workers=1, worker_flags=(), gateway_flags=()):
        self._counts = (gateways, workers)
        self._worker_flags = list(worker_flags)
        self._gateway_flags = list(gateway_flags)
        self.dir = pathlib.Path(tempfile.mkdtemp(prefix="gongkai-it."))
        self.redis_socket = self.dir / "redis.sock"
        self.database = self.dir / "gongkai.db"
        self.redis = None
        self.gateways = []  # (process, address)
        self.workers = []
        self._names = 0

    def __enter__(self):
        try:
            self.start_redis()
            for _ in range(self._counts[0]):
                self.start_gateway()
            for _ in range(self._counts[1]):
                self.start_worker()
        except BaseException:
            self._stop_all()
            raise
        return self

    def __exit__(self, kind, value, traceback):
        if kind is not None:
            for log in sorted(self.dir.glob("*.log")):
                print(f"--- {log.name}\n{log.read_text(errors='replace')[-3000:]}")
        self._stop_all()

    def _spawn(self, name, *command):
        with open(self.dir / f"{name}.log", "ab") as log:
            return subprocess.Popen([str(c) for c in command], stdout=log, stderr=log,
                                    stdin=subprocess.DEVNULL)

    def start_redis(self):
        self.redis = self._spawn("redis", "redis-server", "--port", "0", "--unixsocket",
                                 self.redis_socket, "--dir", self.dir, "--save", "",
                                 "--appendonly", "no")
        wait_until(lambda: self.redis_command("ping", check=False) == "PONG", "redis-server is up")

    def redis_command(self, *args, check=True):
        done = subprocess.run(["redis-cli", "-s", str(self.redis_socket), *args],
                              capture_output=True, text=True, check=False)
        if check and done.returncode != 0:
            raise AssertionError(done.stdout + done.stderr)
        return done.stdout.strip()

    def kill_redis(self):
        self.redis.kill()
        self.redis.wait()

    def _common_flags(self):
        return [f"--store=sqlite:{self.database}", f"--redis=unix:{self.redis_socket}"]

    def start_gateway(self):
        self._names += 1
        name = f"gateway-{self._names}"
        port_file = self.dir / f"{name}.port"
        process = self._spawn(name, BIN / "gongkai-gateway", *self._common_flags(),
                              "--listen=127.0.0.1:0", f"--port_file={port_file}",
                              *self._gateway_flags)

        def port():
            assert process.poll() is None, f"{name} ended with status {process.returncode}"
            return port_file.exists() and port_file.read_text().strip()

        address = f"127.0.0.1:{wait_until(port, name + ' listens')}"
        self.gateways.append((process, address))
        return address

    def start_worker(self):
        self._names += 1
        name = f"worker-{self._names}"
        worker = self._spawn(name, BIN / "gongkai-worker", *self._common_flags(),
                             f"--name={name}", *self._worker_flags)
        worker.log = self.dir / f"{name}.log"
        self.workers.append(worker)
        return worker

    def _stop_all(self):
        processes = self.workers + [p for p, _ in self.gateways]
        for process in processes:
            if process.poll() is None:
                process.send_signal(signal.SIGCONT)
                process.terminate()
        for process in processes:
            try:
                process.wait(timeout=40)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        if self.redis is not None and self.redis.poll() is None:
            self.redis.terminate()
            self.redis.wait()
        shutil.rmtree(self.dir, ignore_errors=True)

    @property
    def address(self):
        return self.gateways[0][1]

    def grpcurl(self, flags, words, stdin=None, address=None):
        """Output of grpcurl FLAGS ADDRESS WORDS; RpcError when the call failed."""
        done = subprocess.run(
            [GRPCURL, "-plaintext", "-format-error", "-max-time", "60", *flags,
             address or self.address, *words],
            input=stdin, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            try:
                status = json.loads(done.stderr[done.stderr.index("{"):])
            except ValueError:
                raise AssertionError(f"grpcurl: {done.stderr}") from None
            raise RpcError(status)
        return done.stdout

    def list_services(self):
        return self.grpcurl([], ["list"]).split()

    def describe(self, symbol):
        return self.grpcurl([], ["describe", symbol])

    def call(self, method, request=None, address=None):
        """Calls a method, of gongkai.v1 unless it says otherwise; the response as proto3 JSON."""
        name = method if method.startswith("grpc.") else f"gongkai.v1.{method}"
        out = self.grpcurl(["-d", "@"], [name], json.dumps(request or {}), address)
        return json.loads(out)

    def submit(self, content, address=None, **fields):
        """Submits bytes; returns the job."""
        request = {"content": base64.b64encode(content).decode(), **fields}
        return self.call("IngestionService/SubmitReport", request, address)["job"]

    def wait(self, job, address=None, timeout="60s"):
        return self.call("JobService/WaitJob", {"name": job["name"], "timeout": timeout}, address)

    def gongkai(self, *args, address=None, check=True):
        """Runs the command line against the gateway; returns the finished process."""
        done = subprocess.run([str(BIN / "gongkai"), "--server", address or self.address, *args],
                              capture_output=True, text=True, check=False)
        if check and done.returncode != 0:
            raise AssertionError(f"gongkai {args}: {done.returncode}\n{done.stdout}{done.stderr}")
        return done

    def query(self, sql, *parameters):
        """Rows of the database, read from beside the running processes."""
        connection = sqlite3.connect(f"file:{self.database}?mode=ro", uri=True, timeout=30)
        try:
            return connection.execute(sql, parameters).fetchall()
        finally:
            connection.close()
