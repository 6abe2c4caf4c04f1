// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/uuid7.h"
#include "models/journal/canonical.h"
#include "models/journal/envelope.h"
#include "models/journal/group.h"
#include "models/journal/merkle.h"
#include "models/journal/verify/verify.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>

#include <functional>

namespace astern::test {

// A log made by hand, right in everything but in what a test spoils. One group an entry. Entry 0 is the genesis of key
// A, entry 1 its enrolment, the rest are observations; `extra` come behind them.
class Forge {
public:
    DeviceKey a{sha256View("forger A")}, b{sha256View("forger B")}, c{sha256View("forger C")};
    int observations = 3;
    QList<QJsonObject> extra;                            // kind and fields
    std::function<void(int, QJsonObject &)> payload;     // before it is signed
    std::function<void(int, QByteArray &)> payloadBytes; // the same as bytes
    std::function<void(int, QByteArray &)> envelope;     // signed
    std::function<const DeviceKey *(int)> signer;        // null: A
    std::function<void(int, Group &)> group;             // before it is hashed
    std::function<void(int, QByteArray &)> groupBytes;   // hashed and padded
    std::function<void(QByteArray &)> segment;           // all of them

    [[nodiscard]] static QJsonObject keyOf(const DeviceKey &key)
    {
        return {{QStringLiteral("alg"), QStringLiteral("ed25519")},
                {QStringLiteral("keyid"), key.id()},
                {QStringLiteral("public"), QString::fromLatin1(toBase64(key.publicKey()))}};
    }
    [[nodiscard]] QString idOf(int index) const { return m_ids.at(index); }
    [[nodiscard]] QString leafOf(int index) const { return toHex(m_leaves.at(index)); }
    [[nodiscard]] Hash rootAt(int size) const
    {
        Merkle::Frontier tree;
        for (int i = 0; i < size; ++i)
            tree.append(m_leaves.at(i));
        return tree.root();
    }
    [[nodiscard]] static QString writer() { return QStringLiteral("01928c3e-0000-7000-8000-000000000001"); }
    [[nodiscard]] int size() const { return 2 + observations + int(extra.size()); }
    [[nodiscard]] const QList<QByteArray> &envelopes() const { return m_envelopes; }

    // Writes "<folder>/log/00000000.seg".
    void write(const QString &folder)
    {
        for (int i = 0; i < size(); ++i)
            m_ids.append(Uuid7::next());
        QByteArray all;
        Hash before{};
        for (int i = 0; i < size(); ++i) {
            const QByteArray leaf = make(i);
            m_envelopes.append(leaf);
            m_leaves.append(Merkle::leafHash(leaf));
            Group one{
                .number = quint64(i), .first = quint64(i), .prev = before, .entries = {leaf}, .openings = openings};
            openings.clear();
            if (group)
                group(i, one);
            QByteArray bytes = one.encode();
            before = one.self;
            if (groupBytes)
                groupBytes(i, bytes);
            all += bytes;
        }
        all += QByteArray(kBlock * 2, '\0');
        if (segment)
            segment(all);
        QDir().mkpath(folder + QStringLiteral("/log"));
        QFile file(folder + QStringLiteral("/log/00000000.seg"));
        if (!file.open(QIODevice::WriteOnly) || file.write(all) != all.size())
            qFatal("cannot write %s", qPrintable(file.fileName()));
    }
    QList<QByteArray> openings; // of the entry that is made, set by `payload`

private:
    [[nodiscard]] static QByteArrayView sha256View(const char *text)
    {
        static QList<QByteArray> kept;
        kept.append(viewOf(sha256(QByteArrayView(text))).toByteArray());
        return kept.last();
    }

    QByteArray make(int i)
    {
        QJsonObject object;
        if (i == 0)
            object = {{QStringLiteral("kind"), QStringLiteral("journal.genesis")},
                      {QStringLiteral("admins"), QJsonArray{keyOf(a)}}};
        else if (i == 1)
            object = {{QStringLiteral("kind"), QStringLiteral("key.enrol")}, {QStringLiteral("key"), keyOf(a)}};
        else if (i < 2 + observations)
            object = {{QStringLiteral("kind"), QStringLiteral("observation.slo")}};
        else
            object = extra.at(i - 2 - observations);
        object.insert(QStringLiteral("v"), 1);
        object.insert(QStringLiteral("id"), m_ids.at(i));
        if (i > 0)
            object.insert(QStringLiteral("journal"), leafOf(0));
        object.insert(QStringLiteral("time"), QJsonObject{{QStringLiteral("boot"), QStringLiteral("a boot")},
                                                          {QStringLiteral("mono_ms"), 1000 + i},
                                                          {QStringLiteral("ms"), qint64(1'794'700'800'000) + i}});
        object.insert(QStringLiteral("writer"),
                      QJsonObject{{QStringLiteral("id"), writer()},
                                  {QStringLiteral("prev"), i == 0 ? QString(64, QLatin1Char('0')) : leafOf(i - 1)},
                                  {QStringLiteral("seq"), i}});
        if (payload)
            payload(i, object);
        QByteArray bytes = toCanonical(object).value();
        if (payloadBytes)
            payloadBytes(i, bytes);
        const DeviceKey *key = signer ? signer(i) : nullptr;
        QByteArray sealed = Envelope::seal(key ? *key : a, bytes);
        if (envelope)
            envelope(i, sealed);
        return sealed;
    }

    QStringList m_ids;
    QList<Hash> m_leaves;
    QList<QByteArray> m_envelopes;
};

inline QString words(const verify::Report &report)
{
    QString all;
    for (const verify::Finding &finding : report.findings)
        all += finding.where + QStringLiteral(": ") + finding.what + QLatin1Char('\n');
    return all;
}

} // namespace astern::test
