"""Invented stories, and what outlets make of them."""

STORY = """FREEPORT, 3 May (Wire) – Freedonia and Sylvania agreed on Friday to reopen the bridge at Karlsbrunn for civilians, \
three weeks after it was closed by shelling that killed 14 people.
The agreement was announced by the envoy of the League, Marta Lindqvist, after a night of talks in the town hall of Karlsbrunn.
“This is a modest step, and it is the first that both sides have taken together since the winter,” she told reporters.
Freedonia’s foreign minister, Rufus Firefly, said that his government would keep its guns silent along the river as long as the other side did the same.
Sylvania’s ambassador, Vera Trentino, welcomed the reopening but called for the release of 62 prisoners before any further talks.
Aid groups said that some 9,000 people on the eastern bank had been without medicine since 12 April.
The first lorries are expected to cross on Sunday morning, escorted by unarmed observers in white vehicles.
Under the terms, farmers may cross twice a day with a pass that is issued by the mayor’s office on either bank.
The two countries have fought over the valley since a customs union between them collapsed six years ago.
Residents gathered at the bridge on Friday evening and lit candles for those who had died there."""

LINES = STORY.split("\n")

#: Another outlet's own story on the same event.
OTHER_STORY = """The bridge of Karlsbrunn will open again. After three weeks of silence on both banks, negotiators from Freedonia and \
Sylvania emerged in the small hours with a paper of one page.
Rufus Firefly, who heads the Freedonian foreign ministry, promised quiet along the river. His counterpart’s envoy in Freeport, \
Vera Trentino, spoke of a good day, and asked once more for 62 prisoners to be freed.
“A modest step,” said the League’s Marta Lindqvist, who had brought the two together.
What it means for the people here is easier to see. Hanna Brod, a pharmacist, has had no insulin to sell since the middle of April.
Her cousin farms on the other side; she has not seen him since the shelling, in which fourteen died.
Lorries should roll on Sunday. Observers without arms will ride with them, in white cars, as was agreed in a side letter.
Nobody we spoke to wished to say how long it would last. Six years after the end of the customs union, people count in weeks."""

COPIES = {
    "edited headline": "BRIDGE OF KARLSBRUNN TO REOPEN AFTER NIGHT OF TALKS\n" + STORY,
    "changed lede": "\n".join(["The bridge at Karlsbrunn is to open again for civilians, the League said on Friday.", *LINES[1:]]),
    "dropped paragraphs": "\n".join([*LINES[:4], LINES[6], LINES[8]]),
    "first half": "\n".join(LINES[:5]),
    "inserted boilerplate": "\n".join([*LINES[:3], "Read also: ten recipes for a quick supper", "Subscribe to our newsletter and never miss a story from the valley.", *LINES[3:], "© Sylvania Courier. All rights reserved. Follow us."]),
    "words exchanged": STORY.replace("modest step", "small step").replace("lit candles", "laid flowers").replace("Aid groups", "Relief agencies").replace("expected to cross", "due to cross"),
    "reordered paragraphs": "\n".join([*LINES[:2], *LINES[5:], *LINES[2:5]]),
    "another spelling of blanks": STORY.replace("\n", "\n\n").replace(" – ", "--") + "\nMore to follow",
    "one corrected figure": STORY.replace("killed 14 people", "killed 15 people"),
}  # fmt: skip

_BULLETIN = """Daily situation report of the Joint Observation Mission, {day} May 2024.
In the past 24 hours observers counted {attacks} attacks on the northern road and {shells} shells in the valley of the Karl.
Hospitals on both banks reported {dead} dead and {wounded} wounded.
Checkpoints at the mill, the quarry and the old customs house were open during daylight and closed at night as usual.
Observers had no access to the eastern bank, where both sides deny them passage to the quarry and to the railway yard.
The Mission calls on both sides to respect the protocol of Freeport and to let its observers pass without delay or condition.
{crossed} civilians crossed the bridge. The Mission reports daily to the League, to both governments and to the public.
Questions may be put to the press office of the Mission in Karlsbrunn, which is open from Monday to Friday during working hours."""


def bulletin(day: int, more: int = 0) -> str:
    """Return the report of a day: the figures of two days are never the same."""
    n = 3 * day + more
    return _BULLETIN.format(day=day, attacks=n, shells=40 + n, dead=n % 7 + 1, wounded=n + 5, crossed=1000 + n)


CHINESE = (
    "据自由港五月三日电，弗里多尼亚与西尔瓦尼亚星期五同意重新开放卡尔斯布伦大桥，允许平民通行。"
    "联盟特使在市政厅举行彻夜会谈后宣布了这项协议，并表示这是双方自冬季以来共同迈出的第一步。"
    "外交部长说，只要对方遵守承诺，本国政府将保持沿河地区的平静。大使对重新开放表示欢迎，同时呼吁释放被关押人员。"
    "援助团体说，东岸居民长期缺乏药品，第一批卡车预计将于星期日上午在观察员护送下过桥。"
)
OTHER_CHINESE = (
    "联盟大会昨日在首都召开年度会议，讨论渔业配额和铁路建设计划。与会代表就预算问题展开激烈辩论，最终未能达成一致。"
    "主席宣布会议将延长两天，并要求各国代表团提交书面意见。农业部门负责人介绍了今年的收成情况和出口前景。"
)
JAPANESE = (
    "フリードニアとシルヴァニアは金曜日、市民のためにカールスブルン橋を再開することで合意した。連盟の特使が市庁舎での徹夜の協議の後に発表した。"
    "外相は、相手側が同じようにする限り、政府は川沿いの平穏を保つと述べた。大使は再開を歓迎し、捕虜の解放を求めた。"
)
