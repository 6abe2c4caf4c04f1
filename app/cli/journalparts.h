// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/options.h"
#include "models/base/inbox.h"
#include "models/journal/bundle.h"
#include "models/journal/envelope.h"
#include "models/journal/journal.h"
#include "models/journal/localjournal.h"
#include "models/journal/verify/verify.h"
#include "models/journal/words.h"
#include "models/workspace/secretstore.h"

#include <QEventLoop>

namespace astern::app {

// What the parts of `asternctl journal` share: journal.cpp reads the options and chooses, one file each for what they
// do.

// Asks a journal and waits; absent: interrupted.
template <class T, class Ask>
std::optional<Result<T>> answerOf(QObject &owner, Ask ask)
{
    const Inbox inbox(&owner);
    std::optional<Result<T>> answer;
    QEventLoop loop;
    ask(Done<T>(inbox.wrap([&](const Result<T> &result) {
        answer = result;
        loop.quit();
    })));
    loop.exec();
    return answer;
}

// This device's verified copy of the team's log.
[[nodiscard]] QString mirrorBeside(const QString &journalFolder);
// The journal's folder that --data or the workspace names; empty: `exitCode` says how the verb ends.
[[nodiscard]] QString journalFolder(const VerbOptions &options, Streams streams, int &exitCode);

// The values of --trust: verifier keys, or the genesis in hex or in eight words; or files that hold such lines.
struct Trust {
    QString genesis;
    QStringList vkeys;
};
[[nodiscard]] Result<Trust> readTrust(const QStringList &values, const QString &knownGenesis);

// The journal of this folder, whose keys may be in the keychain. Once a verb: a process asks one keychain.
[[nodiscard]] std::unique_ptr<Journal> openJournalIn(const QString &folder,
                                                     const std::shared_ptr<SecretStore> &keychain = {});

// The journal's lock, for what nobody else may have open meanwhile; nullopt: said why, and `exitCode` is set.
[[nodiscard]] std::optional<JournalLock> takeJournal(const QString &folder, const VerbOptions &options, Streams streams,
                                                     int &exitCode);

int verifyJournal(const VerbOptions &options, Streams streams);
int diffJournals(const VerbOptions &options, Streams streams);
int repairJournal(const VerbOptions &options, Streams streams);
int proveEntry(const VerbOptions &options, Streams streams);
int exportEvidence(const VerbOptions &options, Streams streams);
int writeTiles(const VerbOptions &options, Streams streams);
int showCard(const VerbOptions &options, Streams streams);
int erasePerson(const VerbOptions &options, Streams streams);
int holdPerson(const VerbOptions &options, Streams streams);
int recordGap(const VerbOptions &options, Streams streams);
int keepKeys(const VerbOptions &options, Streams streams);

} // namespace astern::app
