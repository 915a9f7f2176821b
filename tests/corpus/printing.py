"""Prints documents to PDF, or saves them in other formats, with the programs that agencies use, where
they are installed."""

import pathlib
import shutil
import subprocess
import tempfile

SOFFICE = shutil.which('soffice')
CHROMIUM = shutil.which('chromium')


def print_all(documents):
    """Replaces the data of every document that names a printer by what that makes of it: `soffice` and
    `chromium` a PDF, `soffice-odt` and the like a file of that format."""
    for printer in sorted({d.printer for d in documents if d.printer}):
        waiting = [d for d in documents if d.printer == printer]
        extension = printer.partition('-')[2] or 'pdf'
        with tempfile.TemporaryDirectory() as scratch:
            if printer == 'chromium':
                _chromium(waiting, pathlib.Path(scratch))
            else:
                _soffice(waiting, pathlib.Path(scratch), extension)
        for document in waiting:
            document.name = document.name.rsplit('.', 1)[0] + '.' + extension


def _soffice(waiting, folder, extension):
    for document in waiting:
        (folder / document.name).write_bytes(document.data)
    subprocess.run([SOFFICE, f'-env:UserInstallation=file://{folder}/profile', '--headless',
                    '--convert-to', extension, '--outdir', folder / 'out',
                    *(folder / d.name for d in waiting)],
                   check=True, capture_output=True, timeout=600)
    for document in waiting:
        name = document.name.rsplit('.', 1)[0] + '.' + extension
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
