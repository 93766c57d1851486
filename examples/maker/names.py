"""Made-up Taiwanese names by combination, with a romanisation."""

from random import Random

# Surname and its weight, roughly as common as it is in Taiwan.
_SURNAMES = (
    "陳 Chen 110,林 Lin 83,黃 Huang 60,張 Chang 53,李 Lee 51,王 Wang 41,吳 Wu 40,劉 Liu 32,"
    "蔡 Tsai 29,楊 Yang 27,許 Hsu 23,鄭 Cheng 19,謝 Hsieh 18,郭 Kuo 15,洪 Hung 15,曾 Tseng 14,"
    "邱 Chiu 14,廖 Liao 14,賴 Lai 13,周 Chou 12,徐 Hsu 12,蘇 Su 12,葉 Yeh 12,莊 Chuang 10,"
    "呂 Lu 10,江 Chiang 9,何 Ho 8,蕭 Hsiao 8,羅 Lo 8,高 Kao 8,潘 Pan 6,簡 Chien 6,朱 Chu 6,"
    "鍾 Chung 6,游 Yu 5,彭 Peng 5,詹 Chan 5,胡 Hu 5,施 Shih 5,沈 Shen 5,余 Yu 4,盧 Lu 4,"
    "梁 Liang 4,趙 Chao 4,顏 Yen 4,柯 Ko 4,翁 Weng 3,魏 Wei 3,孫 Sun 3,戴 Tai 3,范 Fan 3,方 Fang 3"
)
_WOMEN = (
    "怡 Yi,雅 Ya,淑 Shu,佳 Chia,惠 Hui,美 Mei,玉 Yu,婷 Ting,芳 Fang,琪 Chi,君 Chun,欣 Hsin,"
    "慧 Hui,靜 Ching,儀 Yi,珊 Shan,蓉 Jung,萱 Hsuan,瑜 Yu,敏 Min,如 Ju,伶 Ling,潔 Chieh,"
    "宜 Yi,筱 Hsiao,庭 Ting,璇 Hsuan,蘭 Lan,秀 Hsiu,貞 Chen,薇 Wei,鈴 Ling,容 Jung,芸 Yun"
)
_MEN = (
    "志 Chih,明 Ming,俊 Chun,傑 Chieh,宏 Hung,偉 Wei,建 Chien,文 Wen,豪 Hao,銘 Ming,家 Chia,"
    "冠 Kuan,宇 Yu,廷 Ting,彥 Yen,翔 Hsiang,凱 Kai,哲 Che,瑋 Wei,祥 Hsiang,勝 Sheng,國 Kuo,"
    "榮 Jung,達 Ta,昇 Sheng,智 Chih,仁 Jen,毅 Yi,霖 Lin,鴻 Hung,育 Yu,政 Cheng,賢 Hsien,坤 Kun"
)


def _pairs(text: str) -> list[tuple[str, str]]:
    return [(part.split()[0], part.split()[1]) for part in text.split(",")]


_WEIGHTED = [part.split() for part in _SURNAMES.split(",")]
_FAMILY = [(zh, en) for zh, en, _weight in _WEIGHTED]
_WEIGHTS = [int(weight) for _zh, _en, weight in _WEIGHTED]
_GIVEN = {"女": _pairs(_WOMEN), "男": _pairs(_MEN)}


def make_name(chance: Random, sex: str) -> tuple[str, str]:
    """A name and how it is written in Latin letters."""
    family = chance.choices(_FAMILY, _WEIGHTS)[0]
    first, second = chance.sample(_GIVEN[sex], 2)
    return (
        f"{family[0]}{first[0]}{second[0]}",
        f"{first[1]}-{second[1]} {family[1]}",
    )
