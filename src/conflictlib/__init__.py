"""Who said what about a conflict, to whom, when and on which themes, with the evidence for every code.

Files are loaded into documents (``load``), documents coded into statements (``code``), which ``explain`` shows marked
in their text. ``duplicates`` finds documents that repeat another, and ``distinct`` takes what they repeat out of the
statements; these are summed up into counts (``frequency``, ``actors``, ``themes``, ``crosstab``), counts drawn
(``charts``) and the notebooks that do so run into a report (``report``). Other analyses take statements too:
``positions``, ``estimates``, ``bursts``, ``address_network``, ``keyness``, ``profile`` and what README.md names beside
them; ``agreement`` and ``validation`` say how far the codes can be trusted. A ``Corpus`` keeps documents and statements
on the disk, with every version of them; ``changes`` tells two states of the statements apart. Every table is a pandas
DataFrame. Nothing is imported before it is used.
"""

import lazy_loader as _lazy

__getattr__, __dir__, __all__ = _lazy.attach_stub(__name__, __file__)
__version__ = "0.1.0"
