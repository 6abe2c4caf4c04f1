// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/sandbox/kubewatch.h"

#include "connectors/sandbox/json.h"
#include "connectors/sandbox/kubeapi.h"

namespace astern::connectors::sandbox {

bool WatchSpec::wants(const QJsonObject &object) const
{
    if (!ns.isEmpty() && text(object, {"metadata"_L1, "namespace"_L1}) != ns)
        return false;
    return (!labels || labels->matches(object)) && (!fields || fields->matches(object));
}

WatchStream::WatchStream(const ObjectStore &store, WatchSpec spec)
    : m_store(store), m_spec(std::move(spec)), m_at(m_spec.from)
{
}

static QByteArray line(QLatin1String type, const QJsonObject &object)
{
    return "{\"type\":\"" + QByteArray(type.data(), type.size()) + "\",\"object\":" + compact(object) + "}\n";
}

QByteArray WatchStream::initialLines()
{
    QByteArray lines;
    for (const auto &[key, object] : m_store.all(m_spec.type->plural))
        if (m_spec.wants(object))
            lines += line("ADDED"_L1, object);
    m_at = m_store.version();
    if (m_spec.markInitial)
        lines += bookmark(true);
    return lines;
}

QByteArray WatchStream::bookmark(bool endOfInitial) const
{
    QJsonObject meta{{u"resourceVersion"_s, QString::number(m_at)}};
    if (endOfInitial)
        meta.insert(u"annotations"_s, QJsonObject{{u"k8s.io/initial-events-end"_s, u"true"_s}});
    return line("BOOKMARK"_L1,
                {{u"kind"_s, m_spec.type->kind}, {u"apiVersion"_s, m_spec.type->apiVersion()}, {u"metadata"_s, meta}});
}

QByteArray WatchStream::lineOf(const ObjectStore::Event &event) const
{
    using Type = ObjectStore::Event::Type;
    if (event.resource != m_spec.type->plural)
        return {};
    const bool now = m_spec.wants(event.object);
    if (event.type == Type::Added)
        return now ? line("ADDED"_L1, event.object) : QByteArray();
    if (event.type == Type::Deleted)
        return now ? line("DELETED"_L1, event.object) : QByteArray();
    // An object that begins or ceases to match comes and goes for this watcher.
    const bool before = m_spec.wants(event.before);
    if (now)
        return line(before ? "MODIFIED"_L1 : "ADDED"_L1, event.object);
    return before ? line("DELETED"_L1, event.object) : QByteArray();
}

QByteArray WatchStream::take(qint64 ageMs)
{
    QByteArray lines;
    if (!m_started) {
        m_started = true;
        if (m_spec.initial)
            lines += initialLines();
    }
    if (m_at < m_store.floor()) {
        m_ended = true;
        return lines + line("ERROR"_L1,
                            kubestatus::expired(
                                QStringLiteral("too old resource version: %1 (%2)").arg(m_at).arg(m_store.floor())));
    }
    while (const auto *event = m_store.firstAfter(m_at)) {
        m_at = event->version;
        lines += lineOf(*event);
        if (lines.size() > (1 << 20))
            return lines; // the rest at the next call: a slow reader must not hold the lock
    }
    m_at = m_store.version();
    // The real server sends its bookmarks shortly before the end of a watch.
    if (m_spec.bookmarks && !m_marked && ageMs >= m_spec.timeoutMs - std::min<qint64>(2'000, m_spec.timeoutMs / 2)) {
        m_marked = true;
        lines += bookmark(false);
    }
    m_ended = ageMs >= m_spec.timeoutMs;
    return lines;
}

} // namespace astern::connectors::sandbox
