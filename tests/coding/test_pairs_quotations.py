"""Minimal pairs: the forms of quotations. A bar parts the spans of one statement."""

from __future__ import annotations

from pairs import coded, expected, names

FORM = "{source} {quote}: {text}"

#: Two marks for the same quotation: the same codes.
MARKS = [
    ("straight and curly", '"The road is safe," said the envoy.', "the envoy direct: The road is safe",
     "“The road is safe,” said the envoy.", "the envoy direct: The road is safe"),
    ("doubled", '"The road is safe," said the envoy.', "the envoy direct: The road is safe",
     '""The road is safe,"" said the envoy.', "the envoy direct: The road is safe"),
    ("low", "“The road is safe,” said the envoy.", "the envoy direct: The road is safe",
     "„The road is safe,“ said the envoy.", "the envoy direct: The road is safe"),
    ("guillemets", "“The road is safe,” said the envoy.", "the envoy direct: The road is safe",
     "«The road is safe,» said the envoy.", "the envoy direct: The road is safe"),
    ("single curly", "“The road is safe,” said the envoy.", "the envoy direct: The road is safe",
     "‘The road is safe,’ said the envoy.", "the envoy direct: The road is safe"),
    ("single straight", '"The road is safe," said the envoy.', "the envoy direct: The road is safe",
     "'The road is safe,' said the envoy.", "the envoy direct: The road is safe"),
    ("two single marks", '"The road is safe," said the envoy.', "the envoy direct: The road is safe",
     "''The road is safe,'' said the envoy.", "the envoy direct: The road is safe"),
    ("an apostrophe within", "“The road isn't safe,” said the envoy.", "the envoy direct: The road isn't safe",
     "‘The road isn’t safe,’ said the envoy.", "the envoy direct: The road isn’t safe"),
    ("comma outside", "“The road is safe,” said the envoy.", "the envoy direct: The road is safe",
     "“The road is safe”, said the envoy.", "the envoy direct: The road is safe"),
    ("comma and dash", "“The road is safe,” the envoy said.", "the envoy direct: The road is safe",
     "“The road is safe” – the envoy said.", "the envoy direct: The road is safe"),
    ("comma and colon", "The envoy said, “The road is safe today.”", "The envoy direct: The road is safe today",
     "The envoy said: “The road is safe today.”", "The envoy direct: The road is safe today"),
    ("a quotation within", '"The road is no \'trap\' at all," said the envoy.',
     "the envoy direct: The road is no 'trap' at all",
     "“The road is no ‘trap’ at all,” said the envoy.", "the envoy direct: The road is no ‘trap’ at all"),
    ("colon and paragraph", "The envoy wrote: “The road is safe today.”", "The envoy direct: The road is safe today",
     "The envoy wrote:\n\n“The road is safe today.”", "The envoy direct: The road is safe today"),
]  # fmt: skip

FORMS_OF_QUOTATION = [
    ("direct or indirect", "The envoy said: “The road is safe.”", "The envoy direct: The road is safe",
     "The envoy said the road is safe.", "The envoy indirect: the road is safe"),
    ("mixed", "The envoy said the road was open and safe again.",
     "The envoy indirect: the road was open and safe again",
     "The envoy said the road was “open and safe” again.",
     "The envoy mixed: the road was “open and safe” again"),
    ("whole or in part", "The envoy said: “The raid was a grave mistake of theirs.”",
     "The envoy direct: The raid was a grave mistake of theirs",
     "The envoy said the raid was “a grave mistake” of theirs.",
     "The envoy mixed: the raid was “a grave mistake” of theirs"),
    ("broken by the speaker", "“We wait for you at the gate,” said the envoy.",
     "the envoy direct: We wait for you at the gate",
     "“We wait for you,” said the envoy, “at the gate.”", "the envoy direct: We wait for you | at the gate"),
    ("broken between sentences", "“We wait for you,” said the envoy. The gate was shut.",
     "the envoy direct: We wait for you",
     "“We wait for you,” said the envoy. “The gate is shut.”",
     "the envoy direct: We wait for you | The gate is shut"),
    ("two speakers", "“We wait for you,” said the envoy. “The gate is shut.”",
     "the envoy direct: We wait for you | The gate is shut",
     "“We wait for you,” said the envoy. “The gate is shut,” said the guard.",
     "the envoy direct: We wait for you\nthe guard direct: The gate is shut"),
    ("several paragraphs", "“The road is safe,” said the envoy. “We go on.\n\n“We hope for rain.”",
     "the envoy direct: The road is safe | We go on | We hope for rain",
     "“The road is safe,” said the envoy. “We go on.”\n\nRain fell at night.",
     "the envoy direct: The road is safe | We go on"),
    ("signed with a dash", "“The road is safe and the wells are full.” – Ane Eksempel, envoy",
     "Ane Eksempel, envoy direct: The road is safe and the wells are full",
     "“The road is safe and the wells are full.”", ""),
    ("name and colon", "Ane Eksempel: The road is safe and the wells are full.",
     "Ane Eksempel indirect: The road is safe and the wells are full",
     "The road is safe and the wells are full.", ""),
    ("a set term", "The envoy said that he saw a “red line” there.", "The envoy mixed: that he saw a “red line” there",
     "The envoy said that he saw a red line there.", "The envoy indirect: that he saw a red line there"),
    ("a set term before the verb", "The “red line” was crossed, the envoy said.",
     "the envoy mixed: The “red line” was crossed",
     "The red line was crossed, the envoy said.", "the envoy indirect: The red line was crossed"),
    ("a title in marks", "The envoy saw “The Long Road”, a film.", "",
     "The envoy smiled: “The long road is safe.”", "The envoy direct: The long road is safe"),
    ("an unclosed mark before", "The gate bore a sign.\n\nThe envoy said the road was safe.",
     "The envoy indirect: the road was safe",
     "The gate bore a “sign.\n\nThe envoy said the road was safe.", "The envoy indirect: the road was safe"),
    ("unclosed at the end", "The envoy said: “The road is safe.”", "The envoy direct: The road is safe",
     "The envoy said: “The road is safe.", "The envoy direct: The road is safe"),
    ("colon and unquoted paragraph", "The envoy wrote:\n\nThe road is safe. The wells are full.",
     "The envoy indirect: The road is safe. The wells are full",
     "The envoy left.\n\nThe road is safe. The wells are full.", ""),
    ("a signature without a stop", "“The road is safe and wide” – Ane Eksempel, envoy",
     "Ane Eksempel, envoy direct: The road is safe and wide",
     "“The road is safe and wide” – near the gate", ""),
    ("lines of two speakers", "Ane Eksempel: The road is safe and wide.\n\nPer Prøve: The wells are full again.",
     "Ane Eksempel indirect: The road is safe and wide\nPer Prøve indirect: The wells are full again",
     "Roads: The road is safe and wide.\n\nWells: The wells are full again.", ""),
    ("the speaker in front", "The envoy added: “We wait here for rain.”",
     "The envoy direct: We wait here for rain",
     "“We wait here for rain,” the envoy added.", "the envoy direct: We wait here for rain"),
    ("a verb that is no cue", "“The road is safe!” the envoy shouted back.", "the envoy direct: The road is safe",
     "The road was safe; the envoy shouted back.", ""),
    ("inches", 'The envoy said the pipe was 6 inches wide.', "The envoy indirect: the pipe was 6 inches wide",
     'The envoy said the pipe was 6" wide.', 'The envoy indirect: the pipe was 6" wide'),
    ("a possessive", "The envoy said the drivers were safe.", "The envoy indirect: the drivers were safe",
     "The envoy said the drivers' road was safe.", "The envoy indirect: the drivers' road was safe"),
    ("quotation and report", "“The road is safe,” the envoy said, adding that the wells were full.",
     "the envoy direct: The road is safe\nthe envoy indirect: that the wells were full",
     "“The road is safe,” the envoy said, “and the wells are full.”",
     "the envoy direct: The road is safe | and the wells are full"),
    ("a condemnation in marks", "The envoy condemned the brutal raid.", "The envoy indirect: the brutal raid",
     "The envoy condemned the “brutal” raid.", "The envoy mixed: the “brutal” raid"),
    ("question mark", "“Is the road safe?” asked the envoy.", "the envoy direct: Is the road safe",
     "“The road is safe,” replied the envoy.", "the envoy direct: The road is safe"),
]  # fmt: skip


@names(MARKS)
def test_marks(number: int) -> None:
    assert coded(MARKS, FORM, number) == expected(MARKS, number)


@names(FORMS_OF_QUOTATION)
def test_forms_of_quotation(number: int) -> None:
    assert coded(FORMS_OF_QUOTATION, FORM, number) == expected(FORMS_OF_QUOTATION, number)
