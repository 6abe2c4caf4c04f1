// SPDX-License-Identifier: GPL-3.0-or-later
// Of an engine: which revisions of policies are in force. Gates are asked where a revision comes into force, not where
// its file is written: files are written by editors and checkouts, too.
#include "app/engine/engineparts.h"

namespace astern::app {

void Engine::keepPolicies()
{
    if (d->options.readOnly)
        return;
    if (const Result<Ok> kept = d->policies->keep(d->session->workspace().policies); !kept)
        qCWarning(lcSession).noquote() << kept.error().toString();
}

// In `next` what no gate has let in stays as it is in force; answers with what waits.
QList<PolicyEdit> Engine::holdPolicies(Workspace &next, const QList<PolicyFile> &inForce)
{
    QList<PolicyEdit> held = gatedEdits(next, inForce, d->approvals, d->clock.wallMs());
    held.removeIf([](const PolicyEdit &edit) { return edit.used; });
    holdBack(next, held);
    // Approved, and not let in yet: the log says so before it comes into force.
    for (const PolicyEdit &edit : std::as_const(held)) {
        if (edit.isOpen() && !d->options.readOnly && !d->lettingIn.contains(edit.use().id))
            letIn(edit);
    }
    return held;
}

void Engine::letIn(const PolicyEdit &edit)
{
    const QString use = edit.use().id;
    d->lettingIn.insert(use);
    d->desk->pass(edit.gates, edit.use(), d->authority->self(),
                  d->inbox->wrap([this, use](const Result<QJsonArray> &passed) {
                      d->lettingIn.remove(use);
                      if (passed)
                          reconsiderPolicies();
                      else // perhaps another process was faster: then the log tells, and it is looked at again
                          qCWarning(lcSession).noquote() << passed.error().toString();
                      answerAwaited();
                  }));
}

// The log says something new of gates.
void Engine::reconsiderPolicies()
{
    Session &session = *d->session;
    if (session.policyEdits().isEmpty())
        return;
    d->wanted = d->asRead;
    session.setPolicyEdits(holdPolicies(*d->wanted, session.workspace().policies));
    applyWanted();
}

} // namespace astern::app
