// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/escalation/message.h"

#include <QByteArray>
#include <QStringList>

namespace astern::connectors {

// A message of RFC 5322 as it goes over the wire: lines end with CRLF and have 78 bytes at most, the head is ASCII
// (RFC 2047), the text UTF-8 in base64. Everything about one item is one conversation: what follows refers to the first
// message by its id. Messages that a program made say so (RFC 3834): nobody's absence note answers them.
[[nodiscard]] QByteArray mailText(const escalation::Message &message, const QString &from, const QStringList &to);
// A value of a head's field that may hold anything: encoded words where it must be, folded; never a line break of its
// own.
[[nodiscard]] QByteArray headText(const QString &text);
// "<…@host>" of this one message; sent again it is the same.
[[nodiscard]] QByteArray messageId(const QString &tryId, const QString &from);

} // namespace astern::connectors
