// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/kubernetes/tokenfile.h"

#include <QFile>

namespace astern::connectors {

TokenFile::TokenFile(const QString &path) : m_path(path), m_watch({path})
{
    read();
    connect(&m_watch, &FileWatch::changed, this, [this] {
        const QByteArray before = m_token;
        read();
        if (!m_token.isEmpty() && m_token != before)
            Q_EMIT obtained();
    });
}

void TokenFile::read()
{
    QFile file(m_path);
    m_token = file.open(QIODevice::ReadOnly) ? file.read(1 << 20).trimmed() : QByteArray();
    if (!m_token.isEmpty())
        return;
    m_error.kind = Error::Kind::Unauthorized;
    m_error.where = m_path;
    m_error.message = file.isOpen() ? tr("The token file %1 is empty").arg(m_path)
                                    : tr("The token file %1 cannot be read: %2").arg(m_path, file.errorString());
    m_error.hint = tr("It is read again as soon as it changes.");
}

std::optional<Credentials> TokenFile::current()
{
    if (m_token.isEmpty())
        return std::nullopt;
    Credentials now;
    now.headers = {{"Authorization", "Bearer " + m_token}};
    now.untilMs = webTokenEndMs(m_token);
    return now;
}

void TokenFile::renew()
{
    const QByteArray before = m_token;
    read();
    Error error = m_error;
    const bool fresh = !m_token.isEmpty() && m_token != before;
    if (!fresh && !m_token.isEmpty()) {
        error.kind = Error::Kind::Unauthorized;
        error.where = m_path;
        error.message = tr("The token in %1 is still the same one.").arg(m_path);
        error.hint = tr("Put a new one there: it is read as soon as the file changes.");
    }
    QMetaObject::invokeMethod(
        this, [this, fresh, error] { fresh ? Q_EMIT obtained() : Q_EMIT failed(error); }, Qt::QueuedConnection);
}

} // namespace astern::connectors
