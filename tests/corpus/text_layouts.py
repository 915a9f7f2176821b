"""Renderings as text that was flattened from tables."""

import re

import model

# A layout is a function (grid, rng) -> [line]. `rows_of` gives the cells of each source row, spans
# named once, and how many cells the row lacks to the longest one.


def rows_of(grid):
    longest = max(len(row) for row in grid.rows)
    return [([' '.join(cell.text.split('\n')) for cell in row], longest - len(row))
            for row in grid.rows]


def seed(grid, rng):
    """Cells end in " |", one a line, several in header rows, trailing empty cells as pipes."""
    lines = []
    for texts, short in rows_of(grid):
        out = [f'{t} |' if t else '|' for t in texts]
        lines += out[:-1] + [out[-1] + (' ' + '|' * short if short else '')]
    return lines


def seed_pads_below(grid, rng):
    """The same with the trailing empty cells on a line of their own."""
    lines = []
    for texts, short in rows_of(grid):
        lines += [f'{t} |' if t else '|' for t in texts] + (['|' * short] if short else [])
    return lines


def pipe_lines(grid, rng):
    """Each cell, then a line with a lone pipe; runs of pipes for spanned cells."""
    lines = []
    for texts, short in rows_of(grid):
        for t in texts:
            lines += ([t] if t else []) + ['|']
        if short:
            lines.append('|' * short)
    return lines


def row_pipe_first(grid, rng):
    """Rows start with a lone pipe line; cells end in " |", one a line."""
    lines = []
    for texts, short in rows_of(grid):
        lines.append('|')
        lines += [f'{t} |' if t else '|' for t in texts]
        lines[-1] += ' ' + '|' * short if short else ''
    return lines


def pipe_break(grid, rng):
    """A pipe, a line break, then the cell after a space."""
    lines = []
    for texts, short in rows_of(grid):
        lines.append('| ')
        for index, t in enumerate(texts):
            last = index + 1 == len(texts)
            lines.append(f' {t}  | ' + ('|' * short if last else ''))
    return lines


def label_pipe(grid, rng):
    """Rows start "| label", then one cell a line with lone pipes."""
    lines = []
    for texts, short in rows_of(grid):
        lines += [f'| {texts[0]}', '|']
        for t in texts[1:]:
            lines += ([t] if t else []) + ['|']
        if short:
            lines.append('|' * short)
    return lines


def row_lines(grid, rng):
    """One row a line, the cells between pipes, trailing empty cells left out."""
    return [' | '.join(texts) + ' |' for texts, _ in rows_of(grid)]


def row_lines_padded(grid, rng):
    return [' | '.join(texts) + ' | ' + '|' * short if short else ' | '.join(texts) + ' |'
            for texts, short in rows_of(grid)]


def markdown_like(grid, rng):
    """Rows with a leading and a trailing pipe, spans named once."""
    tail = rng.choice(['', ' '])
    return ['| ' + ' | '.join(texts) + ' |' + ('|' * short if short else '') + tail
            for texts, short in rows_of(grid)]


def markdown(grid, rng):
    """A Markdown table with its rule line; a span's text in its first place."""
    return _markdown(_expanded(grid, False))


def markdown_repeated(grid, rng):
    """A Markdown table in which a span's text stands in each of its places."""
    return _markdown(_expanded(grid, True))


def _markdown(rows):
    lines = ['| ' + ' | '.join(row) + ' |' for row in rows]
    lines.insert(1, '|' + ' --- |' * len(rows[0]))
    return [''] + lines + ['']


def _expanded(grid, repeat):
    if not repeat:
        return [[' '.join(c.text.split('\n')) if c else '' for c in row]
                for row in grid.expanded()]
    rows = []
    for line in grid.occupied():
        texts = []
        for cell in line:
            texts += [' '.join(cell.text.split('\n'))] * cell.columns
        rows.append(texts)
    return rows


def tabs(grid, rng):
    """Tab-separated, as pasted from a spreadsheet: spans expanded, empty places kept."""
    return ['\t'.join(row) for row in _expanded(grid, False)]


def tabs_collapsed(grid, rng):
    """Tab-separated cells of each source row."""
    return ['\t'.join(texts) for texts, _ in rows_of(grid)]


def pieces(text, rng):
    """A label as the paragraphs of its cell."""
    return text.split('\n')


def blank_lines(grid, rng):
    """One cell a line, a blank line between; a blank cell is one more empty line."""
    lines = []
    for row in grid.rows:
        for cell in row:
            if not cell.text:
                lines.append('')
                continue
            for part in pieces(cell.text, rng):
                lines += [part, '']
    return lines


def blank_lines_spaced(grid, rng):
    """The same, with a single space where a cell is blank."""
    lines = []
    for row in grid.rows:
        for cell in row:
            for part in pieces(cell.text or ' ', rng):
                lines += [part, '']
    return lines


def plain_lines(grid, rng):
    """One cell a line; a blank cell is an empty line."""
    return [part for row in grid.rows for cell in row for part in pieces(cell.text, rng)]


def values_together(grid, rng):
    """Labels one a line, the values of a row on one line between pipes."""
    lines = []
    for row, (texts, short) in zip(grid.rows, rows_of(grid)):
        split = len(row)
        while split and row[split - 1].kind == 'value':
            split -= 1
        lines += [f'{t} |' for t in texts[:split]]
        if split < len(row):
            lines.append(' | '.join(texts[split:]) + ' |')
        if short:
            lines[-1] += ' ' + '|' * short
    return lines


def _wide(text):
    return sum(2 if ord(c) > 0x2000 else 1 for c in text)


def _terminal(text):
    """Quotation marks and dashes are narrow in a Western terminal."""
    return sum(2 if ord(c) > 0x2E00 else 1 for c in text)


def _aligned(grid, width, place, gap):
    """Columns held apart by blanks; `place` says how much of the free width stands in front."""
    rows = _expanded(grid, False)
    # A caption over several columns does not widen the first one.
    widths = [0] * len(rows[0])
    for row, cells in zip(rows, grid.expanded()):
        for i, (text, cell) in enumerate(zip(row, cells)):
            if cell and cell.columns == 1:
                widths[i] = max(widths[i], width(text))
    lines = []
    for row, cells in zip(rows, grid.expanded()):
        line, at = '', 0
        for i, (text, cell) in enumerate(zip(row, cells)):
            span = cell.columns if cell else 1
            room = sum(widths[i:i + span]) + gap * (span - 1)
            front = int(max(0, room - width(text)) * place(cell))
            line += ' ' * max(1 if line and text else 0, at + front - width(line)) + text
            at += widths[i] + gap
        lines.append(line.rstrip())
    return lines


def aligned(grid, rng):
    """Columns held apart by spaces, as a PDF's text is laid out."""
    return _aligned(grid, _wide, lambda cell: 0, 3)


def aligned_right(grid, rng):
    """Figures at the right of their columns, as programs print tables."""
    return _aligned(grid, _terminal, lambda cell: 1 if cell and cell.kind == 'value' else 0, 2)


def aligned_centred(grid, rng):
    """Everything in the middle of its cell, each character one place wide, lines between rows."""
    lines = _aligned(grid, len, lambda cell: 0.5, rng.choice([2, 3, 5]))
    return [part for line in lines for part in [line] + [''] * rng.choice([0, 1, 1, 2])]


def glued(grid, rng):
    """Rows run together: 规章555. Where each number ends is lost."""
    return [''.join(texts) for texts, _ in rows_of(grid)]


def characters(grid, rng):
    """One character a line, as a page of spans leaves it; a number keeps its digits together."""
    return [part for row in grid.rows for cell in row for part in pieces(cell.text, rng)]


def characters_digits(grid, rng):
    """The same with each digit on its own line."""
    return characters(grid, rng)


def dropped_repeats(grid, rng):
    """Every line that was there before is gone."""
    return [part for row in grid.rows for cell in row for part in pieces(cell.text, rng)]


EXACT = [seed, seed_pads_below, pipe_lines, row_pipe_first, pipe_break, label_pipe, row_lines,
         row_lines_padded, markdown_like, markdown, markdown_repeated, tabs, tabs_collapsed, blank_lines,
         blank_lines_spaced, plain_lines, values_together, aligned, aligned_right, aligned_centred]
LOSSY = [glued, dropped_repeats, characters, characters_digits]
CHARACTERS = {characters: r'[0-9.,]*[0-9]|\S', characters_digits: r'\S'}
# Layouts in which a blank cell leaves a trace only in the count of empty lines.
FAINT_BLANKS = {'blank_lines', 'plain_lines'}


def _metadata(frame, layout, rng):
    if not frame.before:
        return []
    if layout in (seed, seed_pads_below, row_lines_padded) or rng.random() < 0.4:
        pairs = frame.before
        lines = [' | '.join(f'{k} : | {v}' if v else f'{k} :' for k, v in pairs[i:i + 2]) + ' | |||'
                 for i in range(0, len(pairs), 2)] if rng.random() < 0.5 else []
        return lines + [f'{k} : | {v} |' for k, v in pairs]
    return [f'{k}：{v}' for k, v in frame.before]


def render(report, look, frame, grids, layout, rng):
    """The text of a report, with metadata before and a footer after."""
    gap = [''] if layout in (blank_lines, blank_lines_spaced) else []
    lines = _metadata(frame, layout, rng)
    for kind, content in frame.blocks:
        if kind == 'table':
            for grid in grids[content]:
                lines += layout(grid, rng) + gap
        else:
            lines += [content] + gap
    lines += frame.after
    if layout is dropped_repeats:
        seen, kept = set(), []
        for line in lines:
            if line not in seen:
                kept.append(line)
            seen.add(line)
        lines = kept
    if layout in CHARACTERS:
        lines = re.findall(CHARACTERS[layout], '\n'.join(lines))
    if layout in LOSSY:
        for cell in report.cells.values():
            cell.lose()
        report.lossy = True
    if layout.__name__ in FAINT_BLANKS:
        blur_rows_with_blanks(report)
    return ('\r\n' if rng.random() < 0.2 else '\n').join(lines) + '\n'


def blur_rows_with_blanks(report):
    """Where a blank leaves no clear trace, its row has no sure reading."""
    rows = {}
    for (code, _), cell in report.cells.items():
        rows.setdefault(row_name(code), []).append(cell)
    for cells in rows.values():
        if any(cell.text == '' and cell.presence != model.MISSING for cell in cells):
            report.open_rules.add('C.UNREADABLE')
            for cell in cells:
                cell.lose((model.BLANK, model.MISSING, model.UNREADABLE, cell.presence))


def row_name(code):
    """What stands in one printed row: an indicator of table 3, a body of table 2, table 4."""
    if code.startswith('requests.'):
        return code
    return 'disputes' if code.startswith('disputes.') else code.rsplit('.', 1)[0]
