"""A report to render: what every cell prints, and what a right reading of it is."""

import csv
import dataclasses
import decimal
import pathlib

DATA = pathlib.Path(__file__).resolve().parent.parent / 'data'

APPLICANTS = ['natural_person', 'business', 'research_institution', 'public_interest_organization',
              'legal_services', 'other_organization', 'total']
MEMBERS = APPLICANTS[:-1]
APPLICANT_LABELS = ['自然人', '商业企业', '科研机构', '社会公益组织', '法律服务机构', '其他', '总计']

REPORTED, BLANK, DASH = 'REPORTED', 'BLANK', 'DASH'
NOT_APPLICABLE, MISSING, UNREADABLE = 'NOT_APPLICABLE', 'MISSING', 'UNREADABLE'


@dataclasses.dataclass
class Cell:
    """One cell: its text, and the fact that it states.

    sure: the text fixes the reading. Where it does not (the layout lost something), a reading is
    right that reports the value that was there, or has one of the presences of `allowed`.
    """
    text: str
    presence: str = REPORTED
    value: str = ''
    note: str = ''
    sure: bool = True
    note_sure: bool = True    # False: the words stand outside the cell, a reader may miss them
    allowed: tuple = (BLANK, DASH, NOT_APPLICABLE, MISSING, UNREADABLE)

    def lose(self, allowed=(MISSING, UNREADABLE)):
        self.sure = False
        self.allowed = allowed

    def number(self):
        return decimal.Decimal(self.value) if self.presence == REPORTED else None


@dataclasses.dataclass
class Indicator:
    code: str
    table: int
    forms: list
    group: str
    row: str
    column: str
    unit: str
    kind: str


def _load_indicators():
    with open(DATA / 'indicators.tsv', encoding='utf-8') as file:
        return [Indicator(r['code'], int(r['table']), r['forms'].split(','), r['group'],
                          r['row_label'], r['column_label'], r['unit'], r['kind'])
                for r in csv.DictReader(file, delimiter='\t')]


INDICATORS = _load_indicators()
BY_CODE = {i.code: i for i in INDICATORS}


def indicators_of(form, table=None):
    return [i for i in INDICATORS if form in i.forms and table in (None, i.table)]


def keys_of(form):
    """Every (indicator, applicant) of a form, in its order."""
    keys = []
    for indicator in indicators_of(form):
        if indicator.table == 3:
            keys += [(indicator.code, a) for a in APPLICANTS]
        else:
            keys.append((indicator.code, ''))
    return keys


def outcome_rows(form, single_other=False):
    """Indicators of the outcome rows (一) to (六) of table 3."""
    rows = [i.code for i in indicators_of(form, 3)
            if i.code not in ('requests.received', 'requests.carried_in', 'requests.concluded',
                              'requests.carried_out')]
    if form == '2021' and single_other:
        rows = [r for r in rows if not r.startswith('requests.other')] + ['requests.other']
    return rows


def plain(value):
    """A decimal without exponent and trailing zeros, as facts carry it."""
    text = format(decimal.Decimal(value), 'f')
    return text.rstrip('0').rstrip('.') if '.' in text else text


def printed(code, value):
    """How a form that is filled in plainly prints a value in the base unit."""
    if code == 'disclosure.fees.amount':
        return plain(decimal.Decimal(value) / 10000)
    if code == 'disclosure.procurement.amount' and decimal.Decimal(value) != 0:
        return plain(value) + '元'
    return plain(value)


@dataclasses.dataclass
class Report:
    form: str                 # '2019' or '2021': the tables that are printed
    year: int
    agency: str
    cells: dict               # (indicator, applicant) -> Cell
    single_other: bool = False  # 其他处理 printed as one row on the 2021 form
    lossy: bool = False       # the layout lost values: what is left is told to be unreadable
    damaged: bool = False     # so badly that it may be refused, and nothing but numbers is compared
    wrong_subtotals: int = 0  # so many printed subtotals are to be wrong
    broken_subtotals: int = 0  # so many are
    rules: set = dataclasses.field(default_factory=set)  # rules that must be found
    open_rules: set = dataclasses.field(default_factory=set)  # rules that may be found
    notes: list = dataclasses.field(default_factory=list)  # what was done to it, for a person
    prose: dict = dataclasses.field(default_factory=dict)

    @property
    def title(self):
        return f'{self.agency}{self.year}年政府信息公开工作年度报告'

    def number(self, code, applicant=''):
        cell = self.cells.get((code, applicant))
        return cell.number() if cell else None

    def set_value(self, key, value):
        self.cells[key] = Cell(printed(key[0], value), REPORTED, plain(value))

    def drop(self, keys):
        for key in keys:
            self.cells[key] = Cell('', MISSING)


def load_figures(path):
    """The figures of a *.facts.tsv file: form and {key: value}."""
    values = {}
    for line in pathlib.Path(path).read_text(encoding='utf-8').splitlines():
        if line.strip():
            code, applicant, value = line.split('\t')
            values[(code, applicant)] = value
    form = '2019' if ('disclosure.regulations.made', '') in values else '2021'
    return form, values


def from_figures(form, values, year, agency):
    report = Report(form, year, agency, {})
    for key in keys_of(form):
        if key in values:
            report.set_value(key, values[key])
        else:
            report.cells[key] = Cell('', BLANK)
    return report
