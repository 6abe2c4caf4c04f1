// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/guard/policydraft.h"

#include "models/base/savewhole.h"
#include "models/document/yamltree.h"
#include "models/guard/policytexts.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>

namespace astern::guard {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("PolicyDraft", text); }

QString draftPath(const QString &dataFolder, const QString &name)
{
    return QDir(dataFolder).filePath(QStringLiteral("drafts/") + name + QStringLiteral(".json"));
}

std::optional<QByteArray> bytesOf(const QString &path, QString *why = nullptr)
{
    QFile file(path);
    const bool open = file.open(QIODevice::ReadOnly);
    // Whole or not at all: what was cut would be cut in the file when it is saved.
    if (open && file.size() <= 2 * kMaxDocumentBytes)
        return file.readAll();
    if (why)
        *why = open ? tr("It is larger than any policy can be. Look at it with another editor.") : file.errorString();
    return std::nullopt;
}

std::optional<PolicyDraft> draftOf(const QString &dataFolder, const QString &name)
{
    if (dataFolder.isEmpty())
        return std::nullopt;
    const auto bytes = bytesOf(draftPath(dataFolder, name));
    const QJsonObject json = bytes ? QJsonDocument::fromJson(*bytes).object() : QJsonObject();
    if (!json.contains(QLatin1String("text")))
        return std::nullopt;
    return PolicyDraft{.text = json.value(QLatin1String("text")).toString().toUtf8(),
                       .base = json.value(QLatin1String("base")).toString().toUtf8(),
                       .atMs = json.value(QLatin1String("at_ms")).toInteger()};
}

} // namespace

Result<PolicyOnDisk> readPolicyFile(const QString &workspaceFolder, const QString &dataFolder, const QString &name)
{
    const QString path = QDir(workspaceFolder).filePath(name);
    QString why;
    const auto text = bytesOf(path, &why);
    if (!text)
        return Error{.kind = Error::Kind::Storage,
                     .message = tr("The policy cannot be read"),
                     .where = QDir::toNativeSeparators(path),
                     .hint = why};
    return PolicyOnDisk{.text = *text, .writable = QFileInfo(path).isWritable(), .draft = draftOf(dataFolder, name)};
}

Result<Ok> savePolicyFile(const QString &workspaceFolder, const QString &dataFolder, const QString &name,
                          const QByteArray &text, const QByteArray &base)
{
    const QString path = QDir(workspaceFolder).filePath(name);
    if (bytesOf(path) != base)
        return Error{.kind = Error::Kind::Conflict,
                     .message = tr("The file was changed by somebody else meanwhile"),
                     .where = QDir::toNativeSeparators(path)};
    for (const QByteArray &each : {base, text}) {
        if (const Result<Ok> kept = keepPolicyText(dataFolder, each); !kept)
            return kept;
    }
    return saveWhole(path, text);
}

Result<Ok> keepDraft(const QString &dataFolder, const QString &name, const std::optional<PolicyDraft> &draft)
{
    if (dataFolder.isEmpty())
        return Ok();
    const QString path = draftPath(dataFolder, name);
    if (!draft) {
        QFile::remove(path);
        return Ok();
    }
    QDir().mkpath(QFileInfo(path).path());
    return saveWhole(path,
                     QJsonDocument(QJsonObject{{QStringLiteral("text"), QString::fromUtf8(draft->text)},
                                               {QStringLiteral("base"), QString::fromUtf8(draft->base)},
                                               {QStringLiteral("at_ms"), draft->atMs}})
                         .toJson(QJsonDocument::Compact),
                     QFileDevice::ReadOwner | QFileDevice::WriteOwner);
}

} // namespace astern::guard
