// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/session/policyedits.h"

#include <QCryptographicHash>
#include <QJsonObject>

namespace astern {
namespace {

constexpr qsizetype kLongestWords = 1'000;
const QString kPolicy = QStringLiteral("policy");

QString digestOf(const QByteArray &bytes)
{
    return QString::fromLatin1(QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex());
}

} // namespace

Draft policyEditDraft(const QString &name, const QByteArray &text, const QByteArray &base, const Actor &actor)
{
    Draft draft;
    draft.kind = QStringLiteral("policy.edit");
    draft.fields = {{kPolicy, QJsonObject{{QStringLiteral("file"), name},
                                          {QStringLiteral("from_sha256"), digestOf(base)},
                                          {QStringLiteral("to_sha256"), digestOf(text)}}},
                    {QStringLiteral("actor"), QJsonObject{{QStringLiteral("ref"), actor.ref}}}};
    return draft;
}

void recordPolicyUnwritten(const Session &session, const QString &name, const QByteArray &text, const QByteArray &base,
                           const Error &why, const Done<Ok> &done)
{
    if (!session.journal() || !session.doors().recordNeeding)
        return done(Ok{});
    Draft draft = policyEditDraft(name, text, base, session.self());
    QJsonObject policy = draft.fields.value(kPolicy).toObject();
    policy.insert(QStringLiteral("unwritten"), why.toString().left(kLongestWords));
    draft.fields.insert(kPolicy, policy);
    session.journal()->append(draft, [done](const Result<Receipt> &receipt) {
        done(receipt ? Result<Ok>(Ok{}) : Result<Ok>(receipt.error()));
    });
}

} // namespace astern
