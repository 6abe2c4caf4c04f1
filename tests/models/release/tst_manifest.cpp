// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/release/manifest.h"

#include <QTest>

using namespace astern;
using Subject = ManifestChange::Subject;

namespace {

Manifest manifest(const QByteArray &podTemplate, const QList<Manifest::Image> &images = {},
                  const QList<Manifest::ConfigReference> &configs = {})
{
    return {podTemplate, templateDigest(podTemplate), images, configs};
}

Manifest oneContainer(const QByteArray &fields)
{
    return manifest("{\"spec\":{\"containers\":[{\"image\":\"r/a:1\",\"name\":\"a\"" + fields + "}]}}",
                    {{QStringLiteral("a"), QStringLiteral("r/a:1"), QString(), false}});
}

} // namespace

class TestManifest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void version_data()
    {
        QTest::addColumn<QString>("reference");
        QTest::addColumn<QString>("version");
        QTest::newRow("tag") << QStringLiteral("registry.local/checkout:4.8.0") << QStringLiteral("4.8.0");
        QTest::newRow("port, no tag") << QStringLiteral("registry:5000/shop/checkout") << QStringLiteral("latest");
        QTest::newRow("port and tag") << QStringLiteral("registry:5000/checkout:v2") << QStringLiteral("v2");
        QTest::newRow("digest only") << QStringLiteral("r/c@sha256:0123456789abcdef0123")
                                     << QStringLiteral("0123456789ab");
        QTest::newRow("tag and digest") << QStringLiteral("r/c:v3@sha256:0123456789abcdef0123") << QStringLiteral("v3");
    }
    void version()
    {
        QFETCH(QString, reference);
        Manifest m;
        m.images = {{QStringLiteral("migrate"), QStringLiteral("r/migrate:9"), QString(), true},
                    {QStringLiteral("main"), reference, digestOfReference(reference), false}};
        QTEST(m.version(), "version");
    }
    void versionWithoutImages()
    {
        QCOMPARE(Manifest().version(), QString());
        QCOMPARE(manifest("{}").version(), QStringLiteral("44136fa355b3")); // sha256 of "{}"
    }
    void digestIsOfTheBytes()
    {
        QCOMPARE(templateDigest({}), QString());
        QCOMPARE(templateDigest("{}"),
                 QStringLiteral("sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"));
    }
    void diffOfEqualIsEmpty()
    {
        const Manifest m = oneContainer(",\"env\":[{\"name\":\"A\",\"value\":\"1\"}]");
        QVERIFY(astern::diff(m, m).isEmpty());
    }
    void oneDifference_data()
    {
        QTest::addColumn<QByteArray>("from");
        QTest::addColumn<QByteArray>("to");
        QTest::addColumn<int>("subject");
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("before");
        QTest::addColumn<QString>("after");
        const auto row = [](const char *tag, const QByteArray &from, const QByteArray &to, Subject subject,
                            const char *name, const char *before, const char *after) {
            QTest::newRow(tag) << from << to << int(subject) << QString::fromUtf8(name) << QString::fromUtf8(before)
                               << QString::fromUtf8(after);
        };
        row("env changed", ",\"env\":[{\"name\":\"LOG_LEVEL\",\"value\":\"info\"}]",
            ",\"env\":[{\"name\":\"LOG_LEVEL\",\"value\":\"debug\"}]", Subject::Environment, "env LOG_LEVEL", "info",
            "debug");
        row("env added", "", ",\"env\":[{\"name\":\"LOG_LEVEL\",\"value\":\"debug\"}]", Subject::Environment,
            "env LOG_LEVEL", "", "debug");
        row("secret-like value hidden", ",\"env\":[{\"name\":\"DB_PASSWORD\",\"value\":\"hunter2\"}]",
            ",\"env\":[{\"name\":\"DB_PASSWORD\",\"value\":\"hunter3\"}]", Subject::Environment, "env DB_PASSWORD",
            "•••", "•••");
        row("resources", ",\"resources\":{\"limits\":{\"cpu\":\"1\"}}", ",\"resources\":{\"limits\":{\"cpu\":\"2\"}}",
            Subject::Resources, "a limits.cpu", "1", "2");
        row("probe", ",\"readinessProbe\":{\"periodSeconds\":5}", ",\"readinessProbe\":{\"periodSeconds\":30}",
            Subject::Probe, "a readinessProbe.periodSeconds", "5", "30");
        row("other by pointer", ",\"args\":[\"--fast\"]", ",\"args\":[\"--slow\"]", Subject::Other,
            "/spec/containers/a/args/0", "--fast", "--slow");
    }
    void oneDifference()
    {
        QFETCH(QByteArray, from);
        QFETCH(QByteArray, to);
        const QList<ManifestChange> changes = astern::diff(oneContainer(from), oneContainer(to));
        QCOMPARE(changes.size(), 1);
        QTEST(int(changes.first().subject), "subject");
        QTEST(changes.first().name, "name");
        QTEST(changes.first().from, "before");
        QTEST(changes.first().to, "after");
    }
    void orderIsStable()
    {
        const Manifest from =
            manifest("{\"metadata\":{\"labels\":{\"app\":\"x\"}},\"spec\":{\"containers\":[{\"image\":\"r/"
                     "a:1\",\"name\":\"a\"}]}}",
                     {{QStringLiteral("a"), QStringLiteral("r/a:1"), QStringLiteral("sha256:aa"), false}},
                     {{Manifest::ConfigReference::Kind::ConfigMap, QStringLiteral("old")}});
        const Manifest to =
            manifest("{\"metadata\":{\"labels\":{\"app\":\"y\"}},\"spec\":{\"containers\":[{\"image\":\"r/"
                     "a:2\",\"name\":\"a\"}]}}",
                     {{QStringLiteral("a"), QStringLiteral("r/a:2"), QStringLiteral("sha256:bb"), false}},
                     {{Manifest::ConfigReference::Kind::Secret, QStringLiteral("new")}});
        QStringList names;
        for (const ManifestChange &change : astern::diff(from, to))
            names.append(change.name);
        QCOMPARE(names,
                 QStringList({QStringLiteral("a image"), QStringLiteral("a digest"), QStringLiteral("ConfigMap old"),
                              QStringLiteral("Secret new"), QStringLiteral("label app")}));
    }
    void namedElementsMayMove()
    {
        const Manifest from =
            oneContainer(",\"env\":[{\"name\":\"A\",\"value\":\"1\"},{\"name\":\"B\",\"value\":\"2\"}]");
        const Manifest to =
            oneContainer(",\"env\":[{\"name\":\"B\",\"value\":\"2\"},{\"name\":\"A\",\"value\":\"1\"}]");
        QVERIFY(astern::diff(from, to).isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestManifest)
#include "tst_manifest.moc"
