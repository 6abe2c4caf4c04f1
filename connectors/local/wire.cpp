// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/local/wire.h"

#include "models/journal/index.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QtEndian>

namespace astern::connectors::wire {
namespace {

QString textOf(const QJsonObject &json, const char *key) { return json.value(QLatin1String(key)).toString(); }
qint64 numberOf(const QJsonObject &json, const char *key) { return json.value(QLatin1String(key)).toInteger(); }

QJsonObject toJson(const QMap<QString, QString> &texts)
{
    QJsonObject json;
    for (auto it = texts.begin(); it != texts.end(); ++it)
        json.insert(it.key(), it.value());
    return json;
}

QMap<QString, QString> textsFrom(const QJsonObject &json)
{
    QMap<QString, QString> texts;
    for (auto it = json.begin(); it != json.end(); ++it)
        texts.insert(it.key(), it.value().toString());
    return texts;
}

} // namespace

QByteArray frame(const QJsonObject &message)
{
    const QByteArray body = QJsonDocument(message).toJson(QJsonDocument::Compact);
    QByteArray bytes(4, '\0');
    qToBigEndian(quint32(body.size()), bytes.data());
    return bytes + body;
}

std::optional<QJsonObject> Reader::next()
{
    if (m_broken || m_buffer.size() < 4)
        return std::nullopt;
    const qint64 length = qFromBigEndian<quint32>(m_buffer.constData());
    if (length > m_limit) {
        m_broken = true;
        return std::nullopt;
    }
    if (m_buffer.size() < 4 + length)
        return std::nullopt;
    QJsonParseError parse;
    const QJsonDocument document = QJsonDocument::fromJson(m_buffer.mid(4, length), &parse);
    m_buffer.remove(0, 4 + length);
    if (parse.error != QJsonParseError::NoError || !document.isObject()) {
        m_broken = true;
        return std::nullopt;
    }
    return document.object();
}

QJsonObject toJson(const Draft &draft)
{
    QJsonArray links;
    for (const EntryLink &link : draft.links)
        links.append(QJsonObject{{QStringLiteral("rel"), toString(link.rel)},
                                 {QStringLiteral("id"), link.id},
                                 {QStringLiteral("leaf"), link.leaf}});
    return {{QStringLiteral("kind"), draft.kind},
            {QStringLiteral("saga"), draft.saga},
            {QStringLiteral("links"), links},
            {QStringLiteral("fields"), draft.fields},
            {QStringLiteral("personal"), toJson(draft.personal)}};
}

std::optional<Draft> draftFrom(const QJsonObject &json)
{
    Draft draft;
    draft.kind = textOf(json, "kind");
    draft.saga = textOf(json, "saga");
    draft.fields = json.value(QLatin1String("fields")).toObject();
    draft.personal = textsFrom(json.value(QLatin1String("personal")).toObject());
    const auto links = json.value(QLatin1String("links")).toArray();
    for (const auto value : links) {
        const QJsonObject link = value.toObject();
        const auto rel = relFromString(textOf(link, "rel"));
        if (!rel)
            return std::nullopt;
        draft.links.append({*rel, textOf(link, "id"), textOf(link, "leaf")});
    }
    return draft;
}

QJsonObject toJson(const JournalQuery &query)
{
    QJsonObject json{{QStringLiteral("before"), qint64(query.before)},
                     {QStringLiteral("limit"), query.limit},
                     {QStringLiteral("service"), query.service},
                     {QStringLiteral("environment"), query.environment},
                     {QStringLiteral("cell"), query.cell},
                     {QStringLiteral("saga"), query.saga},
                     {QStringLiteral("kind"), query.kind},
                     {QStringLiteral("text"), query.text},
                     {QStringLiteral("from_ms"), query.fromMs},
                     {QStringLiteral("to_ms"), query.toMs},
                     {QStringLiteral("kinds"), QJsonArray::fromStringList(query.kinds)}};
    if (query.after)
        json.insert(QStringLiteral("after"), qint64(*query.after)); // kOldest is -1 here
    return json;
}

JournalQuery queryFrom(const QJsonObject &json)
{
    JournalQuery query{.before = quint64(numberOf(json, "before")),
                       .limit = json.value(QLatin1String("limit")).toInt(100),
                       .service = textOf(json, "service"),
                       .environment = textOf(json, "environment"),
                       .cell = textOf(json, "cell"),
                       .saga = textOf(json, "saga"),
                       .kind = textOf(json, "kind"),
                       .text = textOf(json, "text"),
                       .fromMs = numberOf(json, "from_ms"),
                       .toMs = numberOf(json, "to_ms"),
                       .kinds = {},
                       .after = {}};
    const auto kinds = json.value(QLatin1String("kinds")).toArray();
    for (const auto kind : kinds)
        query.kinds.append(kind.toString());
    if (json.contains(QLatin1String("after")))
        query.after = quint64(numberOf(json, "after"));
    return query;
}

QJsonObject toJson(const JournalSummaryQuery &query)
{
    return {{QStringLiteral("from_ms"), query.fromMs},          {QStringLiteral("to_ms"), query.toMs},
            {QStringLiteral("piece_ms"), query.pieceMs},        {QStringLiteral("service"), query.service},
            {QStringLiteral("environment"), query.environment}, {QStringLiteral("cell"), query.cell}};
}

JournalSummaryQuery summaryQueryFrom(const QJsonObject &json)
{
    return {.fromMs = numberOf(json, "from_ms"),
            .toMs = numberOf(json, "to_ms"),
            .pieceMs = numberOf(json, "piece_ms"),
            .service = textOf(json, "service"),
            .environment = textOf(json, "environment"),
            .cell = textOf(json, "cell")};
}

QJsonObject toJson(const JournalSummary &summary)
{
    QJsonArray pieces;
    for (const JournalSummary::Piece &piece : summary.pieces)
        pieces.append(QJsonArray{piece.startMs, piece.kind, piece.count});
    return {{QStringLiteral("pieces"), pieces},
            {QStringLiteral("size"), qint64(summary.size)},
            {QStringLiteral("next_ms"), summary.nextMs}};
}

JournalSummary summaryFrom(const QJsonObject &json)
{
    JournalSummary summary;
    const auto pieces = json.value(QLatin1String("pieces")).toArray();
    for (const auto value : pieces) {
        const QJsonArray piece = value.toArray();
        summary.pieces.append({piece.at(0).toInteger(), piece.at(1).toString(), piece.at(2).toInteger()});
    }
    summary.size = quint64(numberOf(json, "size"));
    summary.nextMs = numberOf(json, "next_ms");
    return summary;
}

QJsonObject toJson(const Receipt &receipt)
{
    return {{QStringLiteral("index"), qint64(receipt.index)},
            {QStringLiteral("id"), receipt.id},
            {QStringLiteral("leaf"), receipt.leafHash},
            {QStringLiteral("level"), int(receipt.level)}};
}

Receipt receiptFrom(const QJsonObject &json)
{
    return {quint64(numberOf(json, "index")), textOf(json, "id"), textOf(json, "leaf"), levelFrom(json)};
}

QJsonObject toJson(const JournalEntry &entry)
{
    return {{QStringLiteral("index"), qint64(entry.index)},
            {QStringLiteral("leaf"), entry.leafHash},
            {QStringLiteral("payload"), entry.payload},
            {QStringLiteral("personal"), toJson(entry.personal)}};
}

JournalEntry entryFrom(const QJsonObject &json)
{
    const QJsonObject payload = json.value(QLatin1String("payload")).toObject();
    return {quint64(numberOf(json, "index")),
            textOf(payload, "id"),
            textOf(payload, "kind"),
            textOf(payload, "saga"),
            textOf(json, "leaf"),
            numberOf(payload.value(QLatin1String("time")).toObject(), "ms"),
            payload,
            textsFrom(json.value(QLatin1String("personal")).toObject())};
}

namespace {

QJsonObject sharedToJson(const SharedLogState &state)
{
    QJsonArray alarms;
    for (const SharedAlarm &alarm : state.alarms)
        alarms.append(QJsonObject{{QStringLiteral("kind"), int(alarm.kind)},
                                  {QStringLiteral("index"), qint64(alarm.index)},
                                  {QStringLiteral("words"), alarm.words},
                                  {QStringLiteral("hint"), alarm.hint},
                                  {QStringLiteral("at_ms"), alarm.atMs},
                                  {QStringLiteral("healed_ms"), alarm.healedMs}});
    return {{QStringLiteral("state"), int(state.state)},
            {QStringLiteral("size"), qint64(state.size)},
            {QStringLiteral("root"), state.root},
            {QStringLiteral("origin"), state.origin},
            {QStringLiteral("sent"), qint64(state.sent)},
            {QStringLiteral("waiting"), qint64(state.waiting)},
            {QStringLiteral("witnessed"), qint64(state.witnessed)},
            {QStringLiteral("pending"), state.pendingWriters},
            {QStringLiteral("checked_ms"), state.checkedMs},
            {QStringLiteral("alarms"), alarms},
            {QStringLiteral("words"), state.words},
            {QStringLiteral("trouble"), state.trouble}};
}

SharedLogState sharedFrom(const QJsonObject &json)
{
    SharedLogState state;
    state.state = SharedLogState::State(
        std::clamp(json.value(QLatin1String("state")).toInt(), 0, int(SharedLogState::State::Forked)));
    state.size = quint64(numberOf(json, "size"));
    state.root = textOf(json, "root");
    state.origin = textOf(json, "origin");
    state.sent = quint64(numberOf(json, "sent"));
    state.waiting = quint64(numberOf(json, "waiting"));
    state.witnessed = quint64(numberOf(json, "witnessed"));
    state.pendingWriters = json.value(QLatin1String("pending")).toInt();
    state.checkedMs = numberOf(json, "checked_ms");
    const auto alarms = json.value(QLatin1String("alarms")).toArray();
    for (const auto value : alarms) {
        const QJsonObject alarm = value.toObject();
        state.alarms.append(
            {SharedAlarm::Kind(std::clamp(alarm.value(QLatin1String("kind")).toInt(), 0, int(kLastAlarmKind))),
             quint64(numberOf(alarm, "index")), textOf(alarm, "words"), textOf(alarm, "hint"), numberOf(alarm, "at_ms"),
             numberOf(alarm, "healed_ms")});
    }
    state.words = textOf(json, "words");
    state.trouble = textOf(json, "trouble");
    return state;
}

} // namespace

QJsonObject toJson(const JournalState &state)
{
    return {{QStringLiteral("state"), int(state.state)},
            {QStringLiteral("size"), qint64(state.size)},
            {QStringLiteral("root"), state.root},
            {QStringLiteral("verified"), qint64(state.verifiedTo)},
            {QStringLiteral("words"), state.words},
            {QStringLiteral("levels"), QJsonArray{qint64(state.levels.shared), qint64(state.levels.sealed),
                                                  qint64(state.levels.witnessed), qint64(state.levels.shipped)}},
            {QStringLiteral("checked_ms"), state.checkedMs},
            {QStringLiteral("checking"), qint64(state.checking)},
            {QStringLiteral("checking_of"), qint64(state.checkingOf)},
            {QStringLiteral("finding"), state.finding},
            {QStringLiteral("disk_full"), state.diskFull},
            {QStringLiteral("shared"), sharedToJson(state.shared)},
            {QStringLiteral("locked"), state.locked}};
}

JournalState stateFrom(const QJsonObject &json)
{
    JournalState state;
    state.state = JournalState::State(std::clamp(json.value(QLatin1String("state")).toInt(), 0, 4));
    state.size = quint64(numberOf(json, "size"));
    state.root = textOf(json, "root");
    state.verifiedTo = quint64(numberOf(json, "verified"));
    state.words = textOf(json, "words");
    const auto levels = json.value(QLatin1String("levels")).toArray();
    state.levels = {quint64(levels.at(0).toInteger()), quint64(levels.at(1).toInteger()),
                    quint64(levels.at(2).toInteger()), quint64(levels.at(3).toInteger())};
    state.checkedMs = numberOf(json, "checked_ms");
    state.checking = quint64(numberOf(json, "checking"));
    state.checkingOf = quint64(numberOf(json, "checking_of"));
    state.finding = textOf(json, "finding");
    state.diskFull = json.value(QLatin1String("disk_full")).toBool();
    state.shared = sharedFrom(json.value(QLatin1String("shared")).toObject());
    state.locked = json.value(QLatin1String("locked")).toString();
    return state;
}

JournalLevel levelFrom(const QJsonObject &message)
{
    return JournalLevel(std::clamp(message.value(QLatin1String("level")).toInt(1), 1, 5));
}

QJsonObject toJson(const KeyChange &change)
{
    return {
        {QStringLiteral("id"), change.id},         {QStringLiteral("revoke"), change.what == KeyChange::What::Revoke},
        {QStringLiteral("keyid"), change.keyId},   {QStringLiteral("last_good"), qint64(change.lastGood)},
        {QStringLiteral("reason"), change.reason}, {QStringLiteral("by"), change.by}};
}

KeyChange keyChangeFrom(const QJsonObject &json)
{
    return {.what = json.value(QLatin1String("revoke")).toBool() ? KeyChange::What::Revoke : KeyChange::What::Rotate,
            .id = json.value(QLatin1String("id")).toString(),
            .keyId = json.value(QLatin1String("keyid")).toString(),
            .lastGood = quint64(json.value(QLatin1String("last_good")).toInteger()),
            .reason = json.value(QLatin1String("reason")).toString(),
            .by = json.value(QLatin1String("by")).toString()};
}

QJsonObject toJson(const Erasure &erasure)
{
    return {{QStringLiteral("subject"), erasure.subject},
            {QStringLiteral("basis"), erasure.basis},
            {QStringLiteral("reason"), erasure.reason},
            {QStringLiteral("requested"), erasure.requested},
            {QStringLiteral("by"), erasure.by}};
}

Erasure erasureFrom(const QJsonObject &json)
{
    return {textOf(json, "subject"), textOf(json, "basis"), textOf(json, "reason"), textOf(json, "requested"),
            textOf(json, "by")};
}

QJsonObject toJson(const PrivacyHold &hold)
{
    return {{QStringLiteral("subject"), hold.subject},
            {QStringLiteral("lifted"), hold.lifted},
            {QStringLiteral("basis"), hold.basis},
            {QStringLiteral("reason"), hold.reason},
            {QStringLiteral("by"), hold.by}};
}

PrivacyHold holdFrom(const QJsonObject &json)
{
    return {textOf(json, "subject"), json.value(QLatin1String("lifted")).toBool(), textOf(json, "basis"),
            textOf(json, "reason"), textOf(json, "by")};
}

QJsonObject toJson(const Error &error)
{
    return {{QStringLiteral("kind"), int(error.kind)},
            {QStringLiteral("message"), error.message},
            {QStringLiteral("where"), error.where},
            {QStringLiteral("hint"), error.hint},
            {QStringLiteral("detail"), error.detail}};
}

Error errorFrom(const QJsonObject &json)
{
    Error error;
    error.kind = Error::Kind(std::clamp(json.value(QLatin1String("kind")).toInt(), 0, int(Error::Kind::Internal)));
    error.message = textOf(json, "message");
    error.where = textOf(json, "where");
    error.hint = textOf(json, "hint");
    error.detail = textOf(json, "detail");
    return error;
}

QString doorFile(const QString &folder) { return folder + QStringLiteral("/journal.door"); }

} // namespace astern::connectors::wire
