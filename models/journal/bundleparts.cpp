// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/journal/bundleparts.h"

#include "models/journal/canonical.h"

namespace astern::Bundle {
namespace {

// The error's message is one of three words that the verifier reads.
Result<Opening> openOne(const Request &request, const Parts &parts, const QString &id, const QString &field,
                        const QList<SealedOpening> &sealed)
{
    for (const SealedOpening &one : sealed) {
        if (one.field != field)
            continue;
        const auto opening = parts.open ? parts.open(one) : Result<Opening>(Error{.kind = Error::Kind::Refused});
        if (!opening && opening.error().kind == Error::Kind::NotFound)
            return Error{.message = QStringLiteral("erased")};
        if (!opening || !request.mayLeave || !request.mayLeave(id, field))
            return Error{.message = QStringLiteral("withheld")};
        return opening;
    }
    return Error{.message = QStringLiteral("missing")};
}

} // namespace

Result<Said> addOpenings(const Request &request, const Parts &parts, const QList<JournalReader::Entry> &entries,
                         const std::function<Result<Ok>(quint64 done)> &goOn, Members &members)
{
    Said said;
    QJsonArray withheld;
    quint64 done = 0;
    for (const JournalReader::Entry &entry : entries) {
        if (auto going = goOn(done++); !going)
            return going.error();
        const auto payload = entry.payload();
        if (!payload)
            return payload.error();
        const QJsonObject commitments = payload->value(QLatin1String("pd")).toObject();
        if (commitments.isEmpty())
            continue;
        const auto sealed = parts.reader->openings(entry.id);
        if (!sealed)
            return sealed.error();
        QJsonArray opened;
        for (auto it = commitments.begin(); it != commitments.end(); ++it) {
            const auto opening = openOne(request, parts, entry.id, it.key(), *sealed);
            if (!opening) {
                withheld.append(QJsonObject{{QStringLiteral("entry"), entry.id},
                                            {QStringLiteral("field"), it.key()},
                                            {QStringLiteral("why"), opening.error().message}});
                continue;
            }
            said[entry.id].insert(it.key(), opening->text);
            opened.append(QJsonObject{{QStringLiteral("field"), it.key()},
                                      {QStringLiteral("salt"), QString::fromLatin1(toBase64(opening->salt))},
                                      {QStringLiteral("value"), opening->text}});
        }
        if (opened.isEmpty())
            continue;
        const auto bytes =
            toCanonical(QJsonObject{{QStringLiteral("entry"), entry.id}, {QStringLiteral("openings"), opened}});
        if (!bytes)
            return bytes.error();
        members.insert(QStringLiteral("openings/%1.json").arg(entry.id).toLatin1(), *bytes);
    }
    const auto bytes = toCanonical(QJsonObject{{QStringLiteral("withheld"), withheld}});
    if (!bytes)
        return bytes.error();
    members.insert("openings/withheld.json", *bytes);
    return said;
}

Result<QJsonArray> addEvidence(const Parts &parts, const QList<JournalReader::Entry> &entries, Members &members)
{
    QMap<QString, QJsonObject> named; // in order: the same question gives the same bytes
    for (const JournalReader::Entry &entry : entries) {
        if (!parts.evidence)
            break;
        const auto payload = entry.payload();
        if (!payload)
            return payload.error();
        const QList<Evidence> documents = parts.evidence(*payload);
        for (const Evidence &one : documents) {
            const bool isIt = one.bytes && toHex(sha256(QByteArrayView(*one.bytes))) == one.sha256;
            if (isIt)
                members.insert("evidence/" + one.sha256.toLatin1(), *one.bytes);
            QJsonObject &all = named[one.sha256];
            QJsonArray ids = all.value(QLatin1String("entries")).toArray();
            ids.append(entry.id);
            all = {{QStringLiteral("entries"), ids},
                   {QStringLiteral("present"), isIt},
                   {QStringLiteral("sha256"), one.sha256},
                   {QStringLiteral("what"), one.what}};
        }
    }
    QJsonArray list;
    for (const QJsonObject &one : std::as_const(named))
        list.append(one);
    return list;
}

} // namespace astern::Bundle
