"""Scans of printed documents: pictures of pages without a text layer."""

import io
import pathlib
import shutil
import subprocess
import tempfile

from PIL import Image, ImageChops, ImageFilter

PDFTOPPM = shutil.which('pdftoppm')
# Kind -> dots an inch, file name extension.
KINDS = {
    'pdf': (300, 'pdf'),       # clean
    'coarse': (200, 'pdf'),    # clean
    'aslant': (300, 'pdf'),    # each page turned by up to a degree and a half
    'worn': (300, 'pdf'),      # blurred, grey, grainy and specked; packed with losses
    'tiff': (300, 'tiff'),     # black and white
    'jpeg': (200, 'jpg'),      # all pages in one high picture
    'png': (150, 'png'),       # the same, as from a screen
}


def pages(pdf, dots):
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / 'a.pdf'
        path.write_bytes(pdf)
        subprocess.run([PDFTOPPM, '-r', str(dots), '-gray', path, path.with_suffix('')], check=True)
        return [Image.open(page).copy() for page in sorted(path.parent.glob('a-*.pgm'))]


def scan(pdf, kind, rng):
    """The bytes of a scan of a PDF file."""
    dots, extension = KINDS[kind]
    pictures = pages(pdf, dots)
    if kind == 'aslant':
        pictures = [page.rotate(rng.uniform(-1.5, 1.5), fillcolor=255, resample=Image.BICUBIC)
                    for page in pictures]
    if kind == 'worn':
        pictures = [_worn(page, rng) for page in pictures]
    if kind == 'tiff':
        pictures = [page.point(lambda grey: 255 * (grey > 128)).convert('1') for page in pictures]
    if kind in ('jpeg', 'png'):
        pictures = [_one_below_the_other(pictures)]
    options = {'pdf': {'resolution': dots, 'quality': 60 if kind == 'worn' else 90},
               'tiff': {'dpi': (dots, dots), 'compression': 'group4'},
               'jpg': {'quality': 80}, 'png': {}}[extension]
    if len(pictures) > 1:
        options |= {'save_all': True, 'append_images': pictures[1:]}
    out = io.BytesIO()
    pictures[0].save(out, {'jpg': 'JPEG'}.get(extension, extension.upper()), **options)
    return out.getvalue()


def _worn(page, rng):
    grey = rng.uniform(0.75, 0.9)
    page = page.filter(ImageFilter.GaussianBlur(rng.uniform(0.6, 1.1)))
    page = page.point(lambda value: 60 + int(value * grey * 0.75))
    noise = Image.frombytes('L', page.size, rng.randbytes(page.width * page.height))
    noise = noise.filter(ImageFilter.GaussianBlur(0.8)).point(lambda value: 128 + (value - 128) // 3)
    page = ImageChops.add(page, noise, scale=1, offset=-128)
    pixels = page.load()
    for _ in range(page.width * page.height // 4000):
        pixels[rng.randrange(page.width), rng.randrange(page.height)] = rng.choice([0, 90, 160])
    return page


def _one_below_the_other(pictures):
    whole = Image.new('L', (max(page.width for page in pictures),
                            sum(page.height for page in pictures)), 255)
    top = 0
    for page in pictures:
        whole.paste(page, (0, top))
        top += page.height
    return whole
