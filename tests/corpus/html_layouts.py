"""Renderings as HTML pages."""

import html

import scripts
from grids import broken

WORD_HEAD = ('<html xmlns:o="urn:schemas-microsoft-com:office:office" '
             'xmlns:w="urn:schemas-microsoft-com:office:word" xmlns="http://www.w3.org/TR/REC-html40">')


def esc(text):
    return html.escape(text, quote=False)


def _attributes(cell, style):
    out = ''
    if cell.columns > 1:
        out += ' colspan="{}{}"'.format(cell.columns, ';' if style.get('semicolon') else '')
    if cell.rows > 1:
        out += f' rowspan="{cell.rows}"' if not style.get('bare') else f' rowspan={cell.rows}'
    if style.get('word'):
        out += ' width=57 valign=top style=\'width:42.5pt;border:solid windowtext 1.0pt;padding:0cm 5.4pt\''
    return out


def _inner(text, style, rng):
    if style.get('word') or style.get('wps'):
        tag = 'font' if style.get('font') else 'span'
        paragraphs = []
        parts = text.split('\n')
        if (style.get('split_labels') and len(parts) == 1 and len(text) == 4
                and all('\u4e00' <= c <= '\u9fff' for c in text)):
            parts = [text[:2], text[2:]]
        for part in parts:
            if style.get('per_character'):
                body = ''.join(f'<{tag} style="font-family:仿宋">{esc(c)}</{tag}>' for c in part)
            else:
                body = f'<{tag} lang=EN-US style=\'font-size:10.5pt\'>{esc(part)}</{tag}>'
            paragraphs.append(f'<p class=MsoNormal align=center>{body}<o:p>{"" if part else "&nbsp;"}</o:p></p>')
        return ''.join(paragraphs)
    if not text:
        return rng.choice(['', '&nbsp;', ' ', '<p></p>', '<br>']) if style.get('blanks') else ''
    body = '<br/>'.join(esc(p) for p in text.split('\n'))
    if style.get('paragraphs'):
        body = f'<p>{body}</p>'
    if style.get('zero_width'):
        at = rng.randrange(len(body) + 1) if '<' not in body and '&' not in body else 0
        body = body[:at] + rng.choice(['\u200b', '\ufeff', '&#8203;', '\u200d']) + body[at:]
    return body


def table(grid, style, rng):
    if style.get('wrong_span'):
        _misstate_spans(grid, rng)
    if style.get('wrong_head') and grid.table == 3:
        _misstate_head(grid, rng)
    if style.get('pages') and grid.table == 3 and len(grid.rows) > grid.head_rows + 6:
        labels, style = rng.choice(['again', 'once', 'torn']), dict(style, pages=False)
        return '\n<p>- 4 -</p>\n'.join(
            table(part, style, rng) for part in broken(grid, rng, labels, rng.random() < 0.5))
    open_end = style.get('missing_end')
    rows = []
    for row in grid.rows:
        cells = ''
        for cell in row:
            tag = 'th' if style.get('th') and cell.kind == 'head' else 'td'
            end = '' if open_end and rng.random() < 0.5 else f'</{tag}>'
            cells += f'<{tag}{_attributes(cell, style)}>{_inner(cell.text, style, rng)}{end}'
            cells += '\n' if style.get('newlines') else ''
        rows.append('<tr>' + cells + ('' if open_end and rng.random() < 0.3 else '</tr>'))
    body = '\n'.join(rows)
    if style.get('tbody'):
        body = f'<tbody>{body}</tbody>'
    return f'<table border="1" cellspacing="0" cellpadding="0">\n{body}\n</table>'


def _misstate_head(grid, rng):
    """The corner claims a row too many or too few, or the legal persons a column too few; not with a
    subtotal of theirs, which would then stand behind the total as the eighth column of some does."""
    if grid.rows[0][1].columns < 8 and rng.random() < 0.5:
        next(cell for cell in grid.rows[1] if cell.columns > 1).columns -= 1
    else:
        grid.rows[0][0].rows += rng.choice([-1, 1])


def _misstate_spans(grid, rng):
    """The long label of the outcomes claims a row too many or too few."""
    for row in grid.rows:
        for cell in row:
            if cell.kind == 'group' and cell.rows > 10:
                cell.rows += rng.choice([-1, 1, 2])
            if cell.kind == 'caption' and rng.random() < 0.3:
                cell.columns += 1


def _chrome(style, content, report, rng):
    """Navigation, scripts, share bars and hidden text around the report."""
    year = report.year
    return (
        '<div class="top"><ul class="nav"><li><a href="/">首页</a></li><li><a href="/zwgk/">政务公开</a></li>'
        '<li><a href="/bszn/">办事服务</a></li></ul></div>\n'
        '<div class="crumbs">当前位置：<a href="/">首页</a> &gt; <a href="/zwgk">政府信息公开</a> &gt; 政府信息公开年报</div>\n'
        '<script type="text/javascript">var page = {total: 12, table: "<table><tr><td>规章</td><td>99</td></tr></table>"};</script>\n'
        f'<div style="display:none">本年新收政府信息公开申请数量 {rng.randint(100, 999)} 件</div>\n'
        '<table style="display:none"><tr><td>规章</td><td>77</td><td>77</td><td>77</td></tr></table>\n'
        f'<ul class="list"><li>{year - 1}年政府信息公开工作年度报告</li><li>{year - 2}年政府信息公开工作年度报告</li></ul>\n'
        f'<div class="article">{content}</div>\n'
        '<div class="share">分享到：<a>微信</a> <a>微博</a></div>\n'
        '<div class="footer">主办单位：某某办公室 &copy; 网站标识码：3200000001 备案号05001234号-1</div>')


def _metadata_table(frame):
    pairs = frame.before
    rows = ''
    for i in range(0, len(pairs), 2):
        rows += '<tr>' + ''.join(f'<td>{k}：</td><td>{esc(v)}</td>' for k, v in pairs[i:i + 2]) + '</tr>'
    return f'<table class="meta">{rows}</table>' if pairs else ''


def render(report, frame, grids, style, rng):
    parts = []
    for kind, content in frame.blocks:
        if kind == 'table':
            parts += [table(grid, style, rng) for grid in grids[content]]
            if style.get('breaks'):
                parts[-1] += '<p>&nbsp;</p>'
        elif kind == 'title':
            parts.append(f'<h1>{esc(content)}</h1>')
        elif kind == 'heading' and style.get('headings'):
            parts.append(f'<h2>{esc(content)}</h2>')
        elif style.get('word'):
            parts.append(_inner(content, style, rng))
        elif kind == 'heading':
            parts.append(f'<p><strong>{esc(content)}</strong></p>')
        else:
            parts.append(f'<p>　　{esc(content)}</p>')
    content = '\n'.join(parts)
    if style.get('layout_table'):
        content = ('<table width="100%"><tr><td width="20"></td><td><table><tr><td>'
                   f'{_metadata_table(frame)}{content}</td></tr></table></td><td></td></tr></table>')
    else:
        content = _metadata_table(frame) + content
    content += ''.join(f'<p>{esc(line)}</p>' for line in frame.after)
    if style.get('chrome'):
        content = _chrome(style, content, report, rng)
    head = WORD_HEAD if style.get('word') else '<!DOCTYPE html>\n<html>'
    declared = style.get('declared', style.get('charset', 'utf-8'))
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">' if declared else ''
    page = (f'{head}\n<head>{meta}<title>{esc(report.title)}</title>\n'
            '<style>table{border-collapse:collapse}td,th{border:1px solid #000;padding:2px 4px}</style></head>\n<body>' + content + '</body></html>')
    if style.get('script') == 'traditional':
        page = scripts.traditional(page)
    elif style.get('script') == 'pinyin':
        page = scripts.with_pinyin(page, rng)
    return encode(page, style)


def encode(page, style):
    charset = style.get('charset', 'utf-8')
    if charset == 'utf-16':
        return page.encode('utf-16')
    if charset == 'utf-8-bom':
        return b'\xef\xbb\xbf' + page.encode()
    return page.encode(charset, errors='xmlcharrefreplace')


def random_style(rng, name):
    """The style of a named HTML layout, its minor choices made at random."""
    style = {'tbody': rng.random() < 0.7, 'newlines': rng.random() < 0.5, 'blanks': True,
             'headings': rng.random() < 0.4, 'paragraphs': rng.random() < 0.4,
             'th': rng.random() < 0.3, 'breaks': rng.random() < 0.3, 'chrome': rng.random() < 0.3,
             'layout_table': rng.random() < 0.2}
    if name == 'word':
        style.update(word=True, wps=False, per_character=rng.random() < 0.5, font=rng.random() < 0.4,
                     split_labels=rng.random() < 0.5, paragraphs=False, headings=False)
    elif name == 'soup':
        style.update(missing_end=True, semicolon=rng.random() < 0.6, bare=True)
    elif name == 'chrome':
        style.update(chrome=True, layout_table=True)
    elif name == 'pages':
        style.update(pages=True)
    elif name == 'wrong_span':
        style.update(wrong_span=True)
    elif name == 'wrong_head':
        style.update(wrong_head=True)
    elif name == 'zero_width':
        style.update(zero_width=True)
    elif name == 'charset':
        choice = rng.choice([('gb2312', 'gb2312'), ('gbk', 'GBK'), ('gb18030', ''), ('gb18030', 'gb2312'),
                             ('utf-8-bom', ''), ('utf-16', ''), ('utf-8', 'gb2312'), ('gb18030', 'utf-8'),
                             ('utf-8', ''), ('utf-8-bom', 'gb2312')])
        style.update(charset=choice[0], declared=choice[1])
    return style
