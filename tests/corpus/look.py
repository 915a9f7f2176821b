"""How a report words its labels: the official words, and what agencies print instead."""

import re

import model

COLUMN_WORDS = {
    '处理决定数量': ['处理决定数量', '本年处理决定数量'],
    '本年增/减': ['本年增/减', '本年增\\减', '本年增/减', '本年增／减', '本年增减'],
    '现行有效件数': ['现行有效件数', '现行有效件数', '现行有效件'],
}
LABEL_WORDS = {
    '规范性文件': ['规范性文件', '行政规范性文件'],
    '行政规范性文件': ['行政规范性文件', '规范性文件'],
    '2.其他法律行政法规禁止公开': ['2.其他法律行政法规禁止公开', '2.其他法律行政止公开'],
    '3.危及“三安全一稳定”': ['3.危及“三安全一稳定”', '3.危及"三安全一稳定"', '3.危及”三安全一稳定”'],
}
CAPTIONS = ['第二十条第（{}）项', '第二十条第({})项', '第二十条({})项', '第二十条第 （{}） 项',
            '第二十条第{}项', '第二十条（{}）项']
LONG_NOTES = {
    '规章': '(设区的市、自治州人民政府应提供相关数据)',
    '规范性文件': '(行政机关制定发布的决定、公告、通告、意见、通知,以及标题采用“规定”“办法”“细则”等字样的公文,'
             '一般情况下属于规范性文件)',
    '其他对外管理服务事项': '(指行政许可以外的政务服务事项,含行政确认、行政奖励、行政检查和其他类)',
    '上一年项目数量': '(指{last}年事项数)',
    '本年增/减': '(指{year}年增加或减少的事项数,减用负值表示,如-8)',
    '处理决定数量': '(指{year}年办件量)',
}


class Look:
    """The wording and the structure of one rendering. Without oddities it is the official one."""

    def __init__(self, rng, odd=False, **structure):
        self.rng = rng
        self.odd = odd
        self.structure = structure
        self.half_width = odd and rng.random() < 0.5
        self.ordinal = rng.choice(['.', '、', '．', '.']) if odd else '.'
        self.caption = rng.choice(CAPTIONS) if odd else CAPTIONS[0]
        self.blank_caption = odd and rng.random() < 0.1
        self.spaces = odd and rng.random() < 0.5
        self.notes = odd and rng.random() < 0.3
        self.choices = {k: rng.choice(v) for k, v in {**LABEL_WORDS, **COLUMN_WORDS}.items()} \
            if odd else {}
        self.miswritten = odd and rng.random() < 0.3

    def get(self, name, default=None):
        return self.structure.get(name, default)

    def label(self, text):
        match = re.fullmatch(r'第二十条第（(.)）项', text)
        if match:
            ordinal = ' ' if self.blank_caption else match.group(1)
            return self._widths(self.caption.format(ordinal))
        note = LONG_NOTES.get(text, '') if self.notes and '{' not in LONG_NOTES.get(text, '') else ''
        if self.odd:
            if text == '2.其他法律行政法规禁止公开' and not self.miswritten:
                pass
            else:
                text = self.choices.get(text, text)
            text = re.sub(r'^(\d)\.', lambda m: m.group(1) + self.ordinal, text)
            if '勾稽' in text and self.miswritten:
                text = text.replace('勾稽', '钩稽')
            if self.spaces and len(text) > 3 and self.rng.random() < 0.2:
                at = self.rng.randrange(1, len(text))
                text = text[:at] + ' ' + text[at:]
        return self._widths(text + note)

    def column(self, text, report):
        note = ''
        if self.notes:
            note = LONG_NOTES.get(text, '').format(last=report.year - 1, year=report.year)
        text = self.choices.get(text, text)
        if self.spaces and self.rng.random() < 0.3:
            at = self.rng.randrange(1, len(text))
            text = text[:at] + ' ' + text[at:]
        return self._widths(text + note)

    def _widths(self, text):
        if self.half_width:
            text = text.translate(str.maketrans('（）：，', '():,'))
        return text

    def vertical(self, text):
        return '\n'.join(text.replace('、', '')) if self.get('vertical') else text

    def stacked(self, text):
        return text[:2] + '\n' + text[2:] if self.get('stacked') and len(text) == 4 else text

    def extra_rows(self, caption, count):
        """Rows that no form has: [(label, [text])]."""
        extras = self.get('extra_rows') or []
        result = []
        for where, label in extras:
            if where in caption:
                result.append((label, [str(self.rng.randint(0, 99)) for _ in range(count)]))
        return result


def structure(rng, flattened=False):
    """A random choice of the structures that leave every fact as it is."""
    choice = {'split2': rng.random() < 0.4, 'flat_head4': rng.random() < 0.3}
    if rng.random() < 0.12:
        choice['legal_subtotal'] = rng.choice(['first', 'last'])
        choice['subtotal_label'] = rng.choice(['小计', '法人小计', '法人或其他组织小计'])
    if rng.random() < 0.1:
        choice['subtotal_rows'] = rng.choice(['first', 'last'])
    if rng.random() < 0.15:
        choice['extra_rows'] = rng.sample([('一', '其他主动公开文件'), ('六', '行政检查'), ('五', '行政确认'),
                                           ('六', '行政检查')], k=2)
    if rng.random() < 0.1:
        choice['made_twice'] = True
    elif rng.random() < 0.1:
        choice['cut_columns'] = True
    if rng.random() < 0.15:
        choice['break'] = (rng.choice(['again', 'again', 'again', 'once', 'torn']), rng.random() < 0.4)
    if not flattened:
        choice['stacked'] = rng.random() < 0.1
        choice['vertical'] = rng.random() < 0.2
    if 'legal_subtotal' not in choice and rng.random() < (0.06 if flattened else 0.03):
        choice['total_first'] = True
    return choice
