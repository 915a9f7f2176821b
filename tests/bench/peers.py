#!/usr/bin/python3
"""Measures our reader beside those that people use from Python, on the same files in one run.

  tests/bench/peers.py                 installs and builds what is missing, then measures
  tests/bench/peers.py --measure DIR   only measures; called by the above in the environment of
                                       pdfplumber

Every reader has one core and is asked for all that it can tell of the tables and, except
pandas.read_html, of the text. The time is CPU time, the least of several rounds.
"""

import argparse
import io
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import time
import warnings

ROOT = pathlib.Path(__file__).resolve().parents[2]
ENVIRONMENT = ROOT / 'build/bench-python'
PDFPLUMBER = 'pdfplumber==0.11.4'
BINARY = ROOT / 'build/release/bin/reader_bench'
ROUNDS = 5
LEAST_SECONDS = 0.5   # of a round


def prepare():
    """Packages, pdfplumber in a folder of its own, and our binary."""
    subprocess.run(['bash', '-euc', f'root={ROOT}; . "$root/deploy/lib.sh"; '
                    'install_packages build test bench; '
                    'build release -DGONGKAI_BUILD_TESTS=ON -- reader_bench'], check=True)
    python = ENVIRONMENT / 'bin/python3'
    if not (ENVIRONMENT / 'ready').exists():
        subprocess.run(['/usr/bin/python3', '-m', 'venv', '--system-site-packages', ENVIRONMENT],
                       check=True)
        subprocess.run([python, '-m', 'pip', 'install', '--quiet', PDFPLUMBER], check=True)
        (ENVIRONMENT / 'ready').touch()
    return python


def make_files(folder):
    """The bundled sample as HTML, DOCX and PDF."""
    sys.path.insert(0, str(ROOT / 'tests/corpus'))
    import documents
    import docx_layouts
    import grids
    import html_layouts
    import look
    import model
    import pdf_layouts
    import prose
    name, year, agency = documents.REPORT_FIGURES[0]
    files = {}
    for extension, layouts in (('html', html_layouts), ('docx', docx_layouts), ('pdf', pdf_layouts)):
        rng = random.Random('peers')
        form, values = model.load_figures(model.DATA / name)
        report = model.from_figures(form, values, year, agency)
        plain = look.Look(rng, odd=False)
        style = layouts.random_style(rng, 'plain')
        style['chrome'] = False
        data = layouts.render(report, prose.frame(report, rng), grids.grids_of(report, plain), style,
                              rng)
        files[extension] = folder / f'sample.{extension}'
        files[extension].write_bytes(data)
    return files


def read_html(data):
    import pandas
    return sum(table.size for table in pandas.read_html(io.BytesIO(data), flavor='lxml'))


def read_docx(data):
    import docx
    document = docx.Document(io.BytesIO(data))
    texts = [paragraph.text for paragraph in document.paragraphs]
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return len(texts) + len(cells)


def read_pdf(data):
    import pdfplumber
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        return sum(len(page.extract_tables()) + len(page.extract_text()) for page in pdf.pages)


PEERS = {'html': ('pandas.read_html, lxml', read_html), 'docx': ('python-docx', read_docx),
         'pdf': ('pdfplumber', read_pdf)}


def least_seconds(read, data):
    """CPU time of one call in the quickest round."""
    read(data)   # imports and caches
    least = float('inf')
    for _ in range(ROUNDS):
        start, times, took = time.process_time(), 0, 0
        while took < LEAST_SECONDS:
            read(data)
            times += 1
            took = time.process_time() - start
        least = min(least, took / times)
    return least


def per_second(seconds):
    rate = 1 / seconds
    return f'{rate:,.1f}' if rate < 100 else f'{rate:,.0f}'


def measure(folder):
    import importlib.metadata
    warnings.simplefilter('ignore')
    files = make_files(folder)
    peers = {kind: least_seconds(PEERS[kind][1], path.read_bytes()) for kind, path in files.items()}
    done = subprocess.run([BINARY, *files.values()], check=True, capture_output=True, text=True)
    ours = dict(zip(files, (line.split('\t')[1:] for line in done.stdout.splitlines())))
    print(', '.join(f'{name} {importlib.metadata.version(name)}'
                    for name in ('pandas', 'lxml', 'python-docx', 'pdfplumber')))
    print('| file | its reader | per second | ours: reading | ratio | ours: everything | ratio |')
    print('|---|---|---|---|---|---|---|')
    for kind, path in files.items():
        read, process = (float(us) / 1e6 for us in ours[kind])
        print(f'| {kind.upper()}, {path.stat().st_size / 1e3:.0f} KB | {PEERS[kind][0]} '
              f'| {per_second(peers[kind])} | {per_second(read)} | {peers[kind] / read:,.0f} '
              f'| {per_second(process)} | {peers[kind] / process:,.0f} |')


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--measure', type=pathlib.Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        measure(options.measure)
        return 0
    python = prepare()
    print(f'load: {" ".join(open("/proc/loadavg").read().split()[:3])} on {os.cpu_count()} cores')
    with tempfile.TemporaryDirectory() as folder:
        return subprocess.run([python, __file__, '--measure', folder], check=False).returncode


if __name__ == '__main__':
    sys.exit(main())
