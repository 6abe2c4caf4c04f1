// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/journal/bundle.h"

#include "models/journal/canonical.h"

#include <QDateTime>
#include <QJsonDocument>

namespace astern::Bundle {
namespace {

// In one language, whoever makes it: the same question must give the same bytes.

QString row(const QString &name, const QString &value)
{
    return QStringLiteral("<tr><th>%1</th><td>%2</td></tr>\n").arg(name.toHtmlEscaped(), value.toHtmlEscaped());
}

QString stamp(qint64 ms) { return QDateTime::fromMSecsSinceEpoch(ms, Qt::UTC).toString(Qt::ISODateWithMs); }

} // namespace

QByteArray report(const QString &question, const Checkpoint &head, const QList<JournalReader::Entry> &entries,
                  const QMap<QString, QMap<QString, QString>> &openings)
{
    QString page = QStringLiteral("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>%1</title>\n"
                                  "<style>body{font:15px/1.5 sans-serif;max-width:60em;margin:2em auto;padding:0 1em}"
                                  "th{text-align:left;vertical-align:top;padding-right:1em;white-space:nowrap}"
                                  "td,pre{overflow-wrap:anywhere;white-space:pre-wrap}"
                                  ".note{border:1px solid;padding:.5em 1em}</style></head><body>\n")
                       .arg(question.toHtmlEscaped());
    page +=
        QStringLiteral("<h1>%1</h1>\n<p class=\"note\">%2</p>\n")
            .arg(question.toHtmlEscaped(),
                 QStringLiteral(
                     "This page is derived from the entries and is no evidence itself. VERIFY.md says how to check the "
                     "files beside it.")
                     .toHtmlEscaped());
    page += QStringLiteral("<table>\n") + row(QStringLiteral("Log"), head.origin) +
            row(QStringLiteral("Entries at the checkpoint"), QString::number(head.size)) +
            row(QStringLiteral("Root"), toHex(head.root)) + QStringLiteral("</table>\n");
    for (const JournalReader::Entry &entry : entries) {
        page += QStringLiteral("<h2>%1</h2>\n<table>\n")
                    .arg(QStringLiteral("Entry %1: %2").arg(entry.index).arg(entry.kind).toHtmlEscaped());
        page += row(QStringLiteral("Time"), stamp(entry.wallMs)) + row(QStringLiteral("Id"), entry.id) +
                row(QStringLiteral("Operation"), entry.saga) + row(QStringLiteral("Leaf hash"), toHex(entry.leafHash));
        const QMap<QString, QString> said = openings.value(entry.id);
        for (auto it = said.cbegin(); it != said.cend(); ++it)
            page += row(it.key(), it.value());
        page += QStringLiteral("</table>\n");
        if (const auto payload = entry.payload())
            page +=
                QStringLiteral("<details><summary>%1</summary><pre>%2</pre></details>\n")
                    .arg(QStringLiteral("What was signed").toHtmlEscaped(),
                         QString::fromUtf8(QJsonDocument(*payload).toJson(QJsonDocument::Indented)).toHtmlEscaped());
    }
    return (page + QStringLiteral("</body></html>\n")).toUtf8();
}

} // namespace astern::Bundle
