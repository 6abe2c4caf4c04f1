// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/syslog/syslogwriter.h"

#include "models/journal/shipfacts.h"

#include <QDateTime>

namespace astern::connectors {
namespace {

constexpr int kAudit = 13;
constexpr int kNotice = 5;
constexpr int kSevere = 3;
constexpr qsizetype kMaxValue = 1'024;
constexpr qsizetype kMaxOpening = 4'096;

// A field of the header: printable ASCII without a space, of a length that the format bounds.
QByteArray field(const QString &text, qsizetype most)
{
    QByteArray bytes;
    for (const QChar c : text) {
        if (bytes.size() == most)
            break;
        bytes.append(c.unicode() > 32 && c.unicode() < 127 ? char(c.unicode()) : '_');
    }
    return bytes.isEmpty() ? QByteArray("-") : bytes;
}

// The name of a parameter: as above, and without what ends one.
QByteArray nameOf(const QString &text)
{
    QByteArray name = field(text, 32);
    for (char &c : name) {
        if (c == '=' || c == ']' || c == '"')
            c = '_';
    }
    return name;
}

// UTF-8; '"', '\' and ']' escaped, control characters replaced: collectors write them into lines.
QByteArray valueOf(QString text, qsizetype most)
{
    for (QChar &c : text) {
        if (c.unicode() < 32 || c.unicode() == 127 || (c.unicode() >= 0x80 && c.unicode() < 0xa0))
            c = QLatin1Char(' ');
    }
    if (text.size() > most) {
        text.truncate(most);
        if (text.back().isHighSurrogate())
            text.chop(1);
    }
    QByteArray bytes = text.toUtf8();
    bytes.replace('\\', "\\\\");
    bytes.replace('"', "\\\"");
    bytes.replace(']', "\\]");
    return bytes;
}

void parameter(QByteArray &element, const char *name, const QString &value)
{
    if (!value.isEmpty())
        element += ' ' + QByteArray(name) + "=\"" + valueOf(value, kMaxValue) + '"';
}

QByteArray header(int severity, qint64 wallMs, const QString &kind, const SyslogSource &source)
{
    const QByteArray time = wallMs > 0 && wallMs < 253'402'300'800'000 // the year 10000 has no such form
                                ? QDateTime::fromMSecsSinceEpoch(wallMs, Qt::UTC).toString(Qt::ISODateWithMs).toLatin1()
                                : QByteArray("-");
    return '<' + QByteArray::number(kAudit * 8 + severity) + ">1 " + time + ' ' + field(source.host, 255) + " astern " +
           QByteArray::number(source.process) + ' ' + field(kind, 32) + ' ';
}

} // namespace

QByteArray syslogMessage(const LoggedLeaf &leaf, Redaction redaction, const SyslogSource &source)
{
    const ShipFacts facts = shipFacts(leaf, redaction);
    const QByteArray enterprise = '@' + QByteArray::number(source.enterprise);
    const QByteArray head = header(facts.loud ? kSevere : kNotice, facts.wallMs, facts.kind, source);
    QByteArray element = "[journal" + enterprise;
    parameter(element, "origin", facts.journal);
    parameter(element, "idx", QString::number(facts.index));
    parameter(element, "writer", facts.writer);
    parameter(element, "wseq", QString::number(facts.seq));
    parameter(element, "id", facts.id);
    parameter(element, "saga", facts.saga);
    parameter(element, "leaf", facts.leaf);
    QByteArray openings;
    for (auto it = facts.openings.cbegin(); it != facts.openings.cend(); ++it)
        openings += ' ' + nameOf(it.key()) + "=\"" + valueOf(it.value(), kMaxOpening) + '"';
    if (!openings.isEmpty())
        openings = "[openings" + enterprise + openings + ']';
    QByteArray whole = head + element + ']' + openings;
    if (!facts.envelope.isEmpty()) {
        // Canonical JSON around base64 is printable ASCII; what is not is no entry, and control characters in it would
        // be the collector's trouble.
        QByteArray text = facts.envelope;
        for (char &c : text) {
            if (c < 32 || c > 126)
                c = '?';
        }
        whole += " \xef\xbb\xbf" + text;
    }
    if (whole.size() <= source.maxMessage)
        return whole;
    QByteArray cut = head + element + " cut=\"1\"]";
    // Names of machines and journals have bounds; this is the last resort against an entry that breaks all of them.
    if (cut.size() > source.maxMessage)
        cut = head + "[journal" + enterprise + " idx=\"" + QByteArray::number(facts.index) + "\" leaf=\"" +
              facts.leaf.toLatin1() + "\" cut=\"1\"]";
    return cut;
}

QByteArray syslogDigest(const QString &journal, const QString &writer, quint64 size, const QString &root, qint64 wallMs,
                        const SyslogSource &source)
{
    QByteArray element = "[digest@" + QByteArray::number(source.enterprise);
    parameter(element, "origin", journal);
    parameter(element, "writer", writer);
    parameter(element, "size", QString::number(size));
    parameter(element, "root", root);
    return header(kNotice, wallMs, QStringLiteral("journal.digest"), source) + element + ']';
}

QByteArray syslogFrame(const QByteArray &message) { return QByteArray::number(message.size()) + ' ' + message; }

} // namespace astern::connectors
