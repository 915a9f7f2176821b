"""Renderings as PDF pages, each line and each string put down by us, so that tables break over pages,
labels tear and columns shift exactly as a style says. Needs reportlab and a Chinese font."""

import io
import os

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen import canvas

from grids import GridCell

FONTS = {'zenhei': '/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc',
         'uming': '/usr/share/fonts/truetype/arphic/uming.ttc',    # not needed, used by scans.py
         'ukai': '/usr/share/fonts/truetype/arphic/ukai.ttc'}
MARGIN = 54
PAD = 3
DIGITS = set('0123456789.,-%，０１２３４５６７８９')

STYLES_BY_NAME = {
    'plain': {},
    'cid': {'font': 'STSong-Light'},
    'pages': {'long': True},
    'pages_header': {'long': True, 'repeat_header': True},
    'page_numbers': {'long': True, 'number_in_table': True},
    'torn_rows': {'long': True, 'tear': True},
    'characters': {'per_character': True, 'vertical': True},
    'thin_fills': {'rules': 'fills'},
    'borderless': {'rules': None},
    'doubled': {'double_total': True, 'bold_twice': True},
    'empty_column': {'empty_column': True},
    'uneven': {'uneven': True, 'ordinals': True},
    'narrow': {'narrow': True},
    'torn_numbers': {'torn_numbers': True},
    'pieces': {'rules': 'pieces'},
    'dashes': {'rules': 'dashes'},
    'lines_below': {'rules': 'below', 'long': True},
    'borderless_long': {'rules': None, 'long': True},
    'columns_first': {'by_column': True},
}


def random_style(rng, name):
    style = dict(STYLES_BY_NAME[name])
    style.setdefault('font', rng.choice(['zenhei', 'zenhei', 'STSong-Light']))
    style.setdefault('rules', rng.choice(['lines', 'lines', 'rects', 'fills']))
    style['size'] = rng.choice([8, 9, 9, 10])
    style['label_at'] = 'torn' if name == 'torn_rows' else rng.choice(['first', 'each', 'middle'])
    style['landscape'] = rng.random() < 0.15
    style['page_number'] = rng.choice([None, '- {} -', '— {} —', '{}', '第{}页'])
    style['vertical'] = style.get('vertical') or rng.random() < 0.5
    style['align'] = rng.choice(['center', 'center', 'left'])
    if style.get('long'):
        # Rows so high that table 3 needs two pages or three.
        style['row_pad'] = rng.choice([8, 12, 16])
    return style


def installed_fonts():
    return [name for name, path in FONTS.items() if os.path.exists(path)]


def register(font):
    """Makes the font known to reportlab; returns its name."""
    if font == 'STSong-Light':
        pdfmetrics.registerFont(UnicodeCIDFont(font))
    elif font not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont(font, FONTS[font], subfontIndex=0))
    return font


class Pages:
    """A canvas that is written from the top and knows where the page ends."""

    def __init__(self, style, rng):
        self.style = style
        self.rng = rng
        self.width, self.height = A4[::-1] if style['landscape'] else A4
        self.out = io.BytesIO()
        self.canvas = canvas.Canvas(self.out, pagesize=(self.width, self.height), invariant=1,
                                    encrypt=style.get('encrypt'))
        self.font = register(style['font'])
        self.page = 1
        self.top = self.height - MARGIN
        self.bottom = MARGIN
        self.y = self.top

    def text_width(self, text, size):
        return pdfmetrics.stringWidth(text, self.font, size)

    def put(self, x, y, text, size):
        """Baseline at y."""
        c = self.canvas
        c.setFont(self.font, size)
        if self.style.get('per_character'):
            for character in text:
                if character != ' ':
                    c.drawString(x, y, character)
                x += self.text_width(character, size)
        else:
            c.drawString(x, y, text)

    def wrap(self, text, width, size):
        lines = []
        for part in text.split('\n'):
            line = ''
            pieces = _pieces(part, self.style.get('torn_numbers') and part.isdigit())
            for piece in pieces:
                if line and self.text_width(line + piece, size) > width:
                    lines.append(line)
                    line = ''
                line += piece
            lines.append(line)
        return lines

    def next_page(self):
        number = self.style['page_number']
        if number:
            text = number.format(self.page)
            y = self.bottom - 20
            if self.style.get('number_in_table'):
                y = self.bottom + 1
            self.put((self.width - self.text_width(text, 9)) / 2, y, text, 9)
        self.canvas.showPage()
        self.page += 1
        self.y = self.top

    def paragraph(self, text, size=12, indent=24, center=False):
        width = self.width - 2 * MARGIN
        lines = self.wrap('　　' * bool(indent) + text, width, size)
        for line in lines:
            if self.y - size * 1.6 < self.bottom:
                self.next_page()
            self.y -= size * 1.6
            x = (self.width - self.text_width(line, size)) / 2 if center else MARGIN
            self.put(x, self.y, line, size)
        self.y -= 4

    def finish(self):
        self.next_page()
        self.canvas.save()
        return self.out.getvalue()


def _pieces(text, tear_numbers):
    """What may not be broken by a line's end: single characters, and numbers whole."""
    pieces = []
    for c in text:
        if pieces and not tear_numbers and c in DIGITS and pieces[-1][-1] in DIGITS:
            pieces[-1] += c
        else:
            pieces.append(c)
    return pieces


class Table:
    """One grid on pages."""

    def __init__(self, pages, grid, style, rng):
        self.pages = pages
        self.grid = grid
        self.style = style
        self.rng = rng
        self.size = style['size'] if grid.table != 4 else min(style['size'], 8)
        self.rows = grid.occupied()
        total = pages.width - 2 * MARGIN
        count = grid.width
        if grid.table == 3:
            values = count - 3
            shares = [0.05 if style['vertical'] else 0.09, 0.11, 0.27]
            if style.get('narrow'):
                shares = [0.05, 0.08, 0.13]
            value = (1 - sum(shares)) / values
            if style.get('torn_numbers'):
                value = (self.size + 2 * PAD + 1) / total
            self.widths = [total * s for s in shares] + [total * value] * values
        elif grid.table == 2:
            self.widths = [total * 0.34] + [total * 0.66 / (count - 1)] * (count - 1)
        else:
            self.widths = [total / count] * count
        self.lefts = [MARGIN]
        for width in self.widths:
            self.lefts.append(self.lefts[-1] + width)
        self.heights = self._heights()
        self._cells = []   # placed on the page and not drawn

    def _lines(self, cell, column):
        width = sum(self.widths[column:column + cell.columns]) - 2 * PAD
        return self.pages.wrap(cell.text, width, self.size)

    def _heights(self):
        pad = 2 * PAD + self.style.get('row_pad', 2)
        leading = self.size * 1.25
        heights = [leading + pad] * len(self.rows)
        spanning, seen = [], set()
        for r, line in enumerate(self.rows):
            column = 0
            for cell in line:
                needed = len(self._lines(cell, column)) * leading + 2 * PAD
                if cell.rows == 1:
                    heights[r] = max(heights[r], needed + self.style.get('row_pad', 2))
                elif id(cell) not in seen:
                    spanning.append((r, cell, needed))
                seen.add(id(cell))
                column += cell.columns
        for r, cell, needed in spanning:
            lacking = needed - sum(heights[r:r + cell.rows])
            if lacking > 0:
                for k in range(r, r + cell.rows):
                    heights[k] += lacking / cell.rows
        return heights

    def draw(self):
        """Rows to pages, then each page's part."""
        pages, part = self.pages, []
        head = list(range(self.grid.head_rows))
        head_height = sum(self.heights[r] for r in head)
        if pages.y - head_height - self.heights[min(len(self.rows) - 1, len(head))] < pages.bottom:
            pages.next_page()
        y = pages.y
        for r in range(len(self.rows)):
            if y - self.heights[r] < pages.bottom and part:
                torn = (self.style.get('tear') and r >= self.grid.head_rows and
                        len(self._torn_label(r)) > 1)
                self._draw_part(part, r if torn else None)
                pages.next_page()
                y = pages.y
                part = []
                if self.style.get('repeat_header') and r >= self.grid.head_rows:
                    part = list(head)
                    y -= head_height
                if torn:
                    self._torn_rest = r
            part.append(r)
            y -= self.heights[r]
        self._draw_part(part, None)
        pages.y -= 10

    _torn_rest = None

    def _torn_label(self, r):
        """Lines of the group label or row label that tears where row r begins a page."""
        column = 0
        for cell in self.rows[r]:
            if cell.kind in ('group', 'label') and cell.rows == 1:
                return self._lines(cell, column)
            column += cell.columns
        return []

    def _draw_part(self, part, torn):
        pages = self.pages
        y = pages.y
        tops = {}
        for r in part:
            tops[r] = y
            y -= self.heights[r]
        placed = set()
        rest = self._torn_rest
        for position, r in enumerate(part):
            column = 0
            for cell in self.rows[r]:
                if id(cell) in placed:
                    column += cell.columns
                    continue
                placed.add(id(cell))
                end = position
                while end + 1 < len(part) and part[end + 1] == part[end] + 1 and any(
                        c is cell for c in self.rows[part[end + 1]]):
                    end += 1
                bottom = tops[part[end]] - self.heights[part[end]]
                lines = self._lines(cell, column)
                if cell.rows > 1:
                    lines = self._label_part(cell, r, end - position + 1, lines)
                if rest == r and cell.rows == 1 and cell.kind == 'label' and len(lines) > 1:
                    lines = lines[1:]
                self._place_cell(cell, column, tops[r], bottom, lines)
                column += cell.columns
        self._draw_cells()
        if torn is not None:
            y = self._draw_torn(torn, y)
        self._torn_rest = None
        pages.y = y

    def _draw_torn(self, r, y):
        """The first line of a row label at the foot of a page; its values follow on the next."""
        height = self.size * 1.25 + PAD
        column = 0
        for cell in self.rows[r]:
            if cell.kind == 'label' and cell.rows == 1:
                self._draw_cell(cell, column, y, y - height, self._lines(cell, column)[:1])
            else:
                self._draw_cell(cell, column, y, y - height, [])
            column += cell.columns
        return y - height

    def _label_part(self, cell, r, rows, lines):
        """The lines of a merged cell that stand in the part of it on this page."""
        if self.style['label_at'] == 'torn' and rows < cell.rows and len(lines) > 1:
            half = len(lines) // 2
            starts = r == next(k for k, line in enumerate(self.rows)
                               if any(c is cell for c in line))
            return lines[:half] if starts else lines[half:]
        return lines if self._shows(cell, r, rows) else []

    def _shows(self, cell, r, rows):
        """Whether the part of a merged cell on this page carries its text."""
        first = next(k for k, line in enumerate(self.rows) if any(c is cell for c in line))
        if self.style['label_at'] == 'each':
            return True
        if self.style['label_at'] in ('first', 'torn') or rows == cell.rows:
            return first == r
        # In the middle of all its rows, as a program centres it before it breaks the page.
        return r <= first + cell.rows // 2 < r + rows

    def _place_cell(self, cell, column, top, bottom, lines):
        self._cells.append((cell, column, top, bottom, lines))

    def _draw_cells(self):
        if self.style.get('by_column'):
            self._cells.sort(key=lambda placed: placed[1])
        for placed in self._cells:
            self._draw_cell(*placed)
        self._cells = []

    def _draw_cell(self, cell, column, top, bottom, lines):
        left, right = self.lefts[column], self.lefts[column + cell.columns]
        self._rule(left, bottom, right, top)
        pages, leading = self.pages, self.size * 1.25
        y = (top + bottom) / 2 + len(lines) * leading / 2 - self.size * 0.95
        if self.style.get('uneven') and cell.kind == 'value' and column == self.grid.width - 4:
            y += self.size * 0.35
        for line in lines:
            text = line.strip()
            width = pages.text_width(text, self.size)
            x = left + PAD if self.style['align'] == 'left' or cell.kind == 'label' \
                else (left + right - width) / 2
            if text:
                if self.style.get('ordinals') and cell.kind == 'label' and text[:1].isdigit():
                    pages.put(x, y, text[:2], self.size)
                    pages.put(x + pages.text_width(text[:2], self.size) + 4, y, text[2:], self.size)
                else:
                    pages.put(x, y, text, self.size)
                if self.style.get('bold_twice') and cell.kind == 'head':
                    pages.put(x + 0.3, y, text, self.size)
            y -= leading

    def _rule(self, left, bottom, right, top):
        c, kind = self.pages.canvas, self.style['rules']
        if kind == 'lines':
            c.setLineWidth(0.5)
            for x0, y0, x1, y1 in ((left, top, right, top), (left, bottom, right, bottom),
                                   (left, top, left, bottom), (right, top, right, bottom)):
                c.line(x0, y0, x1, y1)
        elif kind == 'rects':
            c.setLineWidth(0.5)
            c.rect(left, bottom, right - left, top - bottom)
        elif kind == 'dashes':
            c.setLineWidth(0.5)
            c.setDash(3, 2)
            c.rect(left, bottom, right - left, top - bottom)
            c.setDash()
        elif kind == 'below':
            c.setLineWidth(0.5)
            c.line(left, bottom, right, bottom)
        elif kind == 'pieces':
            c.setLineWidth(0.5)
            for x0, y0, x1, y1 in ((left, top, right, top), (left, bottom, right, bottom),
                                   (left, top, left, bottom), (right, top, right, bottom)):
                count = max(1, round((abs(x1 - x0) + abs(y1 - y0)) / 10))
                for i in range(count):
                    c.line(x0 + (x1 - x0) * i / count, y0 + (y1 - y0) * i / count,
                           x0 + (x1 - x0) * (i + 1) / count, y0 + (y1 - y0) * (i + 1) / count)
        elif kind == 'fills':
            for x, y, w, h in ((left, top, right - left, 0.48), (left, bottom, right - left, 0.48),
                               (left, bottom, 0.48, top - bottom), (right, bottom, 0.48, top - bottom)):
                c.rect(x, y, w, h, stroke=0, fill=1)


def _with_empty_column(grid, rng):
    """A column without text between labels and values, or at the end."""
    at = rng.choice([3, grid.width]) if grid.table == 3 else grid.width
    for r, line in enumerate(grid.occupied()):
        column, done = 0, False
        own = grid.rows[r]
        for cell in line:
            if column <= at < column + cell.columns and column < at:
                if any(cell is c for c in own):
                    cell.columns += 1
                done = True
                break
            if column == at:
                break
            column += cell.columns
        if not done:
            before = 0
            position = 0
            ids = {id(c): i for i, c in enumerate(own)}
            for cell in line:
                if before >= at:
                    break
                before += cell.columns
                if id(cell) in ids:
                    position = ids[id(cell)] + 1
            own.insert(position, GridCell('', kind='head'))
    return grid


def render(report, frame, grids, style, rng):
    if style.get('torn_numbers'):
        # Two digits in a column for one: what is torn may be put together or told unreadable.
        for cell in report.cells.values():
            if len(cell.text) > 1:
                cell.lose(('UNREADABLE',))
        report.open_rules.add('C.UNREADABLE')
    pages = Pages(style, rng)
    if frame.before and rng.random() < 0.3:
        for name, value in frame.before:
            pages.paragraph(f'{name}：{value}', 10, 0)
    for kind, content in frame.blocks:
        if kind == 'title':
            pages.paragraph(content, 16, 0, center=True)
        elif kind == 'heading':
            pages.paragraph(content, 13)
        elif kind == 'para':
            pages.paragraph(content, 12)
        else:
            for grid in grids[content]:
                if style.get('empty_column') and grid.table == 3:
                    grid = _with_empty_column(grid, rng)
                if style.get('double_total'):
                    for row in grid.rows[:grid.head_rows]:
                        for cell in row:
                            cell.text = '总计总计' if cell.text == '总计' and grid.table == 3 else cell.text
                Table(pages, grid, style, rng).draw()
    return pages.finish()
