"""Makes the fonts for print: in them the ligatures of lam and alef are two glyphs, so that text can be copied again.

A PDF tells of each glyph what characters it stands for. Viewers turn right-to-left text round character by character,
the two characters of a ligature with it: الإنسان is copied, and has to be searched for, as اإلنسان. Here the ink of the
ligature belongs to the lam, and the alef is a glyph without ink to its left. What readers see stays as it was.

    python split_ligatures.py FROM.woff2 TO.woff2
"""
# ruff: noqa: ANN401, INP001  # fontTools has no types; a program to run, not a module

from __future__ import annotations

import sys
from typing import Any

from fontTools.misc.transform import Offset
from fontTools.otlLib import builder
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables import otTables

LAMS = ("uniFEDF", "uniFEE0", "uni06B5.init", "uni06B5.medi")
LIGATURE, MARK_TO_LIGATURE, MARK_TO_BASE = 4, 5, 4


def subtables(lookup: Any) -> list[Any]:
    """The tables of a lookup, taken out of their wrappers."""
    return [getattr(table, "ExtSubTable", table) for table in lookup.SubTable]


def split_ink(font: TTFont, ligature: str) -> int:
    """Give the ink of a ligature to a lam, moved to the left by the width of an alef without ink; answer that width."""
    advance = font["hmtx"][ligature][0]
    width = advance * 2 // 5
    glyphs, recording, pen = font.getGlyphSet(), DecomposingRecordingPen(font.getGlyphSet()), TTGlyphPen(None)
    glyphs[ligature].draw(recording)
    recording.replay(TransformPen(pen, Offset(-width)))
    lam, alef = pen.glyph(), TTGlyphPen(None).glyph()
    for name, glyph, room in ((f"{ligature}.lam", lam, advance - width), (f"{ligature}.alef", alef, width)):
        font.setGlyphOrder([*font.getGlyphOrder(), name])
        font["glyf"].glyphs[name] = glyph
        glyph.recalcBounds(font["glyf"])
        font["hmtx"][name] = (room, glyph.xMin)
        font["GDEF"].table.GlyphClassDef.classDefs[name] = 1
    font["glyf"].setGlyphOrder(font.getGlyphOrder())
    return width


def split_lookup(font: TTFont, lookup: Any) -> dict[str, int]:
    """Turn a lookup that makes ligatures of lam and alef into one that replaces both, each in its place."""
    lookups, widths = font["GSUB"].table.LookupList, {}
    chain = builder.ChainContextSubstBuilder(font, None)
    for table in subtables(lookup):
        for lam, ligatures in sorted(table.ligatures.items()):
            for one in ligatures:
                (alef,), name = one.Component, one.LigGlyph
                widths[name] = split_ink(font, name)
                places = []
                for old, new in ((lam, f"{name}.lam"), (alef, f"{name}.alef")):
                    single = builder.SingleSubstBuilder(font, None)
                    single.mapping = {old: new}
                    single.lookupflag = lookup.LookupFlag
                    single.lookup_index = len(lookups.Lookup)
                    lookups.Lookup.append(single.build())
                    places.append([single])
                chain.rules.append(builder.ChainContextualRule([], [[lam], [alef]], [], places))
    lookups.LookupCount = len(lookups.Lookup)
    made = chain.build()
    lookup.LookupType, lookup.SubTable, lookup.SubTableCount = made.LookupType, made.SubTable, made.SubTableCount
    return widths


def split_marks(font: TTFont, table: Any, widths: dict[str, int]) -> Any:
    """Marks that sat on the parts of a ligature sit on the two glyphs."""
    anchors: dict[str, Any] = {}
    for name, attach in zip(table.LigatureCoverage.glyphs, table.LigatureArray.LigatureAttach, strict=True):
        for part, record, shift in zip(("lam", "alef"), attach.ComponentRecord, (widths[name], 0), strict=True):
            anchors[f"{name}.{part}"] = [
                one and builder.buildAnchor(one.XCoordinate - shift, one.YCoordinate) for one in record.LigatureAnchor
            ]
    new = otTables.MarkBasePos()
    new.Format, new.ClassCount, new.MarkCoverage, new.MarkArray = (
        1,
        table.ClassCount,
        table.MarkCoverage,
        table.MarkArray,
    )
    new.BaseCoverage = builder.buildCoverage(anchors, font.getReverseGlyphMap())
    new.BaseArray = otTables.BaseArray()
    new.BaseArray.BaseRecord = [builder.buildBaseRecord(anchors[name]) for name in new.BaseCoverage.glyphs]
    new.BaseArray.BaseCount = len(new.BaseArray.BaseRecord)
    return new


def rename(font: TTFont, coverage: Any, widths: dict[str, int], part: str) -> None:
    """In a rule on spacing, the lam stands for its ligature where something precedes, the alef where it follows."""
    if set(coverage.glyphs) & set(widths):
        names = [f"{name}.{part}" if name in widths else name for name in coverage.glyphs]
        coverage.glyphs = sorted(names, key=font.getGlyphID)


def main(source: str, target: str) -> None:
    """Read a font and write the one for print."""
    font = TTFont(source, recalcTimestamp=False)
    font.getReverseGlyphMap(rebuild=True)
    widths: dict[str, int] = {}
    for lookup in list(font["GSUB"].table.LookupList.Lookup):
        if any(table.LookupType == LIGATURE and set(table.ligatures) <= set(LAMS) for table in subtables(lookup)):
            widths |= split_lookup(font, lookup)
    font.getReverseGlyphMap(rebuild=True)
    for lookup in font["GPOS"].table.LookupList.Lookup:
        for wrapper in lookup.SubTable:
            table = getattr(wrapper, "ExtSubTable", wrapper)
            if table.LookupType == MARK_TO_LIGATURE:
                wrapper.ExtSubTable, wrapper.ExtensionLookupType = split_marks(font, table, widths), MARK_TO_BASE
                continue
            for coverage in [getattr(table, "Coverage", None), *getattr(table, "InputCoverage", [])]:
                if coverage:
                    rename(font, coverage, widths, "lam")
            for coverage in getattr(table, "BacktrackCoverage", []):
                rename(font, coverage, widths, "alef")
    font.save(target)


if __name__ == "__main__":
    main(*sys.argv[1:])
