// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/journal/shipfacts.h"

#include "models/journal/envelope.h"

#include <QJsonDocument>

namespace astern {
namespace {

QJsonObject payloadOf(const LoggedLeaf &leaf)
{
    const Result<Envelope::Opened> opened = Envelope::open(leaf.leaf);
    return opened ? QJsonDocument::fromJson(opened->payload).object() : QJsonObject();
}

QString textIn(const QJsonObject &object, const char *key) { return object.value(QLatin1String(key)).toString(); }

} // namespace

ShipFacts shipFacts(const LoggedLeaf &leaf, Redaction redaction)
{
    const QJsonObject payload = payloadOf(leaf);
    const QJsonObject writer = payload.value(QLatin1String("writer")).toObject();
    const QJsonObject subject = payload.value(QLatin1String("subject")).toObject();
    ShipFacts facts;
    facts.index = leaf.index;
    facts.leaf = toHex(leaf.leafHash);
    facts.id = textIn(payload, "id");
    facts.journal = textIn(payload, "journal");
    facts.kind = textIn(payload, "kind");
    if (facts.journal.isEmpty() && facts.kind == QLatin1String("journal.genesis"))
        facts.journal = facts.leaf;
    facts.saga = textIn(payload, "saga");
    facts.writer = textIn(writer, "id");
    facts.seq = quint64(writer.value(QLatin1String("seq")).toInteger());
    facts.wallMs = payload.value(QLatin1String("time")).toObject().value(QLatin1String("ms")).toInteger();
    facts.service = textIn(subject, "service");
    facts.environment = textIn(subject, "environment");
    facts.cell = textIn(subject, "cell");
    facts.loud = payload.contains(QLatin1String("degraded")) || facts.kind.startsWith(QLatin1String("override."));
    if (redaction == Redaction::None)
        facts.openings = leaf.personal;
    if (redaction != Redaction::Full)
        facts.envelope = leaf.leaf;
    return facts;
}

qint64 recordedMs(const LoggedLeaf &leaf)
{
    return payloadOf(leaf).value(QLatin1String("time")).toObject().value(QLatin1String("ms")).toInteger();
}

QString kindOf(const LoggedLeaf &leaf) { return textIn(payloadOf(leaf), "kind"); }

} // namespace astern
