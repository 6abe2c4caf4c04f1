// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace astern {

// What one format calls the things that can be wrong in any file, and what it calls itself.
struct Dialect {
    const char *yaml;
    const char *encoding;
    const char *tooLarge;
    const char *manyDocuments;
    const char *alias;
    const char *tag;
    const char *duplicateKey;
    const char *type;
    const char *unknownKey;
    const char *missingKey;
    const char *value; // a text that is none of those allowed
    const char *reference;
    const char *duration;
    const char *range;
    const char *id;
    const char *itself;    // "a workspace", translated in the context Workspace
    const char *firstLine; // "astern: workspace/v1"
    // Where a missing key is shown: at the first key of its map, or where the map begins ("{").
    bool missingAtFirstKey;
};

} // namespace astern
