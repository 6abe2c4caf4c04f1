// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/views/journalfilter.h"

#include "models/views/filterwords.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QRegularExpression>

#include <algorithm>

namespace astern {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("JournalFilter", text); }

const QStringList &keys()
{
    static const QStringList all{QStringLiteral("service"), QStringLiteral("env"),  QStringLiteral("cell"),
                                 QStringLiteral("kind"),    QStringLiteral("who"),  QStringLiteral("since"),
                                 QStringLiteral("until"),   QStringLiteral("saga"), QStringLiteral("state"),
                                 QStringLiteral("owner")};
    return all;
}

QString subject(const JournalEntry &entry, const char *key)
{
    return entry.payload.value(QLatin1String("subject")).toObject().value(QLatin1String(key)).toString();
}

// "2h", "30min", "7d" before now; "14:00" today; "2026-11-23" and "2026-11-23T14:00". 0: none of these.
qint64 timeFrom(const QString &text, qint64 nowMs)
{
    static const QRegularExpression ago(QStringLiteral("^(\\d{1,5})(s|min|m|h|d|w)$"));
    if (const auto match = ago.match(text); match.hasMatch()) {
        static const QMap<QString, qint64> units{{QStringLiteral("s"), 1'000},      {QStringLiteral("min"), 60'000},
                                                 {QStringLiteral("m"), 60'000},     {QStringLiteral("h"), 3'600'000},
                                                 {QStringLiteral("d"), 86'400'000}, {QStringLiteral("w"), 604'800'000}};
        return nowMs - match.captured(1).toLongLong() * units.value(match.captured(2));
    }
    const QDateTime now = QDateTime::fromMSecsSinceEpoch(nowMs);
    for (const char *format : {"H:mm", "H:mm:ss"}) {
        if (const QTime time = QTime::fromString(text, QLatin1String(format)); time.isValid())
            return QDateTime(now.date(), time).toMSecsSinceEpoch();
    }
    if (const QDate date = QDate::fromString(text, Qt::ISODate); date.isValid())
        return date.startOfDay().toMSecsSinceEpoch();
    if (const QDateTime at = QDateTime::fromString(text, Qt::ISODate); at.isValid())
        return at.toMSecsSinceEpoch();
    return 0;
}

bool isOfKind(const QString &kind, const QString &wanted)
{
    return wanted.endsWith(QLatin1Char('.')) ? kind.startsWith(wanted) : kind == wanted;
}

QStringList kindsOf(const QString &word)
{
    for (const JournalFilter::Family &family : JournalFilter::families()) {
        if (family.word == word.toLower())
            return family.kinds;
    }
    return {word.contains(QLatin1Char('.')) ? word : word + QLatin1Char('.')};
}

QStringList names(const Workspace &workspace, const QString &key)
{
    QStringList all;
    const QList<Placement> placements = workspace.placements();
    for (const Placement &place : placements) {
        const QString &name = key == QLatin1String("service") ? place.service
                              : key == QLatin1String("env")   ? place.environment
                                                              : place.cell;
        if (!name.isEmpty() && !all.contains(name))
            all.append(name);
    }
    return all;
}

} // namespace

const QList<JournalFilter::Family> &JournalFilter::families()
{
    static const QList<Family> all{
        {QStringLiteral("rollback"), {QStringLiteral("rollback.")}},
        {QStringLiteral("promotion"), {QStringLiteral("promotion.")}},
        {QStringLiteral("verdict"), {QStringLiteral("verdict."), QStringLiteral("policy.verdict")}},
        {QStringLiteral("decision"),
         {QStringLiteral("guard."), QStringLiteral("automation."), QStringLiteral("approval."),
          QStringLiteral("campaign."), QStringLiteral("override."), QStringLiteral("rationale.")}},
        {QStringLiteral("flag"), {QStringLiteral("flag.")}},
        {QStringLiteral("workspace"), {QStringLiteral("workspace."), QStringLiteral("policy.")}},
        {QStringLiteral("journal"),
         {QStringLiteral("journal."), QStringLiteral("key."), QStringLiteral("clock."), QStringLiteral("privacy."),
          QStringLiteral("sink."), QStringLiteral("team.")}}};
    return all;
}

JournalFilter::JournalFilter(const QString &text, const Workspace &workspace, qint64 nowMs)
{
    for (const FilterWord &typed : filterWords(text, keys())) {
        const Word word{typed.key,
                        typed.key == QLatin1String("kind") ? typed.text.split(QLatin1Char(','), Qt::SkipEmptyParts)
                                                           : QStringList{typed.text},
                        typed.negated};
        if (!word.texts.isEmpty())
            take(word, workspace, nowMs);
    }
}

void JournalFilter::take(const Word &word, const Workspace &workspace, qint64 nowMs)
{
    m_empty = false;
    const QString &text = word.texts.constFirst();
    if (word.key == QLatin1String("since") || word.key == QLatin1String("until"))
        return takeTime(word, nowMs);
    if (word.key == QLatin1String("state") || word.key == QLatin1String("owner")) {
        m_problem = tr("The log has no %1: say service:, env:, cell:, kind:, who:, since: or until:").arg(word.key);
        return;
    }
    if (word.negated)
        return m_left.append(word);
    if (word.key == QLatin1String("service"))
        return takeName(word, names(workspace, word.key), &JournalQuery::service);
    if (word.key == QLatin1String("env"))
        return takeName(word, names(workspace, word.key), &JournalQuery::environment);
    if (word.key == QLatin1String("cell"))
        return takeName(word, names(workspace, word.key), &JournalQuery::cell);
    if (word.key == QLatin1String("kind"))
        return takeKinds(word);
    if (word.key == QLatin1String("saga")) {
        m_query.saga = text;
        return;
    }
    m_query.text = m_query.text.isEmpty() ? text : m_query.text + QLatin1Char(' ') + text;
    if (word.key == QLatin1String("who"))
        m_left.append(word);
}

// One name it can be, or the one that it is: the journal's own column finds it. More: looked at one by one.
void JournalFilter::takeName(const Word &word, const QStringList &known, QString JournalQuery::*field)
{
    const QString &text = word.texts.constFirst();
    QStringList found;
    for (const QString &name : known) {
        if (name.compare(text, Qt::CaseInsensitive) == 0) {
            found = {name};
            break;
        }
        if (name.contains(text, Qt::CaseInsensitive))
            found.append(name);
    }
    if (found.size() > 1 || !(m_query.*field).isEmpty())
        m_left.append(word);
    else
        m_query.*field = found.isEmpty() ? text : found.constFirst(); // one that the workspace no longer has
}

void JournalFilter::takeKinds(const Word &word)
{
    QStringList kinds;
    for (const QString &text : word.texts)
        kinds.append(kindsOf(text));
    if (m_query.kinds.isEmpty())
        m_query.kinds = kinds;
    else
        m_left.append(word);
}

void JournalFilter::takeTime(const Word &word, qint64 nowMs)
{
    const qint64 atMs = timeFrom(word.texts.constFirst(), nowMs);
    const bool since = word.key == QLatin1String("since");
    if (atMs <= 0)
        m_problem = tr("%1: is not a time: say 14:00, 2026-11-23, 2026-11-23T14:00, 2h or 7d").arg(word.key);
    else if (since != word.negated)
        m_query.fromMs = std::max(m_query.fromMs, atMs);
    else
        m_query.toMs = m_query.toMs == 0 ? atMs : std::min(m_query.toMs, atMs);
}

bool JournalFilter::matches(const JournalEntry &entry) const
{
    const auto contains = [](const QString &text, const QString &part) {
        return text.contains(part, Qt::CaseInsensitive);
    };
    const auto any = [&](const Word &word, const QString &text) {
        if (word.key == QLatin1String("service"))
            return contains(subject(entry, "service"), text);
        if (word.key == QLatin1String("env"))
            return contains(subject(entry, "environment"), text);
        if (word.key == QLatin1String("cell"))
            return contains(subject(entry, "cell"), text);
        if (word.key == QLatin1String("kind")) {
            const QStringList kinds = kindsOf(text);
            return std::any_of(kinds.cbegin(), kinds.cend(), [&](const QString &k) { return isOfKind(entry.kind, k); });
        }
        if (word.key == QLatin1String("saga"))
            return entry.saga == text;
        if (word.key == QLatin1String("who")) {
            const QString ref =
                entry.payload.value(QLatin1String("actor")).toObject().value(QLatin1String("ref")).toString();
            return contains(entry.personal.value(QStringLiteral("actor.name")), text) || contains(ref, text);
        }
        const auto said = [&](const QString &value) { return contains(value, text); };
        return contains(entry.kind, text) || contains(subject(entry, "service"), text) ||
               contains(subject(entry, "environment"), text) || contains(subject(entry, "cell"), text) ||
               std::any_of(entry.personal.cbegin(), entry.personal.cend(), said);
    };
    return std::all_of(m_left.cbegin(), m_left.cend(), [&](const Word &word) {
        return std::any_of(word.texts.cbegin(), word.texts.cend(), [&](const QString &t) { return any(word, t); }) !=
               word.negated;
    });
}

} // namespace astern
