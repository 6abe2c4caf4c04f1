// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/workspacefollower.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <cstdio>

using namespace astern;
using namespace astern::app;

namespace {

const QByteArray kText = R"(astern: workspace/v1
name: shop
time_zone: Europe/Berlin
backends:
  argo: {type: argo-rollouts, url: 'http://127.0.0.1:9', namespaces: [shop]}
environments:
  prod: {cells: [eu-1], protected: true}
services:
  checkout:
    rollouts: [{environment: prod, cell: eu-1, backend: argo}]
calendars:
  - {id: holidays, ical: freeze.ics}
)";

QByteArray calendar(const QByteArray &summary)
{
    return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//"
           "EN\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20261101T000000Z\r\n"
           "DTSTART:20261224T080000Z\r\nDTEND:20261226T080000Z\r\nSUMMARY:" +
           summary + "\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
}

} // namespace

// What an editor or a checkout does beside the workspace's own file.
class TestFollower : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        write("astern.yaml", kText);
        write("freeze.ics", calendar("Holidays"));
        m_follower = std::make_unique<WorkspaceFollower>(m_folder->path());
        m_readings.clear();
        connect(m_follower.get(), &WorkspaceFollower::read, this,
                [this](const WorkspaceReading &reading) { m_readings.append(reading); });
        m_follower->start();
        QTRY_COMPARE(m_readings.size(), 1);
        QVERIFY2(m_readings.first().workspace, "the first reading is broken");
        QCOMPARE(summary(), QStringLiteral("Holidays"));
    }
    void aCalendarChanges()
    {
        write("freeze.ics", calendar("Stocktaking"));
        QTRY_COMPARE(m_readings.size(), 2);
        QCOMPARE(summary(), QStringLiteral("Stocktaking"));
        // The same once more is nothing new.
        write("freeze.ics", calendar("Stocktaking"));
        QTest::qWait(1'000);
        QCOMPARE(m_readings.size(), 2);
    }
    void aCalendarBreaksAndIsMended()
    {
        write("freeze.ics", "BEGIN:NONSENSE\r\n");
        QTRY_COMPARE(m_readings.size(), 2);
        QVERIFY(!m_readings.last().workspace);
        write("freeze.ics", calendar("Mended"));
        QTRY_COMPARE(m_readings.size(), 3);
        QCOMPARE(summary(), QStringLiteral("Mended"));
    }
    // From the start: nothing has ever named it.
    void aCalendarIsWhyNothingIsRead()
    {
        write("freeze.ics", "BEGIN:NONSENSE\r\n");
        QTRY_COMPARE(m_readings.size(), 2);
        WorkspaceFollower another(m_folder->path());
        QList<WorkspaceReading> readings;
        connect(&another, &WorkspaceFollower::read, this,
                [&readings](const WorkspaceReading &reading) { readings.append(reading); });
        another.start();
        QTRY_COMPARE(readings.size(), 1);
        QVERIFY(!readings.last().workspace);
        write("freeze.ics", calendar("Mended"));
        QTRY_COMPARE(readings.size(), 2);
        QVERIFY(readings.last().workspace);
    }
    void aCalendarElsewhere()
    {
        QTemporaryDir elsewhere;
        const QString path = elsewhere.filePath(QStringLiteral("company.ics"));
        writeTo(path, calendar("Company"));
        write("astern.yaml", QByteArray(kText).replace("freeze.ics", path.toUtf8()));
        QTRY_COMPARE(m_readings.size(), 2);
        QCOMPARE(summary(), QStringLiteral("Company"));
        writeTo(path, calendar("Company, longer"));
        QTRY_COMPARE(m_readings.size(), 3);
        QCOMPARE(summary(), QStringLiteral("Company, longer"));
    }
    void aPolicyChanges()
    {
        QVERIFY(QDir(m_folder->path()).mkpath(QLatin1String(kPolicyFolder)));
        write("policies/checkout.yaml", "policy: astern/v1\n");
        QTRY_COMPARE(m_readings.size(), 2);
    }

private:
    // As most editors write: another file, renamed over it.
    static void writeTo(const QString &path, const QByteArray &text)
    {
        QFile file(path + QStringLiteral(".new"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(text), text.size());
        file.close();
        QCOMPARE(std::rename(QFile::encodeName(file.fileName()).constData(), QFile::encodeName(path).constData()), 0);
    }
    void write(const char *name, const QByteArray &text) { writeTo(m_folder->filePath(QLatin1String(name)), text); }
    [[nodiscard]] QString summary() const
    {
        const std::optional<Workspace> &workspace = m_readings.last().workspace;
        return workspace && !workspace->calendars.isEmpty() && !workspace->calendars.first().spans.isEmpty()
                   ? workspace->calendars.first().spans.first().summary
                   : QString();
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<WorkspaceFollower> m_follower;
    QList<WorkspaceReading> m_readings;
};

QTEST_GUILESS_MAIN(TestFollower)
#include "tst_follower.moc"
