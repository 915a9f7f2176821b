"""Reports of the years before there was a national form: prose and a local table of numbered
indicators. There is no fact in them; year, agency and "no form" are to be found."""

import model
import prose
from grids import Grid, GridCell

INDICATORS = [
    ('一、主动公开情况', '——', None), ('（一）主动公开政府信息数', '条', 9000), ('其中：主动公开规范性文件数', '条', 60),
    ('制发规范性文件总数', '件', 70), ('（二）通过不同渠道和方式公开政府信息的情况', '——', None),
    ('1.政府公报公开政府信息数', '条', 90), ('2.政府网站公开政府信息数', '条', 8000),
    ('3.政务微博公开政府信息数', '条', 500), ('二、回应解读情况', '——', None),
    ('（一）回应公众关注热点或重大舆情数', '次', 40), ('三、依申请公开情况', '——', None), ('（一）收到申请数', '件', 300),
    ('1.当面申请数', '件', 40), ('2.传真申请数', '件', 3), ('3.网络申请数', '件', 200), ('4.信函申请数', '件', 60),
    ('（二）申请办结数', '件', 300), ('1.按时办结数', '件', 290), ('（三）申请答复数', '件', 300),
    ('1.属于已主动公开范围数', '件', 60), ('2.同意公开答复数', '件', 120), ('四、行政复议数量', '件', 20),
    ('（一）维持具体行政行为数', '件', 10), ('（二）被依法纠错数', '件', 3), ('五、行政诉讼数量', '件', 9),
    ('六、举报投诉数量', '件', 2), ('七、依申请公开信息收取的费用', '万元', 1),
    ('八、机构建设和保障经费情况', '——', None), ('（一）政府信息公开工作专门机构数', '个', 30),
]


def report(rng, agency):
    result = model.Report('none', rng.choice([2014, 2015, 2016, 2017, 2018]), agency, {})
    result.notes.append('before 2019')
    return result


def frame(report, rng):
    year = report.year
    blocks = [
        ('title', report.title),
        ('para', '本报告根据《中华人民共和国政府信息公开条例》要求编制，全文包括概述、主动公开政府信息情况、依申请公开政府信息情况等部分。'
                 f'所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。'),
        ('heading', '一、概述'),
        ('para', f'{year}年，{report.agency}按照上级部署，扎实推进政府信息公开工作，全年主动公开政府信息{rng.randint(200, 9000)}条。'),
        ('heading', '二、主动公开政府信息的情况'), ('para', '通过政府网站、政府公报等渠道公开各类信息。'),
        ('heading', '三、依申请公开政府信息的情况'), ('para', f'全年共受理政府信息公开申请{rng.randint(1, 90)}件，均已按期答复。'),
        ('heading', '四、政府信息公开的收费及减免情况'), ('para', '本年度未收取任何费用。'),
        ('heading', '五、因政府信息公开申请行政复议、提起行政诉讼的情况'), ('para', '本年度没有发生。'),
        ('heading', '六、存在的主要问题和改进措施'), ('para', '公开的深度有待加强，下一步将完善制度、加强培训。'),
    ]
    if rng.random() < 0.7:
        blocks += [('para', f'附表：政府信息公开情况统计表（{year}年度）'), ('table', 0)]
    return prose.Frame([], blocks, [])


def grids(rng):
    rows = [[GridCell(t, kind='head') for t in ('序号', '统计指标', '单位', '统计数')]]
    for number, (label, unit, most) in enumerate(INDICATORS, 1):
        value = '' if most is None else str(rng.randint(0, most))
        rows.append([GridCell(f'{number:02}', kind='label'), GridCell(label, kind='label'),
                     GridCell(unit, kind='label'), GridCell(value)])
    return {0: [Grid(0, rows, 1)]}
