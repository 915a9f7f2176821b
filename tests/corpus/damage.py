"""Parts of the form that a document does not hold."""

import model


def drop_row(report, rng):
    """Rows of table 3 are gone."""
    rows = [r for r in model.outcome_rows(report.form, report.single_other)]
    for row in rng.sample(rows, k=rng.randint(1, 2)):
        report.drop([(row, a) for a in model.APPLICANTS])
        report.notes.append(f'without the row {row}')
    report.rules.add('S.ROW_MISSING')


def drop_block(report, rng):
    """A block of table 2 is gone."""
    prefix = rng.choice(['disclosure.fees.', 'disclosure.licensing.', 'disclosure.coercion.'])
    report.drop([(i.code, '') for i in model.indicators_of(report.form, 2)
                 if i.code.startswith(prefix)])
    report.rules.add('S.ROW_MISSING')
    report.notes.append(f'without {prefix}')


def drop_column(report, rng):
    """An applicant's column of table 3 is gone."""
    applicant = rng.choice(['public_interest_organization', 'legal_services', 'total'])
    report.drop([k for k in report.cells if k[1] == applicant])
    report.rules.add('S.ROW_MISSING')
    report.notes.append(f'without the column {applicant}')


def drop_block_column(report, rng):
    """A column of a block of table 2 is gone, from the head and from its rows."""
    endings = ['repealed', 'issued', 'in_force'] if report.form == '2021' else [
        'made', 'public_total', 'published']
    ending = rng.choice(endings)
    report.drop([(f'disclosure.{body}.{ending}', '') for body in ('regulations',
                                                                 'normative_documents')])
    report.rules.add('S.ROW_MISSING')
    report.notes.append(f'without the column {ending}')


def drop_table(report, rng):
    table = rng.choice([2, 3, 4])
    report.drop([k for k in report.cells if model.BY_CODE[k[0]].table == table])
    report.rules.add('S.TABLE_MISSING')
    report.notes.append(f'without table {table}')


ALL = [drop_row, drop_block, drop_column, drop_block_column, drop_table]
