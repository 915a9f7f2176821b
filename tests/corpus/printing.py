"""Prints documents to PDF, or saves them in other formats, with the programs that agencies use, where
they are installed."""

import pathlib
import shutil
import subprocess
import tempfile

SOFFICE = shutil.which('soffice')
CHROMIUM = shutil.which('chromium')
WKHTMLTOPDF = shutil.which('wkhtmltopdf')
WEASYPRINT = shutil.which('weasyprint')

# How the pages are set: CSS that is put into the head of a page before it is printed.
PAGES = {
    'small': 'body{font-size:7pt}td,th{font-size:6.5pt!important}td span,td font,td p{font-size:6.5pt!important}',
    'landscape': '@page{size:A4 landscape}',
    'mark': 'body:before{content:"仅供内部 2023";position:fixed;top:40%;left:10%;font-size:60px;'
            'color:rgba(0,0,0,.2);transform:rotate(-35deg)}',
    'numbered': '@page{@top-center{content:"政府信息公开工作年度报告"}'
                '@bottom-center{content:counter(page) " / " counter(pages)}}',
    'lines': 'table{border:0!important}td,th{border:0!important;border-bottom:1px solid #000!important}',
    'frames': 'table{border:1px solid #000!important;border-collapse:separate!important;border-spacing:2px!important}',
    'inset': 'table{border:1px solid #000!important;border-collapse:separate!important;border-spacing:0!important}'
             'td,th{border-width:0 1px 1px 0!important}',
    'outer': 'table{border:1px solid #000!important}td,th{border:0!important}',
    'bare': 'table{border:0!important}td,th{border:0!important}',
}


def print_all(documents):
    """Replaces the data of every document that names a printer by what that makes of it: `soffice` and
    `chromium` a PDF, `soffice-odt` and the like a file of that format."""
    for printer in sorted({d.printer for d in documents if d.printer}):
        waiting = [d for d in documents if d.printer == printer]
        extension = printer.partition('-')[2] or 'pdf'
        with tempfile.TemporaryDirectory() as scratch:
            if printer == 'chromium':
                _chromium(waiting, pathlib.Path(scratch))
            elif printer == 'weasyprint':
                _each(waiting, pathlib.Path(scratch), [WEASYPRINT, '-q'])
            elif printer == 'wkhtmltopdf':
                _each(waiting, pathlib.Path(scratch), [WKHTMLTOPDF, '-q', '--print-media-type'])
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


def _each(waiting, folder, command):
    """By a program that takes the page and the PDF to write."""
    for document in waiting:
        page, out = folder / 'page.html', folder / 'page.pdf'
        page.write_bytes(document.data)
        # wkhtmltopdf ends with 1 where a page names what it cannot load.
        subprocess.run([*command, page, out], capture_output=True, timeout=120)
        document.data = out.read_bytes()
        out.unlink()


def with_pages(page, name):
    """The page with the CSS of that name. Its charset must hold ASCII and Chinese as it is."""
    css = f'<style>{PAGES[name]}</style></head>'
    return page.replace(b'</head>', css.encode(), 1)
