// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/views/policychanges.h"

#include "models/policy/knobs.h"

#include <QCoreApplication>

#include <algorithm>

namespace astern {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("PolicyChanges", text); }

QMap<QString, QString> numbersOf(const PolicyFile &file)
{
    QMap<QString, QString> numbers;
    for (const policy::Knob &knob : policy::knobsOf(QString::fromUtf8(file.text)))
        numbers.insert(knob.id(), knob.value());
    return numbers;
}

} // namespace

QString PolicyChange::line() const { return name.isEmpty() ? words : QStringLiteral("%1: %2").arg(name, words); }

QList<PolicyChange> policyChanges(const PolicyEdit &edit)
{
    if (!edit.wanted.policy)
        return {{{}, tr("it is gone: nothing of it would be in force any more")}};
    if (!edit.inForce.policy)
        return {{{}, tr("it is new: nothing of it is in force yet")}};
    const QMap<QString, QString> before = numbersOf(edit.inForce);
    const QMap<QString, QString> after = numbersOf(edit.wanted);
    QStringList names = before.keys() + after.keys();
    names.removeDuplicates();
    QList<PolicyChange> changes;
    for (const QString &name : std::as_const(names)) {
        if (before.value(name) != after.value(name))
            changes.append(
                {name, QStringLiteral("%1 → %2").arg(before.value(name, tr("none")), after.value(name, tr("none")))});
    }
    if (changes.isEmpty())
        changes.append({{}, tr("the numbers of its rules are the same; something else differs")});
    return changes;
}

std::optional<PolicyEdit> policyEditOf(const Session &session, const ApprovalRecord &request)
{
    const QString target = request.subject.value(QLatin1String("target")).toString();
    const QList<PolicyEdit> &edits = session.policyEdits();
    const auto found = std::find_if(edits.cbegin(), edits.cend(), [&target](const PolicyEdit &edit) {
        return QString(QStringLiteral("policy:") + edit.policy) == target;
    });
    return isPolicyEdit(request) && found != edits.cend() ? std::optional(*found) : std::nullopt;
}

} // namespace astern
