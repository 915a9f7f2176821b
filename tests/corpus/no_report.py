"""Files that hold no report that can be read: each is to be refused with a reason."""

import io

import html_layouts

PAGE = ('<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title></head><body>'
        '<div class="nav"><a href="/">首页</a> <a href="/zwgk">政务公开</a></div>{body}'
        '<div class="footer">主办单位：某县人民政府办公室 备案号05001234号-1</div></body></html>')


def list_page(rng):
    items = ''.join(f'<li><a href="/art/{y}/1.html">某县{y - 1}年政府信息公开工作年度报告</a><span>{y}-01-{rng.randint(10, 30)}</span></li>'
                    for y in range(2015, 2025))
    return 'html', PAGE.format(title='政府信息公开年报', body=f'<ul class="list">{items}</ul><div>共 3 页 下一页</div>').encode()


def script_page(rng):
    return 'html', PAGE.format(
        title='2023年政府信息公开工作年度报告',
        body='<div id="app"></div><script src="/static/js/app.8f2c.js"></script><noscript>请启用 JavaScript 后查看</noscript>').encode()


def pdf_link(rng):
    kind = rng.choice(['<a href="/files/2023nb.pdf">某县2023年政府信息公开工作年度报告.pdf</a>',
                       '<p>附件：<a href="./P020240131.pdf">2023年年报.pdf</a></p>',
                       '<iframe src="/pdfjs/web/viewer.html?file=/upload/2023.pdf"></iframe>'])
    return 'html', PAGE.format(title='2023年政府信息公开工作年度报告',
                               body='<h1>某县2023年政府信息公开工作年度报告</h1>' + kind).encode()


def error_page(rng):
    return 'html', PAGE.format(title='404', body='<h1>您访问的页面不存在或已删除</h1>').encode()


def empty(rng):
    return rng.choice(['txt', 'html', 'pdf', 'docx']), b''


def blank_text(rng):
    return 'txt', '\n \n　\n'.encode()


def random_bytes(rng):
    return rng.choice(['pdf', 'docx', 'html']), bytes(rng.randrange(256) for _ in range(4000))


def news(rng):
    return 'html', PAGE.format(title='我县召开政务公开工作培训会', body='<p>1月8日，我县召开政务公开工作培训会，各乡镇120余人参加。</p>').encode()


def truncated_docx(rng):
    import docx_layouts
    whole = docx_layouts.package('<w:document/>')
    return 'docx', whole[:len(whole) // 2]


def _pdf(style, draw):
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfgen import canvas
    out = io.BytesIO()
    page = canvas.Canvas(out, pagesize=A4, invariant=1, encrypt=style.get('encrypt'))
    draw(page)
    page.showPage()
    page.save()
    return out.getvalue()


def encrypted_pdf(rng):
    from reportlab.lib import pdfencrypt
    lock = pdfencrypt.StandardEncryption('geheim', ownerPassword='owner', canPrint=0)
    return 'pdf', _pdf({'encrypt': lock}, lambda page: page.drawString(72, 700, 'report'))


def image_pdf(rng):
    from PIL import Image, ImageDraw, ImageFont
    from reportlab.lib.utils import ImageReader
    import pdf_layouts
    image = Image.new('L', (900, 1200), 255)
    pen = ImageDraw.Draw(image)
    pen.text((80, 60), '2023年政府信息公开工作年度报告', font=ImageFont.truetype(pdf_layouts.FONTS['zenhei'], 36), fill=0)
    for row in range(20):
        pen.rectangle((80, 200 + row * 40, 820, 240 + row * 40), outline=0)
    return 'pdf', _pdf({}, lambda page: page.drawImage(ImageReader(image), 40, 40, 500, 700))


def truncated_pdf(rng):
    whole = _pdf({}, lambda page: page.drawString(72, 700, 'report'))
    return 'pdf', whole[:300]


TEXT_KINDS = [list_page, script_page, pdf_link, error_page, empty, blank_text, random_bytes, news,
              truncated_docx]
PDF_KINDS = [encrypted_pdf, image_pdf, truncated_pdf]


def utf16_page(rng):
    _, page = list_page(rng)
    return 'html', html_layouts.encode(page.decode(), {'charset': 'utf-16'})


TEXT_KINDS.append(utf16_page)
