// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/journal/composer.h"

#include "models/base/uuid7.h"
#include "models/journal/canonical.h"
#include "models/journal/index.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QFile>
#include <QJsonArray>

#include <sys/timex.h>

#include <algorithm>

namespace astern {
namespace {

constexpr qsizetype kMaxPersonal = 16 * 1024;

QString tr(const char *text) { return QCoreApplication::translate("Journal", text); }

Error invalid(const QString &message, const QString &field)
{
    return {.kind = Error::Kind::Invalid, .message = message, .where = field};
}

QString readBootId()
{
    QFile file(QStringLiteral("/proc/sys/kernel/random/boot_id"));
    return file.open(QIODevice::ReadOnly) ? QString::fromLatin1(file.readAll()).trimmed() : QStringLiteral("unknown");
}

bool isKind(const QString &kind)
{
    if (kind.size() > 64 || !kind.contains(QLatin1Char('.')) || kind.endsWith(QLatin1Char('.')))
        return false;
    return std::all_of(kind.begin(), kind.end(), [](QChar c) {
        return (c >= QLatin1Char('a') && c <= QLatin1Char('z')) || c == QLatin1Char('.') || c == QLatin1Char('-') ||
               c == QLatin1Char('_');
    });
}

const QStringList &ownFields()
{
    static const QStringList names{QStringLiteral("v"),      QStringLiteral("id"),   QStringLiteral("journal"),
                                   QStringLiteral("writer"), QStringLiteral("kind"), QStringLiteral("saga"),
                                   QStringLiteral("links"),  QStringLiteral("time"), QStringLiteral("pd")};
    return names;
}

} // namespace

EntryTime EntryTime::now(const Clock &clock)
{
    static const QString bootId = readBootId();
    EntryTime time{clock.wallMs(), clock.monoMs(), bootId, QStringLiteral("unknown"), 0};
    timex kernel{};
    const int state = ::adjtimex(&kernel);
    if (state >= 0) {
        time.maxErrorMs = kernel.maxerror / 1000;
        if (state != TIME_ERROR && !(kernel.status & STA_UNSYNC))
            time.sync = QStringLiteral("ntp");
    }
    return time;
}

EntryTime EntryTime::fromPayload(const QJsonObject &payload)
{
    const QJsonObject time = payload.value(QLatin1String("time")).toObject();
    return {time.value(QLatin1String("ms")).toInteger(), time.value(QLatin1String("mono_ms")).toInteger(),
            time.value(QLatin1String("boot")).toString(), time.value(QLatin1String("sync")).toString(),
            time.value(QLatin1String("max_err_ms")).toInteger()};
}

QJsonObject EntryTime::toJson() const
{
    return {{QStringLiteral("boot"), boot},
            {QStringLiteral("max_err_ms"), maxErrorMs},
            {QStringLiteral("mono_ms"), monoMs},
            {QStringLiteral("ms"), wallMs},
            {QStringLiteral("sync"), sync},
            {QStringLiteral("wall"), QDateTime::fromMSecsSinceEpoch(wallMs, Qt::UTC).toString(Qt::ISODateWithMs)}};
}

qint64 EntryTime::stepSince(const EntryTime &before) const
{
    return boot == before.boot ? (wallMs - monoMs) - (before.wallMs - before.monoMs) : 0;
}

Result<Ok> checkDraft(const QString &id, const Draft &draft)
{
    if (!Uuid7::isValid(id))
        return invalid(tr("The id of an entry must be a UUIDv7"), QStringLiteral("id"));
    if (!isKind(draft.kind))
        return invalid(tr("The kind of an entry must read like \"rollback.intent\", not \"%1\"").arg(draft.kind),
                       QStringLiteral("kind"));
    if (!draft.saga.isEmpty() && !Uuid7::isValid(draft.saga))
        return invalid(tr("The saga of an entry must be a UUIDv7"), QStringLiteral("saga"));
    for (const QString &name : ownFields()) {
        if (draft.fields.contains(name))
            return invalid(tr("The journal itself writes this field"), name);
    }
    for (const EntryLink &link : draft.links) {
        if (!Uuid7::isValid(link.id) || !hashFromHex(link.leaf))
            return invalid(tr("A link needs the id and the leaf hash of its target"), QStringLiteral("links"));
    }
    for (auto it = draft.personal.begin(); it != draft.personal.end(); ++it) {
        if (it.value().size() > kMaxPersonal)
            return Error{.kind = Error::Kind::TooLarge,
                         .message = tr("The text is longer than 16,384 characters"),
                         .where = it.key()};
        if (!it.value().isValidUtf16())
            return invalid(tr("The text is not valid Unicode"), it.key());
    }
    return Ok{};
}

Result<Composed> compose(const QString &id, const Draft &draft, const EntryFrame &frame)
{
    Composed out;
    QJsonObject &payload = out.payload;
    payload = draft.fields;
    payload.insert(QStringLiteral("v"), 1);
    payload.insert(QStringLiteral("id"), id);
    payload.insert(QStringLiteral("kind"), draft.kind);
    if (!frame.journal.isEmpty())
        payload.insert(QStringLiteral("journal"), frame.journal);
    if (!draft.saga.isEmpty())
        payload.insert(QStringLiteral("saga"), draft.saga);
    payload.insert(QStringLiteral("time"), frame.time.toJson());
    payload.insert(QStringLiteral("writer"), QJsonObject{{QStringLiteral("id"), frame.writer},
                                                         {QStringLiteral("prev"), toHex(frame.prev)},
                                                         {QStringLiteral("seq"), qint64(frame.seq)}});
    if (!draft.links.isEmpty()) {
        QJsonArray links;
        for (const EntryLink &link : draft.links)
            links.append(QJsonObject{{QStringLiteral("id"), link.id},
                                     {QStringLiteral("leaf"), link.leaf},
                                     {QStringLiteral("rel"), toString(link.rel)}});
        payload.insert(QStringLiteral("links"), links);
    }
    if (!draft.personal.isEmpty()) {
        const QString person =
            draft.fields.value(QLatin1String("actor")).toObject().value(QLatin1String("ref")).toString();
        QJsonObject commitments;
        for (auto it = draft.personal.begin(); it != draft.personal.end(); ++it) {
            const Opening opening{id, it.key(), person.isEmpty() ? QStringLiteral("unnamed") : person,
                                  Commitment::newSalt(), it.value()};
            commitments.insert(it.key(), Commitment::commit(opening.salt, opening.text));
            out.openings.append(opening);
        }
        payload.insert(QStringLiteral("pd"), commitments);
    }
    auto bytes = toCanonical(payload);
    if (!bytes)
        return bytes.error();
    if (bytes->size() > kMaxPayload)
        return Error{.kind = Error::Kind::TooLarge,
                     .message = tr("The entry has %1 bytes; 32,768 are allowed").arg(bytes->size()),
                     .where = draft.kind,
                     .hint = tr("Record large things as evidence, by their hash")};
    out.bytes = *bytes;
    return out;
}

} // namespace astern
