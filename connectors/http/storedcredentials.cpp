// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/http/storedcredentials.h"

#include <QSet>

namespace astern::connectors {

StoredCredentials::StoredCredentials(QList<Header> headers, SecretStore &store)
    : m_headers(std::move(headers)), m_store(store)
{
}

void StoredCredentials::renew()
{
    if (m_waiting > 0)
        return;
    m_values.clear();
    m_error.reset();
    QSet<QString> names;
    for (const Header &header : m_headers) {
        if (!header.stored.isEmpty())
            names.insert(header.stored);
    }
    m_waiting = int(names.size());
    for (const QString &name : std::as_const(names))
        m_store.read(name, this, [this, name](const Result<QString> &value) { onRead(name, value); });
}

void StoredCredentials::onRead(const QString &name, const Result<QString> &value)
{
    if (value)
        m_values.insert(name, *value);
    else if (!m_error)
        m_error = value.error();
    if (--m_waiting > 0)
        return;
    if (m_error) {
        m_values.clear();
        Q_EMIT failed(*m_error);
        return;
    }
    Credentials now;
    for (const Header &header : m_headers)
        now.headers.append(
            {header.name, header.write(header.stored.isEmpty() ? header.value : m_values.value(header.stored))});
    now.untilMs = bearerEndMs(now.headers);
    m_values.clear();
    m_now = now;
    Q_EMIT obtained();
}

} // namespace astern::connectors
