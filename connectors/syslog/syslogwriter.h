// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/journal/ship.h"

#include <QByteArray>

namespace astern::connectors {

// Who speaks, in every message.
struct SyslogSource {
    QString host;       // this machine's name
    qint64 process = 0; // of this program
    int enterprise = 32'473;
    qsizetype maxMessage = 8'192; // bytes, without the count in front
};

// An entry as an RFC 5424 message: "<109>1 time host astern process kind [journal@…] BOM entry". Facility 13 (log
// audit), notice; error for what was recorded although its level could not be had. Longer than maxMessage, it goes
// without its text and with `cut="1"`: a server that is told less than it is sent takes the rest for another message,
// with whatever header that says. What cannot be in a field is replaced, never left to the other side. Pure.
[[nodiscard]] QByteArray syslogMessage(const LoggedLeaf &leaf, Redaction redaction, const SyslogSource &source);
// The log's head, so that whoever has the copy can tell what is missing: "<109>1 … journal.digest [digest@… size
// root]".
[[nodiscard]] QByteArray syslogDigest(const QString &journal, const QString &writer, quint64 size, const QString &root,
                                      qint64 wallMs, const SyslogSource &source);
// RFC 5425: the count of bytes, a space, the message.
[[nodiscard]] QByteArray syslogFrame(const QByteArray &message);

} // namespace astern::connectors
