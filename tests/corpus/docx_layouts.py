"""Renderings as DOCX packages, written part by part so that each oddity is what we say it is."""

import io
import zipfile
from xml.sax.saxutils import escape

from grids import broken

W = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main'
NAMESPACES = (f'xmlns:w="{W}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
              'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
              'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
              'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
              'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
              'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"')
CONTENT_TYPES = '''<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/><Override PartName="/word/numbering.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"/><Override PartName="/word/footer1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/></Types>'''
PACKAGE_RELS = '''<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>'''
DOCUMENT_RELS = '''<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/numbering" Target="numbering.xml"/><Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer" Target="footer1.xml"/></Relationships>'''
BORDERS = ''.join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
                  for side in ('top', 'left', 'bottom', 'right', 'insideH', 'insideV'))
STYLES = f'''<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:styles xmlns:w="{W}"><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style><w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style><w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/></w:style><w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/><w:tblPr><w:tblBorders>{BORDERS}</w:tblBorders></w:tblPr></w:style></w:styles>'''
NUMBERING = f'''<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:suff w:val="nothing"/><w:lvlText w:val="%1、"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'''
FOOTER = f'''<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:ftr xmlns:w="{W}"><w:p><w:r><w:t>— 4 —</w:t></w:r></w:p></w:ftr>'''


def _run(text, properties='', tag='t'):
    space = ' xml:space="preserve"' if text != text.strip() or not text else ''
    rpr = '<w:rPr>' + (properties or '<w:sz w:val="19"/>') + '</w:rPr>'
    return f'<w:r>{rpr}<w:{tag}{space}>{escape(text)}</w:{tag}></w:r>'


class Writer:
    """Writes the body of one document in one style."""

    def __init__(self, style, rng):
        self.style = style
        self.rng = rng
        self.change = 0

    def _author(self):
        self.change += 1
        return f'w:id="{self.change}" w:author="审核人" w:date="2024-01-08T09:00:00Z"'

    def runs(self, text, value=False):
        style, rng = self.style, self.rng
        if value and style.get('tracked') and text and rng.random() < 0.3:
            old = str(rng.randint(0, 999))
            return (f'<w:del {self._author()}>{_run(old, tag="delText")}</w:del>'
                    f'<w:ins {self._author()}>{_run(text)}</w:ins>')
        if value and style.get('fields') and text.isdigit() and rng.random() < 0.3:
            return ('<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> '
                    '=SUM(LEFT) \\# "0" </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
                    f'{_run(text)}<w:r><w:fldChar w:fldCharType="end"/></w:r>')
        if value and style.get('no_break_hyphen') and text.startswith('-'):
            return '<w:r><w:noBreakHyphen/></w:r>' + _run(text[1:])
        if style.get('split_runs') and len(text) > 1:
            out, start = '', 0
            while start < len(text):
                size = rng.randint(1, 2)
                font = rng.choice(['<w:rFonts w:hint="eastAsia"/>', '<w:rFonts w:ascii="仿宋" w:cs="宋体"/><w:sz w:val="21"/>'])
                out += _run(text[start:start + size], font)
                out += '<w:proofErr w:type="spellStart"/>' if rng.random() < 0.1 else ''
                start += size
            return out
        return _run(text)

    def paragraph(self, text, properties='', value=False):
        marks = '<w:bookmarkStart w:id="7" w:name="_GoBack"/><w:bookmarkEnd w:id="7"/>' \
            if self.style.get('split_runs') and self.rng.random() < 0.05 else ''
        ppr = f'<w:pPr>{properties}</w:pPr>' if properties else ''
        return f'<w:p>{ppr}{marks}{self.runs(text, value) if text else ""}</w:p>'

    def cell(self, cell, merge, width):
        properties = f'<w:tcW w:w="{width}" w:type="dxa"/>'
        if cell.columns > 1:
            properties += f'<w:gridSpan w:val="{cell.columns}"/>'
        if merge == 'restart':
            properties += '<w:vMerge w:val="restart"/>'
        elif merge == 'continue':
            properties += self.rng.choice(['<w:vMerge/>', '<w:vMerge w:val="continue"/>'])
        text = '' if merge == 'continue' else cell.text
        value = cell.kind == 'value'
        body = ''.join(self.paragraph(part, '<w:jc w:val="center"/>', value)
                       for part in text.split('\n'))
        if text and self.style.get('line_breaks') and cell.kind != 'value' and len(text) > 6 \
                and self.rng.random() < 0.3:
            body = (f'<w:p>{_run(text[:4])}<w:r><w:br/></w:r>{_run(text[4:])}</w:p>')
        if self.style.get('control') and value and self.rng.random() < 0.2:
            body = f'<w:sdt><w:sdtPr><w:alias w:val="数"/></w:sdtPr><w:sdtContent>{body}</w:sdtContent></w:sdt>'
        return f'<w:tc><w:tcPr>{properties}</w:tcPr>{body}</w:tc>'

    def table(self, rows, number):
        """`rows`: lines of (cell, merge) of the table of that number."""
        count = sum(cell.columns for cell, _ in rows[0])
        widths = [9000 // count] * count
        if number == 3:
            widths = [560, 1100, 2100] + [(9000 - 3760) // (count - 3)] * (count - 3)
        elif number == 2:
            widths = [3000] + [6000 // (count - 1)] * (count - 1)
        grid = ''.join(f'<w:gridCol w:w="{w}"/>' for w in widths)
        out = (f'<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="0" w:type="auto"/></w:tblPr>'
               f'<w:tblGrid>{grid}</w:tblGrid>')
        for line in rows:
            cells, at = '', 0
            for cell, merge in line:
                cells += self.cell(cell, merge, sum(widths[at:at + cell.columns]))
                at += cell.columns
            header = '<w:trPr><w:tblHeader/></w:trPr>' if all(c.kind == 'head' for c, _ in line) \
                and self.style.get('header_rows') else ''
            out += f'<w:tr>{header}{cells}</w:tr>'
            if self.style.get('tracked') and self.rng.random() < 0.04 and not any(
                    merge for _, merge in line):
                # A row that somebody struck out: accepted, it is gone.
                gone = ''.join(f'<w:tc><w:tcPr><w:gridSpan w:val="{c.columns}"/></w:tcPr><w:p><w:del {self._author()}>'
                               f'{_run("77", tag="delText")}</w:del></w:p></w:tc>' for c, _ in line)
                out += f'<w:tr><w:trPr><w:del {self._author()}/></w:trPr>{gone}</w:tr>'
        return out + '</w:tbl>'

    def text_box(self, content):
        """A drawn box, and the same content once more for older readers."""
        drawn = (f'<wp:anchor><a:graphic><a:graphicData uri="x"><wps:wsp><wps:txbx><w:txbxContent>{content}'
                 '</w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor>')
        return ('<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>' + drawn +
                '</w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox><w:txbxContent>' + content +
                '</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>')


def merged_rows(grid):
    """Lines of (cell, None | 'restart' | 'continue')."""
    seen, lines = set(), []
    for line in grid.occupied():
        out = []
        for cell in line:
            merge = None
            if cell.rows > 1:
                merge = 'continue' if id(cell) in seen else 'restart'
            seen.add(id(cell))
            out.append((cell, merge))
        lines.append(out)
    return lines


def render(report, frame, grids, style, rng):
    writer = Writer(style, rng)
    body = []
    if frame.before and style.get('metadata'):
        body += [writer.paragraph(f'{name}：{value}') for name, value in frame.before]
    for kind, content in frame.blocks:
        if kind == 'title':
            title = writer.paragraph(content, '<w:pStyle w:val="Title"/><w:jc w:val="center"/>')
            body.append(writer.text_box(title) if style.get('title_box') else title)
        elif kind == 'heading':
            properties = '<w:pStyle w:val="Heading1"/>' if style.get('styles') else ''
            if style.get('auto_numbers') and content[1:2] == '、':
                properties += '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
                content = content[2:]
            body.append(writer.paragraph(content, properties))
        elif kind == 'para':
            if style.get('tracked') and rng.random() < 0.5:
                body.append(f'<w:p><w:pPr><w:rPr><w:del {writer._author()}/></w:rPr></w:pPr><w:del '
                            f'{writer._author()}>{_run("本段删去，共收到申请99件。", tag="delText")}</w:del></w:p>')
            body.append(writer.paragraph(content, '<w:ind w:firstLine="640"/>'))
        else:
            tables = _tables(grids[content], style, rng, writer)
            for table in tables:
                if style.get('nested'):
                    outer = ('<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="9000"/></w:tblGrid><w:tr><w:tc><w:tcPr/>'
                             f'{table}<w:p/></w:tc></w:tr></w:tbl>')
                    body += [outer, '<w:p/>']
                elif style.get('table_box') == content:
                    body.append(writer.text_box(table + '<w:p/>'))
                else:
                    body += [table, '<w:p/>']
    section = ('<w:sectPr><w:footerReference w:type="default" r:id="rId3"/><w:pgSz w:w="11906" w:h="16838"/>'
               '</w:sectPr>')
    document = ('<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
                f'<w:document {NAMESPACES}><w:body>{"".join(body)}{section}</w:body></w:document>')
    return package(document)


def _tables(tables, style, rng, writer):
    for grid in tables:
        if style.get('pages') and grid.table == 3 and len(grid.rows) > grid.head_rows + 6:
            labels = rng.choice(['again', 'once', 'torn'])
            for part in broken(grid, rng, labels, style['pages'] == 'repeat'):
                yield writer.table(merged_rows(part), 3)
        else:
            yield writer.table(merged_rows(grid), grid.table)


def package(document):
    out = io.BytesIO()
    with zipfile.ZipFile(out, 'w', zipfile.ZIP_DEFLATED) as file:
        for name, text in (('[Content_Types].xml', CONTENT_TYPES), ('_rels/.rels', PACKAGE_RELS),
                           ('word/document.xml', document), ('word/_rels/document.xml.rels', DOCUMENT_RELS),
                           ('word/styles.xml', STYLES), ('word/numbering.xml', NUMBERING),
                           ('word/footer1.xml', FOOTER)):
            file.writestr(zipfile.ZipInfo(name, (2024, 1, 8, 9, 0, 0)), text)
    return out.getvalue()


STYLES_BY_NAME = {
    'plain': {'styles': True},
    'wps': {'split_runs': True, 'control': True, 'no_break_hyphen': True, 'metadata': True},
    'boxes': {'title_box': True, 'table_box': 2, 'styles': True},
    'tracked': {'tracked': True},
    'nested': {'nested': True, 'line_breaks': True},
    'pages': {'pages': 'bare', 'line_breaks': True},
    'pages_header': {'pages': 'repeat', 'header_rows': True, 'split_runs': True},
    'numbered': {'auto_numbers': True, 'styles': True, 'fields': True},
}


def random_style(rng, name):
    style = dict(STYLES_BY_NAME[name])
    if name == 'boxes':
        style['table_box'] = rng.choice([None, 2, 3, 4])
    for option in ('metadata', 'line_breaks', 'styles'):
        style.setdefault(option, rng.random() < 0.3)
    return style
