// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/sandbox/host.h"
#include "tests/connectors/unleash/flagcontract.h"

// The sandbox's server, which is to be no easier than the real one.
class TestFlagsSandbox : public FlagContract {
    Q_OBJECT
    std::unique_ptr<astern::connectors::sandbox::Host> m_host;

    [[nodiscard]] QUrl server() const override { return QUrl(m_host->url(QStringLiteral("unleash"))); }
    [[nodiscard]] QByteArray token() const override { return m_host->adminToken(); }

private Q_SLOTS:
    void initTestCase()
    {
        astern::connectors::sandbox::Host::Options options;
        options.world.story = false;
        options.world.startWallMs = astern::SystemClock().wallMs();
        m_host = std::make_unique<astern::connectors::sandbox::Host>(options);
        QCOMPARE(m_host->start(), QString());
        open();
    }
    void cleanupTestCase() { close(); }
};

QTEST_GUILESS_MAIN(TestFlagsSandbox)
#include "tst_flagssandbox.moc"
