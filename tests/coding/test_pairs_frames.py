"""Minimal pairs: one statement or several, and the nouns, relatives and chains that carry a report."""

from __future__ import annotations

from pairs import coded, expected, names

FORM = "{source} {act}: {text}"

COORDINATION = [
    ("three verbs", "Jordan condemned the strike.", "Jordan condemns: the strike",
     "Jordan condemned the strike, called for a truce and thanked Egypt.",
     "Jordan condemns: the strike\nJordan calls_for: a truce\nJordan thanks: Egypt"),
    ("two verbs or two objects", "Kenya urged a truce and an inquiry.", "Kenya calls_for: a truce and an inquiry",
     "Kenya urged a truce and demanded an inquiry.", "Kenya calls_for: a truce\nKenya demands: an inquiry"),
    ("two subjects", "Kenya and Chad called for a truce.", "Kenya and Chad calls_for: a truce",
     "Kenya called for a truce and Chad rejected it.", "Kenya calls_for: a truce\nChad rejects: it"),
    ("and within the content", "Peru said that the road was shut.", "Peru states: that the road was shut",
     "Peru said that the road was shut and that the port was open.",
     "Peru states: that the road was shut and that the port was open"),
    ("and of clauses", "Peru said the road was shut and the port was open.",
     "Peru states: the road was shut and the port was open",
     "Peru said the road was shut and warned that the port was next.",
     "Peru states: the road was shut\nPeru warns: that the port was next"),
    ("pronoun repeated", "Ghana welcomed the pact and called for talks.",
     "Ghana welcomes: the pact\nGhana calls_for: talks",
     "Ghana welcomed the pact and it called for talks.", "Ghana welcomes: the pact\nit calls_for: talks"),
    ("but", "Oman welcomed the pact and rejected the map.", "Oman welcomes: the pact\nOman rejects: the map",
     "Oman welcomed the pact but rejected the map.", "Oman welcomes: the pact\nOman rejects: the map"),
    ("then", "Oman rejected the map and left.", "Oman rejects: the map",
     "Oman rejected the map and then called for a vote.", "Oman rejects: the map\nOman calls_for: a vote"),
    ("two sentences", "Togo condemned the raid and urged calm.", "Togo condemns: the raid\nTogo calls_for: calm",
     "Togo condemned the raid. It urged calm.", "Togo condemns: the raid\nIt calls_for: calm"),
    ("while ... ing", "Laos welcomed the vote.", "Laos welcomes: the vote",
     "Laos welcomed the vote while warning of delays.", "Laos welcomes: the vote\nLaos warns: delays"),
    ("and a participle", "Mali thanked Niger, adding that the trucks were late.",
     "Mali thanks: Niger\nMali states: that the trucks were late",
     "Mali thanked Niger, whose trucks were late.", "Mali thanks: Niger"),
    ("both verbs with one object", "Iran condemned the raid.", "Iran condemns: the raid",
     "Iran rejected and condemned the raid.", "Iran condemns: the raid"),
    ("a deed between", "Cuba condemned the raid and urged calm.", "Cuba condemns: the raid\nCuba calls_for: calm",
     "Cuba condemned the raid, sent tents and urged calm.", "Cuba condemns: the raid\nCuba calls_for: calm"),
    ("told and asked", "Qatar told Chad the talks were on.", "Qatar states: the talks were on",
     "Qatar told Chad the talks were on and thanked Niger.",
     "Qatar states: the talks were on\nQatar thanks: Niger"),
    ("the day within", "Chad accused Niger of closing the road.", "Chad accuses: Niger of closing the road",
     "Chad accused Niger on Tuesday of closing the road.", "Chad accuses: Niger on Tuesday of closing the road"),
    ("the day, and whom to do what", "Peru urged Chad to open the port.", "Peru calls_for: Chad to open the port",
     "Peru urged Chad on Sunday to open the port.", "Peru calls_for: Chad on Sunday to open the port"),
    ("the day before the object", "China called for a truce.", "China calls_for: a truce",
     "China called on Monday for a truce.", "China calls_for: a truce"),
    ("the day at the end", "Oman condemned the raid on the mill.", "Oman condemns: the raid on the mill",
     "Oman condemned the raid on Monday for the third time.", "Oman condemns: the raid"),
]  # fmt: skip

NOUNS = [
    ("call that", "Egypt renewed its call that the gates be opened.", "Egypt calls_for: that the gates be opened",
     "Egypt returned its call.", ""),
    ("call for, as a topic", "Egypt called for talks.", "Egypt calls_for: talks",
     "Egypt's call for talks came late.", ""),
    ("issued a warning that", "Norway issued a warning that the dam would break.",
     "Norway warns: that the dam would break",
     "Norway issued a stamp that the post would sell.", ""),
    ("voiced concern over", "Japan voiced concern over the raids.", "Japan expresses_concern: the raids",
     "Japan's concern over the raids was known.", ""),
    ("expressed support for", "China expressed support for the plan.", "China supports: the plan",
     "China's support for the plan was weak.", ""),
    ("emphasized the need for", "India emphasized the need for talks.", "India calls_for: the need for talks",
     "The need for talks grew in India.", ""),
    ("issued a statement saying that", "Sweden issued a statement saying that tents were short.",
     "Sweden states: that tents were short",
     "Sweden issued a stamp showing that tents were short.", ""),
    ("noun demand", "China demands an inquiry.", "China demands: an inquiry",
     "China's demands were met.", ""),
    ("states as a noun", "Cuba states that the vote was lost.", "Cuba states: that the vote was lost",
     "Eleven states lost the vote.", ""),
    ("reports as a noun", "Haiti reports that ships have sunk.", "Haiti states: that ships have sunk",
     "Haiti read reports that ships have sunk.", ""),
    ("claimed responsibility", "Hamas claimed responsibility for the raid.",
     "Hamas announces: responsibility for the raid",
     "Hamas denied responsibility for the raid.", "Hamas denies: responsibility for the raid"),
    ("thanks to", "Fiji thanks Samoa for the boats.", "Fiji thanks: Samoa for the boats",
     "Fiji has boats thanks to Samoa.", ""),
    ("calls as names", "Mexico calls for a summit.", "Mexico calls_for: a summit",
     "Mexico took calls for a summit.", ""),
    ("welcome as an adjective", "Chile welcomed the rain.", "Chile welcomes: the rain",
     "The rain was welcome in Chile.", ""),
    ("appeal", "Haiti appealed for food.", "Haiti calls_for: food",
     "The appeal for food reached Haiti.", ""),
]  # fmt: skip

FRAMES = [
    ("who said", "The envoy, who said the pipes were dry, left.", "The envoy, who states: the pipes were dry",
     "The envoy, who saw the pipes were dry, left.", ""),
    ("which he said", "The envoy bought a pump, which he said was broken.", "he states: which | was broken",
     "The envoy bought a pump, which was broken.", ""),
    ("urged somebody to", "Spain urged talks.", "Spain calls_for: talks",
     "Spain urged Peru to open talks.", "Spain calls_for: Peru to open talks"),
    ("went on to say", "Spain said the ferry was late.", "Spain states: the ferry was late",
     "Spain went on to say the ferry was late.", "Spain states: the ferry was late"),
    ("wants", "Spain demanded a vote.", "Spain demands: a vote",
     "Spain won a vote.", ""),
    ("used the occasion to thank", "Ghana thanked Togo.", "Ghana thanks: Togo",
     "Ghana spoke to thank Togo.", ""),
    ("described as", "Malta described the raid as a drill.", "Malta states: the raid as a drill",
     "Malta timed the raid as a drill.", ""),
    ("asked to", "Israel asked Hamas to free the crew.", "Israel calls_for: Hamas to free the crew",
     "Israel told Hamas that the crew was free.", "Israel states: that the crew was free"),
    ("promised that", "Kuwait promised to pay.", "Kuwait pledges: to pay",
     "Kuwait promised that the port would pay.", "Kuwait pledges: that the port would pay"),
    ("accused of", "Chad accused Sudan of theft.", "Chad accuses: Sudan of theft",
     "Chad acquitted Sudan of theft.", ""),
    ("agreed with", "Nepal discussed the dam with India.", "Nepal consults: the dam",
     "Nepal built the dam with India.", ""),
    ("threatened to", "Belarus threatened to close the line.", "Belarus threatens: to close the line",
     "Belarus hurried to close the line.", ""),
]  # fmt: skip

CUE_FORM = "{cue} > {text}"
CUES = [
    ("auxiliary", "Kenya called for talks.", "called for > talks",
     "Kenya has called for talks.", "has called for > talks"),
    ("negation", "Kenya condemned the raid.", "condemned > the raid",
     "Kenya did not condemn the raid.", "did not condemn > the raid"),
    ("chain", "Kenya said the dam held.", "said > the dam held",
     "Kenya went on to say the dam held.", "went on to say > the dam held"),
    ("adverb within", "Kenya has called for talks.", "has called for > talks",
     "Kenya has repeatedly called for talks.", "has repeatedly called for > talks"),
    ("particle verb", "Kenya called for talks.", "called for > talks",
     "Kenya called on Chad to talk.", "called on > Chad to talk"),
    ("preposition", "The dam held, Kenya said.", "said > The dam held",
     "The dam held, according to Kenya.", "according to > The dam held"),
    ("passive", "Kenya condemned the raid.", "condemned > the raid",
     "The raid was condemned by Kenya.", "was condemned > The raid"),
    ("label", "“The dam held all night,” said Ane Eksempel.", "said > The dam held all night",
     "Ane Eksempel: The dam held all night.", ": > The dam held all night"),
    ("nominal cue", "Kenya is concerned about the dam.", "is concerned about > the dam",
     "Kenya expressed concern about the dam.", "expressed concern > the dam"),
]  # fmt: skip


@names(COORDINATION)
def test_coordination(number: int) -> None:
    assert coded(COORDINATION, FORM, number) == expected(COORDINATION, number)


@names(NOUNS)
def test_nouns(number: int) -> None:
    assert coded(NOUNS, FORM, number) == expected(NOUNS, number)


@names(CUES)
def test_cues(number: int) -> None:
    assert coded(CUES, CUE_FORM, number) == expected(CUES, number)


@names(FRAMES)
def test_frames(number: int) -> None:
    assert coded(FRAMES, FORM, number) == expected(FRAMES, number)
