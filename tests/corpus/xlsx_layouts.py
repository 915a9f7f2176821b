"""Renderings as workbooks (XLSX), written part by part: one sheet a table, or all on one sheet."""

import io
import re
import zipfile
from xml.sax.saxutils import escape, quoteattr

MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
# Styles of cells: 0 plain, 1 with borders, 2 with borders and two decimals.
STYLES = (f'{HEAD}<styleSheet xmlns="{MAIN}"><borders count="2"><border><left/><right/><top/><bottom/></border><border>'
          + ''.join(f'<{side} style="thin"/>' for side in ('left', 'right', 'top', 'bottom')) +
          '</border></borders><cellXfs count="3"><xf numFmtId="0" borderId="0"/><xf numFmtId="0" borderId="1"/>'
          '<xf numFmtId="2" borderId="1"/></cellXfs></styleSheet>')


def column_name(number):
    name = ''
    while number > 0:
        number, rest = divmod(number - 1, 26)
        name = chr(ord('A') + rest) + name
    return name


class Sheet:
    def __init__(self, book, name):
        self.book, self.name = book, name
        self.rows, self.merges, self.hidden, self.row = {}, [], set(), 1

    def put(self, row, column, text, kind='label', border=True):
        style = 1 if border and self.book.style['borders'] else 0
        at = f'{column_name(column)}{row}'
        self.rows.setdefault(row, {})[column] = self.book.cell(at, text, kind, style)

    def merge(self, row, column, rows, columns):
        if rows > 1 or columns > 1:
            self.merges.append(f'{column_name(column)}{row}:{column_name(column + columns - 1)}{row + rows - 1}')

    def text(self, text, width):
        """A line of text over the whole width."""
        self.put(self.row, 1, text, border=False)
        if self.book.style['merged_text']:
            self.merge(self.row, 1, 1, width)
        self.row += 1

    def table(self, grid):
        rng, style = self.book.rng, self.book.style
        left = 2 if style['indent'] else 1
        for line in grid.occupied():
            column = left
            for cell in line:
                if id(cell) not in self.book.seen:
                    self.book.seen.add(id(cell))
                    self.merge(self.row, column, cell.rows, cell.columns)
                    self.put(self.row, column, cell.text, cell.kind)
                elif style['borders']:
                    self.put(self.row, column, '', 'covered')
                for more in range(column + 1, column + cell.columns):
                    if style['borders']:
                        self.put(self.row, more, '', 'covered')
                column += cell.columns
            self.row += 1
            if style['hidden_rows'] and rng.random() < 0.05 and not any(c.rows > 1 for c in line):
                for at in range(left, column):
                    self.put(self.row, at, str(rng.randint(0, 99)), 'value')
                self.hidden.add(self.row)
                self.row += 1

    def xml(self):
        rows = ''.join(f'<row r="{number}"{" hidden=" + quoteattr("1") if number in self.hidden else ""}>' +
                       ''.join(cell for _, cell in sorted(cells.items())) + '</row>'
                       for number, cells in sorted(self.rows.items()))
        merges = ''.join(f'<mergeCell ref="{m}"/>' for m in self.merges)
        merges = f'<mergeCells count="{len(self.merges)}">{merges}</mergeCells>' if merges else ''
        return f'{HEAD}<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>{merges}</worksheet>'


class Book:
    def __init__(self, style, rng):
        self.style, self.rng = style, rng
        self.strings, self.seen = [], set()

    def cell(self, at, text, kind, style):
        if not text:
            return f'<c r="{at}" s="{style}"/>'
        if kind == 'value' and re.fullmatch(r'-?(0|[1-9]\d{0,13})(\.\d*[1-9])?', text):
            if self.style['formulas'] and self.rng.random() < 0.3:
                return f'<c r="{at}" s="{style}"><f>{text}+0</f><v>{text}</v></c>'
            if '.' in text:   # as a spreadsheet stores what it has worked out
                return f'<c r="{at}" s="{style}"><v>{float(text) + 0.1 - 0.1!r}</v></c>'
            return f'<c r="{at}" s="{style}"><v>{text}</v></c>'
        if self.style['inline']:
            return f'<c r="{at}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'
        self.strings.append(text)
        return f'<c r="{at}" s="{style}" t="s"><v>{len(self.strings) - 1}</v></c>'

    def string(self, text):
        if len(text) > 3 and self.rng.random() < 0.3:
            return (f'<si><r><t>{escape(text[:2])}</t></r><r><rPr><b/></rPr><t xml:space="preserve">'
                    f'{escape(text[2:])}</t></r><rPh sb="0" eb="1"><t>x</t></rPh></si>')
        return f'<si><t xml:space="preserve">{escape(text)}</t></si>'


def render(report, frame, grids, style, rng):
    book = Book(style, rng)
    sheets = [Sheet(book, 'Sheet1')]
    width = max(grid.width for tables in grids.values() for grid in tables)
    for kind, content in frame.blocks:
        if kind != 'table':
            sheets[-1].text(content, width)
            continue
        if style['sheet_each'] and content in grids:
            heading = frame_heading(sheets[-1])
            sheets.append(Sheet(book, f'表{"〇一二三四"[content]}'))
            if heading:
                sheets[-1].text(heading, width)
        for grid in grids[content]:
            sheets[-1].table(grid)
            sheets[-1].row += style['gap']
    if style['hidden_sheet']:
        sheets.insert(1, Sheet(book, '旧表'))
        for number in range(1, 9):
            sheets[1].put(number, 1, '规章')
            sheets[1].put(number, 2, '77', 'value')
    return package(book, sheets)


def frame_heading(sheet):
    """Takes the last line of text off the sheet: the heading of the table that gets its own."""
    if sheet.row == 1 or sheet.row - 1 not in sheet.rows:
        return None
    cells = sheet.rows.pop(sheet.row - 1)
    sheet.row -= 1
    if sheet.merges and sheet.merges[-1].startswith(f'A{sheet.row}:'):
        sheet.merges.pop()
    text = re.search(r'<v>(\d+)</v>', cells[1])
    if text:
        return sheet.book.strings[int(text[1])]
    return re.search(r'<t[^>]*>(.*?)</t>', cells[1])[1]


def package(book, sheets):
    names = ''.join(f'<sheet name={quoteattr(s.name)} sheetId="{i}" r:id="rId{i}"'
                    f'{" state=" + quoteattr("hidden") if s.name == "旧表" else ""}/>'
                    for i, s in enumerate(sheets, 1))
    targets = [('worksheet', f'worksheets/sheet{i}.xml') for i in range(1, len(sheets) + 1)]
    targets += [('styles', 'styles.xml'), ('sharedStrings', 'sharedStrings.xml')]
    relations = ''.join(f'<Relationship Id="rId{i}" Type="{OFFICE}/{kind}" Target="{target}"/>'
                        for i, (kind, target) in enumerate(targets, 1))
    parts = [
        ('[Content_Types].xml',
         f'{HEAD}<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
         'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
         'ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/'
         'vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>' +
         ''.join(f'<Override PartName="/xl/{target}" ContentType="application/vnd.openxmlformats-officedocument.'
                 f'spreadsheetml.{kind}+xml"/>' for kind, target in targets) + '</Types>'),
        ('_rels/.rels',
         f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" Type="{OFFICE}/officeDocument" '
         'Target="xl/workbook.xml"/></Relationships>'),
        ('xl/workbook.xml',
         f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{names}</sheets></workbook>'),
        ('xl/_rels/workbook.xml.rels',
         f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{relations}</Relationships>'),
        ('xl/styles.xml', STYLES)]
    parts += [(f'xl/worksheets/sheet{i}.xml', sheet.xml()) for i, sheet in enumerate(sheets, 1)]
    parts.append(('xl/sharedStrings.xml', f'{HEAD}<sst xmlns="{MAIN}">' + ''.join(map(book.string, book.strings)) + '</sst>'))
    out = io.BytesIO()
    with zipfile.ZipFile(out, 'w', zipfile.ZIP_DEFLATED) as file:
        for name, text in parts:
            file.writestr(zipfile.ZipInfo(name, (2024, 1, 8, 9, 0, 0)), text)
    return out.getvalue()


STYLES_BY_NAME = {
    'sheets': {'sheet_each': True, 'borders': True},
    'one_sheet': {'borders': True, 'gap': 1},
    'dense': {'borders': True, 'gap': 0},
    'bare': {'gap': 1, 'merged_text': True, 'inline': True},
    'wps': {'borders': True, 'indent': True, 'formulas': True, 'hidden_sheet': True, 'hidden_rows': True},
}


def random_style(rng, name):
    style = {option: False for option in ('sheet_each', 'borders', 'indent', 'formulas', 'hidden_sheet', 'hidden_rows')}
    style.update(gap=rng.choice([0, 1, 2]), merged_text=rng.random() < 0.6, inline=rng.random() < 0.3)
    style.update(STYLES_BY_NAME[name])
    return style
