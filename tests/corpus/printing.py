"""Prints documents to PDF with the programs that agencies print with, where they are installed."""

import pathlib
import shutil
import subprocess
import tempfile

SOFFICE = shutil.which('soffice')
CHROMIUM = shutil.which('chromium')


def print_all(documents):
    """Replaces the data of every document that names a printer by its PDF."""
    for printer, work in (('soffice', _soffice), ('chromium', _chromium)):
        waiting = [d for d in documents if d.printer == printer]
        if waiting:
            with tempfile.TemporaryDirectory() as scratch:
                work(waiting, pathlib.Path(scratch))
    for document in documents:
        if document.printer:
            document.name = document.name.rsplit('.', 1)[0] + '.pdf'


def _soffice(waiting, folder):
    for document in waiting:
        (folder / document.name).write_bytes(document.data)
    subprocess.run([SOFFICE, f'-env:UserInstallation=file://{folder}/profile', '--headless',
                    '--convert-to', 'pdf', '--outdir', folder / 'out',
                    *(folder / d.name for d in waiting)],
                   check=True, capture_output=True, timeout=600)
    for document in waiting:
        name = document.name.rsplit('.', 1)[0] + '.pdf'
        document.data = (folder / 'out' / name).read_bytes()


def _chromium(waiting, folder):
    for document in waiting:
        page = folder / document.name
        page.write_bytes(document.data)
        out = folder / 'page.pdf'
        subprocess.run([CHROMIUM, '--headless', '--no-sandbox', '--disable-gpu',
                        f'--user-data-dir={folder}/profile', f'--print-to-pdf={out}', page],
                       check=True, capture_output=True, timeout=120)
        document.data = out.read_bytes()
