"""Minimal pairs: who has a statement that others report, and what nobody is named for."""

from __future__ import annotations

from pairs import coded, expected, names

FORM = "{source} {act}: {text}"

NESTING = [
    ("a promise about a state", "Peru recognised the island.", "Peru states: the island",
     "Peru, the envoy promised, will recognise the island.", "the envoy pledges: Peru | will recognise the island"),
    ("which ones", "The states that met recognised the island.", "The states that met states: the island",
     "The list of states which recognise the island grew.", ""),
    ("an answer behind a semicolon", "The camp was a shame, Ada Lowe said.", "Ada Lowe condemns: The camp was a shame",
     "The camp was a shame, Ada Lowe said; the well, the envoy added, was dry.",
     "Ada Lowe condemns: The camp was a shame\nthe envoy states: the well | was dry"),
    ("in a relative clause", "Ada Lowe condemned the raid.", "Ada Lowe condemns: the raid",
     "In the hall, where Ada Lowe condemned the raid and said that it had grown, it was cold.",
     "Ada Lowe condemns: the raid\nAda Lowe states: that it had grown"),
    ("said that X had rejected", "Brazil said that the plan had changed.", "Brazil states: that the plan had changed",
     "Brazil said that Peru had rejected the plan.", "Brazil states: that Peru had rejected the plan"),
    ("a pronoun within", "Brazil rejected the plan.", "Brazil rejects: the plan",
     "Brazil said it rejected the plan.", "Brazil rejects: it rejected the plan"),
    ("a spokesman for", "The minister urged calm.", "The minister calls_for: calm",
     "A spokesman for the minister urged calm.", "A spokesman for the minister calls_for: calm"),
    ("according to one who speaks", "The road was closed, Kenya said.", "Kenya states: The road was closed",
     "The road was closed, according to Kenya.", "Kenya states: The road was closed"),
    ("a call that others report", "Kenya urged calm.", "Kenya calls_for: calm",
     "Uganda said that Kenya urged calm.", "Uganda states: that Kenya urged calm"),
    ("announced that it would call", "Oman called for a summit.", "Oman calls_for: a summit",
     "Oman announced that it would call for a summit.", "Oman announces: that it would call for a summit"),
    ("accused of having said", "Chad said the well was poisoned.", "Chad states: the well was poisoned",
     "Niger accused Chad of saying the well was poisoned.", "Niger accuses: Chad of saying the well was poisoned"),
    ("thanked for condemning", "Fiji condemned the coup.", "Fiji condemns: the coup",
     "Samoa thanked Fiji for condemning the coup.", "Samoa thanks: Fiji for condemning the coup"),
    ("welcomed the call by", "Togo called for a truce.", "Togo calls_for: a truce",
     "Benin welcomed the call by Togo for a truce.", "Benin welcomes: the call by Togo for a truce"),
    ("a condemnation that others report", "Chad condemned the theft.", "Chad condemns: the theft",
     "Mali noted that Chad had condemned the theft.", "Mali states: that Chad had condemned the theft"),
    ("urged to condemn", "Latvia condemned the fence.", "Latvia condemns: the fence",
     "Estonia urged Latvia to condemn the fence.", "Estonia calls_for: Latvia to condemn the fence"),
    ("urged to say", "Peru said the port was safe.", "Peru states: the port was safe",
     "Chile urged Peru to say the port was safe.", "Chile calls_for: Peru to say the port was safe"),
    ("claims of others denied", "Mali said that the convoy was armed.", "Mali states: that the convoy was armed",
     "Niger denied that Mali said that the convoy was armed.",
     "Niger denies: that Mali said that the convoy was armed"),
    ("two sentences", "Mali said the convoy was armed and that Niger knew.",
     "Mali states: the convoy was armed and that Niger knew",
     "Mali said the convoy was armed. Niger said that it knew.",
     "Mali states: the convoy was armed\nNiger states: that it knew"),
    ("as X said", "The dam held, as Laos said.", "Laos states: The dam held",
     "The dam held as long as Laos kept it.", ""),
    ("a report by", "Amnesty International said the cells were full.",
     "Amnesty International states: the cells were full",
     "A report by Amnesty International said the cells were full.",
     "A report by Amnesty International states: the cells were full"),
    ("a person who", "The driver said the pipes were dry.", "The driver states: the pipes were dry",
     "The driver left and the pipes were dry.", ""),
    ("while another", "Cuba said the vote was lost, while Haiti was silent.", "Cuba states: the vote was lost",
     "Cuba said the vote was lost, while Haiti said it was won.",
     "Cuba states: the vote was lost\nHaiti states: it was won"),
    ("in a letter that says", "The minister sent a letter that was never answered.", "",
     "The minister sent a letter saying that the ferry was late.", "The minister states: that the ferry was late"),
    ("reminded of what was said", "Ghana recalled that the depot was full.", "Ghana states: that the depot was full",
     "Ghana recalled that Togo had called for tents.", "Ghana states: that Togo had called for tents"),
]  # fmt: skip

AGENTLESS = [
    ("is urged", "Ireland urged the parties to show restraint.", "Ireland calls_for: the parties to show restraint",
     "The parties are urged to show restraint.", ""),
    ("it is hoped", "Finland said that the ferry would sail.", "Finland states: that the ferry would sail",
     "It is hoped that the ferry would sail.", ""),
    ("it was said", "They said that the ferry had sunk.", "They states: that the ferry had sunk",
     "It was said that the ferry had sunk.", ""),
    ("was condemned", "The raid was condemned by Norway.", "Norway condemns: The raid",
     "The raid was condemned.", ""),
    ("condemned in", "The raid was condemned by Peru.", "Peru condemns: The raid",
     "The raid was condemned in Peru.", ""),
    ("condemned by day", "The raid was condemned by Chile.", "Chile condemns: The raid",
     "The raid was condemned by Monday.", ""),
    ("is expected to", "Mexico said that the talks would open.", "Mexico states: that the talks would open",
     "Mexico is expected to open the talks.", ""),
    ("was welcomed", "The offer was welcomed by the Arab League.", "the Arab League welcomes: The offer",
     "The offer was welcomed with cheers.", ""),
    ("have been accused", "Chad accused the rebels of theft.", "Chad accuses: the rebels of theft",
     "The rebels have been accused of theft.", ""),
    ("was rejected by both", "The draft was rejected by Sudan and Chad.", "Sudan and Chad rejects: The draft",
     "The draft was rejected twice.", ""),
    ("allegedly", "Laos said that the boat was stolen.", "Laos states: that the boat was stolen",
     "The boat was allegedly stolen.", ""),
    ("calls grow", "Zambia called for calm.", "Zambia calls_for: calm",
     "Calls for calm grew in Zambia.", ""),
    ("there were fears", "Nepal warned that the dam would break.", "Nepal warns: that the dam would break",
     "There were fears that the dam would break.", ""),
    ("a sign said", "The envoy said that the road was closed.", "The envoy states: that the road was closed",
     "The road was closed, it emerged.", ""),
    ("is said to", "Yemen said that the port was mined.", "Yemen states: that the port was mined",
     "The port is said to be mined.", ""),
    ("votes and deeds", "Serbia said that the border was shut.", "Serbia states: that the border was shut",
     "Serbia shut the border.", ""),
    ("a bare meeting", "The ministers discussed the ceasefire.", "The ministers consults: the ceasefire",
     "The ministers met in Ankara.", ""),
    ("a call with nobody", "Qatar discussed fuel with Iran.", "Qatar consults: fuel",
     "Qatar had Iran on the line.", ""),
    ("carried out", "Italy announced that the bridge was open.", "Italy announces: that the bridge was open",
     "The bridge was opened by Italy.", ""),
    ("marks a day", "Malta condemned the killing of the drivers.", "Malta condemns: the killing of the drivers",
     "Malta marked the anniversary of the killing of the drivers.", ""),
]  # fmt: skip


@names(NESTING)
def test_nesting(number: int) -> None:
    assert coded(NESTING, FORM, number) == expected(NESTING, number)


@names(AGENTLESS)
def test_what_nobody_is_named_for(number: int) -> None:
    assert coded(AGENTLESS, FORM, number) == expected(AGENTLESS, number)
