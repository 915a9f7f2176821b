"""Documents of the corpus: a report, an oddity or two, a layout; the bytes and what is expected."""

import dataclasses
import pathlib
import random

import before_2019
import cells
import damage
import docx_layouts
import expected
import grids
import html_layouts
import look as looks
import model
import no_report

try:
    import pdf_layouts
    import pdf_platypus
except ImportError:   # no reportlab: no PDF documents
    pdf_layouts = pdf_platypus = None
import printing
import prose
import scans
import scripts
import second_hand
import synth
import text_layouts
import xlsx_layouts


@dataclasses.dataclass
class Document:
    layout: str
    name: str                 # file name
    data: bytes
    report: model.Report = None   # None: no report in it; exit status 2 and a reason are expected
    counted: dict = dataclasses.field(default_factory=dict)   # rule -> number of findings
    deeds: list = dataclasses.field(default_factory=list)     # what was done, for the summary
    printer: str = None       # the program that is to print it to PDF: soffice, chromium


REPORT_FIGURES = [('sample-2019.facts.tsv', 2019, '重庆市人民政府'),
                  ('figures-2021.facts.tsv', 2023, '宁海市人民政府')]
EXTRA_FIGURES = [('chongqing-2019.facts.tsv', 2019, '重庆市人民政府'),
                 ('huaian-2024.facts.tsv', 2024, '淮安市人民政府')]


def _figure_files(figures_dir):
    files = [(model.DATA / name, year, agency) for name, year, agency in REPORT_FIGURES]
    if figures_dir:
        files += [(pathlib.Path(figures_dir) / name, year, agency)
                  for name, year, agency in EXTRA_FIGURES
                  if (pathlib.Path(figures_dir) / name).exists()]
    return files


def make_report(rng, figures_dir=None):
    """A report without oddities."""
    if rng.random() < 0.25:
        path, year, agency = rng.choice(_figure_files(figures_dir))
        form, values = model.load_figures(path)
        return model.from_figures(form, values, year, agency)
    form = rng.choice(['2019', '2021'])
    year = None
    misplaced = rng.random() < 0.06
    if misplaced:
        year = rng.choice([2021, 2022, 2023]) if form == '2019' else 2020
    report = synth.synthesize(rng, form, year, single_other=rng.random() < 0.1)
    if misplaced:
        report.rules.add('S.FORM_YEAR')
        report.notes.append('the form does not follow the year')
    return report


def disturb(report, rng, kind):
    """Applies what `kind` names (clean, ways, empty, errors, damage or mixed); says what it did."""
    changes = []
    if kind in ('ways', 'mixed'):
        changes += rng.sample(cells.WAYS, k=rng.randint(1, 3))
    if kind == 'empty' or (kind == 'mixed' and rng.random() < 0.5):
        changes.append(rng.choice(cells.EMPTINESS))
    if kind == 'errors' or (kind == 'mixed' and rng.random() < 0.5):
        changes.append(rng.choice(cells.ERRORS))
    if kind == 'damage':
        changes.append(rng.choice(damage.ALL))
    for change in changes:
        change(report, rng)
    return [change.__name__ for change in changes] or ['clean']


def _order_shows(report):
    """Whether the figures of table 3 tell 总计 from 自然人: a header in the wrong order misleads no
    reader then."""
    for code in ['requests.received', *model.outcome_rows(report.form, report.single_other)]:
        numbers = [report.number(code, a) for a in model.APPLICANTS]
        if None not in numbers and sum(numbers[:-1]) == numbers[-1] and sum(numbers[1:-1]) > 0:
            return True
    return False


KINDS = ['clean'] * 7 + ['ways'] * 5 + ['empty'] * 4 + ['errors'] * 3 + ['damage'] * 2 + ['mixed'] * 3


def _prepared(rng, figures_dir, flattened):
    report = make_report(rng, figures_dir)
    kind = rng.choice(KINDS)
    deeds = disturb(report, rng, kind)
    odd = rng.random() < 0.6
    if report.wrong_subtotals:
        odd = True
    structure = looks.structure(rng, flattened) if odd else {'split2': rng.random() < 0.4}
    if report.wrong_subtotals:
        structure['subtotal_rows'] = structure.get('subtotal_rows', 'last')
    if structure.get('total_first') and not _order_shows(report):
        structure['total_first'] = False
    look = looks.Look(rng, odd, **structure)
    deeds += [f'look {name}' for name, value in structure.items() if value] if odd else []
    report.notes.append('look ' + (str(structure) if odd else 'official'))
    return report, look, prose.frame(report, rng, odd), deeds


def _finish(layout, index, extension, data, report, deeds):
    if report.broken_subtotals:
        report.rules.add('T3.GROUP_SUBTOTAL')
    unsure = expected.unsure(report)
    counted = {} if unsure else dict(expected.findings(report))
    counted = {rule: counted.get(rule, 0) for rule in expected.COUNTED if rule not in unsure}
    return Document(layout, f'{layout.replace(":", "-")}-{index}.{extension}', data, report, counted,
                    deeds)


def text_document(layout, index, rng, figures_dir):
    flatten = getattr(text_layouts, layout.split(':')[1])
    report, look, frame, deeds = _prepared(rng, figures_dir, flattened=True)
    if flatten in text_layouts.LOSSY:
        report.rules.clear()
    text = text_layouts.render(report, look, frame, grids.grids_of(report, look), flatten, rng)
    if rng.random() < 0.08:
        text = scripts.traditional(text)
        report.notes.append('traditional')
    charset = rng.choice(['utf-8'] * 8 + ['gb18030', 'utf-8-sig', 'utf-16'])
    report.notes.append(charset)
    return _finish(layout, index, 'txt', text.encode(charset), report, deeds)


def html_document(layout, index, rng, figures_dir):
    name = layout.split(':')[1]
    report, look, frame, deeds = _prepared(rng, figures_dir, flattened=False)
    style = html_layouts.random_style(rng, name)
    report.notes.append(str(style))
    if name in ('traditional', 'pinyin'):
        style['script'] = name
    page = html_layouts.render(report, frame, grids.grids_of(report, look), style, rng)
    return _finish(layout, index, 'html', page, report, deeds)


def _by_second_hand(rng, figures_dir, flattened):
    report, _, frame, deeds = _prepared(rng, figures_dir, flattened)
    hand = second_hand.Hand(rng, flattened)
    report.rules.discard('T3.GROUP_SUBTOTAL')
    report.notes.append('second hand ' + str(hand.say()))
    fee = report.cells.get(('disclosure.fees.amount', ''))
    if hand.yuan and fee and fee.presence == model.REPORTED:
        fee.text = fee.value
    return report, frame, deeds, hand


def second_hand_text(layout, index, rng, figures_dir):
    flatten = getattr(second_hand, layout.split(':')[1])
    report, frame, deeds, hand = _by_second_hand(rng, figures_dir, flattened=True)
    text = second_hand.text(report, frame, flatten, rng, hand)
    return _finish(layout, index, 'txt', text.encode(), report, deeds)


def second_hand_page(layout, index, rng, figures_dir):
    report, frame, deeds, hand = _by_second_hand(rng, figures_dir, flattened=False)
    page = second_hand.page(report, frame, rng, hand)
    return _finish(layout, index, 'html', page.encode(), report, deeds)


def docx_document(layout, index, rng, figures_dir):
    report, look, frame, deeds = _prepared(rng, figures_dir, flattened=False)
    style = docx_layouts.random_style(rng, layout.split(':')[1])
    report.notes.append(str(style))
    look.structure.pop('break', None)
    data = docx_layouts.render(report, frame, grids.grids_of(report, look), style, rng)
    return _finish(layout, index, 'docx', data, report, deeds)


def xlsx_document(layout, index, rng, figures_dir):
    report, look, frame, deeds = _prepared(rng, figures_dir, flattened=False)
    style = xlsx_layouts.random_style(rng, layout.split(':')[1])
    report.notes.append(str(style))
    look.structure.pop('break', None)
    data = xlsx_layouts.render(report, frame, grids.grids_of(report, look), style, rng)
    return _finish(layout, index, 'xlsx', data, report, deeds)


def pdf_document(layout, index, rng, figures_dir, **options):
    report, look, frame, deeds = _prepared(rng, figures_dir, flattened=False)
    style = pdf_layouts.random_style(rng, layout.split(':')[1]) | options
    look.structure['vertical'] = style['vertical']
    report.notes.append(str(style))
    look.structure.pop('break', None)
    data = pdf_layouts.render(report, frame, grids.grids_of(report, look), style, rng)
    return _finish(layout, index, 'pdf', data, report, deeds)


def platypus_document(layout, index, rng, figures_dir):
    report, look, frame, deeds = _prepared(rng, figures_dir, flattened=False)
    style = pdf_platypus.random_style(rng, layout.split(':')[1])
    look.structure['vertical'] = style['vertical']
    report.notes.append(str(style))
    look.structure.pop('break', None)
    data = pdf_platypus.render(report, frame, grids.grids_of(report, look), style, rng)
    return _finish(layout, index, 'pdf', data, report, deeds)


def refused_document(layout, index, rng, figures_dir):
    kinds = {kind.__name__: kind for kind in no_report.TEXT_KINDS + no_report.PDF_KINDS}
    name = layout.split(':')[1]
    extension, data = kinds[name](rng)
    return Document(layout, f'none-{name}-{index}.{extension}', data, deeds=[])


def printed_document(layout, index, rng, figures_dir):
    """A DOCX or HTML document that a program prints to PDF before it is read."""
    printer, source, *names = layout.split(':')[1].split('_')
    make_source = docx_document if source == 'docx' else html_document
    styles = [name for name in names if name not in printing.PAGES]
    document = make_source(f'{source}:{styles[0] if styles else "plain"}', index, rng, figures_dir)
    for name in names:
        if name in printing.PAGES:
            document.data = printing.with_pages(document.data, name)
    document.layout, document.printer = layout, printer
    for cell in document.report.cells.values():
        if len(cell.text) > 3 and not cell.text.isascii():
            # The printer may break it at a line's end; then it may be told unreadable.
            cell.lose(('UNREADABLE',))
            document.report.open_rules.add('C.UNREADABLE')
    document.name = f'{layout.replace(":", "-")}-{index}.{document.name.rsplit(".", 1)[1]}'
    return document


def scanned_document(layout, index, rng, figures_dir):
    """A PDF document that was printed and scanned; to be read with --ocr."""
    name = layout.split(':')[1]
    kind, _, font = name.partition('_')
    document = pdf_document('pdf:plain', index, rng, figures_dir, font=font or 'zenhei')
    return dataclasses.replace(document, layout=layout, data=scans.scan(document.data, kind, rng),
                               name=f'scan-{name}-{index}.{scans.KINDS[kind][1]}')


def saved_document(layout, index, rng, figures_dir):
    """A DOCX document or a workbook that LibreOffice saves in an older or its own format."""
    extension = layout.split(':')[1]
    make_source = xlsx_document if extension in ('xls', 'ods') else docx_document
    style = 'one_sheet' if make_source is xlsx_document else rng.choice(['plain', 'wps', 'nested'])
    document = make_source(f'{make_source.__name__.split("_")[0]}:{style}', index, rng, figures_dir)
    document.layout, document.printer = layout, f'soffice-{extension}'
    return document


def before_2019_document(layout, index, rng, figures_dir):
    kind = layout.split(':')[1]
    report = before_2019.report(rng, synth.synthesize(rng).agency)
    frame, tables = before_2019.frame(report, rng), before_2019.grids(rng)
    if kind == 'text':
        flatten = rng.choice(text_layouts.EXACT)
        report.notes.append(flatten.__name__)
        data = text_layouts.render(report, None, frame, tables, flatten, rng).encode()
    elif kind == 'html':
        style = html_layouts.random_style(rng, rng.choice(['plain', 'word', 'soup']))
        style['chrome'] = False
        data = html_layouts.render(report, frame, tables, style, rng)
    elif kind == 'docx':
        data = docx_layouts.render(report, frame, tables, docx_layouts.random_style(rng, 'wps'), rng)
    else:
        data = pdf_layouts.render(report, frame, tables, pdf_layouts.random_style(rng, 'plain'), rng)
    extension = 'txt' if kind == 'text' else kind
    return _finish(layout, index, extension, data, report, ['before 2019'])


def mojibake_document(layout, index, rng, figures_dir):
    """A page that was decoded in the wrong charset and stored so: its Chinese is gone, its digits
    are not. A reader may undo it or refuse, never take the digits for facts of its own choice."""
    document = html_document('html:plain', index, rng, figures_dir)
    text = document.data.decode('utf-8')
    if rng.random() < 0.5:
        data = text.encode('utf-8').decode('latin-1').encode('utf-8')      # can be undone
    else:
        data = text.encode('utf-8').decode('gbk', errors='replace').encode('utf-8')
    document.report.lossy = True
    document.report.damaged = True
    document.counted = {}
    for cell in document.report.cells.values():
        cell.lose()
    return Document(layout, f'mojibake-{index}.html', data, document.report, {}, [])


HTML_STYLES = ['plain', 'word', 'soup', 'chrome', 'pages', 'wrong_span', 'wrong_head', 'zero_width', 'charset', 'traditional', 'pinyin']

LAYOUTS = {}
for _layout in text_layouts.EXACT + text_layouts.LOSSY:
    LAYOUTS['text:' + _layout.__name__] = text_document
for _layout in second_hand.TEXT:
    LAYOUTS['second_text:' + _layout.__name__] = second_hand_text
LAYOUTS['second_html'] = second_hand_page
for _name in HTML_STYLES:
    LAYOUTS['html:' + _name] = html_document
for _name in docx_layouts.STYLES_BY_NAME:
    LAYOUTS['docx:' + _name] = docx_document
for _name in xlsx_layouts.STYLES_BY_NAME:
    LAYOUTS['xlsx:' + _name] = xlsx_document
for _name in pdf_layouts.STYLES_BY_NAME if pdf_layouts else []:
    LAYOUTS['pdf:' + _name] = pdf_document
for _name in pdf_platypus.STYLES if pdf_platypus else []:
    LAYOUTS['pdf_platypus:' + _name] = platypus_document
for _kind in no_report.TEXT_KINDS + (no_report.PDF_KINDS if pdf_layouts else []):
    LAYOUTS['none:' + _kind.__name__] = refused_document
for _name in ['text', 'html', 'docx'] + (['pdf'] if pdf_layouts else []):
    LAYOUTS['before_2019:' + _name] = before_2019_document
LAYOUTS['html_mojibake'] = mojibake_document
# Only when asked for by name: they take seconds each.
PRINTED = {f'print:{name}': printed_document
           for name in (['soffice_docx', 'soffice_docx_wps', 'soffice_docx_nested', 'soffice_html'
                        ] if printing.SOFFICE else []) +
           (['chromium_html', 'chromium_html_word', 'chromium_html_chrome',
             'chromium_html_word_small', 'chromium_html_landscape', 'chromium_html_mark',
             'chromium_html_lines', 'chromium_html_bare', 'chromium_html_frames',
             'chromium_html_inset', 'chromium_html_outer'] if printing.CHROMIUM else []) +
           (['wkhtmltopdf_html', 'wkhtmltopdf_html_word', 'wkhtmltopdf_html_bare']
            if printing.WKHTMLTOPDF else []) +
           (['weasyprint_html', 'weasyprint_html_small', 'weasyprint_html_landscape',
             'weasyprint_html_numbered', 'weasyprint_html_lines'] if printing.WEASYPRINT else [])}

if printing.SOFFICE:
    PRINTED.update({f'saved:{name}': saved_document for name in ('doc', 'rtf', 'odt', 'xls', 'ods')})

if pdf_layouts and scans.PDFTOPPM:
    for _kind in scans.KINDS:
        PRINTED.update({f'scan:{_kind}' + (f'_{font}' if font != 'zenhei' else ''): scanned_document
                        for font in pdf_layouts.installed_fonts()})


def make(layout, index, seed, figures_dir=None):
    rng = random.Random(f'{seed}/{layout}/{index}')
    return {**LAYOUTS, **PRINTED}[layout](layout, index, rng, figures_dir)
