"""The findings that a report deserves, from its facts alone; written from the rule catalogue and
knowing nothing of the program's own rules."""

import collections

import model

# Rules whose findings are counted exactly.
COUNTED = ['T3.IN_EQUALS_OUT', 'T3.OUTCOME_TOTAL', 'T3.ROW_TOTAL', 'T4.GROUP_TOTAL',
           'T2.ITEMS_BALANCE', 'T2.PUBLISHED_IN_TOTAL', 'T2.ISSUED_IN_FORCE']


def _broken(left, right):
    """Whether sum(left) = sum(right) fails whatever non-negative numbers the Nones stand for."""
    known_left = sum(x for x in left if x is not None)
    known_right = sum(x for x in right if x is not None)
    open_left, open_right = None in left, None in right
    if open_left and open_right:
        return False
    if open_left:
        return known_left > known_right
    if open_right:
        return known_right > known_left
    return known_left != known_right


def findings(report):
    """Counter of rule id -> number of findings, for COUNTED."""
    found = collections.Counter()
    if report.form == 'none':
        return found
    number = report.number
    outcomes = model.outcome_rows(report.form, report.single_other)
    for a in model.APPLICANTS:
        if _broken([number('requests.received', a), number('requests.carried_in', a)],
                   [number('requests.concluded', a), number('requests.carried_out', a)]):
            found['T3.IN_EQUALS_OUT'] += 1
        if _broken([number(row, a) for row in outcomes], [number('requests.concluded', a)]):
            found['T3.OUTCOME_TOTAL'] += 1
    for row in outcomes + ['requests.received', 'requests.carried_in', 'requests.concluded',
                           'requests.carried_out']:
        if _broken([number(row, a) for a in model.MEMBERS], [number(row, 'total')]):
            found['T3.ROW_TOTAL'] += 1
    for group in ('review', 'litigation_direct', 'litigation_after_review'):
        parts = [number(f'disputes.{group}.{p}') for p in ('upheld', 'corrected', 'other',
                                                             'pending')]
        if _broken(parts, [number(f'disputes.{group}.total')]):
            found['T4.GROUP_TOTAL'] += 1
    if report.form == '2019':
        for body in ('licensing', 'other_services', 'penalties', 'coercion', 'fees'):
            prior = number(f'disclosure.{body}.items_prior_year')
            change = number(f'disclosure.{body}.items_change')
            if prior is not None and change is not None and prior + change < 0:
                found['T2.ITEMS_BALANCE'] += 1
        for body in ('regulations', 'normative_documents'):
            published = number(f'disclosure.{body}.published')
            total = number(f'disclosure.{body}.public_total')
            if published is not None and total is not None and published > total:
                found['T2.PUBLISHED_IN_TOTAL'] += 1
    else:
        for body in ('regulations', 'normative_documents'):
            issued, repealed, in_force = (number(f'disclosure.{body}.{c}')
                                          for c in ('issued', 'repealed', 'in_force'))
            if None not in (issued, repealed, in_force) and issued > in_force + repealed:
                found['T2.ISSUED_IN_FORCE'] += 1
    return found


def unsure(report):
    """Rules whose count cannot be told, as cells that they use have no sure reading."""
    if all(cell.sure for cell in report.cells.values()):
        return set()
    return set(COUNTED)
