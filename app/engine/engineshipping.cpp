// SPDX-License-Identifier: GPL-3.0-or-later
// Of an engine: the log's way to its sinks.
#include "app/engine/engineparts.h"
#include "app/engine/secrets.h"

#include <QDir>
#include <QRandomGenerator>

namespace astern::app {
namespace {

constexpr int kLookBack = 200; // entries of going back in which a debt is looked for

} // namespace

// On the thread of watching: a sink that is slow holds up no command.
void Engine::openShipper()
{
    d->shipper = new Shipper(*d->journal, d->clock, [] { return QRandomGenerator::global()->generateDouble(); });
    // Made here and moved: that thread is busy opening connections, and the window does not wait for it.
    d->shipper->moveToThread(d->io->thread());
    QMetaObject::invokeMethod(d->shipper, [this] { d->shipper->setParent(d->io); });
    connect(
        d->shipper, &Shipper::stateChanged, d->shipper,
        [this](const ShippingState &state) { d->log.setShipping(state); }, Qt::DirectConnection);
    connect(d->shipper, &Shipper::stateChanged, d->session.get(), &Session::setShipping);
    connect(d->shipper, &Shipper::rejected, this, [this](const QString &sink, quint64 index, const QString &words) {
        d->journal->append(rejectedDraft(sink, index, words), [](const Result<Receipt> &) {});
    });
    d->team = new TeamFollower({.journal = d->journal.get(),
                                .keys = d->keys,
                                .mirrorFile = QDir(d->folder).filePath(QStringLiteral("mirror.db")),
                                .secrets = connectors::SecretResolver(&resolveSecret, &d->keychain)});
    d->team->moveToThread(d->io->thread());
    QMetaObject::invokeMethod(d->team, [this] { d->team->setParent(d->io); });
    setSinks(d->session->workspace());
    // What went back before this start and may not have arrived everywhere.
    d->journal->entries({.limit = kLookBack, .kind = QStringLiteral("rollback.")},
                        d->inbox->wrap([session = d->session.get()](const Result<QList<JournalEntry>> &entries) {
                            for (qsizetype i = entries ? entries->size() : 0; i-- > 0;)
                                session->owe(entries->at(i));
                        }));
}

void Engine::appendNeeding(LogAction action, const QString &environment, Draft draft, Done<Receipt> done)
{
    const Done<Receipt> answer = d->inbox->wrap(std::move(done));
    const LogVerdict need = d->log.judge(action, environment, d->clock.wallMs());
    if (need.refused)
        return answer(*need.refused);
    markLevel(need, draft);
    d->journal->append(draft, need.level, answer);
}

void Engine::changeKey(const KeyChange &change, Done<Receipt> done)
{
    const Done<Receipt> answer = d->inbox->wrap(std::move(done));
    const LogVerdict need = d->log.judge(LogAction::Key, {}, d->clock.wallMs());
    if (need.refused)
        return answer(*need.refused);
    d->journal->changeKey(change, need.level, answer);
}

void Engine::setSinks(const Workspace &workspace)
{
    d->log.setConfig(workspace.journal);
    if (!d->shipper)
        return;
    QMetaObject::invokeMethod(d->shipper, [this, config = workspace.journal] {
        d->shipper->setSinks(shipperSinks(config, connectors::SecretResolver(&resolveSecret, &d->keychain), d->clock));
        d->team->setConfig(config);
    });
}

} // namespace astern::app
