"""The tables of a report as rows of cells with spans, before any format."""

import dataclasses
import decimal

import model

GROUP_LABELS = {'（三）不予公开': 'requests.denied.', '（四）无法提供': 'requests.unavailable.',
                '（五）不予处理': 'requests.not_processed.', '（六）其他处理': 'requests.other.'}


@dataclasses.dataclass
class GridCell:
    text: str
    rows: int = 1
    columns: int = 1
    kind: str = 'value'      # caption, head, group, label, value
    key: tuple = None        # of a value that is a fact


@dataclasses.dataclass
class Grid:
    table: int
    rows: list
    head_rows: int = 0

    @property
    def width(self):
        return max(sum(c.columns for c in placed) for placed in self.occupied())

    def occupied(self):
        """For each row its cells and, for each cell that reaches into it from above, that cell."""
        result, pending = [], {}
        for row in self.rows:
            line, column, cells, following = [], 0, list(row), {}
            while cells or column in pending:
                if column in pending:
                    cell, left = pending.pop(column)
                else:
                    cell = cells.pop(0)
                    left = cell.rows
                if left > 1:
                    following[column] = (cell, left - 1)
                line.append(cell)
                column += cell.columns
            pending = following
            result.append(line)
        return result

    def expanded(self):
        """Rows of `width` texts; a span's text stands in its first place only, None elsewhere."""
        seen, result = set(), []
        for line in self.occupied():
            texts = []
            for cell in line:
                texts += [None if id(cell) in seen else cell] + [None] * (cell.columns - 1)
                seen.add(id(cell))
            result.append(texts)
        return result


def broken(grid, rng, labels, repeat_header):
    """The parts of a grid that two or three pages hold. A merged cell that goes over a page's end
    is begun anew; `labels` says what it prints there: its text 'again', nothing ('once'), or the
    rest of a text that is 'torn'."""
    lines = grid.occupied()
    inner = list(range(grid.head_rows + 3, len(lines) - 1))
    cuts = sorted(rng.sample(inner, k=min(rng.choice([1, 1, 2]), len(inner))))
    parts = []
    for start, end in zip([0] + cuts, cuts + [len(lines)]):
        rows = []
        if start and repeat_header:
            rows = [[dataclasses.replace(c) for c in row] for row in grid.rows[:grid.head_rows]]
        begun = {}
        for line in lines[start:end]:
            row = []
            for cell in line:
                if id(cell) in begun:
                    begun[id(cell)].rows += 1
                    continue
                text = _text_in_part(grid, cell, lines, start, end, labels)
                begun[id(cell)] = dataclasses.replace(cell, text=text, rows=1)
                row.append(begun[id(cell)])
            rows.append(row)
        parts.append(Grid(grid.table, rows, grid.head_rows if not start or repeat_header else 0))
    return parts


def _text_in_part(grid, cell, lines, start, end, labels):
    at = [r for r, line in enumerate(lines) if any(c is cell for c in line)]
    first, last = at[0], at[-1]
    if first >= start and last < end:
        return cell.text
    if labels == 'torn' and len(cell.text) > 3:
        half = len(cell.text) // 2
        if first >= start:
            return cell.text[:half]
        return cell.text[half:]
    if labels == 'again' or first >= start:
        return cell.text
    return ''


def joined(parts):
    """The parts as one grid, one below the other."""
    return Grid(parts[0].table, [row for part in parts for row in part.rows], parts[0].head_rows)


def foreign(rng):
    """A table of numbers that belongs to no form, as stands in the prose of some reports."""
    rows = rng.choice([
        [['公开渠道', '数量（条）', '占比'], ['政府网站', '1286', '71.2%'], ['政务微信', '431', '23.9%'],
         ['其他', '89', '4.9%'], ['总计', '1806', '100%']],
        [['指标', '2019年', '2018年'], ['信息公开申请', '17', '12'], ['政策解读', '45', '38']],
        [['序号', '单位', '公开条数'], ['1', '办公室', '120'], ['2', '财政局', '98'], ['3', '卫健局', '77']],
    ])
    return Grid(0, [[GridCell(t, kind='head' if i == 0 or k == 0 else 'value')
                     for k, t in enumerate(row)] for i, row in enumerate(rows)], 1)


def _value(report, code, applicant=''):
    cell = report.cells.get((code, applicant), model.Cell('', model.MISSING))
    return GridCell(cell.text, key=(code, applicant))


def _gone(report, keys):
    return all(report.cells[k].presence == model.MISSING for k in keys if k in report.cells)


def _blocks(report):
    """Table 2: [(caption, [column label], [(row label, [indicator])])] of what is printed."""
    blocks = []
    for i in model.indicators_of(report.form, 2):
        label = i.group
        if _gone(report, [(i.code, '')]):
            continue
        if not blocks or blocks[-1][0] != label:
            blocks.append((label, [], {}))
        column = i.column.split(' | ')[0]
        if column not in blocks[-1][1]:
            blocks[-1][1].append(column)
        blocks[-1][2].setdefault(i.row, []).append(i.code)
    result = []
    for caption, columns, rows in blocks:
        kept = [(r, c) for r, c in rows.items() if not _gone(report, [(x, '') for x in c])]
        if kept:
            result.append((caption, columns, kept))
    return result


def table2(report, look):
    """One grid, or one for each block."""
    blocks = _blocks(report)
    split = look.get('split2')
    width = 1 + max((len(columns) for _, columns, _ in blocks), default=0)
    grids, rows = [], []
    for caption, columns, lines in blocks:
        own = width if not split else 1 + len(columns)
        rows.append([GridCell(look.label(caption), 1, own, 'caption')])
        printed = [look.column(c, report) for c in columns]
        if look.get('made_twice') and len(columns) == 3 and '本年新公开数量' in columns:
            printed[1] = printed[0]
        if look.get('cut_columns') and len(columns) == 3 and '本年新公开数量' in columns:
            printed[0] = printed[1] = '本年新'
        head = [GridCell(look.label('信息内容'), kind='head')]
        head += [GridCell(c, kind='head') for c in printed]
        head[-1].columns += own - 1 - len(columns)
        rows.append(head)
        extras = look.extra_rows(caption, len(columns))
        for label, codes in lines:
            line = [GridCell(look.label(label), kind='label')]
            line += [_value(report, code) for code in codes]
            line[-1].columns += own - 1 - len(columns)
            rows.append(line)
        for label, values in extras:
            line = [GridCell(label, kind='label')] + [GridCell(v) for v in values]
            line[-1].columns += own - 1 - len(columns)
            rows.append(line)
        if split:
            grids.append(Grid(2, rows))
            rows = []
    if rows:
        grids.append(Grid(2, rows))
    return grids


def _sum_cell(report, keys):
    """A printed subtotal; blank if a member has no number. One may be wrong by one."""
    numbers = [report.number(*k) for k in keys]
    if any(n is None for n in numbers):
        return ''
    extra = 0
    if report.wrong_subtotals:
        report.wrong_subtotals -= 1
        report.broken_subtotals += 1
        extra = 1
    return model.plain(sum(numbers, decimal.Decimal(extra)))


def _request_rows(report):
    rows = []
    for i in model.indicators_of(report.form, 3):
        if i.code.startswith('requests.other.') and report.single_other:
            if rows[-1][0] != 'requests.other':
                rows.append(('requests.other', '三、本年度办理结果', '（六）其他处理'))
            continue
        group = i.group
        rows.append((i.code, group, i.row))
    return [r for r in rows if not _gone(report, [(r[0], a) for a in model.APPLICANTS])]


def table3(report, look):
    rows = _request_rows(report)
    subtotal = look.get('legal_subtotal')      # None, 'first', 'last'
    order = [a for a in model.APPLICANTS if not _gone(report, [(r[0], a) for r in rows])]
    legal = [a for a in order if a not in ('natural_person', 'total')]
    labels = dict(zip(model.APPLICANTS, model.APPLICANT_LABELS))
    count = len(order) + (1 if subtotal else 0)
    identity = '（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）'
    lines = [[GridCell(look.label(identity), 3, 3, 'head'),
              GridCell(look.label('申请人情况'), 1, count, 'head')]]
    second = [GridCell(look.label(labels[a]), 2, 1, 'head')
              for a in ('natural_person',) if a in order]
    second.append(GridCell(look.label('法人或其他组织'), 1, len(legal) + (1 if subtotal else 0),
                           'head'))
    if 'total' in order:
        cell = GridCell(look.label('总计'), 2, 1, 'head')
        second.insert(0 if look.get('total_first') else len(second), cell)
    lines.append(second)
    third = [GridCell(look.label(labels[a]), kind='head') for a in legal]
    if subtotal:
        third.insert(0 if subtotal == 'first' else len(third),
                     GridCell(look.get('subtotal_label', '小计'), kind='head'))
    lines.append(third)

    def values(code):
        cells = {a: _value(report, code, a) for a in order}
        line = [cells[a] for a in order if a not in legal and a != 'total']
        members = [cells[a] for a in legal]
        if subtotal:
            members.insert(0 if subtotal == 'first' else len(members),
                           GridCell(_sum_cell(report, [(code, a) for a in legal])))
        return line + members + [cells[a] for a in order if a == 'total']

    group_rows = look.get('subtotal_rows')      # None, 'first', 'last'
    body = []       # (group label, row label, cells)
    for code, group, label in rows:
        body.append((group, label, values(code)))
    if group_rows:
        body = _with_subtotals(report, rows, body, order, legal, subtotal, group_rows)
    outcome = sum(1 for group, _, _ in body if group)
    opened = None
    first_outcome = True
    for index, (group, label, cells) in enumerate(body):
        line = []
        if not group:
            line.append(GridCell(look.label(label), 1, 3, 'label'))
        else:
            if first_outcome:
                line.append(GridCell(look.vertical(look.label('三、本年度办理结果')), outcome, 1,
                                     'group'))
                first_outcome = False
            if group.startswith('三'):
                line.append(GridCell(look.label(label), 1, 2, 'label'))
            else:
                if group != opened:
                    size = 0
                    for other, _, _ in body[index:]:
                        if other != group:
                            break
                        size += 1
                    line.append(GridCell(look.label(group), size, 1, 'group'))
                line.append(GridCell(look.label(label), kind='label'))
            opened = group
        lines.append(line + cells)
    grid = Grid(3, lines, head_rows=3)
    if look.get('break'):
        labels, repeat_header = look.get('break')
        grid = joined(broken(grid, look.rng, labels, repeat_header))
    return grid


def _with_subtotals(report, rows, body, order, legal, subtotal, where):
    result = []
    for index, (group, label, cells) in enumerate(body):
        prefix = GROUP_LABELS.get(group)
        members = [code for code, other, _ in rows if other == group]

        def sums(members=members):
            line = []
            for a in order:
                if a in legal and subtotal == 'first' and a == legal[0]:
                    line.append(GridCell(_sum_cell(report, [(c, x) for c in members
                                                            for x in legal])))
                line.append(GridCell(_sum_cell(report, [(c, a) for c in members])))
                if a in legal and subtotal == 'last' and a == legal[-1]:
                    line.append(GridCell(_sum_cell(report, [(c, x) for c in members
                                                            for x in legal])))
            return line

        starts = prefix and (index == 0 or body[index - 1][0] != group)
        ends = prefix and (index + 1 == len(body) or body[index + 1][0] != group)
        if starts and where == 'first':
            result.append((group, '小计', sums()))
        result.append((group, label, cells))
        if ends and where == 'last':
            result.append((group, '小计', sums()))
    return result


def table4(report, look):
    groups = ['review', 'litigation_direct', 'litigation_after_review']
    columns = ['upheld', 'corrected', 'other', 'pending', 'total']
    names = ['结果维持', '结果纠正', '其他结果', '尚未审结', '总计']

    def heads(rows=1):
        return [GridCell(look.stacked(look.label(n)), rows, 1, 'head') for n in names]

    captions = [GridCell(look.label('未经复议直接起诉'), 1, 5, 'head'),
                GridCell(look.label('复议后起诉'), 1, 5, 'head')]
    if look.get('flat_head4'):
        lines = [[GridCell(look.label('行政复议'), 2, 5, 'head'),
                  GridCell(look.label('行政诉讼'), 1, 10, 'head')],
                 captions, heads() + heads() + heads()]
    else:
        lines = [[GridCell(look.label('行政复议'), 1, 5, 'head'),
                  GridCell(look.label('行政诉讼'), 1, 10, 'head')],
                 heads(2) + captions, heads() + heads()]
    lines.append([_value(report, f'disputes.{g}.{c}') for g in groups for c in columns])
    return Grid(4, lines, head_rows=3)


def grids_of(report, look):
    """{table number: [grid]} of the tables that are printed."""
    result = {0: [foreign(look.rng)]}
    for number, make in ((2, lambda: table2(report, look)), (3, lambda: [table3(report, look)]),
                         (4, lambda: [table4(report, look)])):
        keys = [(i.code, a) for i in model.indicators_of(report.form, number)
                for a in (model.APPLICANTS if number == 3 else [''])]
        result[number] = [] if _gone(report, keys) else make()
    return result
