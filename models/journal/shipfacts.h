// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/journal/ship.h"

#include <QJsonObject>

namespace astern {

// What a copy of an entry elsewhere says of it beside its bytes: read from the signed payload, for headers, filters and
// alarms there. An entry that this version does not understand is shipped all the same, with what is known.
struct ShipFacts {
    quint64 index = 0;
    QString leaf; // hash, lower-case hex
    QString id;
    QString journal; // leaf hash of the genesis entry; of the genesis itself its own
    QString kind;
    QString saga;
    QString writer;
    quint64 seq = 0;
    qint64 wallMs = 0; // 0: not known
    QString service;
    QString environment;
    QString cell;
    bool loud = false; // an override, or recorded although its level could not be had
    QMap<QString, QString> openings;
    QByteArray envelope; // the leaf's bytes; empty where the sink may not have them
};
[[nodiscard]] ShipFacts shipFacts(const LoggedLeaf &leaf, Redaction redaction);
[[nodiscard]] qint64 recordedMs(const LoggedLeaf &leaf); // 0: not known
[[nodiscard]] QString kindOf(const LoggedLeaf &leaf);

} // namespace astern
