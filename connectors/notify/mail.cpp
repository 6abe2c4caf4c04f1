// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/notify/mail.h"

#include <QDateTime>
#include <QLocale>

#include <algorithm>

namespace astern::connectors {
namespace {

// Of text in one encoded word: 52 in base64, 64 with its frame. RFC 2047, 2: a line of a head that has one ends with
// its 76th byte, and the first one stands behind "Subject: ".
constexpr qsizetype kWordBytes = 39;

bool isPlain(const QString &text)
{
    return std::all_of(text.cbegin(), text.cend(), [](QChar c) { return c.unicode() >= 0x20 && c.unicode() < 0x7f; }) &&
           !text.contains(QLatin1String("=?"));
}

QByteArray inLines(const QByteArray &base64)
{
    QByteArray out;
    for (qsizetype i = 0; i < base64.size(); i += 76)
        out += base64.mid(i, 76) + "\r\n";
    return out;
}

} // namespace

QByteArray headText(const QString &text)
{
    if (isPlain(text) && text.size() <= 60)
        return text.toLatin1();
    QList<QByteArray> words;
    QByteArray piece;
    // Never in the middle of a character: each word is decoded by itself.
    for (qsizetype i = 0; i < text.size();) {
        const qsizetype length = text.at(i).isHighSurrogate() && i + 1 < text.size() ? 2 : 1;
        const QByteArray bytes = text.mid(i, length).toUtf8();
        if (piece.size() + bytes.size() > kWordBytes)
            words.append(std::exchange(piece, {}));
        piece += bytes;
        i += length;
    }
    words.append(piece);
    for (QByteArray &word : words)
        word = "=?UTF-8?B?" + word.toBase64() + "?=";
    return words.join("\r\n ");
}

QByteArray messageId(const QString &tryId, const QString &from)
{
    return '<' + tryId.toLatin1() + '@' + from.section(QLatin1Char('@'), -1).toLatin1() + '>';
}

QByteArray mailText(const escalation::Message &message, const QString &from, const QStringList &to)
{
    const QDateTime at = QDateTime::fromMSecsSinceEpoch(message.atMs, Qt::UTC);
    QByteArray text;
    text += "Date: " + QLocale::c().toString(at, QStringLiteral("ddd, dd MMM yyyy HH:mm:ss")).toLatin1() + " +0000\r\n";
    text += "From: Astern <" + from.toLatin1() + ">\r\n";
    text += "To: " + to.join(QStringLiteral(",\r\n ")).toLatin1() + "\r\n";
    text += "Subject: " + headText(message.title) + "\r\n";
    text += "Message-ID: " + messageId(message.tryId, from) + "\r\n";
    if (message.deed != escalation::Deed::Trigger || message.tryId != message.key) {
        const QByteArray thread = messageId(message.key, from);
        text += "In-Reply-To: " + thread + "\r\nReferences: " + thread + "\r\n";
    }
    text += "Auto-Submitted: auto-generated\r\n"
            "MIME-Version: 1.0\r\n"
            "Content-Type: text/plain; charset=utf-8\r\n"
            "Content-Transfer-Encoding: base64\r\n\r\n";
    const QString body =
        message.title + QLatin1String("\r\n\r\n") + message.lines.join(QLatin1String("\r\n")) + QLatin1String("\r\n");
    return text + inLines(body.toUtf8().toBase64());
}

} // namespace astern::connectors
