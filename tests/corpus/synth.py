"""Figures of reports that never were, of which every identity holds."""

import decimal

import model

PLACES = [('township', '青石县', ['柳河镇', '长岭乡', '东风街道', '白杨回族乡', '克尔古提乡']),
          ('bureau', '临山县', ['农业农村局', '市场监督管理局', '卫生健康局', '财政局', '审计局']),
          ('county', '', ['清河县', '新安县', '江阳区', '康宁县', '东湖自治县']),
          ('city', '', ['淮江市', '南阳川市', '宁海市', '西凉州市']),
          ('province', '', ['重庆市', '浙江省', '宁夏回族自治区'])]


def _agency(rng, level):
    for name, parent, names in PLACES:
        if name == level:
            body = rng.choice(names)
            return parent + body + ('人民政府' if level != 'bureau' and '街道' not in body
                                    else '办事处' if '街道' in body else '')
    raise ValueError(level)


def _split(rng, whole, parts, favour=None):
    """`whole` in `parts` random shares; most go to the few shares of `favour`."""
    out = [0] * parts
    favoured = favour or list(range(parts))
    step = max(1, whole // 40)
    while whole > 0:
        take = min(whole, rng.randint(1, step * 2))
        target = rng.choice(favoured) if rng.random() < 0.8 else rng.randrange(parts)
        out[target] += take
        whole -= take
    return out


def _table3(rng, form, scale, single_other, values):
    rows = model.outcome_rows(form, single_other)
    busy = rng.sample(range(len(rows)), k=min(len(rows), 2 + scale))
    largest = [3, 60, 900, 7000, 30000][scale]
    sums = {}
    for column, applicant in enumerate(model.MEMBERS):
        received = 0
        if column == 0 or rng.random() < 0.15 + scale * 0.2:
            received = rng.randint(0, largest if column == 0 else max(1, largest // 9))
        carried_in = rng.randint(0, received // 20 + (1 if scale > 1 else 0))
        carried_out = min(rng.randint(0, received // 25 + 1), received + carried_in)
        if scale == 0 and rng.random() < 0.8:
            carried_in = carried_out = 0
        concluded = received + carried_in - carried_out
        shares = _split(rng, concluded, len(rows), busy)
        line = dict(zip(rows, shares))
        line['requests.received'] = received
        line['requests.carried_in'] = carried_in
        line['requests.concluded'] = concluded
        line['requests.carried_out'] = carried_out
        for code, number in line.items():
            values[(code, applicant)] = str(number)
            sums[code] = sums.get(code, 0) + number
    for code, number in sums.items():
        values[(code, 'total')] = str(number)


def _table4(rng, scale, values):
    for group in ('review', 'litigation_direct', 'litigation_after_review'):
        parts = [rng.randint(0, [0, 3, 30, 200, 400][scale]) if rng.random() < 0.3 + scale * 0.2
                 else 0 for _ in range(4)]
        for name, number in zip(('upheld', 'corrected', 'other', 'pending'), parts):
            values[(f'disputes.{group}.{name}', '')] = str(number)
        values[(f'disputes.{group}.total', '')] = str(sum(parts))


def _table2(rng, form, scale, level, values):
    def put(code, number):
        values[('disclosure.' + code, '')] = model.plain(number)

    def count(limit):
        return rng.randint(0, limit) if rng.random() < 0.35 + scale * 0.15 else 0

    power = level in ('city', 'province')
    big = [4, 800, 20000, 400000, 9000000][scale]
    for body in ('regulations', 'normative_documents'):
        limit = (12 if body == 'regulations' else 6 + 90 * scale)
        allowed = power or body == 'normative_documents'
        if form == '2019':
            made = count(limit) if allowed else 0
            put(body + '.made', made)
            put(body + '.published', made)
            put(body + '.public_total', made + (count(limit * 8) if allowed else 0))
        else:
            issued = count(limit) if allowed else 0
            put(body + '.issued', issued)
            put(body + '.repealed', count(limit) if allowed else 0)
            put(body + '.in_force', issued + (count(limit * 8) if allowed else 0))
    services = ['licensing', 'penalties', 'coercion']
    if form == '2019':
        services.append('other_services')
        for body in services + ['fees']:
            prior = count(20 + 300 * scale)
            put(body + '.items_prior_year', prior)
            put(body + '.items_change', rng.randint(-min(prior, 9), 9) if prior else 0)
        put('procurement.projects', count(5 + 700 * scale))
        put('procurement.amount',
            decimal.Decimal(rng.randint(0, 10 ** (7 + scale))) if rng.random() < 0.7 else 0)
    else:
        put('fees.amount',
            decimal.Decimal(rng.randint(0, 10 ** (5 + scale))) if rng.random() < 0.6 else 0)
    for body in services:
        put(body + '.decisions', count(big))


def synthesize(rng, form=None, year=None, single_other=False):
    form = form or rng.choice(['2019', '2021'])
    if year is None:
        year = rng.choice([2019, 2020]) if form == '2019' else rng.choice([2021, 2022, 2023, 2024])
    scale = rng.choice([0, 0, 1, 1, 2, 2, 3, 3, 4])
    level = ['township', 'bureau', 'county', 'city', 'province'][scale]
    values = {}
    _table2(rng, form, scale, level, values)
    _table3(rng, form, scale, single_other and form == '2021', values)
    _table4(rng, scale, values)
    agency = _agency(rng, level)
    report = model.from_figures(form, values, year, agency)
    report.single_other = single_other and form == '2021'
    if report.single_other:
        for applicant in model.APPLICANTS:
            for row in ('uncorrected_in_time', 'fee_unpaid', 'rest'):
                report.cells[(f'requests.other.{row}', applicant)] = model.Cell('', model.MISSING)
            key = ('requests.other', applicant)
            report.set_value(key, values[key])
    return report
