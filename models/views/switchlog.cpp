// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/views/switchlog.h"

#include "models/command/commandjson.h"

namespace astern {
namespace {

constexpr int kEntries = 300; // newest first: what is older is history, and the Log has it

QString text(const QJsonObject &payload, QLatin1String object, QLatin1String key)
{
    return payload.value(object).toObject().value(key).toString();
}

bool isSwitch(const PlanCommand &command) { return !std::holds_alternative<DeliveryCommand>(command); }

} // namespace

SwitchLog::SwitchLog(Session &session, QObject *parent) : QObject(parent), m_session(session), m_inbox(this)
{
    connect(&session, &Session::entryAdded, this, [this](const JournalEntry &entry) {
        if (!m_service.isEmpty() &&
            text(entry.payload, QLatin1String("subject"), QLatin1String("service")) == m_service)
            load();
    });
}

void SwitchLog::follow(const QString &service)
{
    if (m_service == service)
        return;
    m_service = service;
    m_last.clear();
    load();
}

void SwitchLog::load()
{
    Journal *journal = m_session.journal();
    ++m_generation;
    if (!journal || m_service.isEmpty())
        return;
    JournalQuery query;
    query.limit = kEntries;
    query.service = m_service;
    journal->entries(query, m_inbox.wrap([this, asked = m_generation](const Result<QList<JournalEntry>> &page) {
        if (page && asked == m_generation)
            take(*page);
    }));
}

// What was sent counts where its outcome says that it was done; who and why are told once, by the plan's first entry.
void SwitchLog::take(const QList<JournalEntry> &entries)
{
    QHash<QString, const JournalEntry *> firsts; // by saga
    QSet<QString> succeeded;                     // sagas whose next older intent was done
    QList<const JournalEntry *> intents;
    for (const JournalEntry &entry : entries) {
        if (entry.kind.endsWith(QLatin1String(".outcome"))) {
            if (text(entry.payload, QLatin1String("outcome"), QLatin1String("result")) == QLatin1String("succeeded"))
                succeeded.insert(entry.saga);
            else
                succeeded.remove(entry.saga);
        } else if (entry.kind.endsWith(QLatin1String(".intent"))) {
            firsts.insert(entry.saga, &entry); // the oldest stays
            if (succeeded.remove(entry.saga))
                intents.append(&entry);
        }
    }
    QHash<QString, Said> last;
    for (const JournalEntry *entry : std::as_const(intents)) {
        const auto command = commandFrom(entry->payload.value(QLatin1String("command")).toObject());
        if (!command || !isSwitch(*command) || last.contains(targetKey(*command)))
            continue;
        const JournalEntry &first = *firsts.value(entry->saga);
        const QString ref = text(first.payload, QLatin1String("actor"), QLatin1String("ref"));
        last.insert(targetKey(*command), {.command = *command,
                                          .by = first.personal.value(QStringLiteral("actor.name"), ref),
                                          .why = first.personal.value(QStringLiteral("rationale")),
                                          .atMs = entry->wallMs});
    }
    m_last = last;
    Q_EMIT changed();
}

const SwitchLog::Said *SwitchLog::last(const QString &targetKey) const
{
    const auto found = m_last.constFind(targetKey);
    return found == m_last.cend() ? nullptr : &*found;
}

} // namespace astern
