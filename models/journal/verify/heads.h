// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/journal/verify/notes.h"
#include "models/journal/verify/verify.h"

#include <map>

namespace astern::verify {

// What was said about the tree at some size, elsewhere or earlier: the high-water mark, checkpoints that the log keeps,
// notes of witnesses. Collected before the tree is walked, compared while it grows, judged at the end.
class Heads {
public:
    void addMark(const QString &file);
    void addNote(const QString &where, const std::string &text, bool isWitness);
    // A row of the log's own notes: its columns must say what the note says.
    void addKept(const std::string &origin, std::uint64_t size, const std::string &root, const std::string &text,
                 Report &report);

    // The tree has this size now.
    void at(std::uint64_t size, const std::function<Digest()> &root);
    struct Facts {
        std::uint64_t size = 0; // of the tree
        std::string journal, writer;
        std::vector<VKey> trusted; // empty: nobody was named
        std::vector<VKey> inLog;   // keys that the log itself names
        std::uint64_t since = 0;
    };
    void judgeAll(const Facts &facts, Report &report);

private:
    struct Claim {
        QString where;
        std::uint64_t size = 0;
        Digest root{};
        Digest found{};
        bool isFound = false;
        bool isMark = false, isWitness = false;
        std::string journal; // of a mark
        std::string origin;
        Note note;
    };
    void judgeNote(const Claim &claim, const Facts &facts, Report &report);

    std::multimap<std::uint64_t, Claim> m_claims;
    QList<Finding> m_wrong; // of what could not be read at all
};

} // namespace astern::verify
