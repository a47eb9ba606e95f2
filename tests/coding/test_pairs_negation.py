"""Minimal pairs: what takes an act away, what only stands in its content, and what merely might be said."""

from __future__ import annotations

from pairs import coded, expected, names

FORM = "{actor} {act}: {text}"

NEGATION = [
    ("did not", "Egypt called for a ceasefire.", "EGY calls_for: a ceasefire",
     "Egypt did not call for a ceasefire.", "EGY not calls_for: a ceasefire"),
    ("didn't", "Japan condemned the attack.", "JPN condemns: the attack",
     "Japan didn't condemn the attack.", "JPN not condemns: the attack"),
    ("has not", "Norway has condemned the shelling.", "NOR condemns: the shelling",
     "Norway has not condemned the shelling.", "NOR not condemns: the shelling"),
    ("has yet to", "Colombia has condemned the raid.", "COL condemns: the raid",
     "Colombia has yet to condemn the raid.", "COL not condemns: the raid"),
    ("never", "Peru has thanked Chile for the tents.", "PER thanks: Chile for the tents",
     "Peru has never thanked Chile for the tents.", "PER not thanks: Chile for the tents"),
    ("no longer", "Turkey still supports the plan.", "TUR supports: the plan",
     "Turkey no longer supports the plan.", "TUR not supports: the plan"),
    ("stopped short of", "Germany called for sanctions.", "DEU calls_for: sanctions",
     "Germany stopped short of calling for sanctions.", "DEU not calls_for: sanctions"),
    ("fell short of", "Ireland condemned the blockade.", "IRL condemns: the blockade",
     "Ireland fell short of condemning the blockade.", "IRL not condemns: the blockade"),
    ("declined to", "Brazil condemned the coup.", "BRA condemns: the coup",
     "Brazil declined to condemn the coup.", "BRA not condemns: the coup"),
    ("does not", "Italy backs the embargo.", "ITA supports: the embargo",
     "Italy does not back the embargo.", "ITA not supports: the embargo"),
    ("did not, said that", "Pakistan said that the crossing was open.", "PAK states: that the crossing was open",
     "Pakistan did not say that the crossing was open.", "PAK not states: that the crossing was open"),
    ("not in the content", "Egypt said that the crossing was closed.", "EGY states: that the crossing was closed",
     "Egypt said that the crossing was not closed.", "EGY states: that the crossing was not closed"),
    ("no in the content", "Jordan warned that help would arrive.", "JOR warns: that help would arrive",
     "Jordan warned that no help would arrive.", "JOR warns: that no help would arrive"),
    ("urged not to", "France urged Israel to enter the town.", "FRA calls_for: Israel to enter the town",
     "France urged Israel not to enter the town.", "FRA calls_for: Israel not to enter the town"),
    ("pledged not to", "Iran pledged to close the strait.", "IRN pledges: to close the strait",
     "Iran pledged not to close the strait.", "IRN pledges: not to close the strait"),
    ("vowed never to", "Serbia vowed to recognise the border.", "SRB pledges: to recognise the border",
     "Serbia vowed never to recognise the border.", "SRB pledges: never to recognise the border"),
    ("not in a quotation", "“The road is safe,” Qatar said.", "QAT states: The road is safe",
     "“The road is not safe,” Qatar said.", "QAT states: The road is not safe"),
    ("negated before an object", "Spain called for talks and a truce.", "ESP calls_for: talks and a truce",
     "Spain called for talks but not a truce.", "ESP calls_for: talks but not a truce"),
    ("negation of another clause", "Chad left the hall and condemned the vote.", "TCD condemns: the vote",
     "Chad did not leave the hall and condemned the vote.", "TCD condemns: the vote"),
    ("one of two verbs", "Ghana condemned the raid and urged calm.", "GHA condemns: the raid\nGHA calls_for: calm",
     "Ghana did not condemn the raid but urged calm.", "GHA not condemns: the raid\nGHA calls_for: calm"),
    ("without", "Cuba left after condemning the vote.", "CUB condemns: the vote",
     "Cuba left without condemning the vote.", "CUB not condemns: the vote"),
    ("refused to condemn", "Hungary condemned the strike.", "HUN condemns: the strike",
     "Hungary refused to condemn the strike.", "HUN rejects: the strike"),
    ("rejected calls for", "Ethiopia called for a truce.", "ETH calls_for: a truce",
     "Ethiopia rejected calls for a truce.", "ETH rejects: calls for a truce"),
    ("dismissed calls for", "Uganda supported a ceasefire.", "UGA supports: a ceasefire",
     "Uganda dismissed a ceasefire.", "UGA rejects: a ceasefire"),
    ("rejected a demand that", "Poland demanded that the convoy turn back.", "POL demands: that the convoy turn back",
     "Poland rejected a demand that the convoy turn back.", "POL rejects: a demand that the convoy turn back"),
    ("denied having called for", "Algeria called for a boycott.", "DZA calls_for: a boycott",
     "Algeria denied that it had called for a boycott.", "DZA denies: that it had called for a boycott"),
    ("did not deny", "Hezbollah denied the report.", "HEZBOLLAH denies: the report",
     "Hezbollah did not deny the report.", "HEZBOLLAH not denies: the report"),
    ("did not rule out", "Greece ruled out a new fence.", "GRC rejects: a new fence",
     "Greece did not rule out a new fence.", "GRC not rejects: a new fence"),
]  # fmt: skip

MODALITY = [
    ("if", "Egypt calls for a truce.", "EGY calls_for: a truce",
     "If Egypt calls for a truce, the guns will fall silent.", ""),
    ("whether", "Chile said that the bridge was open.", "CHL states: that the bridge was open",
     "It is unclear whether Chile said that the bridge was open.", ""),
    ("unless", "Oman warned of delays.", "OMN warns: delays",
     "Nobody will move unless Oman warns of delays.", ""),
    ("question", "Armenia supports the treaty.", "ARM supports: the treaty",
     "Does Armenia support the treaty?", ""),
    ("will respond", "Iran said that it responded to attacks.", "IRN states: that it responded to attacks",
     "Iran said that it will respond to attacks.", "IRN threatens: that it will respond to attacks"),
    ("will respond if", "Ukraine said the army would rest if attacked.", "UKR states: the army would rest if attacked",
     "Ukraine said the army would respond if attacked.", "UKR threatens: the army would respond if attacked"),
    ("must", "Ghana said that the rebels were asleep.", "GHA states: that the rebels were asleep",
     "Ghana said that the rebels must withdraw.", "GHA demands: that the rebels must withdraw"),
    ("should", "Malta said that the ship waited at anchor.", "MLT states: that the ship waited at anchor",
     "Malta said that the ship should wait at anchor.", "MLT calls_for: that the ship should wait at anchor"),
    ("could spread", "Chad said that the fire had stopped.", "TCD states: that the fire had stopped",
     "Chad said that the fire could spread.", "TCD warns: that the fire could spread"),
    ("will continue to", "Canada said that it sent tents.", "CAN states: that it sent tents",
     "Canada said that it will continue to send tents.", "CAN pledges: that it will continue to send tents"),
    ("would not accept", "Mali said that it had read the draft.", "MLI states: that it had read the draft",
     "Mali said that it would not accept the draft.", "MLI rejects: that it would not accept the draft"),
    ("ready to host", "Oman said that it was host to the talks.", "OMN states: that it was host to the talks",
     "Oman said that it was ready to host the talks.", "OMN offers: that it was ready to host the talks"),
    ("has decided to", "Nepal said that the road was long.", "NPL states: that the road was long",
     "Nepal said that it has decided to recall its envoy.", "NPL announces: that it has decided to recall its envoy"),
    ("can only", "Kuwait condemned the theft.", "KWT condemns: the theft",
     "Kuwait can only condemn the theft.", "KWT condemns: the theft"),
    ("cannot", "Latvia supports the plan.", "LVA supports: the plan",
     "Latvia cannot support the plan.", "LVA not supports: the plan"),
    ("may be said", "Estonia says that the wall holds.", "EST states: that the wall holds",
     "Whatever Estonia says, the wall holds.", ""),
    ("is expected to", "Sweden condemned the raid.", "SWE condemns: the raid",
     "Sweden is expected to condemn the raid.", ""),
    ("asked to", "Cyprus called for talks.", "CYP calls_for: talks",
     "Malta asked Cyprus to call for talks.", "MLT calls_for: Cyprus to call for talks"),
    ("might be said", "Laos denied the report.", "LAO denies: the report",
     "Might Laos deny the report?", ""),
]  # fmt: skip


@names(NEGATION)
def test_negation(number: int) -> None:
    assert coded(NEGATION, FORM, number) == expected(NEGATION, number)


@names(MODALITY)
def test_modality(number: int) -> None:
    assert coded(MODALITY, FORM, number) == expected(MODALITY, number)
