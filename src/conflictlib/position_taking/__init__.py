"""Who is for or against something, since when, by which counting rules, and which statement proves it.

``rules`` are the counting rules with their names, ``taking`` finds the statements that take a position, and
``standing`` sums them up by actor (`positions`), ``adopting`` by day (`adoption`), ``turning`` by change (`turns`);
``comparing_rules`` says what other rules change (`rules_compared`), and `proof` shows the statements.
"""

from conflictlib.position_taking.adopting import adoption
from conflictlib.position_taking.comparing_rules import rules_compared
from conflictlib.position_taking.proving import proof
from conflictlib.position_taking.rules import Rules
from conflictlib.position_taking.standing import positions
from conflictlib.position_taking.turning import turns

__all__ = ["Rules", "adoption", "positions", "proof", "rules_compared", "turns"]
