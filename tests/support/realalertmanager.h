// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/realserver.h"

#include <QStringList>

namespace astern::test {

// Debian's Alertmanager, alone.
class RealAlertmanager final : public RealServer {
public:
    // `more`: of its configuration, e.g. inhibit_rules. Notifies nobody; or `webhook`, of each alert at once.
    explicit RealAlertmanager(const QByteArray &more = {}, const QUrl &webhook = {});
    ~RealAlertmanager() { stop(); }

    // Raises alerts, or tells of them again: a JSON list.
    [[nodiscard]] bool raise(const QByteArray &alerts);
    // Silences what has this label; the id, or nothing.
    [[nodiscard]] QString silence(const QByteArray &label, const QByteArray &value);
    [[nodiscard]] bool unsilence(const QString &id);

private:
    [[nodiscard]] QString program() const override { return QStringLiteral("prometheus-alertmanager"); }
    [[nodiscard]] QStringList arguments(quint16 port) const override;
    [[nodiscard]] bool isReadyAndMine() override;

    QByteArray m_receiver; // what tells this server from every other
};

} // namespace astern::test
