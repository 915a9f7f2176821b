"""Files that mean harm, through `gongkai check` as a person runs it: each is refused with a reason
and exit status 2, within 20 seconds and 1 GB, whatever is in it."""

import io
import os
import pathlib
import re
import subprocess
import tempfile
import time
import unittest
import zipfile

import reports
from cluster import BIN

MOST_SECONDS = 20
MOST_BYTES = 10**9

# Sanitizers take their own memory and time.
SANITIZED = os.environ.get("GONGKAI_SANITIZER", "") != ""


def archive(files, method=zipfile.ZIP_DEFLATED):
    """The bytes of a ZIP file; content is bytes, or (a megabyte, how often)."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method, compresslevel=1) as packed:
        for name, content in files:
            with packed.open(name, "w", force_zip64=True) as out:
                if isinstance(content, bytes):
                    out.write(content)
                else:
                    for _ in range(content[1]):
                        out.write(content[0])
    return buffer.getvalue()


def word(document):
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    office = "http://schemas.openxmlformats.org"
    return archive([
        ("[Content_Types].xml",
         f'<Types xmlns="{office}/package/2006/content-types"><Override '
         f'PartName="/word/document.xml" ContentType="{kind}"/></Types>'.encode()),
        ("_rels/.rels",
         f'<Relationships xmlns="{office}/package/2006/relationships"><Relationship Id="r" '
         f'Type="{office}/officeDocument/2006/relationships/officeDocument" '
         f'Target="word/document.xml"/></Relationships>'.encode()),
        ("word/document.xml", document)])


def body(content):
    return (b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
            b"<w:body>" + content + b"</w:body></w:document>")


def workbook(sheet, strings=b""):
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    related = (f'<Relationships xmlns="{package}"><Relationship Id="a" Type="{office}/worksheet" '
               f'Target="sheet.xml"/><Relationship Id="b" Type="{office}/sharedStrings" '
               'Target="strings.xml"/></Relationships>')
    return archive([
        ("[Content_Types].xml", b"<Types/>"),
        ("xl/workbook.xml", f'<workbook xmlns:r="{office}"><sheets><sheet name="a" r:id="a"/>'
                            '</sheets></workbook>'.encode()),
        ("xl/_rels/workbook.xml.rels", related.encode()),
        ("xl/sheet.xml", sheet),
        ("xl/strings.xml", b"<sst>" + strings + b"</sst>")])


def opendocument(content):
    """An ODT file whose first file is not packed, as the format wants it."""
    kind = b"application/vnd.oasis.opendocument.text"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
        packed.writestr(zipfile.ZipInfo("mimetype"), kind)
        with packed.open("content.xml", "w", force_zip64=True) as out:
            for _ in range(content[1]):
                out.write(content[0])
    return buffer.getvalue()


def pdf(objects, trailer=b"<</Root 1 0 R/Size 9>>"):
    """A PDF file with these objects, numbered from 1."""
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for place in places:
        out += b"%010d 00000 n \n" % place
    return bytes(out + b"trailer\n" + trailer + b"\nstartxref\n%d\n%%%%EOF\n" % table)


MEGABYTE = b"\0" * (1 << 20)
SPACES = b" " * (1 << 20)

# Name and what makes the bytes.
TITLE = "清河市人民政府2021年政府信息公开工作年度报告\n一、总体情况\n"

HOSTILE = {
    "zip-bomb.zip": lambda: archive([("report.txt", (MEGABYTE, 4096))]),
    "zip-bomb-of-text.zip": lambda: archive([("report.html", (b"<td>1" * 200_000, 1000))]),
    "zip-in-zip.zip": lambda: archive(
        [("a.zip", archive([("b.zip", archive([("c.txt", (MEGABYTE, 64))]))]))]),
    "many-entries.zip": lambda: archive([(f"{i}.txt", b"x") for i in range(70_000)],
                                        zipfile.ZIP_STORED),
    "bomb.docx": lambda: word((SPACES, 1500)),
    "laughs.docx": lambda: word(
        b'<!DOCTYPE x [<!ENTITY a "ha">' +
        b"".join(b'<!ENTITY %c "%s">' % (98 + i, b"&%c;" % (97 + i) * 10) for i in range(12)) +
        b"]>" + body(b"<w:p><w:r><w:t>&m;</w:t></w:r></w:p>")),
    "deep.docx": lambda: word(body(b"<w:tbl><w:tr><w:tc>" * 100_000)),
    "wide.docx": lambda: word(body(
        b"<w:tbl>" + b'<w:tr><w:tc><w:tcPr><w:gridSpan w:val="60000"/></w:tcPr></w:tc></w:tr>' *
        20_000 + b"</w:tbl>")),
    "cells.xlsx": lambda: workbook(b"<worksheet><sheetData><row>" + b"<c/>" * 1_500_000 +
                                   b"</row></sheetData></worksheet>"),
    "strings.xlsx": lambda: workbook(
        b"<worksheet><sheetData><row>" + b'<c t="s"><v>0</v></c>' * 16_000 +
        b"</row></sheetData></worksheet>", b"<si><t>" + b"0123456789" * 500_000 + b"</t></si>"),
    "merged.xlsx": lambda: workbook(
        b"<worksheet><sheetData>" + b"<row><c><v>1</v></c><c><v>1</v></c></row>" * 60_000 +
        b"</sheetData><mergeCells>" + b'<mergeCell ref="A1:XFD1048576"/>' * 600_000 +
        b"</mergeCells></worksheet>"),
    "columns.xlsx": lambda: workbook(
        b"<worksheet><cols>" + b'<col min="1" max="16384" hidden="1"/>' * 700_000 +
        b"</cols></worksheet>"),
    "bomb.odt": lambda: opendocument((b"<text:p>1</text:p>" * 50_000, 400)),
    "deep.fodt": lambda: b'<office:document office:mimetype="application/vnd.oasis.opendocument.text">' +
                         b"<a>" * 2_000_000,
    "tables.html": lambda: b"<table>" * (10 << 20 >> 3),
    "cells-in-cells.html": lambda: b"<table><tr><td>" * 500_000,
    "divs.html": lambda: b"<div>" * 2_000_000,
    "spans.html": lambda: b"<table>" + b"<tr><td colspan=1000 rowspan=65534>1" * 300_000,
    "cells.html": lambda: b"<table><tr>" + b"<td>1" * 4_000_000,
    "attributes.html": lambda: b"<p " + b" ".join(b"a%d=1" % i for i in range(1_500_000)) + b">",
    "entities.html": lambda: b"<p>" + b"&#55555555555;" * 2_000_000,
    "formatting.html": lambda: b"".join(b"<font size=%d><b><i><p>" % i for i in range(300_000)),
    "cells.txt": lambda: b"0 |\n" * 4_000_000,
    "tabs.txt": lambda: b"0\t" * 10_000_000,
    "line.txt": lambda: "公".encode() * 10_000_000,
    "digits.txt": lambda: b"7" * (30 << 20),
    "brackets.txt": lambda: "（".encode() * 10_000_000,
    "years.txt": lambda: "2019年".encode() * 4_000_000,
    "claims.txt": lambda: (TITLE + "收到申请5件（其中本级1件、区县2件），" * 25_000).encode(),
    "many-claims.txt": lambda: (TITLE + "2021年收到5件，" * 700_000).encode(),
    "headings.txt": lambda: "一、总体情况\n".encode() * 1_000_000,
    "captions.txt": lambda: "第二十条第（一）项 |\n".encode() * 500_000,
    "four-byte.txt": lambda: b"\x81\x30\x81\x30" * (7 << 20),
    "surrogates.txt": lambda: b"\xff\xfe" + b"\x00\xd8" * (15 << 20),
    "overlong.txt": lambda: b"\xc0\xaf" * (15 << 20),
    "zeros.bin": lambda: b"\0" * (32 << 20),
    "noise.bin": lambda: os.urandom(32 << 20),
    "too-large.txt": lambda: b"x" * (33 << 20),
    "kids-loop.pdf": lambda: pdf([b"<</Type/Catalog/Pages 2 0 R>>",
                                  b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 1000000000>>"]),
    "endless.pdf": lambda: pdf(
        [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
         b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R"
         b"/Resources<</XObject<</A 5 0 R>>>>>>",
         b"<</Length 5>>stream\n/A Do\nendstream",
         b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Length 11"
         b"/Resources<</XObject<</A 5 0 R>>>>>>stream\n/A Do /A Do\nendstream"]),
    "predictors.pdf": lambda: pdf(
        [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
         b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>",
         b"<</Length 9/Filter[" + b"/FlateDecode" * 6 + b"]/DecodeParms[" +
         b"<</Predictor 15/Columns 260000000>>" * 6 + b"]>>stream\n123456789\nendstream"]),
    "xref-loop.pdf": lambda: b"%PDF-1.7\nxref\n0 0\ntrailer<</Prev 9/Root 1 0 R>>\nstartxref\n9\n",
    "deep.rtf": lambda: b"{\\rtf1" + b"{" * 5_000_000,
    "cut.doc": lambda: (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 504 +
                        "WordDocument".encode("utf-16le") + b"\xfe\xff" * 100_000),
    "cut.xls": lambda: (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 504 +
                        "Workbook".encode("utf-16le") + b"\xfe\xff" * 100_000),
}


class HostileTest(unittest.TestCase):

    def check(self, path):
        """Exit status, standard error, seconds, and the most memory that the command or one of its
        processes has taken."""
        start = time.monotonic()
        with tempfile.TemporaryFile() as err:
            child = subprocess.Popen([str(BIN / "gongkai"), "check", "--json", str(path)],
                                     stdout=subprocess.DEVNULL, stderr=err)
            _, status, usage = os.wait4(child.pid, 0)
            child.returncode = os.waitstatus_to_exitcode(status)
            err.seek(0)
            return (child.returncode, err.read().decode(), time.monotonic() - start,
                    usage.ru_maxrss * 1024)

    def test_each_is_refused_in_time_and_in_memory(self):
        with tempfile.TemporaryDirectory(prefix="gongkai-hostile.") as folder:
            for name, make in HOSTILE.items():
                with self.subTest(file=name):
                    path = pathlib.Path(folder) / name
                    path.write_bytes(make())
                    status, err, seconds, most = self.check(path)
                    path.unlink()
                    reason = re.search(r"\[([A-Z_]+)\]", err)
                    print(f"{name:24} {reason[1] if reason else status:22} {seconds:6.2f} s "
                          f"{most / 1e6:6.0f} MB")
                    self.assertEqual(status, 2, err)
                    self.assertIsNotNone(reason, err)
                    self.assertIn(name, err)
                    self.assertNotEqual(reason[1], "READER_CRASHED", err)
                    if not SANITIZED:
                        self.assertLess(seconds, MOST_SECONDS)
                        self.assertLess(most, MOST_BYTES)

    def test_a_good_file_beside_them_is_read(self):
        with tempfile.TemporaryDirectory(prefix="gongkai-hostile.") as folder:
            folder = pathlib.Path(folder)
            (folder / "a.html").write_bytes(HOSTILE["divs.html"]())
            (folder / "b.txt").write_text(reports.SAMPLE, encoding="utf-8")
            done = subprocess.run([str(BIN / "gongkai"), "check", "--json", str(folder)],
                                  capture_output=True, check=False)
            self.assertEqual(done.returncode, 2)
            self.assertIn(b"a.html", done.stderr)
            self.assertEqual(len(done.stdout.splitlines()), 1)


if __name__ == "__main__":
    unittest.main()
