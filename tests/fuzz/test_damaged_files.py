from damaged_files import DAMAGES, damages

from conflictlib.shipped import folder


def test_no_reader_fails_on_damaged_pages():
    assert damages(folder("data") / "pages", 2) == []
    assert len(DAMAGES) == 9
