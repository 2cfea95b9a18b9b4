"""Personal names in Latin letters from languages that order or part them otherwise than English does."""

import re
from collections.abc import Sequence

from briefbook.annotate import gazetteer
from briefbook.annotate.gazetteer import fold_name

PARTICLES = frozenset(
    "al el ul bin ben ibn abu abd abdel abdul bint van von der den de da di du del della dos das do la le ter ten zu af av wa".split()
)
_FAMILY_FIRST = frozenset(
    "ahn bae bai ban bao bo cai cao chang chen cheng chi chiang cho choe choi chou chun chung deng ding dong du duan fan fang feng fu gao geng gong gu guo ha han he ho hong "
    "hu hua huang hun hwang hyun jang jeon jeong ji jia jiang jin jo joo jung kang kim ko kong koo kwon lam le lee lei li liang liao lim lin liu lo long lou lu luo ma mao meng min moon "
    "nam ngo nguyen noh oh pak pan park peng pham pyon qian qiao qin qiu ren rhee roh ryu seo shao shen shi shin sim so sohn song su suh sun tan tang tao tian tran trinh tsai tu wan wang wei wen woo wu "
    "bi bian cen chai cong cui dai diao duanmu fei fu gan gou gu guan hang hao hou jia jian jiao jin ju kang lang lao leng lian ling luan mei miao mo mu ning niu ou pei pi qi qu quan rao rong ruan sang sha shang si sui teng weng wen xian xin xing yin yuan yue zang zhan zhong zhuang zhuo zuo "
    "xi xia xiao xie xiong xu xue yan yang yao ye yeo yi yim yin yoo yoon you yu yuan yun zeng zhang zhao zheng zhou zhu zou".split()
)
"""Chinese, Korean and Vietnamese family names as romanised: they stand first where what follows is no English given name."""
_ENGLISH_VOWELS = re.compile(r"[aeiouy]")


def is_family_first(words: Sequence[str]) -> bool:
    """Whether the first of the words is a family name as in Chinese, Korean and Vietnamese usage ("Park Ji-won", "Li Xiaoming")."""
    if len(words) not in {2, 3} or fold_name(words[0]) not in _FAMILY_FIRST or words[-1].lower() in PARTICLES:
        return False
    rest = words[1:]
    hyphened = len(rest) == 1 and re.fullmatch(r"[^\W\d_]+-[a-z]+", rest[0]) is not None
    if hyphened:
        return True
    if any("." in word or len(word) == 1 for word in rest):
        return False
    spoken = [fold_name(word) for word in rest]
    if len(rest) == 2:
        return (
            all(len(word) <= 6 and len(_ENGLISH_VOWELS.findall(word)) <= 3 for word in spoken)
            and spoken[-1] in _SYLLABLES
        )
    return _is_pinyin(spoken[0])


_SYLLABLES = frozenset(
    "il un jong jae dae sung young ho woo jung min hee sook hyun jin soo chul seok suk hwan kyu sik nam tae won yong joon jun hoon bok bum cheol eun gyu ik in ja kil kun kwan mo myung "
    "nguyen van minh anh duc duy dung dan hai hung khai khoa lam linh long manh mau nam ngoc phuc phong quang sang son tan thanh thao tien trong tuan vinh tho giap xuan".split()
)
_PINYIN = re.compile(
    r"(?:(?:[bpmfdtnlgkhjqxrzcsyw]|zh|ch|sh)?(?:iang|iong|uang|ueng|ang|eng|ing|ong|ian|iao|uai|uan|ai|an|ao|ei|en|er|ia|ie|in|iu|ou|ua|ue|ui|un|uo|a|e|i|o|u)){2}"
)


def _is_pinyin(word: str) -> bool:
    return bool(_PINYIN.fullmatch(word)) and word not in gazetteer.surnames() and len(word) >= 4
