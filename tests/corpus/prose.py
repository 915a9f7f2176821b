"""What stands around the tables: metadata, title, the prose of the sections, the footer."""

import dataclasses

TITLES = ['总体情况', '主动公开政府信息情况', '收到和处理政府信息公开申请情况', '政府信息公开行政复议、行政诉讼情况',
          '存在的主要问题及改进情况', '其他需要报告的事项']
ODD_TITLES = [
    ['总体情况', '工作总体情况', '概述'],
    ['主动公开政府信息情况', '行政机关主动公开政府信息情况', '主动公开政府信息的情况'],
    ['收到和处理政府信息公开申请情况', '行政机关收到和处理政府信息公开申请情况', '收到和处理政府信息公开申请的情况'],
    ['政府信息公开行政复议、行政诉讼情况', '因政府信息公开工作被申请行政复议、提起行政诉讼情况',
     '政府信息公开工作被申请行政复议、被提起行政诉讼情况'],
    ['存在的主要问题及改进情况', '存在问题及改进情况', '政府信息公开工作存在的主要问题及改进情况'],
    ['其他需要报告的事项', '需要报告的其他事项', '其他需报告的事项'],
]
NUMERALS = '一二三四五六七八'
DUTIES = ['优化营商环境', '财政预决算', '乡村振兴', '义务教育', '公共卫生', '安全生产', '社会救助', '征地拆迁']


@dataclasses.dataclass
class Frame:
    """Headings and paragraphs in order; a number stands for the tables of that number."""
    before: list
    blocks: list     # ('heading' | 'para' | 'title', text) or ('table', 2 | 3 | 4)
    after: list


def _number(report, code, applicant=''):
    value = report.number(code, applicant)
    return None if value is None else int(value)


def frame(report, rng, odd=False):
    pick = rng.choice
    metadata = []
    if rng.random() < 0.6:
        date = f'{report.year + 1}-0{pick([1, 2, 3])}-{rng.randint(10, 28)}'
        metadata = [('索引号', f'{rng.randint(10**8, 10**9 - 1)}/{report.year + 1}-{rng.randint(1, 99999):05d}'),
                    ('主题分类', pick(['政务公开', '电子政务', '综合政务'])),
                    ('发布机构', report.agency), ('成文日期', date), ('发布日期', date),
                    ('标题', report.title), ('发文字号', ''), ('有效性', pick(['有效', '']))]
    titles = [pick(words) if odd else words[0] for words in ODD_TITLES]
    numerals = list(NUMERALS[:6])
    separator = '、'
    if odd:
        fault = rng.random()
        if fault < 0.1:
            numerals[5] = '七'
        elif fault < 0.2:
            numerals[5] = rng.choice(['l六', '|六'])
        elif fault < 0.25:
            numerals = [''] * 6
        separator = pick(['、', '、', '、', '．', '. '])
    headings = [f'{n}{separator if n else ""}{t}' for n, t in zip(numerals, titles)]
    duties = rng.sample(DUTIES, 3)
    blocks = [
        ('title', report.title),
        ('para', '根据《中华人民共和国政府信息公开条例》和年度报告格式要求，编制本报告。本报告中所列数据的统计期限自'
                 f'{report.year}年1月1日起至{report.year}年12月31日止。'),
        ('heading', headings[0]),
        ('para', f'{report.year}年，{report.agency}认真贯彻落实上级关于政务公开工作的部署，围绕{duties[0]}、{duties[1]}等重点领域，'
                 '有序推进各项公开工作。'),
    ]
    if rng.random() < 0.7:
        blocks.append(('para', f'（一）主动公开。聚焦{duties[2]}，及时更新政府信息公开指南和目录，全年召开专题会议{rng.randint(2, 9)}次。'))
    if rng.random() < 0.08:
        blocks.append(('table', 0))
    received = _number(report, 'requests.received', 'total')
    if received is not None and rng.random() < 0.6:
        blocks.append(('para', f'（二）依申请公开。全年共收到政府信息公开申请{received}件，均按规定答复。'))
    blocks += [('heading', headings[1]), ('table', 2), ('heading', headings[2])]
    if odd and rng.random() < 0.15:
        blocks.append(('para', f'{report.year}年，本机关依法办理政府信息公开申请，没有收取信息处理费。'))
    if odd and rng.random() < 0.1:
        blocks.append(('para', '单位：件'))
    blocks += [('table', 3), ('heading', headings[3]), ('table', 4), ('heading', headings[4]),
               ('para', '一是公开内容不够及时，二是解读形式较为单一。下一步将加强业务培训，健全工作机制，提高公开质量。'),
               ('heading', headings[5]),
               ('para', pick(['本年度未收取信息处理费，没有其他需要报告的事项。', '本年度没有收取信息处理费。无其他需要报告的事项。']))]
    after = []
    if rng.random() < 0.5:
        after = [f'您即将离开“{report.agency}网站”'] if rng.random() < 0.5 else ['扫一扫在手机打开当前页', '打印本页  关闭窗口']
    if rng.random() < 0.3:
        blocks += [('para', report.agency), ('para', f'{report.year + 1}年1月{rng.randint(5, 30)}日')]
    return Frame(metadata, blocks, after)
