"""Taiwan's 22 counties and cities, by their codes of ISO 3166-2:TW; names as 內政部 lists them (行政區劃).

Six special municipalities (直轄市), three cities (市) and thirteen counties (縣).
"""

from collections.abc import Mapping

COUNTIES: Mapping[str, tuple[str, str]] = {
    "TPE": ("臺北市", "Taipei City"),
    "NWT": ("新北市", "New Taipei City"),
    "TAO": ("桃園市", "Taoyuan City"),
    "TXG": ("臺中市", "Taichung City"),
    "TNN": ("臺南市", "Tainan City"),
    "KHH": ("高雄市", "Kaohsiung City"),
    "KEE": ("基隆市", "Keelung City"),
    "HSZ": ("新竹市", "Hsinchu City"),
    "CYI": ("嘉義市", "Chiayi City"),
    "HSQ": ("新竹縣", "Hsinchu County"),
    "MIA": ("苗栗縣", "Miaoli County"),
    "CHA": ("彰化縣", "Changhua County"),
    "NAN": ("南投縣", "Nantou County"),
    "YUN": ("雲林縣", "Yunlin County"),
    "CYQ": ("嘉義縣", "Chiayi County"),
    "PIF": ("屏東縣", "Pingtung County"),
    "ILA": ("宜蘭縣", "Yilan County"),
    "HUA": ("花蓮縣", "Hualien County"),
    "TTT": ("臺東縣", "Taitung County"),
    "PEN": ("澎湖縣", "Penghu County"),
    "KIN": ("金門縣", "Kinmen County"),
    "LIE": ("連江縣", "Lienchiang County"),
}
"""Code to name in Chinese and English, in the official order."""


class CountyUnknown(Exception):
    """There is no county or city of this code."""


def county(code: str) -> str:
    """The code, where it is one. Raises `CountyUnknown`."""
    if code not in COUNTIES:
        raise CountyUnknown
    return code
