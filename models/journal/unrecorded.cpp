// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/journal/unrecorded.h"

#include "models/journal/index.h"
#include "models/journal/journal.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>

namespace astern {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Journal", text); }

QJsonObject toJson(const UnrecordedEntry &entry)
{
    QJsonArray links;
    for (const EntryLink &link : entry.draft.links)
        links.append(QJsonObject{{QStringLiteral("rel"), toString(link.rel)},
                                 {QStringLiteral("id"), link.id},
                                 {QStringLiteral("leaf"), link.leaf}});
    QJsonObject personal;
    for (auto it = entry.draft.personal.cbegin(); it != entry.draft.personal.cend(); ++it)
        personal.insert(it.key(), it.value());
    return {{QStringLiteral("unrecorded"), 1},          {QStringLiteral("id"), entry.id},
            {QStringLiteral("kind"), entry.draft.kind}, {QStringLiteral("saga"), entry.draft.saga},
            {QStringLiteral("links"), links},           {QStringLiteral("fields"), entry.draft.fields},
            {QStringLiteral("personal"), personal},     {QStringLiteral("wall_ms"), entry.wallMs},
            {QStringLiteral("why"), entry.why}};
}

std::optional<UnrecordedEntry> fromJson(const QJsonObject &json)
{
    UnrecordedEntry entry{.id = json.value(QLatin1String("id")).toString(),
                          .draft = {.kind = json.value(QLatin1String("kind")).toString(),
                                    .saga = json.value(QLatin1String("saga")).toString(),
                                    .links = {},
                                    .fields = json.value(QLatin1String("fields")).toObject(),
                                    .personal = {}},
                          .wallMs = json.value(QLatin1String("wall_ms")).toInteger(),
                          .why = json.value(QLatin1String("why")).toString()};
    if (json.value(QLatin1String("unrecorded")).toInt() != 1 || entry.id.isEmpty() || entry.draft.kind.isEmpty() ||
        !isEmergency(entry.draft))
        return std::nullopt;
    const QJsonArray links = json.value(QLatin1String("links")).toArray();
    for (const QJsonValue &value : links) {
        const QJsonObject link = value.toObject();
        const auto rel = relFromString(link.value(QLatin1String("rel")).toString());
        if (!rel)
            return std::nullopt;
        entry.draft.links.append(
            {*rel, link.value(QLatin1String("id")).toString(), link.value(QLatin1String("leaf")).toString()});
    }
    const QJsonObject personal = json.value(QLatin1String("personal")).toObject();
    for (auto it = personal.begin(); it != personal.end(); ++it)
        entry.draft.personal.insert(it.key(), it.value().toString());
    return entry;
}

struct Replay {
    Journal &journal;
    QList<UnrecordedEntry> todo;
    std::function<void(const QString &, const Receipt &)> recorded;
    Done<Receipt> done;
    Receipt gap;
};

void next(const std::shared_ptr<Replay> &replay)
{
    if (replay->todo.isEmpty())
        return replay->done(replay->gap);
    const UnrecordedEntry entry = replay->todo.takeFirst();
    Draft draft = entry.draft;
    draft.fields.insert(QStringLiteral("unrecorded"),
                        QJsonObject{{QStringLiteral("wall_ms"), entry.wallMs}, {QStringLiteral("why"), entry.why}});
    replay->journal.append(draft, [replay, id = entry.id](const Result<Receipt> &receipt) {
        if (!receipt)
            return replay->done(receipt.error());
        linkRecorded(replay->todo, id, *receipt);
        replay->recorded(id, *receipt);
        next(replay);
    });
}

} // namespace

std::optional<TypedConfirmation> TypedConfirmation::of(const QString &typed, const QString &service)
{
    if (service.isEmpty() || typed.trimmed() != service)
        return std::nullopt;
    return TypedConfirmation(service);
}

QString unrecordedText(const QList<UnrecordedEntry> &entries)
{
    QString text;
    for (const UnrecordedEntry &entry : entries)
        text += QString::fromUtf8(QJsonDocument(toJson(entry)).toJson(QJsonDocument::Compact)) + QLatin1Char('\n');
    return text;
}

Result<QList<UnrecordedEntry>> unrecordedFrom(const QString &text)
{
    QList<UnrecordedEntry> entries;
    const QStringList lines = text.split(QLatin1Char('\n'));
    for (qsizetype i = 0; i < lines.size(); ++i) {
        const QString line = lines.at(i).trimmed();
        if (line.isEmpty())
            continue;
        const auto entry = fromJson(QJsonDocument::fromJson(line.toUtf8()).object());
        if (!entry)
            return Error{.kind = Error::Kind::Malformed,
                         .message = tr("Line %1 is not what Astern showed when it could not record").arg(i + 1),
                         .where = line.left(80),
                         .hint = tr("Give the text as it was copied, whole lines")};
        entries.append(*entry);
    }
    if (entries.isEmpty())
        return Error{.kind = Error::Kind::Malformed, .message = tr("The text is empty")};
    return entries;
}

void linkRecorded(QList<UnrecordedEntry> &entries, const QString &id, const Receipt &receipt)
{
    for (UnrecordedEntry &entry : entries) {
        for (EntryLink &link : entry.draft.links) {
            if (link.id == id)
                link = {link.rel, receipt.id, receipt.leafHash};
        }
    }
}

void recordUnrecorded(Journal &journal, const QList<UnrecordedEntry> &entries,
                      const std::function<void(const QString &id, const Receipt &)> &recorded, Done<Receipt> done)
{
    const auto replay = std::shared_ptr<Replay>(new Replay{journal, entries, recorded, std::move(done), {}});
    Draft draft{.kind = QStringLiteral("journal.gap"), .saga = entries.first().draft.saga};
    draft.fields = {{QStringLiteral("gap"), QJsonObject{{QStringLiteral("entries"), qint64(entries.size())},
                                                        {QStringLiteral("from_ms"), entries.first().wallMs},
                                                        {QStringLiteral("to_ms"), entries.last().wallMs},
                                                        {QStringLiteral("why"), entries.first().why}}}};
    if (const auto actor = entries.first().draft.fields.value(QLatin1String("actor")); actor.isObject())
        draft.fields.insert(QStringLiteral("actor"), actor);
    journal.append(draft, [replay](const Result<Receipt> &receipt) {
        if (!receipt)
            return replay->done(receipt.error());
        replay->gap = *receipt;
        next(replay);
    });
}

} // namespace astern
