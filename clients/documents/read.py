"""Official documents as other programs read them: python-docx the file, LibreOffice the pages, pdfplumber what is on them.

Called with the files; one whose name begins with `full` must have pages that are full to the last line and character."""
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

import docx
import pdfplumber
from docx.oxml.ns import qn

FONTS = {"方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312", "宋体"}
LINES, CHARACTERS = 22, 28
PITCH = 28.95
POINT = 25.4 / 72
HANGING = "，。、；：！？）》」”"
DIGITS = "零一二三四五六七八九十"
# Of each heading level: its font and how its number is written.
HEADINGS = [("黑体", lambda n: f"{chinese(n)}、"), ("楷体_GB2312", lambda n: f"（{chinese(n)}）"), ("仿宋_GB2312", lambda n: f"{n}. "), ("仿宋_GB2312", lambda n: f"（{n}）")]


def near(found, wanted, what, by=0.15):
    assert abs(found - wanted) <= by, f"{what}: {found:.2f} where {wanted} is due"


def east_asian(element):
    return {f.get(qn("w:eastAsia")) for f in element.iter(qn("w:rFonts"))} - {None}


def chinese(n):
    tens, ones = divmod(n, 10)
    return (DIGITS[tens] if tens > 1 else "") + ("十" if tens else "") + (DIGITS[ones] if ones or not tens else "")


def read_headings(document):
    """Numbers follow one another, begin anew below a higher heading, and each level has its font."""
    counts, found = [0, 0, 0, 0], []
    for paragraph in document.paragraphs:
        levels = [int(e.get(qn("w:val"))) for e in paragraph._p.iter(qn("w:outlineLvl"))]
        if not levels:
            continue
        level = levels[0]
        counts[level] += 1
        counts[level + 1 :] = [0] * (3 - level)
        font, number = HEADINGS[level]
        assert paragraph.text.startswith(number(counts[level])), f"{paragraph.text}: {number(counts[level])} is due"
        assert east_asian(paragraph._p) == {font}, f"{paragraph.text}: {east_asian(paragraph._p)}"
        assert {r.font.size.pt for r in paragraph.runs if r.text.strip()} == {16}, paragraph.text
        found.append(paragraph.text)
    return found


def read_file(path):
    document = docx.Document(str(path))
    section = document.sections[0]
    near(section.page_width.mm, 210, "width")
    near(section.page_height.mm, 297, "height")
    near(section.top_margin.mm, 37, "top margin")
    near(section.left_margin.mm, 28, "binding side")
    near(section.page_width.mm - section.left_margin.mm - section.right_margin.mm, 156, "text width")
    near(section.page_height.mm - section.top_margin.mm - section.bottom_margin.mm, 225, "text height")
    assert document.settings.odd_and_even_pages_header_footer, "odd and even pages are alike"
    for footer in (section.footer, section.even_page_footer):
        assert "— " in "".join(p.text for p in footer.paragraphs), "no page number"
    fonts = east_asian(document.element)
    assert {"方正小标宋简体", "仿宋_GB2312"} <= fonts <= FONTS, fonts
    runs = [r for p in document.paragraphs for r in p.runs if r.text.strip()]
    sizes = {r.font.size.pt for r in runs}
    assert {22, 16} <= sizes, sizes
    exact = {p.paragraph_format.line_spacing.pt for p in document.paragraphs if p.runs and p.runs[0].font.size and p.runs[0].font.size.pt == 16}
    assert exact == {28.95}, exact
    return len(document.paragraphs), fonts, read_headings(document)


def to_pdf(path, folder):
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf", "--outdir", folder, str(path)],
        check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=120,
    )
    return Path(folder) / f"{path.stem}.pdf"


def lines_of(page):
    """Characters of each line of the text block, from the top; numbers stand a little lower than characters."""
    block = [c for c in page.chars if c["text"].strip() and c["bottom"] * POINT < 297 - 35 + 2]
    lines = []
    for c in sorted(block, key=lambda c: c["bottom"]):
        if lines and c["bottom"] - lines[-1][-1]["bottom"] < 8:
            lines[-1].append(c)
        else:
            lines.append([c])
    return lines


def foot_of(line):
    """Where a line of text stands, by its Chinese characters: letters and numbers stand elsewhere in their line. None without any."""
    return next((c["bottom"] for c in line if "\u4e00" <= c["text"] <= "\u9fff"), None)


def read_pages(pdf, full):
    with pdfplumber.open(pdf) as opened:
        counts, sizes, widest, numbers = [], Counter(), 0, []
        for page in opened.pages:
            near(float(page.width) * POINT, 210, "page width", 0.5)
            near(float(page.height) * POINT, 297, "page height", 0.5)
            lines = lines_of(page)
            # Tables and charts are set smaller and closer; lines of text keep their pitch beside them.
            text = [line for line in lines if {round(c["size"]) for c in line} <= {16, 22}]
            counts.append(len(text))
            assert len(text) <= LINES, f"{len(text)} lines of text on page {page.page_number}"
            for above, below in zip(lines, lines[1:]):
                feet = [foot_of(line) for line in (above, below) if line in text and round(line[0]["size"]) == 16]
                if len(feet) == 2 and None not in feet:
                    steps = (feet[1] - feet[0]) / PITCH
                    assert steps > 0.97 and abs(steps - round(steps)) < 0.03, f"{steps:.2f} lines apart on page {page.page_number}"
            for line in lines:
                assert min(c["x0"] for c in line) * POINT >= 27.5, "text left of the block"
                # A mark at the end of a line may hang in the margin.
                assert max((c["x1"] for c in line if c["text"] not in HANGING), default=0) * POINT <= 210 - 26 + 1.5, "text right of the block"
                sizes.update(round(c["size"]) for c in line)
                widest = max(widest, len(line)) if all("\u4e00" <= c["text"] <= "\u9fff" or c["text"] in "，、。" for c in line) else widest
            foot = [c for c in page.chars if c["text"].isdigit() and c["top"] * POINT > 297 - 35]
            assert "".join(c["text"] for c in foot) == str(page.page_number), "page number"
            numbers.append(foot[0]["x0"] > float(page.width) / 2)
        fonts = {c["fontname"].split("+")[-1] for page in opened.pages for c in page.chars}
    assert numbers == [n % 2 == 0 for n in range(len(numbers))], "odd right, even left"
    assert {16, 22} <= set(sizes), sizes
    if full:
        assert counts.count(LINES) >= 2, f"no two full pages: {counts}"
        assert widest == CHARACTERS, f"{widest} characters in the widest line"
    return counts, widest, fonts


for name in sys.argv[1:]:
    path = Path(name)
    paragraphs, named, headings = read_file(path)
    with tempfile.TemporaryDirectory() as folder:
        counts, widest, drawn = read_pages(to_pdf(path, folder), path.stem.startswith("full"))
    print(f"{path.name}: {paragraphs} paragraphs, {len(headings)} numbered headings, {'、'.join(sorted(named))}; lines of text per page {counts}, {widest} characters at most, drawn in {', '.join(sorted(drawn))}")
