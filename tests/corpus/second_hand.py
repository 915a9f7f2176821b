"""Renderings by another hand: the same report built from its own tables, with other habits of
labels, heads, captions and cells than `grids.py` has, so that no reading leans on one generator."""

import html
import re

import model
from model import APPLICANTS

HEADS3 = ['自然人', '商业企业', '科研机构', '社会公益组织', '法律服务机构', '其他', '总计']
DISPUTES = ['行政复议', '未经复议直接起诉', '复议后起诉']
OUTCOMES = ['结果维持', '结果纠正', '其他结果', '尚未审结', '总计']
TORN = ['\n', ' ', '']


class Hand:
    """The habits of one author."""

    def __init__(self, rng, flattened):
        self.rng = rng
        pick = rng.choice
        self.mark = pick(['.', '、', '．', '. '])          # behind a row's ordinal
        self.round = pick(['（{}）', '({})', '（{})'])     # ordinals of groups
        self.notes = rng.random() < 0.5
        self.break_labels = rng.random() < 0.3             # line breaks or blanks inside labels
        self.head3 = pick(['three', 'three', 'one', 'two', 'none'])
        self.vertical = not flattened and rng.random() < 0.15
        self.disputes = pick(['row', 'row', 'lines', 'upright', 'flat'])
        self.yuan = rng.random() < 0.2                     # 单位：元 in the head of the fees
        self.captions = rng.random() < 0.3
        self.quotes = pick(['“{}”', '"{}"', '”{}”', '「{}」', '‘{}’'])
        self.clause = pick(['第二十条第（{}）项', '第二十条第({})项', '第二十条({})项', '第二十条第（ ）项',
                            '第二十条 第（{}）项', '《条例》第二十条第（{}）项'])
        self.repeat_groups = rng.random() < 0.2

    def say(self):
        return {k: v for k, v in vars(self).items() if k != 'rng'}

    def label(self, text):
        match = re.fullmatch(r'（([一二三四五六七])）(.*)', text)
        if match:
            text = self.round.format(match.group(1)) + match.group(2)
        text = re.sub(r'^(\d)\.', lambda m: m.group(1) + self.mark, text)
        text = re.sub('“(.*)”', lambda m: self.quotes.format(m.group(1)), text)
        if not self.notes:
            text = re.sub(r'（区分.*）', '', text)
        if self.break_labels and len(text) > 5 and self.rng.random() < 0.4:
            at = self.rng.randrange(3, len(text) - 1)
            if not text[at - 1].isdigit():
                text = text[:at] + self.rng.choice(TORN) + text[at:]
        return text


class Cell:
    def __init__(self, text, columns=1, rows=1, kind='value'):
        self.text, self.columns, self.rows, self.kind = text, columns, rows, kind


def _text(report, code, applicant=''):
    cell = report.cells.get((code, applicant))
    return cell.text if cell else ''


def _there(report, code, applicant=''):
    cell = report.cells.get((code, applicant))
    return cell is not None and cell.presence != model.MISSING


def table2(report, hand):
    """[[row]]: the blocks of table 2, each of its own."""
    blocks = {}
    for i in model.indicators_of(report.form, 2):
        if _there(report, i.code):
            blocks.setdefault(i.group, []).append(i)
    made = []
    for caption, members in blocks.items():
        ordinal = re.search('（(.)）', caption).group(1)
        columns = list(dict.fromkeys(i.column.split(' | ')[0] for i in members))
        if hand.yuan and columns == ['本年收费金额（单位：万元）']:
            columns = ['本年收费金额（单位：元）']
        rows = [[Cell(hand.clause.format(ordinal), 1 + len(columns), kind='caption')],
                [Cell('信息内容', kind='head')] + [Cell(hand.label(c), kind='head') for c in columns]]
        for name in dict.fromkeys(i.row for i in members):
            rows.append([Cell(hand.label(name), kind='label')] +
                        [Cell(_text(report, i.code)) for i in members if i.row == name])
        made.append(rows)
    return made


def table3(report, hand):
    order = [a for a in APPLICANTS
             if any(_there(report, i.code, a) for i in model.indicators_of(report.form, 3))]
    named = [HEADS3[APPLICANTS.index(a)] for a in order]
    rows = []
    if hand.head3 == 'one':
        rows.append([Cell('项目', 3, kind='head')] + [Cell(n, kind='head') for n in named])
    elif hand.head3 in ('two', 'three'):
        legal = [n for n in named if n not in ('自然人', '总计')]
        high = 2 if hand.head3 == 'three' else 1
        if hand.head3 == 'three':
            rows.append([Cell('（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）', 3, 3, 'head'),
                         Cell('申请人情况', len(named), kind='head')])
            second = []
        else:
            second = [Cell('申请人情况', 3, 2, 'head')]
            high = 2
        second += [Cell('自然人', 1, high, 'head'), Cell('法人或其他组织', len(legal), 1, 'head')]
        if '总计' in named:
            second.append(Cell('总计', 1, high, 'head'))
        rows += [second, [Cell(n, kind='head') for n in legal]]
    body = []
    for i in model.indicators_of(report.form, 3):
        if report.single_other and i.code.startswith('requests.other.'):
            if not body or body[-1][0] != 'requests.other':
                body.append(('requests.other', '三、本年度办理结果', '（六）其他处理'))
            continue
        body.append((i.code, i.group, i.row))
    body = [b for b in body if any(_there(report, b[0], a) for a in order)]
    results = [b for b in body if b[1]]
    previous = None
    for code, group, label in body:
        line = []
        if not group:
            line.append(Cell(hand.label(label), 3, kind='label'))
        else:
            if results[0][0] == code:
                word = '三、本年度办理结果'
                word = '\n'.join(word.replace('、', '')) if hand.vertical else word
                line.append(Cell(word, 1, len(results), 'group'))
            if group.startswith('三'):
                line.append(Cell(hand.label(label), 2, kind='label'))
            else:
                if group != previous:
                    line.append(Cell(hand.label(group), 1, sum(b[1] == group for b in body), 'group'))
                line.append(Cell(hand.label(label), kind='label'))
            previous = group
        line += [Cell(_text(report, code, a)) for a in order]
        rows.append(line)
    return rows


def table4(report, hand):
    groups = ['review', 'litigation_direct', 'litigation_after_review']
    columns = ['upheld', 'corrected', 'other', 'pending', 'total']
    value = lambda g, c: Cell(_text(report, f'disputes.{g}.{c}'))
    if hand.disputes == 'lines':
        rows = [[Cell('类别', kind='head')] + [Cell(o, kind='head') for o in OUTCOMES]]
        for name, g in zip(DISPUTES, groups):
            rows.append([Cell(name, kind='label')] + [value(g, c) for c in columns])
        return rows
    if hand.disputes == 'upright':
        rows = []
        for k, (name, g) in enumerate(zip(DISPUTES, groups)):
            for n, (outcome, c) in enumerate(zip(OUTCOMES, columns)):
                line = []
                if k == 0 and n == 0:
                    line.append(Cell('行政复议', 2, 5, 'group'))
                if k == 1 and n == 0:
                    line.append(Cell('行政诉讼', 1, 10, 'group'))
                if k > 0 and n == 0:
                    line.append(Cell(name, 1, 5, 'group'))
                rows.append(line + [Cell(outcome, kind='label'), value(g, c)])
        return rows
    values = [value(g, c) for g in groups for c in columns]
    if hand.disputes == 'flat':
        return [[Cell(n, 5, kind='head') for n in DISPUTES],
                [Cell(o, kind='head') for _ in groups for o in OUTCOMES], values]
    return [[Cell('行政复议', 5, kind='head'), Cell('行政诉讼', 10, kind='head')],
            [Cell(o, 1, 2, 'head') for o in OUTCOMES] + [Cell(n, 5, kind='head') for n in DISPUTES[1:]],
            [Cell(o, kind='head') for _ in range(2) for o in OUTCOMES], values]


def tables(report, hand):
    """{number: [(caption, rows)]}"""
    gone = {n: all(c.presence == model.MISSING for k, c in report.cells.items()
                   if model.BY_CODE[k[0]].table == n) for n in (2, 3, 4)}
    blocks = table2(report, hand)
    if hand.rng.random() < 0.5:
        width = max((len(b[1]) for b in blocks), default=0)
        whole = []
        for block in blocks:
            for row in block:
                row[-1].columns += width - sum(c.columns for c in row)
                whole.append(row)
        blocks = [whole] if whole else []
    captions = {2: '行政机关主动公开政府信息情况统计表', 3: '（单位：件）', 4: '表四'} if hand.captions else {}
    if hand.head3 == 'none':         # nothing names the column that is gone
        for i in model.indicators_of(report.form, 3):
            row = [report.cells[i.code, a] for a in APPLICANTS if (i.code, a) in report.cells]
            if any(c.presence == model.MISSING for c in row) and not all(
                    c.presence == model.MISSING for c in row):
                report.rules.discard('S.ROW_MISSING')
                report.open_rules |= {'S.ROW_MISSING', 'C.UNREADABLE'}
                for cell in row:
                    cell.lose()
    result = {2: [(captions.get(2), b) for b in blocks] if not gone[2] else [],
              3: [(captions.get(3), table3(report, hand))] if not gone[3] else [],
              4: [(captions.get(4), table4(report, hand))] if not gone[4] else []}
    return result


def expanded(rows, repeat=False):
    """Rows as wide as the table; a span's text in its first place, or in each."""
    taken, out = {}, []
    width = sum(c.columns for c in rows[0])
    for r, row in enumerate(rows):
        line, cells, k = [], list(row), 0
        while k < width or cells:
            if (r, k) in taken:
                line.append(taken[(r, k)] if repeat else '')
                k += 1
                continue
            if not cells:
                break
            cell = cells.pop(0)
            for dr in range(cell.rows):
                for dk in range(cell.columns):
                    if dr or dk:
                        taken[(r + dr, k + dk)] = cell.text
            line.append(cell.text)
            k += 1
        out.append(line)
    return out


# Text: a function (rows, rng) -> [line].

def _flat(text):
    return text.replace('\n', ' ')


def cells_closed(rows, rng):
    """One cell a line, each ending with a border; the row's last line carries the empty ones."""
    width, out = max(len(r) for r in rows), []
    for row in rows:
        lines = [(_flat(c.text) + ' |').strip() for c in row]
        out += lines[:-1] + [lines[-1] + (' ' + '|' * (width - len(row)) if len(row) < width else '')]
    return out


def cells_torn(rows, rng):
    """The same; a label of two lines is torn before its border."""
    out = []
    for row in rows:
        for cell in row:
            parts = cell.text.split('\n')
            out += parts[:-1] + [(parts[-1] + ' |').strip()]
    return out


def lines_between(rows, rng):
    """One cell a line with a blank line between, also between the lines of a label."""
    return [line for row in rows for c in row for part in c.text.split('\n') for line in (part or ' ', '')]


def labels_whole(rows, rng):
    """One cell a line with a blank line between; the lines of a label follow each other."""
    return [line for row in rows for c in row for line in [*((c.text or ' ').split('\n')), '']]


def tab_rows(rows, rng):
    return ['\t'.join(_flat(t) for t in line) for line in expanded(rows)]


def tab_rows_repeated(rows, rng):
    return ['\t'.join(_flat(t) for t in line) for line in expanded(rows, True)]


def markdown_table(rows, rng):
    lines = ['| ' + ' | '.join(t.replace('\n', '<br>') for t in line) + ' |' for line in expanded(rows)]
    return ['', lines[0], '|' + '---|' * len(expanded(rows)[0])] + lines[1:] + ['']


def markdown_tight(rows, rng):
    """Spans filled, no outer borders, colons in the rule."""
    lines = ['|'.join(_flat(t) for t in line) for line in expanded(rows, True)]
    return ['', lines[0], '|'.join([':---:'] * len(expanded(rows)[0]))] + lines[1:] + ['']


def blanks_between(rows, rng):
    """The cells of a row on one line, one blank between them."""
    return [' '.join(re.sub(r'\s', '', c.text) if c.kind == 'value' else _flat(c.text) for c in row)
            for row in rows]


TEXT = [cells_closed, cells_torn, lines_between, labels_whole, tab_rows, tab_rows_repeated,
        markdown_table, markdown_tight, blanks_between]


def text(report, frame, layout, rng, hand):
    if layout is blanks_between:     # a cell without a mark would leave no trace
        for cell in report.cells.values():
            if not cell.text.strip() and cell.presence == model.BLANK:
                cell.text, cell.presence = '/', model.DASH
    made = tables(report, hand)
    lines = [f'{k}：{v}' for k, v in frame.before]
    for kind, content in frame.blocks:
        if kind == 'table':
            for caption, rows in made.get(content, []):
                lines += ([caption] if caption else []) + layout(rows, rng)
                if layout in (lines_between, labels_whole):
                    lines.append('')
        else:
            lines += [content] + ([''] if layout in (lines_between, labels_whole) else [])
    return '\n'.join(lines + frame.after) + '\n'


# HTML: the table's parts in thead and tbody, cells with what editors put into them.

def page(report, frame, rng, hand):
    made = tables(report, hand)
    style = {'head': rng.random() < 0.5, 'caption': rng.random() < 0.5, 'div': rng.random() < 0.3,
             'nested': rng.random() < 0.15, 'image': rng.random() < 0.1, 'widths': rng.random() < 0.3}

    def inner(cell):
        body = '<br>'.join(html.escape(p) for p in cell.text.split('\n'))
        if style['div']:
            body = f'<div align="center"><b></b>{body}&nbsp;</div>'
        return body or rng.choice(['&nbsp;', '', '<br />', '<span></span>'])

    def table(caption, rows):
        heads = 0
        while heads < len(rows) and all(c.kind in ('head', 'caption') for c in rows[heads]):
            heads += 1
        out = '<table border="1" cellpadding="0">'
        if caption and style['caption']:
            out += f'<caption>{caption}</caption>'
        if style['widths']:
            out += '<colgroup>' + '<col width="72">' * sum(c.columns for c in rows[0]) + '</colgroup>'
        for r, row in enumerate(rows):
            if style['head'] and heads and r in (0, heads):
                out += '<thead>' if r == 0 else '</thead><tbody>'
            tag = 'th' if style['head'] and r < heads else 'td'
            out += '<tr>'
            for c in row:
                spans = (f' colspan="{c.columns}"' if c.columns > 1 else '') + (
                    f' rowspan="{c.rows}"' if c.rows > 1 else '')
                out += f'<{tag}{spans}>{inner(c)}</{tag}>'
            out += '</tr>\n'
        out += ('</tbody>' if style['head'] and heads and heads < len(rows) else '') + '</table>'
        out = (f'<p>{caption}</p>' if caption and not style['caption'] else '') + out
        return f'<table width="100%"><tbody><tr><td>{out}</td></tr></tbody></table>' if style['nested'] else out

    parts = []
    for kind, content in frame.blocks:
        if kind == 'table':
            parts += [table(*one) for one in made.get(content, [])]
        else:
            parts.append(f'<div>{html.escape(content)}</div>' if kind != 'title'
                         else f'<div class="title">{html.escape(content)}</div>')
    meta = ''.join(f'<li><span>{k}：</span><em>{html.escape(v)}</em></li>' for k, v in frame.before)
    return ('<!doctype html><html><head><meta charset="utf-8"><title>' + html.escape(report.title) +
            f'</title></head><body><ul>{meta}</ul>' + '\n'.join(parts) +
            ''.join(f'<p>{line}</p>' for line in frame.after) + '</body></html>')
