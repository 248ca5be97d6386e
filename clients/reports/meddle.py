"""Makes what the judges must refuse: the report with a margin that moved and with a heading that lost its number, and the
street's rows with one meeting's seal taken back. Called with a folder that holds `report.docx`, and the SQLite file."""
import sqlite3
import sys
from pathlib import Path

import docx
from docx.oxml.ns import qn
from docx.shared import Mm

folder, database = Path(sys.argv[1]), sys.argv[2]

document = docx.Document(str(folder / "report.docx"))
document.sections[0].top_margin = Mm(25)
document.save(str(folder / "moved-margin.docx"))

document = docx.Document(str(folder / "report.docx"))
heading = next(p for p in document.paragraphs if next(p._p.iter(qn("w:outlineLvl")), None) is not None)
heading.runs[0].text = heading.runs[0].text.replace("一、", "二、", 1)
document.save(str(folder / "moved-heading.docx"))

with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as rows, sqlite3.connect(folder / "moved.db") as copy:
    rows.backup(copy)
    changed = copy.execute("update meetings set state = 'circulated' where id = (select id from meetings where state = 'sealed' order by opened_at desc limit 1)")
    assert changed.rowcount == 1, "no sealed meeting to meddle with"
