// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/journalparts.h"

#include "app/engine/engine.h"
#include "app/engine/journalopening.h"
#include "connectors/keychain/systemkeychain.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

namespace astern::app {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Cli", text); }

bool isHash(const QString &text) { return hashFromHex(text).has_value(); }

} // namespace

QString mirrorBeside(const QString &journalFolder)
{
    return QFileInfo(journalFolder).absoluteDir().filePath(QStringLiteral("mirror.db"));
}

QString journalFolder(const VerbOptions &options, Streams streams, int &exitCode)
{
    QString data = options.dataFolder();
    if (data.isEmpty()) {
        const std::optional<Workspace> workspace = loadWorkspace(options, streams, exitCode);
        if (!workspace)
            return {};
        data = defaultDataFolder(*workspace);
    }
    const QString folder = QDir(data).filePath(QStringLiteral("journal"));
    if (QFileInfo::exists(folder))
        return folder;
    exitCode = fail(streams,
                    Error{.kind = Error::Kind::NotFound,
                          .message = tr("There is no journal here"),
                          .where = folder,
                          .hint = tr("Name its folder with --data DIR.")},
                    options.json());
    return {};
}

std::unique_ptr<Journal> openJournalIn(const QString &folder, const std::shared_ptr<SecretStore> &keychain)
{
    return connectors::openJournal(
        folder,
        journalOptions(KeyPlace::Auto, false, keychain ? keychain : std::make_shared<connectors::SystemKeychain>()));
}

Result<Trust> readTrust(const QStringList &values, const QString &knownGenesis)
{
    QStringList lines;
    for (const QString &value : values) {
        QFile file(value);
        if (QFileInfo(value).isFile() && file.open(QIODevice::ReadOnly))
            lines += QString::fromUtf8(file.readAll()).split(QLatin1Char('\n'), Qt::SkipEmptyParts);
        else
            lines.append(value);
    }
    Trust trust;
    for (const QString &line : std::as_const(lines)) {
        const QString text = line.simplified();
        const QStringList words = text.toLower().split(QLatin1Char(' '));
        if (isHash(text)) {
            trust.genesis = text;
        } else if (words.size() == kSpokenWords) {
            // Words cannot be turned back into the hash; they say whether the one that is here is it.
            trust.genesis = words == wordsOf(knownGenesis) ? knownGenesis : QString(64, QLatin1Char('0'));
        } else if (NoteKey::fromVkey(text).ok()) {
            trust.vkeys.append(text);
        } else {
            return Error{
                .kind = Error::Kind::Invalid,
                .message = tr("--trust takes a verifier key, the genesis in hex or in eight words, or a file of these"),
                .where = line};
        }
    }
    return trust;
}

std::optional<JournalLock> takeJournal(const QString &folder, const VerbOptions &options, Streams streams,
                                       int &exitCode)
{
    auto lock = JournalLock::tryTake(folder);
    if (!lock) {
        exitCode = fail(streams, lock.error(), options.json());
        return std::nullopt;
    }
    if (!lock->has_value())
        exitCode = fail(streams,
                        Error{.kind = Error::Kind::Refused,
                              .message = tr("Another process has this journal open"),
                              .where = folder,
                              .hint = tr("Close Astern and its guard, then try again.")},
                        options.json());
    return std::move(lock.value());
}

} // namespace astern::app
