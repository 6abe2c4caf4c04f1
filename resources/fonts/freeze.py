#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes Astern Sans from Inter 3.19: freeze.py FOLDER_OF_INTER OUT_FOLDER (needs fontTools).

Qt 6.4 cannot switch a font's features on, and Inter's own digits are proportional, so that columns of numbers
jitter on each tick. Here the character map points digits and arithmetic signs at their tabular glyphs. The licence
(SIL OFL) asks for another name for a changed font.
"""
import sys
from fontTools.ttLib import TTFont

WEIGHTS = {"Regular": 400, "Medium": 500, "SemiBold": 600, "Bold": 700}
TABULAR = {ord(c) for c in "0123456789+−±×=<>%"}  # punctuation of texts stays proportional


def tabular_glyphs(font):
    table, glyphs = font["GSUB"].table, {}
    for record in table.FeatureList.FeatureRecord:
        if record.FeatureTag != "tnum":
            continue
        for index in record.Feature.LookupListIndex:
            for sub in table.LookupList.Lookup[index].SubTable:
                sub = getattr(sub, "ExtSubTable", sub)
                glyphs.update(getattr(sub, "mapping", {}))
    return glyphs


def freeze(source, target, weight):
    font = TTFont(f"{source}/Inter-{weight}.otf")
    glyphs = tabular_glyphs(font)
    for table in font["cmap"].tables:
        for code, glyph in list(table.cmap.items()):
            if code in TABULAR and glyph in glyphs:
                table.cmap[code] = glyphs[glyph]
    names = {1: "Astern Sans", 16: "Astern Sans", 2: weight, 17: weight, 4: f"Astern Sans {weight}",
             6: f"AsternSans-{weight}", 3: f"AsternSans-{weight}-tnum"}
    for record in font["name"].names:
        record.string = names.get(record.nameID, record.string)
    font["OS/2"].usWeightClass = WEIGHTS[weight]
    cff = font["CFF "].cff
    cff.fontNames = [f"AsternSans-{weight}"]
    cff.topDictIndex[0].FamilyName = "Astern Sans"
    cff.topDictIndex[0].FullName = f"Astern Sans {weight}"
    font.save(f"{target}/AsternSans-{weight}.otf")


for name in WEIGHTS:
    freeze(sys.argv[1], sys.argv[2], name)
