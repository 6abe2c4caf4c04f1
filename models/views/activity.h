// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/inbox.h"
#include "models/health/chartrange.h"
#include "models/session/session.h"
#include "models/views/timeline.h"

#include <map>

namespace astern {

// How much was recorded when, in lanes: counted by the journal and not read, so that a year of a million entries costs
// no more than an hour. Kept in tiles: what was asked for once is there at once, and what is recorded meanwhile is
// added.
class Activity : public QObject {
    Q_OBJECT
public:
    explicit Activity(Session &session, QObject *parent = nullptr);
    struct Filter {
        QString service; // empty: all
        QString environment;
        QString cell;
        QStringList kinds; // as JournalQuery
        bool operator==(const Filter &) const = default;
    };
    void setFilter(const Filter &filter); // forgets what was counted
    void reload();                        // counts anew, as after the journal was away

    struct Piece {
        qint64 startMs = 0;
        std::array<qint64, kTimelineLanes> counts{};
        std::array<qint64, kTimelineLanes> grave{};    // of them
        std::array<qint64, kTimelineLanes> doubtful{}; // of them
        qint64 entries = 0;                            // an entry that stands in two lanes counts once
        qint64 graveEntries = 0;
    };
    // The length of a piece that suits `lengthMs` of time in at most `most` pieces.
    [[nodiscard]] static qint64 pieceFor(qint64 lengthMs, int most = 800);
    // What is known of a stretch; what is not is asked for, and changed() tells.
    struct Stretch {
        qint64 pieceMs = 0;
        QList<Piece> pieces;       // by start; of those without entries there is none
        QList<TimeSpan> uncounted; // not known yet
        qint64 entries = 0;
    };
    [[nodiscard]] Stretch stretch(const TimeSpan &span, qint64 pieceMs);
    [[nodiscard]] const std::optional<Error> &error() const { return m_error; } // the last question failed

Q_SIGNALS:
    void changed();

private:
    struct Tile {
        QMap<qint64, Piece> pieces;
        quint64 size = 0;     // entries below are counted
        qint64 countedTo = 0; // the answer has come so far
        bool asked = false;
        quint64 used = 0;
    };
    struct Told {
        quint64 index = 0;
        qint64 wallMs = 0;
        QString kind;
    };
    using TileKey = std::pair<qint64, qint64>; // length of a piece, start
    void ask(const TileKey &key, qint64 fromMs);
    void take(quint64 generation, const TileKey &key, const Result<JournalSummary> &answer);
    static void add(Tile &tile, qint64 pieceMs, const Told &told);
    void addEntry(const JournalEntry &entry);
    void trim();
    [[nodiscard]] bool wants(const QString &kind) const;
    [[nodiscard]] bool concerns(const JournalEntry &entry) const;

    Session &m_session;
    Inbox m_inbox;
    Filter m_filter;
    std::map<TileKey, Tile> m_tiles;
    QHash<QString, KindLook> m_looks;
    QList<Told> m_told; // the newest entries, of this filter
    quint64 m_generation = 0;
    quint64 m_use = 0;
    std::optional<Error> m_error;
};

} // namespace astern
