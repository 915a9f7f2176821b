"""What agencies write into the cells beside plain numbers."""

import decimal

import model
from model import BLANK, DASH, NOT_APPLICABLE, REPORTED, UNREADABLE, Cell

EMPTY_MARKS = [('', BLANK), ('\u00a0', BLANK), ('　', BLANK), ('/', DASH), ('-', DASH), ('—', DASH),
               ('--', DASH), ('——', DASH), ('无', NOT_APPLICABLE), ('不适用', NOT_APPLICABLE)]


def _table_keys(report, table):
    return [k for k, c in report.cells.items()
            if model.BY_CODE[k[0]].table == table and c.presence == REPORTED]


def zeros_become_marks(report, rng):
    """An agency with its own habit leaves its zeros empty or marks them."""
    text, presence = rng.choice(EMPTY_MARKS)
    share = rng.choice([0.3, 0.8, 1.0])
    tables = rng.sample([2, 3, 4], k=rng.randint(1, 3))
    for key, cell in report.cells.items():
        if cell.value == '0' and model.BY_CODE[key[0]].table in tables and rng.random() < share:
            report.cells[key] = Cell(text, presence)
    report.notes.append(f'zeros -> {text!r}')


def only_person_and_total(report, rng):
    text, presence = rng.choice(EMPTY_MARKS)
    for key in _table_keys(report, 3):
        if key[1] not in ('natural_person', 'total') and report.cells[key].value == '0':
            report.cells[key] = Cell(text, presence)
    report.notes.append(f'only 自然人 and 总计 filled, else {text!r}')


def total_column_blank(report, rng):
    for key in _table_keys(report, 3):
        if key[1] == 'total':
            report.cells[key] = Cell('', BLANK)
    report.notes.append('总计 column blank')


def only_total(report, rng):
    for key in _table_keys(report, 3):
        if key[1] != 'total':
            report.cells[key] = Cell('', BLANK)
    report.notes.append('only 总计 filled')


def full_width(report, rng):
    wide = str.maketrans('0123456789', '０１２３４５６７８９')
    for key, cell in report.cells.items():
        if cell.presence == REPORTED and not cell.note and rng.random() < 0.5:
            cell.text = cell.text.translate(wide)
    report.notes.append('full-width digits')


def thousands(report, rng):
    mark = rng.choice([',', ',', '，'])
    for key, cell in report.cells.items():
        if cell.presence == REPORTED and cell.text.isdigit() and int(cell.text) > 999:
            cell.text = f'{int(cell.text):,}'.replace(',', mark)
    report.notes.append('thousands separators')


def spaces(report, rng):
    """Blanks around numbers, and inside those of one cell in ten."""
    for cell in report.cells.values():
        if cell.presence != REPORTED:
            continue
        if rng.random() < 0.3:
            cell.text = rng.choice([' ', '\u00a0', '  ']) + cell.text
        if len(cell.value) > 1 and cell.text.isdigit() and rng.random() < 0.1:
            at = rng.randrange(1, len(cell.text))
            cell.text = cell.text[:at] + ' ' + cell.text[at:]
    report.notes.append('spaces around and inside numbers')


def units_in_cells(report, rng):
    for key, cell in report.cells.items():
        indicator = model.BY_CODE[key[0]]
        if cell.presence == REPORTED and indicator.table == 2 and indicator.kind == 'count':
            if not cell.note and rng.random() < 0.6:
                cell.text += indicator.unit
    report.notes.append('units in cells')


def published_note(report, rng):
    """`8(含2018年 结转1件)`: value and note, the published number more than the made one."""
    if report.form == '2019':
        for body in ('regulations', 'normative_documents'):
            made = report.number(f'disclosure.{body}.made')
            if made is None or (made == 0 and body == 'regulations'):
                continue
            carried = rng.randint(1, 9)
            published = made + carried
            key = (f'disclosure.{body}.published', '')
            open_mark, close_mark = rng.choice(['()', '（）'])
            words = f'含{report.year - 1}年{rng.choice(["", " "])}结转{carried}件'
            report.cells[key] = Cell(f'{published}{open_mark}{words}{close_mark}', REPORTED,
                                     str(published), words.replace(' ', ''))
            total = (f'disclosure.{body}.public_total', '')
            if (report.number(*total) or 0) < published:
                report.set_value(total, int(published) + rng.randint(0, 90))
    else:
        for code, words in (('issued', '其中修订{}件'), ('repealed', '含自然失效{}件')):
            key = (f'disclosure.normative_documents.{code}', '')
            value = report.number(*key)
            if value:
                note = words.format(rng.randint(1, int(value)))
                report.cells[key] = Cell(f'{value}{rng.choice(["（{}）", "({})"]).format(note)}',
                                         REPORTED, str(value), note)
    report.notes.append('notes in cells')


def floating_note(report, rng):
    """The words of a note below the number, on a line of their own."""
    published_note(report, rng)
    for cell in report.cells.values():
        if cell.note:
            at = min(i for i, c in enumerate(cell.text) if c in '(（')
            cell.text = cell.text[:at] + '\n' + cell.text[at:]
            cell.note_sure = False
    report.notes.append('notes float')


def change_words(report, rng):
    """The change column in words and signs."""
    for body in ('licensing', 'other_services', 'penalties', 'coercion', 'fees'):
        key = (f'disclosure.{body}.items_change', '')
        value = report.number(*key)
        if value is None:
            continue
        size = abs(value)
        if value < 0:
            text = rng.choice(['-{}', '减{}', '减少{}', '－{}', '—{}', '- {}', '↓{}'][:6]).format(size)
        elif value > 0:
            text = rng.choice(['增{}', '增加{}', '+{}', '＋{}', '{}', '新增{}']).format(size)
        else:
            text = rng.choice(['0', '0', '0', '增0', '+0'])
        report.cells[key] = Cell(text, REPORTED, model.plain(value))
    report.notes.append('change in words')


def change_unreadable(report, rng):
    """Neither a number nor a known empty mark."""
    body = rng.choice(['licensing', 'other_services', 'penalties', 'coercion', 'fees'])
    key = (f'disclosure.{body}.items_change', '')
    if key in report.cells and report.cells[key].presence == REPORTED:
        text = rng.choice(['增', '增/减', '见附件', '约', '增减相抵'])
        report.cells[key] = Cell(text, UNREADABLE)
        report.rules.add('C.UNREADABLE')
        report.notes.append(f'{body} change {text!r}')


def change_of_nothing(report, rng):
    """No change, told as 0 up and 0 down: 0 to a person, and no plain number either."""
    for body in ('licensing', 'other_services', 'penalties', 'coercion', 'fees'):
        key = (f'disclosure.{body}.items_change', '')
        if report.number(*key) is not None and rng.random() < 0.5:
            report.cells[key] = Cell(rng.choice(['0/0', '+(0) -(0)', '+0/-0']), REPORTED, '0',
                                     sure=False, allowed=(UNREADABLE,))
            report.open_rules.add('C.UNREADABLE')
    report.notes.append('change 0/0')


def unreadable_cell(report, rng):
    key = rng.choice(_table_keys(report, 3) or [None])
    if key:
        text = rng.choice(['见附件', '*', '若干', '待定', '#REF!', '1O', '3?'])
        report.cells[key] = Cell(text, UNREADABLE)
        report.rules.add('C.UNREADABLE')
        report.notes.append(f'{key} {text!r}')


def amount_words(report, rng):
    """Amounts with a unit of their own, under any header."""
    key = ('disclosure.procurement.amount' if report.form == '2019' else 'disclosure.fees.amount', '')
    text, value = rng.choice([
        ('552.94亿元', '55294000000'), ('0.37万元', '3700'), ('3405820元', '3405820'),
        ('380元', '380'), ('152790元', '152790'), ('96171.6万元', '961716000'),
        ('1,234.5万元', '12345000'), ('12.5 万元', '125000'), ('1.2亿', '120000000'),
        ('８０６１８元', '80618'), ('0.5亿元', '50000000'), ('80618.25元', '80618.25'),
        ('1234.56万', '12345600')])
    report.cells[key] = Cell(text, REPORTED, value)
    report.notes.append(f'amount {text}')


def break_identity(report, rng):
    """One number is wrong in the source."""
    keys = [k for t in (3, 4) for k in _table_keys(report, t)]
    if not keys:
        return
    for key in rng.sample(keys, k=min(len(keys), rng.choice([1, 1, 1, 2, 3]))):
        old = report.number(*key)
        text = str(old)
        options = [old + 1, old + rng.randint(1, 90), decimal.Decimal(int(text[::-1]))]
        if old > 0:
            options += [old - 1, decimal.Decimal(0)]
        new = rng.choice([n for n in options if n != old])
        report.set_value(key, new)
        report.notes.append(f'{key} {old} -> {new}')


def break_table2(report, rng):
    if report.form == '2019':
        if rng.random() < 0.5:
            report.set_value(('disclosure.licensing.items_prior_year', ''), 3)
            report.set_value(('disclosure.licensing.items_change', ''), -rng.randint(4, 90))
        else:
            report.set_value(('disclosure.normative_documents.published', ''), 87)
            report.set_value(('disclosure.normative_documents.public_total', ''), rng.randint(0, 86))
    else:
        report.set_value(('disclosure.normative_documents.issued', ''), 31)
        report.set_value(('disclosure.normative_documents.in_force', ''), rng.randint(0, 9))
        report.set_value(('disclosure.normative_documents.repealed', ''), rng.randint(0, 9))
    report.notes.append('table 2 contradicts itself')


def totals_zero(report, rng):
    """Totals printed as 0 beside parts (表四)."""
    for group in ('review', 'litigation_direct', 'litigation_after_review'):
        report.set_value((f'disputes.{group}.upheld', ''), rng.randint(1, 10))
        report.set_value((f'disputes.{group}.total', ''), 0)
    report.notes.append('totals of table 4 are 0')


def columns_off_by_one(report, rng):
    """Two columns off by one, the total in balance."""
    row = 'requests.granted'
    first, second = rng.sample(model.MEMBERS, 2)
    low = report.number(row, first)
    high = report.number(row, second)
    if low is None or high is None or high == 0:
        return
    report.set_value((row, first), low + 1)
    report.set_value((row, second), high - 1)
    report.notes.append(f'{first} +1, {second} -1 in {row}')


def negative_count(report, rng):
    key = rng.choice(_table_keys(report, 3) or [None])
    if key:
        report.cells[key] = Cell('-3', REPORTED, '-3')
        report.rules.add('C.NOT_A_COUNT')
        report.notes.append(f'{key} -3')


def wrong_subtotal(report, rng):
    report.wrong_subtotals = rng.choice([1, 1, 2])
    report.notes.append('a printed subtotal is wrong')


# Writing a number in another way; the facts are the same.
WAYS = [full_width, thousands, spaces, units_in_cells, published_note, floating_note, change_words, amount_words]
# Cells without a number.
EMPTINESS = [zeros_become_marks, only_person_and_total, total_column_blank, only_total,
             change_unreadable, change_of_nothing, unreadable_cell]
# The source contradicts itself.
ERRORS = [break_identity, break_table2, totals_zero, columns_off_by_one, negative_count, wrong_subtotal]
