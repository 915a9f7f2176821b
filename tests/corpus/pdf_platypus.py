"""Renderings as PDF by reportlab's own layout engine: its paragraphs, its tables, its page breaks."""

import io
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER, TA_LEFT, TA_RIGHT
from reportlab.lib.pagesizes import A3, A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus.doctemplate import LayoutError
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

TTF = '/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc'

# How the tables are ruled.
STYLES = ['grid', 'box', 'rows', 'three_line', 'none', 'zebra', 'strings']


def random_style(rng, name):
    style = {'rules': name if name not in ('zebra', 'strings') else rng.choice(['grid', 'grid', 'rows']),
             'zebra': name == 'zebra', 'strings': name == 'strings',
             'font': rng.choice(['zenhei', 'STSong-Light']),
             'size': rng.choice([7, 8, 9, 10]), 'vertical': rng.random() < 0.5,
             'align': rng.choice([TA_CENTER, TA_CENTER, TA_LEFT, TA_RIGHT]),
             'valign': rng.choice(['MIDDLE', 'MIDDLE', 'TOP', 'BOTTOM']),
             'repeat': rng.random() < 0.5, 'unmerged': rng.random() < 0.4, 'padding': rng.choice([2, 3, 6]),
             'page': rng.choice(['A4', 'A4', 'A4 landscape', 'A3']),
             'footer': rng.choice([None, '{}', '- {} -', '第 {} 页'])}
    if rng.random() < 0.3:
        style['color'] = 'grey'
    return style


def _fonts(style):
    if style['font'] == 'STSong-Light':
        pdfmetrics.registerFont(UnicodeCIDFont('STSong-Light'))
    elif style['font'] not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont('zenhei', TTF, subfontIndex=0))


def _paragraph_style(style, size, align, indent=0):
    return ParagraphStyle('x', fontName=style['font'], fontSize=size, leading=size * 1.3,
                          alignment=align, firstLineIndent=indent, wordWrap='CJK')


def _widths(grid, style, total, rng):
    count = grid.width
    if grid.table == 3:
        labels = [0.05 if style['vertical'] else 0.08, 0.11, 0.26]
        return [total * s for s in labels] + [total * (1 - sum(labels)) / (count - 3)] * (count - 3)
    if grid.table == 2 and rng.random() < 0.5:
        return [total * 0.34] + [total * 0.66 / (count - 1)] * (count - 1)
    return [total / count] * count


def _table(grid, style, total, rng):
    size = min(style['size'], 7) if grid.table == 4 and total < 700 else style['size']
    padding = 1 if grid.table == 4 else style['padding']
    lines = grid.occupied()
    width = grid.width
    widths = _widths(grid, style, total, rng)
    data = [[''] * width for _ in lines]
    commands = [('VALIGN', (0, 0), (-1, -1), style['valign']),
                ('FONT', (0, 0), (-1, -1), style['font'], size),
                ('LEFTPADDING', (0, 0), (-1, -1), padding),
                ('RIGHTPADDING', (0, 0), (-1, -1), padding)]
    align = {TA_CENTER: 'CENTER', TA_LEFT: 'LEFT', TA_RIGHT: 'RIGHT'}[style['align']]
    commands.append(('ALIGN', (0, 0), (-1, -1), align))
    seen = set()
    for r, line in enumerate(lines):
        column = 0
        for cell in line:
            if id(cell) not in seen:
                seen.add(id(cell))
                own = TA_LEFT if cell.kind == 'label' else style['align']
                text = cell.text
                # A bare text is not broken into lines.
                plain = style['strings'] and cell.kind in ('value', 'head') and '\n' not in text \
                    and pdfmetrics.stringWidth(text, style['font'], size) < \
                    sum(widths[column:column + cell.columns]) - 2 * padding
                data[r][column] = text if plain else Paragraph(
                    escape(text).replace('\n', '<br/>'), _paragraph_style(style, size, own))
                # Merged rows hold a table together on one page.
                rows = 1 if style['unmerged'] and r >= grid.head_rows else cell.rows
                if rows > 1 or cell.columns > 1:
                    commands.append(('SPAN', (column, r),
                                     (column + cell.columns - 1, r + rows - 1)))
            column += cell.columns
    color = colors.grey if style.get('color') else colors.black
    last = len(lines) - 1
    if style['rules'] in ('grid', 'box'):
        commands.append(('GRID', (0, 0), (-1, -1), 0.5 if style['rules'] == 'grid' else 0.25, color))
        if style['rules'] == 'box':
            commands.append(('BOX', (0, 0), (-1, -1), 1.5, color))
    elif style['rules'] == 'rows':
        commands += [('LINEBELOW', (0, 0), (-1, -1), 0.5, color),
                     ('LINEABOVE', (0, 0), (-1, 0), 0.5, color)]
    elif style['rules'] == 'three_line':
        head = max(grid.head_rows, 1)
        commands += [('LINEABOVE', (0, 0), (-1, 0), 1, color),
                     ('LINEBELOW', (0, head - 1), (-1, head - 1), 0.5, color),
                     ('LINEBELOW', (0, last), (-1, last), 1, color)]
    if style['zebra']:
        commands.append(('ROWBACKGROUNDS', (0, 0), (-1, -1), [colors.whitesmoke, colors.white]))
    repeat = grid.head_rows if style['repeat'] and grid.table == 3 else 0
    return Table(data, colWidths=widths, repeatRows=repeat,
                 style=TableStyle(commands))


def render(report, frame, grids, style, rng):
    _fonts(style)
    try:
        return _render(report, frame, grids, style, rng)
    except LayoutError:   # a table with merged rows is higher than a page
        return _render(report, frame, grids, dict(style, unmerged=True), rng)


def _render(report, frame, grids, style, rng):
    size = {'A4': A4, 'A4 landscape': A4[::-1], 'A3': A3}[style['page']]
    out = io.BytesIO()
    document = SimpleDocTemplate(out, pagesize=size, invariant=1, title=report.title,
                                 leftMargin=54, rightMargin=54, topMargin=60, bottomMargin=60)

    def footer(canvas, _):
        if style['footer']:
            canvas.setFont(style['font'], 9)
            canvas.drawCentredString(size[0] / 2, 30, style['footer'].format(canvas.getPageNumber()))

    parts = []
    for kind, content in frame.blocks:
        if kind == 'title':
            parts.append(Paragraph(escape(content), _paragraph_style(style, 16, TA_CENTER)))
        elif kind == 'heading':
            parts.append(Paragraph(escape(content), _paragraph_style(style, 13, TA_LEFT)))
        elif kind == 'para':
            parts.append(Paragraph(escape(content), _paragraph_style(style, 11, TA_LEFT, 22)))
        else:
            for grid in grids[content]:
                parts += [Spacer(1, 6), _table(grid, style, document.width, rng), Spacer(1, 6)]
    document.build(parts, onFirstPage=footer, onLaterPages=footer)
    return out.getvalue()
