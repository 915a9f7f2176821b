"""Scans: refused with a reason unless recognition is on, then read with low trust and without an
invented number, the same by `gongkai check` and by the cluster. Pictures that mean harm are refused."""

import base64
import json
import os
import pathlib
import re
import struct
import subprocess
import sys
import tempfile
import time
import unittest
import zlib

from cluster import BIN, Cluster

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "corpus"))
import documents   # noqa: E402

LEAST_READ = 0.95   # of the facts of a clean scan
MOST_SECONDS = 60   # for a picture that means harm, on a busy machine
MOST_BYTES = 10**9

SANITIZED = os.environ.get("GONGKAI_SANITIZER", "") != ""


def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(width, height, rows, *more, bits=1):
    header = struct.pack(">IIBBBBB", width, height, bits, 0, 0, 0, 0)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + b"".join(more) +
            chunk(b"IDAT", rows) + chunk(b"IEND", b""))


def packed(data, times):
    """Compressed in pieces: what this process takes is counted with the command that it starts."""
    packer = zlib.compressobj(9)
    return b"".join(packer.compress(data) for _ in range(times)) + packer.flush()


def blank_rows(width, height):
    return packed(b"\0" + b"\xff" * ((width + 7) // 8), height)


def tiff_around(pages):
    """A TIFF file of one white pixel whose last page, of `pages`, is followed by its first."""
    entries = [(256, 3, 1), (257, 3, 1), (258, 3, 1), (259, 3, 1), (262, 3, 1), (273, 4, 8),
               (277, 3, 1), (278, 3, 1), (279, 4, 1)]
    size = 2 + 12 * len(entries) + 4
    out = b"II*\0" + struct.pack("<I", 10) + b"\xff\0"
    for page in range(pages):
        last = page + 1 == pages
        out += struct.pack("<H", len(entries))
        for tag, kind, value in entries:
            out += struct.pack("<HHII", tag, kind, 1, value)
        out += struct.pack("<I", 10 if last else 10 + size * (page + 1))
    return out


def scanned_pdf(width, height, data):
    """A PDF file whose page is a picture of so many pixels."""
    return (b"%%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
            b"2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj\n"
            b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
            b"/Resources<</XObject<</I 5 0 R>>>>>>endobj\n"
            b"4 0 obj<</Length 25>>stream\n595 0 0 842 0 0 cm /I Do \nendstream endobj\n"
            b"5 0 obj<</Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent 8"
            b"/ColorSpace/DeviceRGB/Filter/FlateDecode/Length %d>>stream\n%s\nendstream endobj\n"
            b"trailer<</Root 1 0 R>>\n" % (width, height, len(data), data))


HOSTILE = {
    "wide.png": lambda: png(100000, 100000, zlib.compress(b"\0")),
    "bomb.png": lambda: png(60000, 60000, blank_rows(60000, 60000)),
    "bomb.pdf": lambda: scanned_pdf(30000, 30000, packed(bytes(1 << 20), 100)),
    "short.png": lambda: png(2000, 2000, blank_rows(2000, 2000))[:60],
    "short.jpg": lambda: b"\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0",
    "short.tif": lambda: b"II*\0\x10\0\0\0",
    "around.tif": lambda: tiff_around(2),
    "many.tif": lambda: tiff_around(100),
    "dot.png": lambda: png(1, 1, blank_rows(1, 1)),
    "white.png": lambda: png(2480, 3508, blank_rows(2480, 3508)),
    "black.png": lambda: png(2480, 3508, packed(bytes(311), 3508)),
    "moving.png": lambda: png(64, 64, blank_rows(64, 64), chunk(b"acTL", bytes(8))),
    "moving.gif": lambda: b"GIF89a\1\0\1\0\0\0\0" + b"!\xff\x0bNETSCAPE2.0\3\1\0\0\0;",
}


def filled(message):
    """The JSON of a message without what is empty, which grpcurl leaves out, and without the digits
    of numbers that it prints otherwise."""
    if isinstance(message, dict):
        return {name: filled(value) for name, value in message.items()
                if value not in ("", 0, [], {})}
    if isinstance(message, float):
        return round(message, 2)
    return [filled(value) for value in message] if isinstance(message, list) else message


class ScanTest(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        cls.document = documents.make("scan:pdf", 2, "ocr")
        folder = tempfile.TemporaryDirectory(prefix="gongkai-scan.")
        cls.addClassCleanup(folder.cleanup)
        cls.folder = pathlib.Path(folder.name)
        cls.path = cls.folder / cls.document.name
        cls.path.write_bytes(cls.document.data)

    def check(self, *options, path=None):
        """Exit status, standard output and error, seconds, and the most memory of a process."""
        start = time.monotonic()
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            child = subprocess.Popen([BIN / "gongkai", "check", "--json", *options,
                                      path or self.path], stdout=out, stderr=err)
            _, status, usage = os.wait4(child.pid, 0)
            child.returncode = os.waitstatus_to_exitcode(status)
            out.seek(0)
            err.seek(0)
            return (child.returncode, out.read(), err.read().decode(), time.monotonic() - start,
                    usage.ru_maxrss * 1024)

    def test_a_scan_is_refused_unless_recognition_is_on(self):
        for path in (self.path, self.folder / "scan.png", self.folder / "scan.jpg",
                     self.folder / "scan.tif"):
            if not path.exists():
                path.write_bytes({".png": HOSTILE["white.png"](), ".jpg": HOSTILE["short.jpg"](),
                                  ".tif": HOSTILE["short.tif"]()}[path.suffix])
            with self.subTest(file=path.name):
                status, out, err, _, _ = self.check(path=path)
                self.assertEqual((status, out), (2, b""))
                self.assertIn("SCANNED_DOCUMENT", err)
                self.assertIn("--ocr", err)

    def test_a_clean_scan_is_read_alike_here_and_by_the_cluster(self):
        status, out, err, _, most = self.check("--ocr")
        self.assertNotEqual(status, 2, err)
        if not SANITIZED:
            self.assertLess(most, MOST_BYTES)
        report = json.loads(out)
        expected = self.document.report.cells
        facts = {(f["indicator"], f.get("applicant", "")): f for f in report["facts"]}
        self.assertEqual(set(facts), set(expected))
        right = 0
        for key, fact in facts.items():
            self.assertLess(fact["confidence"], 1, key)
            self.assertTrue(fact["doubt"] and fact["doubtEn"], key)
            if fact["presence"] == "REPORTED":
                self.assertEqual(fact["value"], expected[key].value, key)
                self.assertGreater(fact["provenance"]["page"], 0)
            right += (fact["presence"], fact.get("value", "")) == (expected[key].presence,
                                                                   expected[key].value)
        self.assertGreaterEqual(right / len(facts), LEAST_READ)
        self.assertTrue(report["readingNotes"])
        with Cluster(worker_flags=["--ocr", "--slots=1"]) as cluster:
            content = base64.b64encode(self.document.data).decode()
            read = cluster.call("IngestionService/CheckReport", {"content": content})["report"]
            for part in ("facts", "findings", "readingNotes", "verdict"):
                self.assertEqual(filled(read[part]), filled(report[part]), part)

    def test_pictures_that_mean_harm_are_refused(self):
        for name, make in HOSTILE.items():
            with self.subTest(file=name):
                path = self.folder / name
                path.write_bytes(make())
                status, _, err, seconds, most = self.check("--ocr", path=path)
                path.unlink()
                reason = re.search(r"\[([A-Z_]+)\]", err)
                print(f"{name:24} {reason[1] if reason else status:22} {seconds:6.2f} s "
                      f"{most / 1e6:6.0f} MB")
                self.assertEqual(status, 2, err)
                self.assertIsNotNone(reason, err)
                self.assertNotEqual(reason[1], "READER_CRASHED", err)
                if not SANITIZED:
                    self.assertLess(seconds, MOST_SECONDS)
                    self.assertLess(most, MOST_BYTES)

    def test_without_its_models_it_says_which_packages_are_missing(self):
        done = subprocess.run([BIN / "gongkai", "check", "--ocr", self.path], capture_output=True,
                              check=False, env={**os.environ, "TESSDATA_PREFIX": "/nonexistent"})
        self.assertEqual(done.returncode, 2)
        self.assertIn(b"tesseract-ocr-chi-sim", done.stderr)
        self.assertIn("软件包".encode(), done.stderr)


if __name__ == "__main__":
    unittest.main()
