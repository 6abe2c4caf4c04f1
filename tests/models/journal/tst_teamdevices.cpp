// SPDX-License-Identifier: GPL-3.0-or-later
// What follows where a device of a team is believed no longer, and who may say so.
#include "models/journal/keylist.h"
#include "models/journal/sharedmirror.h"
#include "models/journal/teamdevices.h"
#include "tests/support/testwriter.h"

#include <QTemporaryDir>
#include <QTest>

using namespace astern;
using namespace astern::test;

namespace {

QString s(const char *text) { return QString::fromUtf8(text); }

std::shared_ptr<const DeviceKey> newKey() { return std::make_shared<const DeviceKey>(randomBytes(32)); }

QJsonObject keyObject(const DeviceKey &key, const char *role = "")
{
    QJsonObject object{{s("alg"), s("ed25519")},
                       {s("keyid"), key.id()},
                       {s("public"), QString::fromLatin1(toBase64(key.publicKey()))}};
    if (*role)
        object.insert(s("role"), s(role));
    return object;
}

// A team's log as this device has it.
struct Log {
    TeamDevices devices;
    QList<SharedRow> rows;

    QByteArray add(const QByteArray &leaf)
    {
        rows.append(sharedRow(quint64(rows.size()), leaf));
        devices.take(rows.constLast());
        return leaf;
    }
    void begin(TestWriter &writer)
    {
        add(writer.next());
        enrolments.insert(writer.id,
                          toHex(Merkle::leafHash(add(writer.next(s("key.enrol"), {{s("key"), writer.keyObject()}})))));
    }
    void approve(TestWriter &admin, const TestWriter &newcomer)
    {
        add(admin.next(s("approval.decided"), {{s("decision"), QJsonObject{{s("verdict"), s("approve")}}}},
                       {{EntryLink::Rel::Approves, Uuid7::next(), enrolments.value(newcomer.id)}}));
    }
    void rotate(TestWriter &writer)
    {
        const auto to = newKey();
        add(writer.next(s("key.rotate"), {{s("key"), keyObject(*to)}}));
        writer.key = to;
    }
    QString sign(TestWriter &writer)
    {
        const QString request = Uuid7::next();
        add(writer.next(s("approval.decided"), {{s("decision"), QJsonObject{{s("verdict"), s("approve")}}}}, {},
                        request));
        return request;
    }
    void revoke(TestWriter &by, const DeviceRevocation &what)
    {
        for (const QString &key : what.keys)
            add(by.next(s("key.revoke"),
                        revocationDraft(key, what.lastGood, {}, s("it was stolen"), what.device).fields));
    }
    [[nodiscard]] TeamDevices::Device device(const TestWriter &writer) const
    {
        return devices.device(writer.id).value_or(TeamDevices::Device());
    }
    QHash<QString, QString> enrolments; // writer -> leaf hash
};

} // namespace

class TestTeamDevices : public QObject {
    Q_OBJECT
private Q_SLOTS:
    // Bert's device: 0 genesis, 1 key, 2 its key that stands in, 3 something, 4 an approval, 5 another key, 6 another
    // approval by that.
    void init()
    {
        m_log = {};
        m_admin = {};
        m_bert = {};
        m_log.begin(m_admin);
        m_log.begin(m_bert);
        m_adminBefore = m_admin;
        m_log.approve(m_admin, m_bert);
        m_first = m_bert.key->id();
        const auto standsIn = newKey();
        m_standsIn = standsIn->id();
        m_log.add(m_bert.next(s("key.enrol"), {{s("key"), keyObject(*standsIn, "standin")}}));
        m_log.add(m_bert.next());
        m_early = m_log.sign(m_bert);
        m_log.rotate(m_bert);
        m_late = m_log.sign(m_bert);
    }

    void whatFollows_data()
    {
        QTest::addColumn<quint64>("lastGood");
        QTest::addColumn<QString>("keys"); // first, standsIn, second
        QTest::addColumn<quint64>("disputed");
        QTest::addColumn<QString>("enrolled");
        QTest::addColumn<QString>("approvals");
        QTest::newRow("all that is here is believed")
            << quint64(6) << s("standsIn second") << quint64(0) << s("") << s("");
        QTest::newRow("the last approval is not")
            << quint64(5) << s("standsIn second") << quint64(1) << s("") << s("late");
        QTest::newRow("nor the key that signed it")
            << quint64(4) << s("first standsIn second") << quint64(2) << s("second") << s("late");
        QTest::newRow("both approvals") << quint64(3) << s("first standsIn second") << quint64(3) << s("second")
                                        << s("early late");
        QTest::newRow("nothing behind its first key")
            << quint64(1) << s("first standsIn second") << quint64(5) << s("standsIn second") << s("early late");
    }
    void whatFollows()
    {
        QFETCH(quint64, lastGood);
        QFETCH(quint64, disputed);
        const auto named = [this](const QString &names) {
            const QHash<QString, QString> all{{s("first"), m_first},
                                              {s("standsIn"), m_standsIn},
                                              {s("second"), m_bert.key->id()},
                                              {s("early"), m_early},
                                              {s("late"), m_late}};
            QStringList ids;
            for (const QString &name : names.split(QLatin1Char(' '), Qt::SkipEmptyParts))
                ids.append(all.value(name));
            return ids;
        };
        QCOMPARE(m_log.device(m_bert).entries, quint64(7));
        const DeviceRevocation what = m_log.devices.revocation(m_log.device(m_bert), lastGood);
        QFETCH(QString, keys);
        QCOMPARE(what.keys, named(keys));
        QCOMPARE(what.disputed, disputed);
        QFETCH(QString, enrolled);
        QCOMPARE(what.enrolled, named(enrolled));
        QFETCH(QString, approvals);
        QCOMPARE(what.approvals, named(approvals));

        // Said, it holds for all that the device signs, by whichever of its keys.
        m_log.revoke(m_admin, what);
        QVERIFY(m_log.device(m_bert).lastGood.has_value());
        QCOMPARE(*m_log.device(m_bert).lastGood, lastGood);
        QVERIFY(m_log.devices.revocation(m_log.device(m_bert), lastGood).keys.isEmpty());
        SharedChain chain;
        for (const SharedRow &row : std::as_const(m_log.rows))
            (void)chain.take(row);
        for (const QString &key : {m_standsIn, m_bert.key->id()})
            QVERIFY(!chain.counts(key, 7));
    }

    // The half of it that a program wrote which died counts, and what is missing is told.
    void whatIsMissingIsToldAgain()
    {
        DeviceRevocation what = m_log.devices.revocation(m_log.device(m_bert), 6);
        QCOMPARE(what.keys.size(), 2);
        DeviceRevocation half = what;
        half.keys.removeLast();
        m_log.revoke(m_admin, half);
        QVERIFY(!m_log.device(m_bert).lastGood);
        QCOMPARE(m_log.devices.revocation(m_log.device(m_bert), 6).keys, what.keys.mid(1));
    }

    // A device that is no administrator's says it of the administrator, of another and of itself; and somebody says it
    // in the administrator's name.
    void nobodyElseRevokes()
    {
        TestWriter mal;
        m_log.begin(mal);
        m_log.approve(m_admin, mal);
        for (const TestWriter *of : {&m_admin, &m_bert, &mal})
            m_log.revoke(mal, m_log.devices.revocation(m_log.device(*of), 1));
        TestWriter forged = m_admin;
        forged.key = newKey();
        m_log.revoke(forged, m_log.devices.revocation(m_log.device(m_bert), 1));
        for (const TestWriter *of : {&m_admin, &m_bert, &mal})
            QVERIFY2(!m_log.device(*of).lastGood, qPrintable(of->id));
        QVERIFY(m_log.device(m_admin).mayRevoke() && !m_log.device(mal).mayRevoke());
    }

    void whichDeviceIsMeant()
    {
        const QHash<QString, QString> logins{{m_bert.id, s("bert")}, {m_admin.id, s("anna")}};
        const auto meant = [&](const QString &text) {
            const auto found = m_log.devices.deviceLike(text, logins);
            return found ? found->id : QString(found.error().message + QLatin1Char('|') + found.error().hint);
        };
        QCOMPARE(meant(m_bert.id), m_bert.id);
        QCOMPARE(meant(m_bert.id.left(35)), m_bert.id);
        QCOMPARE(meant(s("bert")), m_bert.id);
        QVERIFY(meant(s("berd")).contains(s("has no device berd|Did you mean bert?")));
        QString typo = m_bert.id;
        typo[35] = typo.at(35) == QLatin1Char('0') ? QLatin1Char('1') : QLatin1Char('0');
        QVERIFY2(meant(typo).contains(s("Did you mean %1").arg(m_bert.id.left(20))), qPrintable(meant(typo)));
        QVERIFY(meant(m_bert.id.left(5)).contains(s("may mean several devices"))); // made in the same hour
        QVERIFY(meant(s("somebody else")).endsWith(s("|`asternctl team status` lists them.")));
    }

    // Out of the file that another process keeps: what is new, and a log that was rewound.
    void readOutOfTheCopy()
    {
        QTemporaryDir folder;
        const QString file = folder.filePath(s("mirror.db"));
        TeamDevices devices;
        QVERIFY(devices.readOn(file));
        QVERIFY(devices.devices().isEmpty()); // none yet
        auto mirror = SharedMirror::open(file);
        QVERIFY(mirror);
        QVERIFY((*mirror)->take(m_log.rows.mid(0, 4), 0));
        QVERIFY(devices.readOn(file));
        QCOMPARE(devices.devices().size(), 2);
        QVERIFY((*mirror)->take(m_log.rows.mid(4), 0));
        QVERIFY(devices.readOn(file));
        QCOMPARE(devices.device(m_bert.id)->entries, quint64(7));
        QVERIFY((*mirror)->rewind(4, 0));
        QVERIFY((*mirror)->take({sharedRow(4, m_adminBefore.next())}, 0));
        QVERIFY(devices.readOn(file));
        QCOMPARE(devices.device(m_bert.id)->entries, quint64(2));
    }

private:
    Log m_log;
    TestWriter m_admin;
    TestWriter m_adminBefore; // without its approval of bert's device
    TestWriter m_bert;
    QString m_first, m_standsIn, m_early, m_late;
};

QTEST_GUILESS_MAIN(TestTeamDevices)
#include "tst_teamdevices.moc"
