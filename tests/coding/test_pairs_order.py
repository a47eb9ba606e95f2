"""Minimal pairs: in which order source, verb and content stand, and where contents end."""

from __future__ import annotations

from pairs import coded, expected, names

FORM = "{source} {act}: {text}"

ORDER = [
    ("inverted", "Turkey said the crossing was open.", "Turkey states: the crossing was open",
     "The crossing was open, said Turkey.", "Turkey states: The crossing was open"),
    ("speaker last", "Turkey said the crossing was open.", "Turkey states: the crossing was open",
     "The crossing was open, Turkey said.", "Turkey states: The crossing was open"),
    ("parenthetical", "Niger said the border, long shut, was open.", "Niger states: the border, long shut, was open",
     "The border, Niger said, was open.", "Niger states: The border | was open"),
    ("according to, in front", "The market was shut, according to Mali.", "Mali states: The market was shut",
     "According to Mali, the market was shut.", "Mali states: the market was shut"),
    ("according to, within", "According to Mali, the market was shut.", "Mali states: the market was shut",
     "The market, according to Mali, was shut.", "Mali states: The market | was shut"),
    ("headline with a colon", "Road is safe, says Kenya", "Kenya states: Road is safe",
     "Kenya says: Road is safe", "Kenya states: Road is safe"),
    ("headline of an act", "Iraq urges calm after border clash", "Iraq calls_for: calm after border clash",
     "Calm after border clash in Iraq", ""),
    ("fronted participle", "Vietnam urged calm.", "Vietnam calls_for: calm",
     "Leaving the hall, Vietnam urged calm.", "Vietnam calls_for: calm"),
    ("fronted report", "Leaving the hall, Vietnam urged calm.", "Vietnam calls_for: calm",
     "Condemning the raid, Vietnam urged calm.", "Vietnam condemns: the raid\nVietnam calls_for: calm"),
    ("inserted participle", "Mexico urged calm.", "Mexico calls_for: calm",
     "Mexico, speaking for the group, urged calm.", "Mexico, speaking for the group calls_for: calm"),
    ("inserted appositive", "The envoy urged calm.", "The envoy calls_for: calm",
     "The envoy, a former judge, urged calm.", "The envoy, a former judge calls_for: calm"),
    ("inserted relative", "The envoy urged calm.", "The envoy calls_for: calm",
     "The envoy, who came from Lima, urged calm.", "The envoy, who came from Lima calls_for: calm"),
    ("subordinate clause before", "Bolivia thanked Peru.", "Bolivia thanks: Peru",
     "As the rain fell, Bolivia thanked Peru.", "Bolivia thanks: Peru"),
    ("place before", "The minister rejected the plan.", "The minister rejects: the plan",
     "In Geneva, the minister rejected the plan.", "the minister rejects: the plan"),
    ("adding that", "Ghana said the well was dry.", "Ghana states: the well was dry",
     "Ghana said the well was dry, adding that help was near.",
     "Ghana states: the well was dry\nGhana states: that help was near"),
    ("participle of another verb", "Ghana said the well was dry, adding that help was near.",
     "Ghana states: the well was dry\nGhana states: that help was near",
     "Ghana said the well was dry, leaving nothing to drink.",
     "Ghana states: the well was dry, leaving nothing to drink"),
    ("adverb before the verb", "Chile condemned the raid.", "Chile condemns: the raid",
     "Chile strongly condemned the raid.", "Chile condemns: the raid"),
    ("also", "Chile called for talks.", "Chile calls_for: talks", "Chile also called for talks.",
     "Chile calls_for: talks"),
    ("told with a recipient", "Cuba said that the port was shut.", "Cuba states: that the port was shut",
     "Cuba told Haiti that the port was shut.", "Cuba states: that the port was shut"),
    ("told reporters", "The envoy said the port was shut.", "The envoy states: the port was shut",
     "The envoy told reporters the port was shut.", "The envoy states: the port was shut"),
    ("to-infinitive", "Qatar offered a ship for the aid.", "Qatar offers: a ship for the aid",
     "Qatar offered to send a ship for the aid.", "Qatar offers: to send a ship for the aid"),
    ("gerund", "Russia proposed a meeting in Astana.", "Russia proposes: a meeting in Astana",
     "Russia proposed meeting in Astana.", "Russia proposes: meeting in Astana"),
    ("suggested and accused of", "Iran accused Iraq.", "Iran accuses: Iraq",
     "Iran accused Iraq of hiding the ship.", "Iran accuses: Iraq of hiding the ship"),
]  # fmt: skip

ENDS = [
    ("day of the report", "The ship was late, Spain said.", "Spain states: The ship was late",
     "The ship was late, Spain said on Monday.", "Spain states: The ship was late"),
    ("day behind an object", "Spain condemned the raid.", "Spain condemns: the raid",
     "Spain condemned the raid on Monday.", "Spain condemns: the raid"),
    ("day behind the verb", "Spain said the ship was late.", "Spain states: the ship was late",
     "Spain said on Monday the ship was late.", "Spain states: the ship was late"),
    ("but", "Libya said the well was dry and the road was shut.",
     "Libya states: the well was dry and the road was shut",
     "Libya said the well was dry, but the road stayed open.", "Libya states: the well was dry"),
    ("but of the source", "Libya condemned the raid.", "Libya condemns: the raid",
     "Libya condemned the raid, but kept its envoy there.", "Libya condemns: the raid"),
    ("second predicate", "Sudan urged restraint.", "Sudan calls_for: restraint",
     "Sudan urged restraint and closed its airport.", "Sudan calls_for: restraint"),
    ("appositive", "Kenya thanked the envoy.", "Kenya thanks: the envoy",
     "Kenya thanked the envoy, a former judge.", "Kenya thanks: the envoy"),
    ("next sentence", "Laos urged calm.", "Laos calls_for: calm",
     "Laos urged calm. The river rose.", "Laos calls_for: calm"),
    ("semicolon", "Laos urged calm.", "Laos calls_for: calm",
     "Laos urged calm; the river rose.", "Laos calls_for: calm"),
    ("while", "Laos urged calm.", "Laos calls_for: calm",
     "Laos urged calm, while the river rose.", "Laos calls_for: calm"),
    ("after a meeting", "Laos urged calm.", "Laos calls_for: calm",
     "Laos urged calm in a letter to the council.", "Laos calls_for: calm"),
    ("according to behind", "The ferry sank, Malta said.", "Malta states: The ferry sank",
     "The ferry sank, Malta said in a letter.", "Malta states: The ferry sank"),
    ("that clause", "Malta thanked the crew.", "Malta thanks: the crew",
     "Malta thanked the crew that saved the ship.", "Malta thanks: the crew that saved the ship"),
    ("days later", "Oman rejected the draft.", "Oman rejects: the draft",
     "Oman rejected the draft two days later.", "Oman rejects: the draft"),
]  # fmt: skip


@names(ORDER)
def test_order(number: int) -> None:
    assert coded(ORDER, FORM, number) == expected(ORDER, number)


@names(ENDS)
def test_where_contents_end(number: int) -> None:
    assert coded(ENDS, FORM, number) == expected(ENDS, number)
