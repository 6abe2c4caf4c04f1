// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/result.h"
#include "models/flag/flag.h"

#include <QMutex>
#include <QThreadPool>

namespace astern {

// The flags of a place as a release found them.
struct FlagGround {
    QString rollout; // rolloutId()
    QString version;
    qint64 startedMs = 0; // of the rollout, wall clock
    // Without those of which nobody knows how they were then: changed between the start and the first look.
    FlagSnapshot flags;
    bool operator==(const FlagGround &) const = default;
};
// What it found, as far as that can be told: a flag that was changed after the start was another one then. nullopt: not
// all of them have been read yet.
[[nodiscard]] std::optional<FlagGround> groundOf(const QString &rollout, const QString &version, qint64 startedMs,
                                                 const QList<FlagState> &states, qint64 nowMs);
// How a flag that is not as it was then was: "off", "on, 25 % of users". Empty: it is as it was, or nobody knows.
[[nodiscard]] QString wasThen(const FlagGround &ground, const FlagState &now);

// The latest of these of each place, kept beside the log for every program on a data folder: whoever sees a rollout
// first writes it down. Thread safe; what is noted is there at once, and written on a thread of its own.
class FlagBook {
public:
    // Nothing is made on disk before something is noted. An empty folder: nothing is kept.
    explicit FlagBook(QString folder);
    ~FlagBook(); // waits until all is written

    [[nodiscard]] std::optional<FlagGround> find(const QString &place) const;
    // Does nothing where this rollout is in the book already.
    void note(const QString &place, const FlagGround &ground);

private:
    [[nodiscard]] QString pathOf(const QString &place) const;

    const QString m_folder;
    mutable QMutex m_mutex;
    QHash<QString, FlagGround> m_noted; // by place, in this process
    QThreadPool m_writing;
};

} // namespace astern
