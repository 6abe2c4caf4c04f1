// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/connectors/unleash/flagcontract.h"
#include "tests/support/realunleash.h"

// A real Unleash with a real PostgreSQL.
class TestFlagsReal : public FlagContract {
    Q_OBJECT
    astern::test::RealUnleash m_server;

    [[nodiscard]] QUrl server() const override { return m_server.url(); }
    [[nodiscard]] QByteArray token() const override { return m_server.token(); }

private Q_SLOTS:
    void initTestCase()
    {
        const QString trouble = m_server.open();
        QVERIFY2(trouble.isEmpty(), qPrintable(trouble));
        open();
    }
    void cleanupTestCase() { close(); }
};

QTEST_GUILESS_MAIN(TestFlagsReal)
#include "tst_flagsreal.moc"
