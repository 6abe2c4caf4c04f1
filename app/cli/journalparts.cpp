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

constexpr int kWords = 8;

QString tr(const char *text) { return QCoreApplication::translate("Cli", text); }

QStringList wordList()
{
    QFile file(QStringLiteral(":/astern/evidence/words.txt"));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("the list of words is missing");
    return QString::fromUtf8(file.readAll()).split(QLatin1Char('\n'), Qt::SkipEmptyParts);
}

bool isHash(const QString &text) { return hashFromHex(text).has_value(); }

} // namespace

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

QStringList wordsOf(const QString &genesisHex)
{
    static const QStringList list = wordList();
    const auto hash = hashFromHex(genesisHex);
    if (!hash)
        return {};
    // The first 16 bytes as one number, written with the words as digits, the lowest first.
    std::array<unsigned, 16> number{};
    std::copy_n(hash->cbegin(), number.size(), number.begin());
    QStringList words;
    for (int i = 0; i < kWords; ++i) {
        unsigned rest = 0;
        for (unsigned &byte : number) {
            const unsigned value = rest << 8 | byte;
            byte = value / unsigned(list.size());
            rest = value % unsigned(list.size());
        }
        words.append(list.at(qsizetype(rest)));
    }
    return words;
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
        } else if (words.size() == kWords) {
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
