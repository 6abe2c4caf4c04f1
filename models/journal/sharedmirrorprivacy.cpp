// SPDX-License-Identifier: GPL-3.0-or-later
// Of the copy of the shared log: what was erased, and who acknowledged it.
#include "models/journal/canonical.h"
#include "models/journal/envelope.h"
#include "models/journal/sharedmirror.h"

namespace astern {

Result<QList<SharedMirror::Erased>> SharedMirror::erasures()
{
    auto statement = m_db->prepare(
        QStringLiteral("SELECT idx,leaf,leaf_hash,writer,id,kind,wseq FROM entry "
                       "WHERE kind IN ('privacy.erase','privacy.acknowledged') AND verdict<=1 ORDER BY idx"));
    if (!statement)
        return statement.error();
    QList<Erased> all;
    while (true) {
        const auto more = statement->step();
        if (!more)
            return more.error();
        if (!*more)
            return all;
        const auto opened = Envelope::open(statement->blob(1));
        const auto payload = opened ? fromCanonical(opened->payload) : Result<QJsonObject>(opened.error());
        if (!payload)
            continue; // the entry was verified when it was taken; its payload says nothing that is read here
        const QJsonObject erase = payload->value(QLatin1String("erase")).toObject();
        const QString writer = statement->text(3);
        if (statement->text(5) == QLatin1String("privacy.erase")) {
            all.append({statement->position(0),
                        writer,
                        statement->position(6),
                        statement->text(4),
                        QString::fromLatin1(statement->blob(2).toHex()),
                        erase.value(QLatin1String("subject")).toString(),
                        payload->value(QLatin1String("time")).toObject().value(QLatin1String("ms")).toInteger(),
                        {}});
            continue;
        }
        for (Erased &one : all) {
            if (one.entry == erase.value(QLatin1String("entry")).toString() &&
                one.leafHash == erase.value(QLatin1String("leaf")).toString())
                one.acknowledged.insert(writer);
        }
    }
}

} // namespace astern
