#!/usr/bin/python3
"""Renders reports into every layout that agencies publish and measures how they are read.

  corpus.py --seed 7 --count 30                     30 documents of each layout
  corpus.py --only print --count 3                  printed by LibreOffice and Chromium
  corpus.py --only scan --count 2                   pictures of pages, read with --ocr
  corpus.py --only saved --count 3                  saved by LibreOffice as DOC, RTF, ODT, XLS, ODS
  corpus.py --only html:word --count 100 --keep D   one layout; the documents stay in D

corpus_test.py holds the fixed part that must pass with every change.
"""

import argparse
import os
import pathlib
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

import documents   # noqa: E402
import evaluate    # noqa: E402
import printing    # noqa: E402

DEFAULT_BINARY = (pathlib.Path(__file__).resolve().parents[2] / 'build/release/bin/gongkai')


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--binary', default=os.environ.get('GONGKAI', str(DEFAULT_BINARY)))
    parser.add_argument('--seed', default='1')
    parser.add_argument('--count', type=int, default=10, help='documents of each layout')
    parser.add_argument('--only', action='append', help='a layout, or the start of its name')
    parser.add_argument('--keep', type=pathlib.Path, help='folder that keeps the documents')
    parser.add_argument('--figures', help='folder with more *.facts.tsv')
    parser.add_argument('--failures', type=int, default=3, help='failures shown of each layout')
    parser.add_argument('--list', action='store_true', help='names the layouts')
    options = parser.parse_args()
    layouts = [l for l in documents.LAYOUTS
               if not options.only or any(l.startswith(o) for o in options.only)]
    layouts += [l for l in documents.PRINTED if any(l.startswith(o) for o in options.only or [])]
    if options.list:
        print('\n'.join(layouts))
        return 0
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.keep or pathlib.Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        made = [documents.make(layout, index, options.seed, options.figures)
                for layout in layouts for index in range(options.count)]
        printing.print_all(made)
        outcomes = evaluate.evaluate(options.binary, made, folder)
        shown = {}
        for outcome in outcomes:
            layout = outcome.document.layout
            if not outcome.good and shown.get(layout, 0) < options.failures:
                shown[layout] = shown.get(layout, 0) + 1
                print(evaluate.details(outcome, folder))
        print(evaluate.table(outcomes))
    return 0


if __name__ == '__main__':
    sys.exit(main())
