"""Minimal pairs: for whom somebody spoke, to whom, on which day, about what, and in whose voice."""

from __future__ import annotations

from pairs import coded, expected, names, page

WHO_FORM = "{actor} {act}"
DAY_FORM = "{date} {basis}"
THEME_FORM = "{themes}"
VOICE_FORM = "{actor} {quote} {act}"
MINISTRY = "Ministry of Foreign Affairs of Norway"
HERALD = "Fjord Herald"
TUESDAY = "2023-11-14"

WHO = [
    ("ministers of states and one who is named", "Turkish foreign minister Hakan Fidan urged calm.", "TUR calls_for",
     "Foreign ministers of 21 states and Turkish foreign minister Hakan Fidan urged calm.", "- calls_for"),
    ("he after a named speaker", "Chinese envoy Zhai Jun urged calm. He called for talks.",
     "CHN calls_for\nCHN calls_for",
     "Chinese envoy Zhai Jun urged calm. A guard called for talks.", "CHN calls_for\n- calls_for"),
    ("across paragraphs", "Kenya urged calm. It called for talks.", "KEN calls_for\nKEN calls_for",
     "Kenya urged calm.\n\nIt called for talks.", "KEN calls_for\nKEN calls_for"),
    ("they after two", "Kenya and Chad urged calm. They called for talks.", "JOINT calls_for\nJOINT calls_for",
     "Kenya urged calm. It called for talks.", "KEN calls_for\nKEN calls_for"),
    ("the last speaker", "Peru condemned the raid. It urged calm.", "PER condemns\nPER calls_for",
     "Peru condemned the raid. Chile urged calm. It called for talks.", "PER condemns\nCHL calls_for\nCHL calls_for"),
    ("the minister", "The Peruvian foreign minister urged calm. The minister called for talks.",
     "PER calls_for\nPER calls_for",
     "The Peruvian foreign minister urged calm. The general called for talks.", "PER calls_for\n- calls_for"),
    ("surname", "Chinese envoy Zhai Jun urged calm. Zhai called for talks.", "CHN calls_for\nCHN calls_for",
     "Chinese envoy Zhai Jun urged calm. Ruiz called for talks.", "CHN calls_for\n- calls_for"),
    ("a pronoun without a speaker", "Egypt urged calm. It called for talks.", "EGY calls_for\nEGY calls_for",
     "It called for talks.", "- calls_for"),
    ("demonym with an office", "The Turkish foreign ministry urged calm.", "TUR calls_for",
     "Turkish bakers urged calm.", "- calls_for"),
    ("capital as government", "Moscow rejected the draft.", "RUS rejects",
     "A shop in Moscow rejected the draft.", "- rejects"),
    ("a seat of power", "The Kremlin rejected the draft.", "RUS rejects",
     "The chapel rejected the draft.", "- rejects"),
    ("spokesman of", "A spokesman for the Israeli army said that the road was open.", "ISR states",
     "A spokesman for the bakers said that the road was open.", "- states"),
    ("an unnamed official", "A senior Israeli official said that the road was open.", "ISR states",
     "A senior baker said that the road was open.", "- states"),
    ("former", "Prime Minister Boris Johnson urged calm.", "GBR calls_for",
     "Former prime minister Boris Johnson urged calm.", "- calls_for"),
    ("in office", page("Penny Wong urged calm.", published="2023-11-14"), "AUS calls_for",
     page("Penny Wong urged calm.", published="2019-11-14"), "- calls_for"),
    ("the head of two bodies in turn", page("Ban Ki-moon urged calm.", published="2012-03-01"), "UN calls_for",
     page("Ban Ki-moon urged calm.", published="2019-03-01"), "- calls_for"),
    ("joint", "Spain and Chile condemned the raid.", "JOINT condemns",
     "Spain condemned the raid and Chile.", "ESP condemns"),
    ("group and people", "Hamas said that talks were on.", "HAMAS states",
     "Palestinian farmers said that talks were on.", "- states"),
    ("a name in a name", "Jordan urged calm.", "JOR calls_for",
     "Michael Jordan urged calm.", "- calls_for"),
    ("country and person", "Chad urged calm.", "TCD calls_for",
     "Chad Miller urged calm.", "- calls_for"),
    ("organisation", "The European Union urged calm.", "EU calls_for",
     "The bakers' union urged calm.", "- calls_for"),
    ("it is not Italy", "Italy condemned the raid.", "ITA condemns",
     "IT condemned the raid.", "- condemns"),
    ("two Koreas", "South Korea urged calm.", "KOR calls_for",
     "North Korea urged calm.", "PRK calls_for"),
    ("two Congos", "The Democratic Republic of the Congo urged calm.", "COD calls_for",
     "The Republic of the Congo urged calm.", "COG calls_for"),
    ("two Sudans", "Sudan urged calm.", "SDN calls_for",
     "South Sudan urged calm.", "SSD calls_for"),
]  # fmt: skip

TO_WHOM_FORM = "{actor} > {addressee}"
TO_WHOM = [
    ("who is urged", "France urged Israel to open the road.", "FRA > ISR",
     "France urged all sides to open the road.", "FRA > -"),
    ("who is thanked", "Ghana thanked Togo for the tents.", "GHA > TGO",
     "Ghana thanked the drivers for the tents.", "GHA > -"),
    ("who is accused", "Chad accused Sudan of theft.", "TCD > SDN",
     "Chad accused thieves of theft.", "TCD > -"),
    ("who is told", "Qatar told Iran that the port was shut.", "QAT > IRN",
     "Qatar told reporters that the port was shut.", "QAT > -"),
    ("the other side of talks", "Nepal discussed the dam with India.", "NPL > IND",
     "Nepal discussed the dam with farmers.", "NPL > -"),
    ("who is urged by whom", "Iran urged Iraq to talk.", "IRN > IRQ",
     "Iraq urged Iran to talk.", "IRQ > IRN"),
]  # fmt: skip

WHEN = [
    ("yesterday", page("Egypt called for a truce today.", published=TUESDAY), "2023-11-14 text",
     page("Egypt called for a truce yesterday.", published=TUESDAY), "2023-11-13 text"),
    ("weekday", page("Egypt called for a truce.", published=TUESDAY), "2023-11-14 page",
     page("Egypt called for a truce on Sunday.", published=TUESDAY), "2023-11-12 text"),
    ("dateline", page("CAIRO – Egypt called for a truce.", published=TUESDAY), "2023-11-14 page",
     page("CAIRO, 12 November 2023 – Egypt called for a truce.", published=TUESDAY), "2023-11-12 dateline"),
    ("weekday counted from the dateline", page("CAIRO, 10 November 2023 – Egypt called for a truce on Monday.",
     published="2023-11-11"), "2023-11-06 text",
     page("Egypt called for a truce on Monday.", published="2023-11-11"), "2023-11-06 text"),
    ("American and British", page("On March 4, 2021 Kenya urged calm."), "2021-03-04 text",
     page("On 4 March 2021 Kenya urged calm."), "2021-03-04 text"),
    ("in figures", page("On 2021-03-04 Kenya urged calm."), "2021-03-04 text",
     page("On 03/04 Kenya urged calm."), "NaT none"),
    ("no date at all", page("Kenya urged calm.", published="2021-03-04"), "2021-03-04 page",
     page("Kenya urged calm."), "NaT none"),
    ("a date in the content", page("On 5 May 2022 Chad said that the war had begun.", published="2022-05-06"),
     "2022-05-05 text",
     page("Chad said that the war had begun on 5 May 2019.", published="2022-05-06"), "2022-05-06 page"),
    ("a date to come", page("On 5 May 2022 Chad called for talks.", published="2022-05-06"), "2022-05-05 text",
     page("Chad called for talks by 25 May 2022.", published="2022-05-06"), "2022-05-06 page"),
    ("last week", page("Peru urged calm.", published="2022-05-06"), "2022-05-06 page",
     page("Last week Peru urged calm.", published="2022-05-06"), "NaT none"),
    ("a day that holds", page("On 3 May 2022 Peru urged calm. It thanked Chile.", published="2022-05-06"),
     "2022-05-03 text\n2022-05-03 text",
     page("Peru urged calm. It thanked Chile.", published="2022-05-06"), "2022-05-06 page\n2022-05-06 page"),
    ("address", page("Peru urged calm.", url="https://news.example/2022/05/06/calm"), "2022-05-06 url",
     page("Peru urged calm.", url="https://news.example/calm"), "NaT none"),
    ("two days", page("Peru urged calm on Tuesday and on Wednesday.", published="2022-05-06"), "2022-05-03 text",
     page("Peru urged calm on Wednesday.", published="2022-05-06"), "2022-05-04 text"),
]  # fmt: skip

THEMES = [
    ("pause and ceasefire", "Kenya called for a ceasefire.", "ceasefire",
     "Kenya called for a humanitarian pause.", "humanitarian_pause"),
    ("a halt to the fighting", "Kenya condemned the air strikes.", "military_operations",
     "Kenya called for a halt to the air strikes.", "ceasefire"),
    ("from the content only", "At the ceasefire talks, Oman urged cooks in every harbour kitchen to keep good soup.",
     "other",
     "At the ceasefire talks, Oman urged cooks in every harbour kitchen to keep the truce.", "ceasefire"),
    ("a content that points back", "The draft names a ceasefire. Oman rejected it.", "ceasefire",
     "The draft names an arms embargo. Oman rejected it.", "arms_transfers"),
    ("two themes", "Japan called for the release of the hostages.", "hostages",
     "Japan called for a ceasefire and the release of the hostages.", "ceasefire+hostages"),
    ("famine and aid", "Chad warned of famine.", "famine",
     "Chad warned of floods.", "other"),
    ("weapons", "Latvia called for an arms embargo.", "arms_transfers",
     "Latvia called for sanctions.", "sanctions"),
    ("talks and mediation", "Mali called for peace talks.", "peace_talks",
     "Mali called for mediation.", "mediation"),
    ("settlers", "Norway condemned the settlement activity.", "settlements",
     "Norway condemned the chemical attack.", "wmd"),
    ("the law", "Fiji condemned the breach of international law.", "international_law",
     "Fiji condemned the war crimes.", "accountability"),
    ("peacekeepers", "Ghana called for peacekeepers.", "peacekeeping",
     "Ghana called for elections.", "political_transition"),
    ("refugees", "Turkey said that refugees had returned.", "displacement",
     "Turkey said that trains had returned.", "other"),
    ("aid and arms", "Nepal announced a delivery of humanitarian aid.", "humanitarian_aid",
     "Nepal announced a delivery of weapons.", "arms_transfers"),
    ("negated content", "Cuba said that sanctions worked.", "sanctions",
     "Cuba said that sanctions had not worked.", "sanctions"),
    ("self-defence", "Israel said that it had a right to defend itself.", "self_defence",
     "Israel said that it had a right to sail.", "other"),
]  # fmt: skip

VOICE = [
    ("we on a ministry's page", page("We condemn the raid.", publisher=MINISTRY), "NOR direct condemns",
     page("We condemn the raid.", publisher=HERALD), "- indirect condemns"),
    ("the state as subject", page("Norway condemns the raid.", publisher=MINISTRY), "NOR direct condemns",
     page("Norway condemns the raid.", publisher=HERALD), "NOR indirect condemns"),
    ("others on a ministry's page", page("We condemn the raid.", publisher=MINISTRY), "NOR direct condemns",
     page("Kenya condemned the raid.", publisher=MINISTRY), "KEN indirect condemns"),
    ("our", page("We will pay for the pumps.", publisher=MINISTRY), "NOR direct pledges",
     page("They will pay for the pumps.", publisher=MINISTRY), ""),
    ("a lead", page("The Foreign Minister said:\n\nI thank the drivers.", publisher=MINISTRY), "NOR direct thanks",
     page("The Foreign Minister left:\n\nThe drivers slept.", publisher=MINISTRY), ""),
    ("a list", "The Spanish minister:\n- condemned the raid;\n- urged calm.",
     "ESP indirect condemns\nESP indirect calls_for",
     "The Spanish menu:\n- grilled fish;\n- black rice.", ""),
    ("questions", page("MS EKSEMPEL: We thank the drivers.\n\nQUESTION: Where are they?", publisher=MINISTRY),
     "NOR direct thanks",
     page("QUESTION: Where are they?\n\nQUESTION: Who thanks the drivers?", publisher=MINISTRY), ""),
    ("two acts", page("We condemn the raid and the theft.", publisher=MINISTRY), "NOR direct condemns",
     page("We condemn the raid and call on all sides to talk.", publisher=MINISTRY),
     "NOR direct condemns\nNOR direct calls_for"),
    ("neighbours", page("We condemn the raid. We condemn the theft.", publisher=MINISTRY), "NOR direct condemns",
     page("We condemn the raid. We thank the drivers.", publisher=MINISTRY), "NOR direct condemns\nNOR direct thanks"),
    ("the notes", page("Norway condemns the raid.\n\nWe have repaired the pumps.", publisher=MINISTRY),
     "NOR direct condemns\nNOR direct states",
     page("Norway condemns the raid.\n\nNotes to editors\nWe have repaired the pumps.", publisher=MINISTRY),
     "NOR direct condemns"),
    ("an outlet with a country's name", page("We urge the ministers to resign.", publisher=MINISTRY),
     "NOR direct calls_for",
     page("We urge the ministers to resign.", publisher="Norway Daily"), "- indirect calls_for"),
    ("the joint we", "Joint statement\n\nWe, the ministers of Norway and Chile, condemn the raid.",
     "JOINT direct condemns",
     "Joint statement\n\nWe, the bakers of the town, condemn the raid.", "- indirect condemns"),
    ("address of a ministry", page("We condemn the raid.", url="https://www.regjeringen.no/en/id1/"),
     "NOR direct condemns",
     page("We condemn the raid.", url="https://regjeringen.no.example/id1/"), "- indirect condemns"),
]  # fmt: skip


@names(WHO)
def test_who(number: int) -> None:
    assert coded(WHO, WHO_FORM, number) == expected(WHO, number)


@names(TO_WHOM)
def test_to_whom(number: int) -> None:
    assert coded(TO_WHOM, TO_WHOM_FORM, number) == expected(TO_WHOM, number)


@names(WHEN)
def test_when(number: int) -> None:
    assert coded(WHEN, DAY_FORM, number) == expected(WHEN, number)


@names(THEMES)
def test_themes(number: int) -> None:
    assert coded(THEMES, THEME_FORM, number) == expected(THEMES, number)


@names(VOICE)
def test_voice(number: int) -> None:
    assert coded(VOICE, VOICE_FORM, number) == expected(VOICE, number)
