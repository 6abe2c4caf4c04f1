// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/evidence.h"

#include "app/engine/journalopening.h"
#include "connectors/local/devicekeys.h"
#include "models/guard/policytexts.h"
#include "models/guard/recordedevidence.h"
#include "models/release/configevidence.h"

#include <QDir>
#include <QFile>

namespace astern::app {
namespace {

constexpr int kKeychainMs = 10'000; // who closes the window waits no longer

QByteArray document(const char *name)
{
    QFile file(QStringLiteral(":/astern/evidence/") + QLatin1String(name));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("a document of the bundle is missing: %s", name);
    return file.readAll();
}

// What is kept beside the log of what its entries name.
Bundle::EvidenceOf evidenceIn(const QString &dataFolder, const EvidenceQuestion &question)
{
    const auto recorded = std::make_shared<guard::RecordedEvidence>(dataFolder, question.samples);
    const auto configs = question.configurations
                             ? std::make_shared<ConfigStore>(QDir(dataFolder).filePath(QStringLiteral("configs")))
                             : nullptr;
    return [recorded, configs, dataFolder](const QJsonObject &payload) {
        QList<Bundle::Evidence> all = recorded->of(payload) + guard::editEvidence(dataFolder, payload);
        if (configs)
            all += configEvidence(*configs, payload);
        return all;
    };
}

} // namespace

std::unique_ptr<EvidenceExport> makeEvidenceExport(Journal &journal, const QString &dataFolder,
                                                   std::shared_ptr<SecretStore> keychain)
{
    const QString folder = QDir(dataFolder).filePath(QStringLiteral("journal"));
    return std::make_unique<EvidenceExport>(EvidenceExport::Parts{
        .folder = folder,
        .journal = &journal,
        .keys = std::make_shared<connectors::DeviceKeys>(
            connectors::DeviceKeyOptions{.path = folder + QStringLiteral(".keys"),
                                         .passphrase = keyPassphrase(),
                                         .keychain = std::move(keychain),
                                         .waitMs = kKeychainMs}),
        .documents = {{"VERIFY.md", document("VERIFY.md")}, {"verify.go", document("verify.go")}},
        .evidence = [dataFolder](const EvidenceQuestion &question) { return evidenceIn(dataFolder, question); }});
}

} // namespace astern::app
