"""Which drugs must not be given together with natalizumab, as a pharmacist would check them: one drug a line.

ATC codes that were replaced (the reform of 2021 to 2024) stand beside the present ones, since hospitals send both.
Preparations that do not act systemically, such as ciclosporin eye drops or tacrolimus ointment, are allowed by their
own ATC codes, for their names do not tell them apart.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Drug:
    """A drug, or a class of drugs, by every name and code under which an order may name it."""

    names: tuple[str, ...]
    atc: tuple[str, ...]
    rxnorm: tuple[str, ...] = ()


PROHIBITED: Final = (
    Drug(("azathioprine",), ("L04AX01",), ("1256",)),
    Drug(("methotrexate",), ("L01BA01", "L04AX03"), ("6851", "287734")),
    Drug(("mycophenolate", "mycophenolic acid"), ("L04AA06",), ("68149", "7145", "408142")),
    Drug(("cyclophosphamide",), ("L01AA01",), ("3002", "1545988")),
    Drug(("mitoxantrone",), ("L01DB07",), ("7005", "203129")),
    Drug(("cladribine",), ("L04AA40", "L01BB04"), ("44157",)),
    Drug(("fingolimod",), ("L04AE01", "L04AA27"), ("1012892", "1012891")),
    Drug(("siponimod",), ("L04AE03", "L04AA42"), ("2121085",)),
    Drug(("ozanimod",), ("L04AE02", "L04AA38"), ("2288236", "2288235")),
    Drug(("ponesimod",), ("L04AE04",), ("2532300",)),
    Drug(("teriflunomide",), ("L04AK02", "L04AA31"), ("1310520",)),
    Drug(("leflunomide",), ("L04AK01", "L04AA13"), ("27169",)),
    Drug(("alemtuzumab",), ("L04AG06", "L04AA34"), ("117055",)),
    Drug(("ocrelizumab",), ("L04AG08", "L04AA36"), ("1876366",)),
    Drug(("rituximab",), ("L01FA01", "L01XC02"), ("121191", "2273510", "2105824")),
    Drug(("ofatumumab",), ("L04AG12", "L01FA02", "L01XC10"), ("712566",)),
    Drug(("ublituximab",), ("L04AG14",)),
    Drug(("ciclosporin", "cyclosporin", "cyclosporine"), ("L04AD01",), ("3008",)),
    Drug(("tacrolimus",), ("L04AD02",), ("42316", "484288")),
    Drug(("sirolimus", "everolimus"), ("L04AH01", "L04AH02", "L04AA10"), ("35302", "141704")),
    Drug(("mercaptopurine",), ("L01BB02",), ("103", "1546028")),
    Drug(("dimethyl fumarate", "diroximel fumarate"), ("L04AX07", "L04AX09"), ("1373478", "2261783")),
    Drug(
        ("adalimumab", "infliximab", "etanercept", "certolizumab", "golimumab"),
        ("L04AB",),
        ("327361", "191831", "214555", "709271", "819300"),
    ),
    Drug(("vedolizumab",), ("L04AG05", "L04AA33"), ("1538097",)),
    Drug(("daclizumab",), ("L04AC01",), ("190353",)),
    Drug(("tofacitinib", "upadacitinib"), ("L04AF01", "L04AF03"), ("1357536", "2196092")),
    Drug(
        ("interferon beta", "peginterferon beta", "glatiramer"),
        ("L03AB07", "L03AB08", "L03AB13", "L03AX13"),
        ("75917", "72258", "214582", "84375"),
    ),
    Drug((), ("L01",)),  # every antineoplastic
)

ALLOWED: Final = (
    Drug(("natalizumab",), ("L04AG03", "L04AA23"), ("354770", "477484", "603541", "1656275")),
    Drug(("methylprednisolone",), ("H02AB04",), ("6902",)),  # a short course treats a relapse
    Drug(("ciclosporin eye drops",), ("S01XA18",)),
    Drug(("tacrolimus ointment",), ("D11AH01",)),
)
