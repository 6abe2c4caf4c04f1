// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/journal/journal.h"
#include "models/workspace/workspace.h"

namespace astern {

// "service:checkout env:prod cell:eu kind:rollback,verdict who:jo since:14:00 until:2h free text": the board's words
// for places, and those that only a log has. Words without a key are searched for in what the entries say.
class JournalFilter {
public:
    JournalFilter() = default;
    // Parts of names are completed from the workspace, as the board does. `nowMs`: what "since:2h" counts back from.
    JournalFilter(const QString &text, const Workspace &workspace, qint64 nowMs);

    [[nodiscard]] bool isEmpty() const { return m_empty; }
    // What the journal is asked. Of several names that match, it is asked for all and matches() leaves out the rest.
    [[nodiscard]] const JournalQuery &query() const { return m_query; }
    [[nodiscard]] bool matches(const JournalEntry &entry) const;
    // False: the journal's answer needs matches().
    [[nodiscard]] bool isExact() const { return m_left.isEmpty(); }
    // What was not understood, in words; empty: all was.
    [[nodiscard]] const QString &problem() const { return m_problem; }

    // Words of a family of kinds, for chips and menus: "decision" stands for what people and policies decided.
    struct Family {
        QString word;      // as it is typed after "kind:"
        QStringList kinds; // prefixes, or whole kinds
    };
    [[nodiscard]] static const QList<Family> &families();

private:
    struct Word {
        QString key;
        QStringList texts; // any of these
        bool negated = false;
    };
    void take(const Word &word, const Workspace &workspace, qint64 nowMs);
    void takeName(const Word &word, const QStringList &known, QString JournalQuery::*field);
    void takeKinds(const Word &word);
    void takeTime(const Word &word, qint64 nowMs);

    JournalQuery m_query;
    bool m_empty = true;
    QList<Word> m_left; // what matches() has to look at
    QString m_problem;
};

} // namespace astern
