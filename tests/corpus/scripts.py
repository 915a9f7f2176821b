"""Other ways to write Chinese: traditional characters and pinyin in brackets."""

SIMPLE = ('动开况条规范处罚强费业采购总额请数据关系为与项经过决诉讼复议结维纠审计继续办转续没现属于国权护导类务执卷询无补后内仍举报举诉复重'
          '认获机关确织团构学商门书专题体务报场对员个问题网发给汇进应处级长时间学习层义务财预认识传统计动划编')
TRADITIONAL = ('動開況條規範處罰強費業採購總額請數據關係為與項經過決訴訟復議結維糾審計繼續辦轉續沒現屬於國權護導類務執卷詢無補後內仍舉報舉訴復重'
               '認獲機關確織團構學商門書專題體務報場對員個問題網發給匯進應處級長時間學習層義務財預認識傳統計動劃編')
MORE = dict(zip('会业实数术证员际标记说护见轻选协医评围绕网县镇乡险预计赔偿价该连点设从众义农村产区济'
                '纳缴逾费认证节单独业务处种类显样并电观积极简虽险项档织细节约终级经营绩编练组'
                '确认质较为远运进违远适选递还这进过边逻辑达迁连迟',
                '會業實數術證員際標記說護見輕選協醫評圍繞網縣鎮鄉險預計賠償價該連點設從眾義農村產區濟'
                '納繳逾費認證節單獨業務處種類顯樣並電觀積極簡雖險項檔織細節約終級經營績編練組'
                '確認質較為遠運進違遠適選遞還這進過邊邏輯達遷連遲'))
TABLE = str.maketrans({**dict(zip(SIMPLE, TRADITIONAL)), **MORE})

PINYIN = {'動': 'dòng', '開': 'kāi', '條': 'tiáo', '規': 'guī', '處': 'chǔ', '罰': 'fá', '強': 'qiáng', '費': 'fèi',
          '業': 'yè', '總': 'zǒng', '額': 'é', '請': 'qǐng', '數': 'shù', '據': 'jù', '關': 'guān', '項': 'xiàng',
          '務': 'wù', '內': 'nèi', '對': 'duì', '訴': 'sù', '訟': 'sòng', '議': 'yì', '結': 'jié', '屬': 'shǔ',
          '國': 'guó', '類': 'lèi', '無': 'wú', '補': 'bǔ', '認': 'rèn', '獲': 'huò', '構': 'gòu', '報': 'bào', '權': 'quán'}


def traditional(text):
    return text.translate(TABLE)


def with_pinyin(text, rng, density=0.6):
    out = []
    for c in traditional(text):
        out.append(c)
        if c in PINYIN and rng.random() < density:
            out.append(f'({PINYIN[c]})')
    return ''.join(out)
